import { pipe } from 'fp-ts/lib/function.js';
import * as O from 'fp-ts/lib/Option.js';
import type { ServiceRef } from '../domain/account.js';
import type { TimeZones } from '../domain/calendar.js';
import { compare, decimal, rounded, type Decimal } from '../domain/decimal.js';
import { makeWeight } from '../domain/item.js';
import { MOST_GRAMS, MOST_MILLIMETRES, type Box } from '../domain/parcel.js';
import { LENGTH_UNITS, MASS_UNITS, positive, toMillimetres, type Grams } from '../domain/units.js';
import {
  defaulted,
  ListOf,
  MapOf,
  optional,
  Refined,
  required,
  Section,
  withDefaults,
  type BrokenRule,
  type Decoded,
  type SettingDecoder,
} from './setting.js';
import { newstoreApiShape, newstoreApiWhole } from './newstore-schema.js';
import { papersShape } from './papers-schema.js';
import { s10Range } from './s10-setting.js';
import { starshipitSection } from './starshipit-schema.js';
import { flag, notNegativeNumber, oneOf, parsedText, text, wholeNumber } from './setting-values.js';

/** Any text that NewStore or a person may have chosen as a name. */
const ANY_NAME = /^[^\p{Cc}]{1,256}$/u;
const ANY_NAME_WORDS = 'with 1 to 256 characters';

const serviceRef: SettingDecoder<ServiceRef> = parsedText(
  'a service as carrier/service, such as rate-card/EXPRESS',
  (found) => {
    const [, carrier, service] = /^([a-z0-9-]+)\/(\S.{0,99})$/.exec(found) ?? [];
    return carrier === undefined || service === undefined ? O.none : O.some({ carrier, service });
  },
);

const wholeUp = (exact: Decimal): number => Number(rounded(exact, 0, 'up').units);

const atMost = (exact: Decimal, most: number): boolean => compare(exact, decimal(BigInt(most))) <= 0;

const services = new ListOf('a list of services, such as [rate-card/EXPRESS]', serviceRef);
const servicesByName = new MapOf('a map of lists of services', ANY_NAME, ANY_NAME_WORDS, services);

/** `{ amount: 250, unit: g }`, as exact grams. */
const mass = new Refined(
  'a weight of at most 100 tonnes',
  new Section({ amount: required(notNegativeNumber), unit: required(oneOf(...MASS_UNITS)) }),
  (raw) => O.filter((grams: Grams) => atMost(grams, MOST_GRAMS))(O.getRight(makeWeight(raw, ''))),
);

/** `{ amount: 30, unit: cm }`, as whole millimetres, rounded up. */
const side = new Refined(
  'a length above 0, of at most 100 metres',
  new Section({ amount: required(notNegativeNumber), unit: required(oneOf(...LENGTH_UNITS)) }),
  ({ amount, unit }) =>
    pipe(
      O.getRight(positive(amount, '')),
      O.flatMap((exact) => O.getRight(toMillimetres(exact, unit, ''))),
      O.filter((millimetres) => atMost(millimetres, MOST_MILLIMETRES)),
      O.map(wholeUp),
    ),
);

const box = new Refined(
  'a box',
  new Section({
    name: optional(text('a name', 100)),
    weight: required(mass),
    length: required(side),
    width: required(side),
    height: required(side),
  }),
  ({ name, weight, length: lengthMm, width: widthMm, height: heightMm }): O.Option<Box> =>
    O.some({ grams: wholeUp(weight), lengthMm, widthMm, heightMm, ...(name === undefined ? {} : { name }) }),
);

const rateCardShape = {
  file: required(text('the path of a rate card')),
  numbers: defaulted(oneOf('sscc', 's10'), 'sscc'),
  s10: optional(s10Range),
  settle_delay_ms: defaulted(wholeNumber(0, 3_600_000, 'milliseconds'), 0),
  quote_timeout_ms: optional(wholeNumber(50, 60_000, 'milliseconds')),
};

/** By carrier id. A further carrier is a further key. */
const carriersShape = { 'rate-card': optional(new Section(rateCardShape)), starshipit: optional(starshipitSection) };

