import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import type { CardFaults } from '../adapters/carriers/rate-card/card-fault.js';
import { readRateCardAt } from '../adapters/carriers/rate-card/card-folder.js';
import type { Places } from '../domain/places.js';
import type { RateCard } from '../domain/rate-card.js';

export type ReadCard = E.Either<CardFaults, RateCard>;

/** The card at a path with its tables, whole or not at all. */
export const readCard = (file: string, places: Places): ReadCard => {
  const country = (code: string) => {
    const place = places.find(code);
    return O.isSome(place) ? O.some(place.value.country) : O.none;
  };
  return readRateCardAt(file, { country });
};

/** As `readCard`, on a thread of its own: offers are answered while a long table is read. Rejects where the thread fails. */
export const readCardAside = (file: string): Promise<ReadCard> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(fileURLToPath(new URL('./read-card-worker.js', import.meta.url)), { workerData: file });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => {
      reject(new Error(`the thread that reads the card ended with ${code}`));
    });
  });
