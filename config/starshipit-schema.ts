import * as O from 'fp-ts/lib/Option.js';
import {
  STARSHIPIT,
  type Fallback,
  type StarshipitService,
  type StarshipitSettings,
} from '../adapters/carriers/starshipit/settings.js';
import {
  businessDays,
  parseLocalDate,
  parseMinuteOfDay,
  WEEKDAYS,
  type DeliveryHours,
  type Transit,
} from '../domain/calendar.js';
import { parseCurrency } from '../domain/currency.js';
import { parsePublicUrl } from './public-url.js';
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
import { starshipitTrackingSection, toStarshipitTracking } from './starshipit-tracking-schema.js';
import { confidential, flag, oneOf, parsedText, text, textLike, wholeNumber } from './setting-values.js';

const milliseconds = (least: number, most: number) => wholeNumber(least, most, 'milliseconds');
const DAY = 24 * 3_600_000;

const secret = (words: string) => confidential(textLike(/^[\x21-\x7e]{1,256}$/, words));

const days = wholeNumber(0, 60, 'business days');

const transitDays = new Refined(
  'a map of min and max, in business days, max not below min',
  new Section({ min: defaulted(days, 1), max: defaulted(days, 5) }),
  O.fromPredicate(({ min, max }: Transit) => min <= max),
);

const hours: SettingDecoder<DeliveryHours> = parsedText('hours as 09:00-17:00, the later time last', (found) => {
  const [opens, closes] = found.split('-').map((time) => O.toUndefined(parseMinuteOfDay(time.trim())));
  return opens !== undefined && closes !== undefined && opens < closes ? O.some({ opens, closes }) : O.none;
});

const service = new Section({
  code: required(text('a code of your own', 100)),
  name: required(text('a name', 100)),
  carrier: required(textLike(/^[A-Za-z][A-Za-z0-9]{0,49}$/, "Starshipit's word for the courier, such as AusPost")),
  service_code: required(text("the courier's code of the service", 100)),
  service_name: optional(text("the service's name in Starshipit's answers", 200)),
  signature_required: defaulted(flag, false),
  transit_days: withDefaults(transitDays),
});

const shape = {
  api_key: required(secret("the account's API key, as Starshipit shows it under Settings > API")),
  subscription_key: required(secret('the subscription key, as Starshipit shows it under Settings > API')),
  base_url: defaulted(
    parsedText('an http or https URL without login, query and fragment', parsePublicUrl),
    'https://api.starshipit.com',
  ),
  requests_per_second: defaulted(wholeNumber(1, 100, 'calls'), 2),
  currency: required(parsedText('an ISO 4217 currency code, such as AUD', parseCurrency)),
  services: required(new ListOf('a list of services', service)),
  quotes: defaulted(oneOf('deliveryservices', 'rates'), 'deliveryservices'),
  quote_cache_ms: defaulted(milliseconds(0, DAY), 60_000),
  quote_timeout_ms: defaulted(milliseconds(50, 60_000), 3_500),
  fallback: defaulted(oneOf('none', 'last_known', 'rate_card'), 'none'),
  last_known_prices_ms: defaulted(milliseconds(1_000, 30 * DAY), DAY),
  fallback_services: defaulted(
    new MapOf(
      'a map from service code to service code of the rate card',
      /^\S.*$/,
      'a service of this list',
      text('a service code', 100),
    ),
    {},
  ),
  sender_defaults: withDefaults(
    new Section({
      name: optional(text('a name', 100)),
      company: optional(text('a company', 100)),
      email: optional(text('an e-mail address', 100)),
      phone: optional(text('a phone number', 100)),
    }),
  ),
  label_wait_ms: defaulted(milliseconds(1_000, 600_000), 30_000),
  settle_delay_ms: defaulted(milliseconds(0, 3_600_000), 120_000),
  cancel_printed: defaulted(oneOf('archive', 'refuse'), 'archive'),
  adopt_unshipped: defaulted(flag, false),
  return_addresses: defaulted(oneOf('as_outbound', 'as_travelled'), 'as_outbound'),
  no_tracking_number: defaulted(oneOf('wait', 'use_order_number'), 'wait'),
  cut_off: defaulted(parsedText('a time of day as 15:00', parseMinuteOfDay), '15:00'),
  delivery_hours: defaulted(hours, '09:00-17:00'),
  working_days: defaulted(new ListOf('a list of days, such as [mon, tue]', oneOf(...WEEKDAYS)), [
    'mon',
    'tue',
    'wed',
    'thu',
    'fri',
  ]),
  holidays: defaulted(new ListOf('a list of days', parsedText('a day as 2026-12-25', parseLocalDate)), []),
  tracking: withDefaults(starshipitTrackingSection),
};

