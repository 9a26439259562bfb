import { isAbsolute, join } from 'node:path';
import type { S10Range } from '../domain/s10.js';
import type { CompanyPrefix, ExtensionDigit } from '../domain/sscc.js';
import type { WorkRules } from '../application/work/run-rules.js';
import { DAY } from '../domain/time.js';
import type { Retention } from '../domain/retention.js';
import { toAccountSettings, type AccountSettings } from './account-settings.js';
import { retentionOf } from './keep-schema.js';
import { localUrl } from './public-url.js';
import type { DecodedSettings } from './settings-schema.js';
import { toWorkRules } from './work-schema.js';

export type SigningKey = { readonly id: string; readonly secret: string };

export type StorageSettings =
  | { readonly kind: 'sqlite'; readonly folder: string }
  /** `timeout`: after how long a question to the server is given up. */
  | { readonly kind: 'mongodb'; readonly uri: string; readonly timeout: number };

export type LogLevel = DecodedSettings['log']['level'];

/** Every setting of the deployment, whole. Durations are milliseconds, sizes bytes, paths absolute. */
export type Settings = {
  readonly listen: { readonly host: string; readonly port: number };
  readonly trustProxy: boolean;
  /** Builds every URL that leaves; no slash at its end. */
  readonly publicUrl: string;
  /** False where `publicUrl` is only made from `listen`; its port is then 0 if that of `listen` is. */
  readonly publicUrlSet: boolean;
  /** Absent when switched off. */
  readonly metrics?: { readonly host: string; readonly port: number };
  readonly storage: StorageSettings;
  /** Every storage that is described, in use or not: everything can be moved from one to another. */
  readonly storages: readonly StorageSettings[];
  readonly http: {
    readonly bodyLimit: number;
    readonly nestingLimit: number;
    readonly headersTimeout: number;
    readonly requestTimeout: number;
    readonly idleTimeout: number;
    readonly shutdownGrace: number;
  };
  readonly offers: {
    readonly quoteDeadline: number;
    /** How long keys already seen open the offers while storage is away. */
    readonly knownKeysWithoutStorage: number;
    /** The first signs, all of them verify. Absent, on SQLite only: the data folder holds a key of its own. */
    readonly signingKeys?: readonly SigningKey[];
  };
  readonly booking: { readonly answerBudget: number; readonly buyDeadline: number; readonly lease: number };
  readonly work: WorkRules;
  readonly labels: {
    readonly font?: string;
    /** That labels are drawn on; none: the one that answers requests. */
    readonly threads: number;
    readonly validFor: number;
  };
  readonly keep: Retention;
  readonly journal: { readonly keepFor: number; readonly maxBytes: number };
  readonly explanations: { readonly keepRows: number; readonly maxBytes: number };
  readonly log: { readonly level: LogLevel; readonly destination: string };
  readonly house: {
    /** Present whenever an account numbers its parcels with SSCCs. */
    readonly companyPrefix?: CompanyPrefix;
    readonly extensionDigit: ExtensionDigit;
    readonly s10?: S10Range;
  };
  /** In the order of the file. */
  readonly accounts: readonly AccountSettings[];
};

const offersOf = ({
  quote_deadline_ms: quoteDeadline,
  known_keys_without_storage_ms: knownKeysWithoutStorage,
  signing_keys: signingKeys,
}: DecodedSettings['offers']): Settings['offers'] => ({
  quoteDeadline,
  knownKeysWithoutStorage,
  ...(signingKeys === undefined ? {} : { signingKeys }),
});

/** The schema has seen to it that a database that is in use has its URI. */
const storageOf = (
  { kind, folder, uri, timeout_ms: timeout }: DecodedSettings['storage'],
  absolute: (path: string) => string,
): Pick<Settings, 'storage' | 'storages'> => {
  const sqlite: StorageSettings = { kind: 'sqlite', folder: absolute(folder) };
  if (uri === undefined) return { storage: sqlite, storages: [sqlite] };
  const mongodb: StorageSettings = { kind: 'mongodb', uri, timeout };
  return { storage: kind === 'sqlite' ? sqlite : mongodb, storages: [sqlite, mongodb] };
};

const httpOf = (http: DecodedSettings['http']): Settings['http'] => ({
  bodyLimit: http.body_limit_bytes,
  nestingLimit: http.nesting_limit,
  headersTimeout: http.headers_timeout_ms,
  requestTimeout: http.request_timeout_ms,
  idleTimeout: http.idle_timeout_ms,
  shutdownGrace: http.shutdown_grace_ms,
});

const houseOf = ({
  gs1_company_prefix: companyPrefix,
  sscc_extension_digit: extensionDigit,
  s10,
}: DecodedSettings['house']): Settings['house'] => ({
  ...(companyPrefix === undefined ? {} : { companyPrefix }),
  extensionDigit,
  ...(s10 === undefined ? {} : { s10 }),
});

/** Relative paths start at `folder`, where the settings file is. */
export const toSettings = (file: DecodedSettings, folder: string): Settings => {
  const absolute = (path: string): string => (isAbsolute(path) ? path : join(folder, path));
  const { destination } = file.log;
  return {
    listen: file.listen,
    trustProxy: file.trust_proxy,
    publicUrl: file.public_url ?? localUrl(file.listen),
    publicUrlSet: file.public_url !== undefined,
    ...(file.metrics.port === 0 ? {} : { metrics: file.metrics }),
    ...storageOf(file.storage, absolute),
    http: httpOf(file.http),
    offers: offersOf(file.offers),
    booking: {
      answerBudget: file.booking.answer_budget_ms,
      buyDeadline: file.booking.buy_deadline_ms,
      lease: file.booking.lease_ms,
    },
    work: toWorkRules(file.work),
    labels: {
      ...(file.labels.font === undefined ? {} : { font: absolute(file.labels.font) }),
      threads: file.labels.threads,
      validFor: file.labels.valid_days * DAY,
    },
    keep: retentionOf(file.keep, file.labels),
    journal: { keepFor: file.journal.keep_days * DAY, maxBytes: file.journal.max_bytes },
    explanations: { keepRows: file.explanations.keep_rows, maxBytes: file.explanations.max_bytes },
    log: {
      level: file.log.level,
      destination: destination === 'stdout' || destination === 'stderr' ? destination : absolute(destination),
    },
    house: houseOf(file.house),
    accounts: [...file.accounts].map(([id, account]) => toAccountSettings(id, account, absolute)),
  };
};
