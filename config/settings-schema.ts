import * as O from 'fp-ts/lib/Option.js';
import type { TimeZones } from '../domain/calendar.js';
import { collide } from '../domain/s10.js';
import { parseCompanyPrefix, parseExtensionDigit } from '../domain/sscc.js';
import { accountSection } from './account-schema.js';
import { bookingsOutliveLabels, keepSetting } from './keep-schema.js';
import { s10Range, s10Words } from './s10-setting.js';
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
} from './setting.js';
import { confidential, flag, oneOf, parsedText, text, textLike, valueOf, wholeNumber } from './setting-values.js';
import { workSection } from './work-schema.js';

const host = textLike(/^[A-Za-z0-9.:_-]{1,255}$/, 'a host name or an IP address');
const port = wholeNumber(0, 65_535);
const milliseconds = (least: number, most: number) => wholeNumber(least, most, 'milliseconds');
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const MEGABYTE = 1024 * 1024;

/** A port of 0 or `false` switches the metrics off. */
const metricsPort = valueOf('a port from 1 to 65535, or 0 or false for none', (value) =>
  value === false || value === 'false' ? O.some(0) : O.getRight(port.decode(value)),
);

/** Node wants the headers' time within the whole request's. */
const headersWithinRequest = (http: {
  readonly headers_timeout_ms?: number | undefined;
  readonly request_timeout_ms?: number | undefined;
}): readonly BrokenRule[] => {
  const { headers_timeout_ms: headers = 0, request_timeout_ms: request = Infinity } = http;
  if (headers <= request) return [];
  return [{ keys: ['headers_timeout_ms'], value: headers, mend: `write at most request_timeout_ms, ${request}` }];
};

/** A buy that outlived its lease could be taken over while it is being paid. */
const buyWithinLease = (booking: {
  readonly buy_deadline_ms?: number | undefined;
  readonly lease_ms?: number | undefined;
}): readonly BrokenRule[] => {
  const { buy_deadline_ms: deadline = 0, lease_ms: lease = Infinity } = booking;
  if (deadline < lease) return [];
  return [{ keys: ['buy_deadline_ms'], value: deadline, mend: `write less than lease_ms, ${lease}` }];
};

/** Without its URI a database is nowhere; beside sqlite the URI says where everything can be moved to. */
const uriWithKind = (storage: {
  readonly kind?: 'sqlite' | 'mongodb' | undefined;
  readonly uri?: string | undefined;
}): readonly BrokenRule[] => {
  const { kind, uri } = storage;
  if (kind !== 'mongodb' || uri !== undefined) return [];
  return [{ keys: ['uri'], value: undefined, mend: 'write the URI of the database: mongodb://host/longshore' }];
};

const signingKey = new Section({
  id: required(textLike(/^[A-Za-z0-9_-]{1,20}$/, 'an id of 1 to 20 letters, digits, - or _')),
  secret: required(
    textLike(/^[^\p{Cc}]{32,1024}$/u, 'a secret of 32 to 1024 characters, such as openssl rand -base64 32 makes'),
  ),
});

const signingKeys = confidential(new ListOf('a list of keys with id and secret', signingKey));

const keyIdsDiffer = (offers: {
  readonly signing_keys?: readonly { readonly id: string }[] | undefined;
}): readonly BrokenRule[] => {
  const ids = (offers.signing_keys ?? []).map(({ id }) => id);
  const repeated = ids.flatMap((id, at) => (ids.indexOf(id) === at ? [] : [at]));
  const mend = 'give every key an id of its own';
  const empty =
    offers.signing_keys?.length === 0
      ? [{ keys: ['signing_keys'], value: [], mend: 'name a key, or leave it out' }]
      : [];
  return [...empty, ...repeated.map((at) => ({ keys: ['signing_keys', String(at), 'id'], value: ids[at], mend }))];
};

