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
