import * as E from 'fp-ts/lib/Either.js';
import type { ReadonlyNonEmptyArray } from 'fp-ts/lib/ReadonlyNonEmptyArray.js';
import type { ValidationError } from 'io-ts';
import type { Invalid } from '../../../domain/invalid.js';
import {
  makeRateCard,
  type Limits,
  type RateCard,
  type RawRate,
  type RawRateCard,
  type RawService,
  type RawSurcharge,
} from '../../../domain/rate-card.js';
import type { RawZone } from '../../../domain/zone-map.js';
import { makeCardCodec, type CardBody, type Known } from './card-codecs.js';
import { readYaml, type Source } from './yaml-source.js';

/** One fault of a card file: where it stands (lines and columns count from 1), what was found there and how to mend it. */
export type CardFault = {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** `services.0.rates.2.zone`, positions from 0; empty for the file as a whole. */
  readonly path: string;
  readonly found: string;
  readonly mend: string;
};

export type CardFaults = ReadonlyNonEmptyArray<CardFault>;

/** The same record with its optional keys written out, without a value where there is none. */
type WrittenOut<A> = { readonly [K in keyof A]: object extends Pick<A, K> ? A[K] | undefined : A[K] };

/** Leaves out the keys that have no value. */
const stated = <A extends object>(record: WrittenOut<A>): A =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as A;

type Of<K extends 'zones' | 'services'> = CardBody[K][number];

const toZone = ({ name, country, routing, states = [], postcodes = [] }: Of<'zones'>): RawZone =>
  stated<RawZone>({ name, routing, countries: country, states, postcodes });

const toRate = ({ zone, transit_days, breaks = [], per_kg, step, minimum }: Of<'services'>['rates'][number]): RawRate =>
  stated<RawRate>({
    zone,
    transit: transit_days,
    breaks: breaks.map(({ up_to, price }) => ({ upTo: up_to, price })),
    perKg: per_kg,
    step: step ?? 1000,
    minimum,
  });

const toSurcharges = (surcharges: Of<'services'>['surcharges'] = []): readonly RawSurcharge[] =>
  surcharges.flatMap(({ name, percent, flat, zones }) => {
    if (percent !== undefined) return [stated<RawSurcharge>({ name, charge: { _tag: 'Percent', percent }, zones })];
    return flat === undefined ? [] : [stated<RawSurcharge>({ name, charge: { _tag: 'Flat', amount: flat }, zones })];
  });

const toService = (service: Of<'services'>): RawService =>
  stated<RawService>({
    code: service.code,
    name: service.name,
    limits: stated<Limits>({ grams: service.max_weight, sideMm: service.max_side, girthMm: service.max_girth }),
    cutOff: service.cut_off,
    hours: service.delivery_hours,
    divisor: service.divisor,
    surcharges: toSurcharges(service.surcharges),
    tax: service.tax,
    trackingUrl: service.tracking_url,
    rates: service.rates.map(toRate),
  });

const toCard = (body: CardBody): RawRateCard =>
  stated<RawRateCard>({
    carrier: body.carrier,
    currency: body.currency,
    workdays: body.workdays ?? ['mon', 'tue', 'wed', 'thu', 'fri'],
    holidays: body.holidays ?? [],
    origins: body.origins,
    trackingUrl: body.tracking_url,
    zones: body.zones.map(toZone),
    services: body.services.map(toService),
  });

/** What to do about a broken rule; of `duplicate` and `overlaps`, `expected` is the path of the other place. */
const mendOf = ({ rule, expected = '' }: Invalid, source: Source): string => {
  const other = (): string => `${expected} (line ${source.locate(expected).line})`;
  switch (rule) {
    case 'duplicate':
      return `must differ from ${other()}`;
    case 'overlaps':
      return `covers places that ${other()} covers too; let each place be in one zone`;
    case 'unknown_zone':
      return `must be the name of a zone of this card: ${expected}`;
    case 'one_country_for_parts':
      return 'must be one country, as the zone lists its states or postcodes';
    case 'postcode_entry':
      return 'must be a postcode (4000), a range (4000-4179) or a beginning (40*)';
    case 'range_ends_of_two_lengths':
      return 'must be a range of two postcodes of the same length';
    case 'range_reversed':
      return `must go from the lower to the higher postcode: ${expected}`;
    case 'no_price':
      return 'must have breaks, per_kg or both';
    case 'breaks_not_ascending':
      return `must be ${expected}: breaks go from light to heavy`;
    case 'hours_reversed':
      return 'must open before they close';
    case 'cut_off_after_closing':
      return 'must be 1 or more, or the cut-off must be before the delivery hours end';
    case 'tracking_template':
      return `must be a web address with the code's place in it: ${expected}`;
    case 'empty':
      return 'must have at least one entry';
    default:
      return expected === '' ? `breaks the rule ${rule}` : `must be ${expected}`;
  }
};

const pathOf = ({ context }: ValidationError): string =>
  context
    .map(({ key }) => key)
    .filter((key) => key !== '')
    .join('.');

const inOrder = (faults: readonly CardFault[]): E.Either<CardFaults, never> | undefined => {
  const [first, ...rest] = [...faults].sort((a, b) => a.line - b.line || a.column - b.column);
  return first === undefined ? undefined : E.left([first, ...rest]);
};

/**
 * Reads a rate card. Left has every fault at once, in the order of the file: all faults of its shape, or, when it has a
 * shape, all faults of its meaning. `file` is only named in faults.
 */
export const readRateCard = (text: string, file: string, known: Known): E.Either<CardFaults, RateCard> => {
  const source = readYaml(text);
  if (E.isLeft(source)) {
    const faults = source.left.map(({ line, column, message }) => ({
      ...{ file, line, column, path: '', found: 'text that is not YAML' },
      mend: message,
    }));
    return inOrder(faults) ?? E.left([{ file, line: 1, column: 1, path: '', found: 'nothing', mend: 'is empty' }]);
  }
  const { value, locate } = source.right;
  const fault = (path: string, mend: string): CardFault => ({ file, path, mend, ...locate(path) });
  const body = makeCardCodec(known).decode(value);
  if (E.isLeft(body)) {
    const faults = body.left.map((error) => fault(pathOf(error), error.message ?? 'is not understood'));
    return inOrder(faults) ?? E.left([fault('', 'is not understood')]);
  }
  const card = makeRateCard(toCard(body.right));
  if (E.isRight(card)) return card;
  const faults = card.left.map((broken) => fault(broken.field, mendOf(broken, source.right)));
  return inOrder(faults) ?? E.left([fault('', 'is not understood')]);
};

/** One line for a person: `rate-card.yaml:12:5: services.0.cut_off: found "2pm"; must be a time of day, such as 14:00`. */
export const cardFaultText = ({ file, line, column, path, found, mend }: CardFault): string =>
  `${file}:${line}:${column}: ${path === '' ? '' : `${path}: `}found ${found}; ${mend}`;
