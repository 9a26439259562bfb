import type { InvoiceContent } from '../../domain/commercial-invoice.js';
import type { LabelContent } from '../../application/ports/label-press.js';
import type { LabelFormat } from '../../application/ports/labels.js';

/** What a thread is asked to draw. It crosses by structured clone: data alone. */
export type PressJob =
  | { readonly _tag: 'Label'; readonly content: LabelContent; readonly format: LabelFormat }
  | { readonly _tag: 'Invoice'; readonly content: InvoiceContent };

/** `fault` is what a drawing failed with, which any other thread would fail with too. */
export type PressAnswer = { readonly bytes: Uint8Array } | { readonly fault: string };
