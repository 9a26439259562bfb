import type { CountryCode } from './address.js';
import { invalid, type Invalid } from './invalid.js';
import { isOpen, reversedFaults, sequenceFaults, type Period } from './period.js';
import { makePostcodeIndex } from './postcode-index.js';
import { conditionOf, lineFaults, type Charge, type Oversize, type Surcharge } from './surcharge.js';

/** Charged where all that is said of it holds; `postcodes` go with their one `country`. */
export type RawSurcharge = {
  readonly name: string;
  readonly charge: Charge;
  readonly zones?: readonly string[];
  readonly period?: Period;
  readonly over?: Oversize;
  readonly residential?: boolean;
  readonly country?: CountryCode;
  readonly postcodes?: readonly string[];
};

type ZonePositions = ReadonlyMap<string, number>;

const unknownZones = (
  named: readonly string[],
  zones: ZonePositions,
  names: string,
  field: string,
): readonly Invalid[] =>
  named.flatMap((name, place) => (zones.has(name) ? [] : [invalid(`${field}.${place}`, 'unknown_zone', names)]));

/**
 * Faults of a service's surcharges, each at `field.N...`: `unknown_zone` with the names that there are, `periods_overlap` of
 * two of one name that share a zone, `period_reversed`, `postcodes_with_country`, and those of postcodes and of line names.
 */
export const surchargeFaults = (
  surcharges: readonly RawSurcharge[],
  zones: ZonePositions,
  names: string,
  field: string,
): readonly Invalid[] => {
  const overlaps = surcharges.flatMap(({ name, zones: here, period = {} }, place) =>
    isOpen(period)
      ? []
      : surcharges.slice(0, place).flatMap((other, before) => {
          const shared = here === undefined || (other.zones?.some((zone) => here.includes(zone)) ?? true);
          return other.name !== name || !shared || isOpen(other.period ?? {})
            ? []
            : sequenceFaults(
                [
                  { period: other.period ?? {}, field: `${field}.${before}` },
                  { period, field: `${field}.${place}` },
                ],
                'allowed',
              );
        }),
  );
  return [
    ...overlaps,
    ...lineFaults(surcharges, field),
    ...surcharges.flatMap(({ zones: named = [], period = {}, country, postcodes = [] }, place): readonly Invalid[] => {
      const rules = postcodes.map((text, which) => ({ text, field: `${field}.${place}.postcodes.${which}`, zone: 0 }));
      return [
        ...unknownZones(named, zones, names, `${field}.${place}.zones`),
        ...reversedFaults({ period, field: `${field}.${place}` }),
        ...((country === undefined) === (postcodes.length === 0)
          ? makePostcodeIndex(rules).faults
          : [invalid(`${field}.${place}`, 'postcodes_with_country')]),
      ];
    }),
  ];
};

/** Of one without faults; its zones are the caller's to heed. */
export const toSurcharge = ({
  name,
  charge,
  period = {},
  over,
  residential = false,
  country,
  postcodes = [],
}: Omit<RawSurcharge, 'zones'>): Surcharge => {
  const rules = postcodes.map((text) => ({ text, field: '', zone: 0 }));
  const when = conditionOf({
    ...{ period, residential },
    ...(over === undefined ? {} : { over }),
    ...(country === undefined ? {} : { places: { country, postcodes: makePostcodeIndex(rules).index } }),
  });
  return { name, charge, ...(when === undefined ? {} : { when }) };
};
