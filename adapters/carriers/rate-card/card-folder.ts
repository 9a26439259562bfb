import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import * as E from 'fp-ts/lib/Either.js';
import type { RateCard } from '../../../domain/rate-card.js';
import type { Known } from './card-codecs.js';
import type { CardFaults } from './card-fault.js';
import { readRateCard } from './card-file.js';

const textAt = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
};

/** Reads the card at `path` and, from its folder, the tables that it names; see `readRateCard`. */
export const readRateCardAt = (path: string, known: Known): E.Either<CardFaults, RateCard> => {
  const text = textAt(path);
  if (text === undefined) {
    const mend = 'must be a rate card that this user can read';
    return E.left([{ file: path, line: 1, column: 1, path: '', found: 'no file that can be read', mend }]);
  }
  const table = (name: string) => {
    const found = isAbsolute(name) ? name : join(dirname(path), name);
    const rows = textAt(found);
    return rows === undefined ? undefined : { path: found, text: rows };
  };
  return readRateCard(text, path, { ...known, table });
};