const shapeOf = (zones: TimeZones) => ({
  listen: withDefaults(new Section({ host: defaulted(host, '127.0.0.1'), port: defaulted(port, 8080) })),
  trust_proxy: defaulted(flag, false),
  public_url: optional(parsedText('an http or https URL without login, query and fragment', parsePublicUrl)),
  metrics: withDefaults(new Section({ host: defaulted(host, '127.0.0.1'), port: defaulted(metricsPort, 9464) })),
  storage: withDefaults(
    new Section(
      {
        kind: defaulted(oneOf('sqlite', 'mongodb'), 'sqlite'),
        folder: defaulted(text('the path of a folder'), './data'),
        uri: optional(
          confidential(textLike(/^mongodb(\+srv)?:\/\/[^\s\p{Cc}]+$/u, 'a mongodb:// or mongodb+srv:// URI')),
        ),
        timeout_ms: defaulted(milliseconds(100, MINUTE), 3_000),
      },
      [uriWithKind],
    ),
  ),
  http: withDefaults(
    new Section(
      {
        body_limit_bytes: defaulted(wholeNumber(1024, 64 * MEGABYTE, 'bytes'), 262_144),
        nesting_limit: defaulted(wholeNumber(8, 1000, 'levels'), 32),
        headers_timeout_ms: defaulted(milliseconds(100, 10 * MINUTE), 10_000),
        request_timeout_ms: defaulted(milliseconds(100, 10 * MINUTE), 30_000),
        idle_timeout_ms: defaulted(milliseconds(100, 60 * MINUTE), 75_000),
        shutdown_grace_ms: defaulted(milliseconds(0, 60 * MINUTE), MINUTE),
      },
      [headersWithinRequest],
    ),
  ),
  offers: withDefaults(
    new Section(
      {
        quote_deadline_ms: defaulted(milliseconds(50, MINUTE), 4_000),
        known_keys_without_storage_ms: defaulted(milliseconds(0, 7 * DAY), 60 * MINUTE),
        signing_keys: optional(signingKeys),
      },
      [keyIdsDiffer],
    ),
  ),
  booking: withDefaults(
    new Section(
      {
        answer_budget_ms: defaulted(milliseconds(100, 10 * MINUTE), 14_000),
        buy_deadline_ms: defaulted(milliseconds(100, 60 * MINUTE), 40_000),
        lease_ms: defaulted(milliseconds(200, 120 * MINUTE), MINUTE),
      },
      [buyWithinLease],
    ),
  ),
  work: withDefaults(workSection),
  labels: withDefaults(
    new Section({
      font: optional(text('the path of a TrueType or OpenType font')),
      threads: defaulted(wholeNumber(0, 16, 'threads'), 1),
      valid_days: defaulted(wholeNumber(90, 3650, 'days'), 400),
    }),
  ),
  keep: keepSetting,
  journal: withDefaults(
    new Section({
      keep_days: defaulted(wholeNumber(1, 3650, 'days'), 90),
      max_bytes: defaulted(wholeNumber(MEGABYTE, 1024 * 1024 * MEGABYTE, 'bytes'), 256 * MEGABYTE),
    }),
  ),
  explanations: withDefaults(
    new Section({
      keep_rows: defaulted(wholeNumber(0, 100_000_000, 'rows'), 100_000),
      max_bytes: defaulted(wholeNumber(MEGABYTE, 1024 * 1024 * MEGABYTE, 'bytes'), 256 * MEGABYTE),
    }),
  ),
  log: withDefaults(
    new Section({
      level: defaulted(oneOf('debug', 'info', 'warn', 'error', 'silent'), 'info'),
      destination: defaulted(text('stdout, stderr or the path of a file'), 'stdout'),
    }),
  ),
  house: withDefaults(
    new Section({
      gs1_company_prefix: optional(parsedText('the 7 to 10 digits that GS1 gave to the house', parseCompanyPrefix)),
      sscc_extension_digit: defaulted(new Refined('a digit from 0 to 9', wholeNumber(0, 9), parseExtensionDigit), 0),
      s10: optional(s10Range),
    }),
  ),
  accounts: required(
    new MapOf(
      'a map of accounts',
      /^[a-z0-9][a-z0-9-]{0,39}$/,
      'with 1 to 40 lower-case letters, digits and hyphens, no hyphen first',
      accountSection(zones),
    ),
  ),
});

