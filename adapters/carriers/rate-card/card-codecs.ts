import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as O from 'fp-ts/lib/Option.js';
import * as t from 'io-ts';
import type { CountryCode } from '../../../domain/address.js';
import {
  parseLocalDate,
  parseMinuteOfDay,
  WEEKDAYS,
  type DeliveryHours,
  type Transit,
  type Weekday,
} from '../../../domain/calendar.js';
import { parseCurrency } from '../../../domain/currency.js';
import { isNegative, parseDecimal, rounded, type Decimal } from '../../../domain/decimal.js';
import type { Checked } from '../../../domain/invalid.js';
import { MOST_GRAMS, MOST_MILLIMETRES } from '../../../domain/parcel.js';
import { toGrams, toMillimetres } from '../../../domain/units.js';
import { REST_OF_WORLD } from '../../../domain/zone-map.js';
import { closed } from './closed-record.js';

/** What the file's words are looked up in. */
export type Known = { readonly country: (code: string) => O.Option<CountryCode> };

/** A scalar of the file, read by a rule of the domain; `mend` says what is accepted. */
const read = <A>(name: string, parse: (text: string) => O.Option<A>, mend: string): t.Type<A, unknown> =>
  new t.Type<A, unknown>(
    name,
    (value): value is A => value !== undefined,
    (value, context) => {
      const parsed = typeof value === 'string' ? parse(value) : O.none;
      return O.isSome(parsed) ? t.success(parsed.value) : t.failure(value, context, mend);
    },
    (a) => a,
  );

/** Lists say what they are when something else stands there. */
const list = <A>(item: t.Type<A, unknown>): t.Type<readonly A[], unknown> =>
  new t.Type<readonly A[], unknown>(
    'list',
    (value): value is readonly A[] => Array.isArray(value),
    (value, context) =>
      Array.isArray(value) ? t.array(item).validate(value, context) : t.failure(value, context, 'must be a list'),
    (a) => a,
  );

export const Text = read(
  'text',
  (text) => (text.trim() === '' || text.length > 256 ? O.none : O.some(text.trim())),
  'must be a text of 1 to 256 characters',
);

/** Short, since it travels in every offer's token. */
const Code = read(
  'code',
  (text) => (text.trim() === '' || text.length > 100 ? O.none : O.some(text.trim())),
  'must be a code of 1 to 100 characters',
);

export const Amount = read(
  'amount',
  (text) => O.filter((amount: Decimal) => !isNegative(amount))(parseDecimal(text)),
  'must be a decimal number of at least 0, such as 12.40',
);

const Divisor = read(
  'divisor',
  (text) => (/^[1-9]\d{0,5}$/.test(text) ? O.some(Number(text)) : O.none),
  'must be a whole number of cubic centimetres per kilogram, such as 5000',
);

const YesNo = read(
  'yes or no',
  (text) => (text === 'true' ? O.some(true) : text === 'false' ? O.some(false) : O.none),
  'must be true or false',
);

const measure = (
  convert: (amount: Decimal, unit: string, field: string) => Checked<Decimal>,
  most: number,
): ((text: string) => O.Option<number>) => {
  const whole = (exact: Decimal): O.Option<number> => {
    const units = rounded(exact, 0, 'up').units;
    return units >= 1n && units <= BigInt(most) ? O.some(Number(units)) : O.none;
  };
  return (text) => {
    const [, amount = '', unit = ''] = /^(\d+(?:\.\d+)?)\s*([a-z]+)$/.exec(text.trim()) ?? [];
    return pipe(
      parseDecimal(amount),
      O.flatMap((exact) => O.fromEither(convert(exact, unit, ''))),
      O.flatMap(whole),
    );
  };
};

/** Whole grams, rounded up. */
export const Mass = read(
  'weight',
  measure(toGrams, MOST_GRAMS),
  'must be a weight with its unit (g, kg, oz, lb), such as 500 g',
);

/** Whole millimetres, rounded up. */
const Length = read(
  'length',
  measure(toMillimetres, MOST_MILLIMETRES),
  'must be a length with its unit (mm, cm, m, in, ft), such as 105 cm',
);

const Time = read('time of day', parseMinuteOfDay, 'must be a time of day, such as 14:00');

const Hours = read(
  'delivery hours',
  (text): O.Option<DeliveryHours> => {
    const [opens = '', closes = '', more] = text.split('-').map((part) => part.trim());
    if (more !== undefined) return O.none;
    return pipe(O.Do, O.apS('opens', parseMinuteOfDay(opens)), O.apS('closes', parseMinuteOfDay(closes)));
  },
  'must be two times of day, such as 08:00-18:00',
);

export const TransitDays = read(
  'transit days',
  (text): O.Option<Transit> => {
    const found = /^(\d{1,3})(?:\s*-\s*(\d{1,3}))?$/.exec(text.trim());
    if (found === null) return O.none;
    const min = Number(found[1]);
    const max = Number(found[2] ?? found[1]);
    return min <= max && max <= 365 ? O.some({ min, max }) : O.none;
  },
  'must be business days from pickup to delivery, such as 2 or 2-4',
);

export const Day = read('date', parseLocalDate, 'must be a date that exists, such as 2026-12-25');

