import * as E from 'fp-ts/lib/Either.js';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createFile } from '../adapters/system/new-file.js';
import { demoCardText } from './demo-card.js';
import { starterSettingsText } from './starter-settings.js';
import type { SettingsPlace } from './settings-file.js';

/** `Made`: the absolute paths of what was made. `NotNeeded`: settings are there already, or must not be made. */
export type FirstStart = { readonly _tag: 'Made'; readonly files: readonly string[] } | { readonly _tag: 'NotNeeded' };

export type CannotWrite = { readonly _tag: 'CannotWrite'; readonly path: string; readonly cause: unknown };

export const RATE_CARD_FILE = 'rate-card.yaml';

/**
 * Writes `longshore.yaml` and its rate card where no settings are and none are named by the environment. Nothing that is
 * there is overwritten: a rate card that is there already is used.
 */
export const firstStart = (place: SettingsPlace): E.Either<CannotWrite, FirstStart> => {
  if (place.named || existsSync(place.path)) return E.right({ _tag: 'NotNeeded' });
  const card = join(dirname(place.path), RATE_CARD_FILE);
  // The card first: whoever finds the settings finds all that they name.
  const texts: readonly (readonly [string, string])[] = [
    [card, demoCardText],
    [place.path, starterSettingsText],
  ];
  const made: string[] = [];
  for (const [path, text] of texts) {
    const written = E.tryCatch(
      () => createFile(path, text, 0o666),
      (cause): CannotWrite => ({ _tag: 'CannotWrite', path, cause }),
    );
    if (E.isLeft(written)) return written;
    if (written.right) made.push(path);
  }
  return E.right(made.length === 0 ? { _tag: 'NotNeeded' } : { _tag: 'Made', files: made });
};