export type SettingsShape = ReturnType<typeof shapeOf>;
export type DecodedSettings = Decoded<SettingsShape>;

const someAccount = ({ accounts }: Partial<DecodedSettings>): readonly BrokenRule[] =>
  accounts?.size === 0 ? [{ keys: ['accounts'], value: {}, mend: 'name at least one account' }] : [];

/** Parcels that are numbered with S10 need a range; two ranges that share numbers would give some of them twice. */
const s10Ranges = ({ accounts, house }: Partial<DecodedSettings>): readonly BrokenRule[] => {
  if (house === undefined) return [];
  const used = [...(accounts ?? [])].flatMap(([id, { carriers }]) => {
    const card = carriers['rate-card'];
    return card?.numbers === 's10' ? [{ id, range: card.s10 ?? house.s10 }] : [];
  });
  return used.flatMap(({ id, range }, at): readonly BrokenRule[] => {
    const keys = ['accounts', id, 'carriers', 'rate-card', 's10'];
    if (range === undefined) {
      return [{ keys, value: undefined, mend: 'write the range of S10 identifiers here, or as house.s10' }];
    }
    const other = used.slice(0, at).find((one) => one.range !== undefined && collide(one.range, range));
    if (other?.range === undefined) return [];
    const mend = `write the same range as account ${other.id}, ${s10Words(other.range)}, or one without a number of it`;
    return [{ keys, value: s10Words(range), mend }];
  });
};

/** The labels of the house's own courier are numbered under the house's own prefix. */
const rateCardHasPrefix = ({ accounts, house }: Partial<DecodedSettings>): readonly BrokenRule[] => {
  const needed = [...(accounts?.values() ?? [])].some(({ carriers }) => carriers['rate-card']?.numbers === 'sscc');
  if (!needed || house === undefined || house.gs1_company_prefix !== undefined) return [];
  const mend = 'write the 7 to 10 digits that GS1 gave to the house: the rate card numbers its parcels under them';
  return [{ keys: ['house', 'gs1_company_prefix'], value: undefined, mend }];
};

/** Any process must honour every other's offers, and there is no folder that they share. */
const processesShareKeys = ({ storage, offers }: Partial<DecodedSettings>): readonly BrokenRule[] => {
  if (storage?.kind !== 'mongodb' || offers === undefined || offers.signing_keys !== undefined) return [];
  const mend = 'name the keys that every process signs offers with: storage.kind mongodb needs them';
  return [{ keys: ['offers', 'signing_keys'], value: undefined, mend }];
};

/** A booking asks its storage at least twice before it can say that this is away. */
const timeoutWithinBudget = ({ storage, booking }: Partial<DecodedSettings>): readonly BrokenRule[] => {
  if (storage?.kind !== 'mongodb' || booking === undefined) return [];
  const most = Math.floor(booking.answer_budget_ms / 3);
  if (storage.timeout_ms <= most) return [];
  const mend = `write at most a third of booking.answer_budget_ms, ${most}`;
  return [{ keys: ['storage', 'timeout_ms'], value: storage.timeout_ms, mend }];
};

/** The whole settings file. `zones` knows the time zones of this runtime. */
export const settingsSection = (zones: TimeZones): Section<SettingsShape> =>
  new Section(shapeOf(zones), [
    someAccount,
    rateCardHasPrefix,
    s10Ranges,
    processesShareKeys,
    timeoutWithinBudget,
    bookingsOutliveLabels,
  ]);
