import { spawnSync } from 'node:child_process';
import { aFolder } from './folder.js';

/** Programs that read what was drawn and share nothing with what drew it, with what each is asked to see if it is there. */
const PROGRAMS = { pdftoppm: '-v', pdftotext: '-v', zbarimg: '--version' } as const;

type PaperTool = keyof typeof PROGRAMS;

/** Declares the suite, with a folder of its own, where these tools are there; else shows it as pending with what it needs. */
export const describePaper = (title: string, tools: readonly PaperTool[], suite: (folder: string) => void): void => {
  const missing = tools.filter((tool) => spawnSync(tool, [PROGRAMS[tool]]).error !== undefined);
  describe(title, () => {
    if (missing.length > 0) {
      it(`needs ${missing.join(' and ')}`);
      return;
    }
    const { folder, remove } = aFolder();
    after(remove);
    suite(folder);
  });
};
