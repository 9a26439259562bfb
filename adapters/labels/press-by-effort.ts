import type { LabelContent, LabelPress } from '../../application/ports/label-press.js';
import type { LabelFormat } from '../../application/ports/labels.js';
import { clean, isWinAnsi } from './printable.js';
import { sheetTexts } from './sheet.js';

/** Some 3 ms: text in the readers' built-in font and no picture. A font to embed takes 20 ms, a PNG 80 to 150. */
const isQuick = (content: LabelContent, format: LabelFormat): boolean =>
  format === 'pdf' &&
  content.logo === undefined &&
  content.declaration === undefined &&
  isWinAnsi(clean(sheetTexts(content).join(' ')));

/** Draws `here` what is drawn sooner than it is handed over and back, and `beside` all that others would have to wait for. */
export const makePressByEffort = (here: LabelPress, beside: LabelPress): LabelPress => ({
  draw: (content, format) => (isQuick(content, format) ? here : beside).draw(content, format),
  drawInvoice: beside.drawInvoice,
});