export type DecodedStarshipit = Decoded<typeof shape>;

const servicesDiffer = ({ services }: Partial<DecodedStarshipit>): readonly BrokenRule[] => {
  const codes = (services ?? []).map(({ code }) => code);
  if (services?.length === 0) return [{ keys: ['services'], value: [], mend: 'name at least one service' }];
  return codes.flatMap((code, at) =>
    codes.indexOf(code) === at
      ? []
      : [{ keys: ['services', String(at), 'code'], value: code, mend: 'give every service a code of its own' }],
  );
};

const someDayIsWorked = ({ working_days: worked }: Partial<DecodedStarshipit>): readonly BrokenRule[] =>
  worked?.length === 0 ? [{ keys: ['working_days'], value: [], mend: 'name at least one day' }] : [];

/** A print that is waited for may be under way for as long: "not printed" must not be believed before. */
const printIsOverByThen = ({
  label_wait_ms: wait = 0,
  settle_delay_ms: delay = wait,
}: Partial<DecodedStarshipit>): readonly BrokenRule[] =>
  delay < wait ? [{ keys: ['settle_delay_ms'], value: delay, mend: `write at least label_wait_ms, ${wait}` }] : [];

/** Which services the rate card stands in for, and that it is asked to. */
const fallbackIsMeant = ({
  services,
  fallback,
  fallback_services: cardServices,
}: Partial<DecodedStarshipit>): readonly BrokenRule[] => {
  if (services === undefined || cardServices === undefined) return [];
  if (fallback === 'rate_card' && cardServices.size === 0)
    return [
      { keys: ['fallback_services'], value: {}, mend: 'name at least one service that the rate card stands in for' },
    ];
  const codes = services.map(({ code }) => code);
  return [...cardServices.keys()]
    .filter((code) => !codes.includes(code))
    .map((code) => ({ keys: ['fallback_services', code], value: code, mend: `name one of ${codes.join(', ')}` }));
};

const toFallback = (read: DecodedStarshipit): Fallback => {
  switch (read.fallback) {
    case 'none':
      return { _tag: 'None' };
    case 'last_known':
      return { _tag: 'LastKnown', maxAge: read.last_known_prices_ms };
    case 'rate_card':
      return { _tag: 'RateCard', services: read.fallback_services };
  }
};

export const starshipitSection = new Section(shape, [
  servicesDiffer,
  someDayIsWorked,
  printIsOverByThen,
  fallbackIsMeant,
]);

const toService = ({
  service_code: serviceCode,
  service_name: serviceName,
  signature_required: signatureRequired,
  transit_days: transit,
  ...named
}: DecodedStarshipit['services'][number]): StarshipitService => ({
  ...named,
  ...{ serviceCode, signatureRequired, transit },
  ...(serviceName === undefined ? {} : { serviceName }),
});

const EVERY_DAY = businessDays(WEEKDAYS, []);

/** The section has seen to it that some day is worked. */
const businessDaysOf = (read: DecodedStarshipit): O.Option<StarshipitSettings['businessDays']> => {
  const worked = businessDays(read.working_days, read.holidays);
  return O.isSome(worked) ? worked : EVERY_DAY;
};

const withoutAbsent = (defaults: DecodedStarshipit['sender_defaults']): StarshipitSettings['senderDefaults'] =>
  Object.fromEntries(Object.entries(defaults).filter(([, value]) => value !== undefined));

/** None only where no day of the week could be worked. */
export const toStarshipitSettings = (read: DecodedStarshipit): readonly StarshipitSettings[] => {
  const worked = businessDaysOf(read);
  if (O.isNone(worked)) return [];
  return [
    {
      carrier: STARSHIPIT,
      apiKey: read.api_key,
      subscriptionKey: read.subscription_key,
      baseUrl: read.base_url,
      callsPerSecond: read.requests_per_second,
      currency: read.currency,
      services: read.services.map(toService),
      quotes: read.quotes,
      quoteCache: read.quote_cache_ms,
      quoteTimeout: read.quote_timeout_ms,
      fallback: toFallback(read),
      senderDefaults: withoutAbsent(read.sender_defaults),
      labelWait: read.label_wait_ms,
      settleDelay: read.settle_delay_ms,
      cancelPrinted: read.cancel_printed,
      adoptUnshipped: read.adopt_unshipped,
      returnAddresses: read.return_addresses,
      noTrackingNumber: read.no_tracking_number,
      cutOff: read.cut_off,
      hours: read.delivery_hours,
      businessDays: worked.value,
      tracking: toStarshipitTracking(read.tracking),
    },
  ];
};
