import type { EmbeddedFont, FontFile } from './fonts.js';
import { loadEmbeddedFont, loadFontFile } from './fonts.js';
import { baseOf, type LabelFonts } from './pen.js';
import { clean, isWinAnsi, printable, stretches } from './printable.js';

export type LabelSettings = {
  /** The path of a TrueType or OpenType file that draws the scripts beyond Latin, Greek and Cyrillic. */
  readonly font?: string;
};

/** How the texts of one document are written. */
export type Lettering<F = LabelFonts> = {
  /** The text in characters that the fonts have; nothing prints as an empty box. */
  readonly say: (text: string) => string;
  readonly fonts: F;
};

/** The fonts of a document that draws its letters itself: it has no built-in one. */
export type DrawnFonts = { readonly embedded: EmbeddedFont; readonly deployment?: FontFile };

export type Letterer = {
  /** Embeds as little as these texts allow. */
  readonly forPdf: (texts: readonly string[]) => Promise<Lettering>;
  readonly forDots: (texts: readonly string[]) => Promise<Lettering<DrawnFonts>>;
};

/** Runs once, and again only after a failure. */
const once = <A>(load: () => Promise<A>): (() => Promise<A>) => {
  let loading: Promise<A> | undefined;
  return () => {
    loading ??= load().catch((fault: unknown) => {
      loading = undefined;
      throw fault;
    });
    return loading;
  };
};

/**
 * Text that fits Windows code page 1252 is set in the readers' built-in Helvetica, where there are readers. Else DejaVu Sans
 * stands for Latin, Greek and Cyrillic; other scripts are in the deployment's font where it has them, else spelt in ASCII.
 *
 * Rejects where the deployment's font is needed and cannot be read. Libraries and fonts load with the first text that needs
 * them.
 */
export const makeLetterer = ({ font }: LabelSettings): Letterer => {
  const embeddedFont = once(loadEmbeddedFont);
  const deploymentFont = once(async () => (font === undefined ? undefined : loadFontFile(font)));

  const drawable = async (texts: readonly string[]): Promise<Lettering<DrawnFonts>> => {
    const all = clean(texts.join(' '));
    const embedded = await embeddedFont();
    const base = baseOf(embedded);
    const isForeign = (text: string): boolean => stretches(text, base).some((part) => !part.base);
    if (!isForeign(all)) {
      const repertoires = { embedded: base, deployment: () => false, transliterate: (text: string) => text };
      return { say: (text) => printable(clean(text), repertoires), fonts: { embedded } };
    }
    const deployment = await deploymentFont();
    const { default: transliterate } = await import('any-ascii');
    const repertoires = {
      embedded: base,
      deployment: (text: string): boolean => deployment?.has(text) ?? false,
      transliterate,
    };
    const say = (text: string): string => printable(clean(text), repertoires);
    return { say, fonts: { embedded, ...(deployment !== undefined && isForeign(say(all)) && { deployment }) } };
  };

  return {
    forDots: drawable,
    forPdf: async (texts) => {
      if (isWinAnsi(clean(texts.join(' ')))) return { say: clean, fonts: {} };
      const { say, fonts } = await drawable(texts);
      const { embedded, deployment } = fonts;
      const base = baseOf(embedded);
      const beyondBuiltIn = stretches(say(texts.join(' ')), isWinAnsi).filter((part) => !part.base);
      const isEmbedded = beyondBuiltIn.some(({ text }) => stretches(text, base).some((part) => part.base));
      return {
        say,
        fonts: { ...(isEmbedded && { embedded }), ...(deployment !== undefined && { deployment }) },
      };
    },
  };
};