/** A carrier whose settings are at fault is there, and is not in what was read. */
const carriers = new Section(carriersShape, [
  (read) =>
    Object.keys(carriersShape).every((id) => id in read) && Object.values(read).every((one) => one === undefined)
      ? [noCarrier]
      : [],
]);

const noCarrier: BrokenRule = {
  keys: [],
  value: undefined,
  mend: 'name at least one carrier, such as rate-card or starshipit',
};

const shapeOf = (zones: TimeZones) => {
  const timeZone = parsedText('a time zone of the IANA database, such as Australia/Brisbane', (found) =>
    O.map(() => found)(zones(found)),
  );
  const node = new Section({ time_zone: required(timeZone) });
  return {
    name: optional(text('a name', 100)),
    time_zone: required(timeZone),
    nodes: defaulted(new MapOf('a map of fulfilment nodes', ANY_NAME, ANY_NAME_WORDS, node), {}),
    newstore: withDefaults(
      new Section(
        {
          carrier_codes: optional(new ListOf('a list of carrier codes', text('a carrier code', 256))),
          provider_rates: defaulted(servicesByName, {}),
          service_levels: defaulted(servicesByName, {}),
          unmatched_rate: defaulted(oneOf('no_offer', 'all_services'), 'no_offer'),
          ...newstoreApiShape,
        },
        [newstoreApiWhole],
      ),
    ),
    offers: withDefaults(
      new Section({
        expired: defaulted(oneOf('rate_anew', 'refuse'), 'rate_anew'),
        ready_horizon_days: defaulted(wholeNumber(0, 366, 'days'), 30),
      }),
    ),
    booking: withDefaults(
      new Section({
        offer_counts: defaulted(flag, true),
        request_id_counts: defaulted(flag, false),
      }),
    ),
    returns: withDefaults(
      new Section({
        services: defaulted(
          new MapOf('a map from service to service', /^[a-z0-9-]+\/\S.*$/, 'as carrier/service', serviceRef),
          {},
        ),
        only_return_swaps_addresses: defaulted(flag, true),
      }),
    ),
    cancel: withDefaults(new Section({ with_return: defaulted(flag, false) })),
    parcel: withDefaults(new Section({ default_box: optional(box), default_item_weight: optional(mass) })),
    ...papersShape,
    products_file: optional(text('the path of a CSV file')),
    carriers: required(carriers),
  };
};

export type AccountShape = ReturnType<typeof shapeOf>;
export type DecodedAccount = Decoded<AccountShape>;

/** Every service that is named must be of a carrier that the account has. */
const namedCarriersExist = ({ carriers: had, newstore, returns }: Partial<DecodedAccount>): readonly BrokenRule[] => {
  if (had === undefined) return [];
  const known = Object.entries(had).flatMap(([id, settings]) => (settings === undefined ? [] : [id]));
  const check = (keys: readonly string[], { carrier, service }: ServiceRef): readonly BrokenRule[] =>
    known.includes(carrier)
      ? []
      : [
          {
            keys,
            value: `${carrier}/${service}`,
            mend: `name a service of ${known.join(' or ')}, or add ${carrier} to carriers`,
          },
        ];
  const inTable = (table: string, map: ReadonlyMap<string, readonly ServiceRef[]>): readonly BrokenRule[] =>
    [...map].flatMap(([name, refs]) => refs.flatMap((ref, at) => check(['newstore', table, name, String(at)], ref)));
  const inReturns = ([outbound, ref]: readonly [string, ServiceRef]): readonly BrokenRule[] => {
    const keys = ['returns', 'services', outbound];
    const carrier = outbound.slice(0, outbound.indexOf('/'));
    return [...check(keys, { carrier, service: outbound.slice(carrier.length + 1) }), ...check(keys, ref)];
  };
  return [
    ...(newstore === undefined ? [] : inTable('provider_rates', newstore.provider_rates)),
    ...(newstore === undefined ? [] : inTable('service_levels', newstore.service_levels)),
    ...[...(returns?.services ?? [])].flatMap(inReturns),
  ];
};

/** One account as the file says it. */
export const accountSection = (zones: TimeZones): Section<AccountShape> =>
  new Section(shapeOf(zones), [namedCarriersExist]);
