import { makeS10Numbers, makeSsccNumbers, type ParcelNumbers } from '../adapters/carriers/rate-card/parcel-numbers.js';
import type { Serials } from '../application/ports/serials.js';
import type { RateCardSettings } from './account-settings.js';
import { s10Words } from './s10-setting.js';
import type { Settings } from './settings.js';

/** What an account's parcels are numbered with; absent where the settings name no numbers of that kind. */
export type NumbersFor = (card: RateCardSettings) => ParcelNumbers | undefined;

/** Accounts that share a range or the prefix share its blocks too. */
export const makeNumbersFor = (house: Settings['house'], serials: Serials): NumbersFor => {
  const { companyPrefix: prefix, extensionDigit: extension, s10: houseRange } = house;
  const sscc = prefix === undefined ? undefined : makeSsccNumbers({ serials, prefix, extension });
  const ranges = new Map<string, ParcelNumbers>();
  return ({ numbers, s10: ownRange }) => {
    if (numbers === 'sscc') return sscc;
    const range = ownRange ?? houseRange;
    if (range === undefined) return undefined;
    const known = ranges.get(s10Words(range)) ?? makeS10Numbers(serials, range);
    ranges.set(s10Words(range), known);
    return known;
  };
};