const Workday = read(
  'weekday',
  (text): O.Option<Weekday> => O.fromNullable(WEEKDAYS.find((weekday) => weekday === text.toLowerCase())),
  `must be one of ${WEEKDAYS.join(', ')}`,
);

const CurrencyCode = read('currency', parseCurrency, 'must be an ISO 4217 code in capitals, such as AUD');

const wordOf = <const W extends string>(...words: readonly W[]): t.Type<W, unknown> =>
  read(
    words.join(' or '),
    (text): O.Option<W> => O.fromNullable(words.find((word) => word === text)),
    `must be one of ${words.join(', ')}`,
  );

const Break = closed('weight break', { up_to: Mass, price: Amount }, {});

const Rate = closed(
  'rate',
  { zone: Text, transit_days: TransitDays },
  { breaks: list(Break), per_kg: Amount, step: Mass, minimum: Amount, valid_from: Day, valid_to: Day },
);

const DatedTable = closed('rate table', { file: Text }, { valid_from: Day, valid_to: Day });

/** A file, or one with the days on which its prices hold. */
const RateTable = new t.Type<t.TypeOf<typeof DatedTable>, unknown>(
  'rate table',
  (value): value is t.TypeOf<typeof DatedTable> => DatedTable.is(value),
  (value, context) =>
    typeof value === 'string'
      ? E.map((file: string) => ({ file }))(Text.validate(value, context))
      : DatedTable.validate(value, context),
  (a) => a,
);

const TaxCodec = closed('tax', { name: Text, percent: Amount, included: YesNo }, {});

/** One word, or a list of them. */
const oneOrMore = <A>(item: t.Type<A, unknown>): t.Type<readonly A[], unknown> =>
  new t.Type<readonly A[], unknown>(
    item.name,
    (value): value is readonly A[] => Array.isArray(value),
    (value, context) =>
      Array.isArray(value)
        ? list(item).validate(value, context)
        : E.map((one: A): readonly A[] => [one])(item.validate(value, context)),
    (a) => a,
  );

const makeCodec = ({ country }: Known) => {
  const mend = 'must be an ISO 3166 country code in capitals, such as AU';
  const Country = read('country', country, mend);
  const Place = read(
    'country',
    (text): O.Option<CountryCode | typeof REST_OF_WORLD> => (text === REST_OF_WORLD ? O.some(text) : country(text)),
    `${mend}, or '*' for every country that no zone names`,
  );
  const ZoneCodec = closed(
    'zone',
    { name: Text, country: oneOrMore(Place) },
    { routing: Text, states: list(Text), postcodes: list(Text) },
  );
  const Over = closed('size', {}, { weight: Mass, side: Length, girth: Length });
  const RawSurcharge = closed(
    'surcharge',
    { name: Text },
    {
      percent: Amount,
      of: oneOrMore(Text),
      flat: Amount,
      zones: list(Text),
      country: Country,
      postcodes: list(Text),
      over: Over,
      residential: YesNo,
      valid_from: Day,
      valid_to: Day,
    },
  );
  const Surcharge = new t.Type<t.TypeOf<typeof RawSurcharge>, unknown>(
    'surcharge',
    (value): value is t.TypeOf<typeof RawSurcharge> => RawSurcharge.is(value),
    (value, context) => {
      const decoded = RawSurcharge.validate(value, context);
      if (E.isLeft(decoded)) return decoded;
      const { percent, flat, of, over } = decoded.right;
      if ((percent === undefined) === (flat === undefined)) {
        return t.failure(value, context, 'must have either percent or flat');
      }
      if (of !== undefined && percent === undefined) {
        return t.failure(value, context, 'must have percent beside of: an amount is of no other line');
      }
      return over !== undefined && Object.keys(over).length === 0
        ? t.failure(value, context, 'must say under over which weight, side or girth is too much')
        : decoded;
    },
    (a) => a,
  );
  const ServiceCodec = closed(
    'service',
    { code: Code, name: Text, cut_off: Time, delivery_hours: Hours },
    {
      max_weight: Mass,
      max_side: Length,
      max_girth: Length,
      divisor: Divisor,
      rates: list(Rate),
      surcharges: list(Surcharge),
      tax: TaxCodec,
      tracking_url: Text,
    },
  );
  const RegionalHolidays = closed('regional holiday', { country: Country, days: list(Day) }, { states: list(Text) });
  return closed(
    'rate card',
    {
      carrier: Text,
      currency: CurrencyCode,
      origins: list(Country),
      zones: list(ZoneCodec),
      services: list(ServiceCodec),
    },
    {
      workdays: list(Workday),
      holidays: list(Day),
      regional_holidays: list(RegionalHolidays),
      transit_days_of: wordOf('sender', 'receiver'),
      residential: wordOf('no_company', 'always', 'never'),
      valid_from: Day,
      valid_to: Day,
      rate_tables: list(RateTable),
      postcode_tables: list(Text),
      tracking_url: Text,
    },
  );
};

export type CardCodec = ReturnType<typeof makeCodec>;
export type CardBody = t.TypeOf<CardCodec>;

/** The shape of the file; what its parts mean together is the domain's. */
export const makeCardCodec: (known: Known) => CardCodec = makeCodec;
