import * as E from 'fp-ts/lib/Either.js';
import type { Task } from 'fp-ts/lib/Task.js';
import { mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { pino, type Logger } from 'pino';
import type { Log, LogFields } from '../../application/ports/log.js';
import { errorFacts } from './error-facts.js';
import { makeLineWriter } from './line-writer.js';
import { masked, maskedPath } from './log-masking.js';

export type LogOptions = {
  readonly level: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** `stdout`, `stderr` or the path of a file, which is made with its folder and appended to. */
  readonly destination: string;
};

/** The log, and what empties it at the end. */
export type OpenLog = { readonly log: Log; readonly flush: Task<void> };

type Key = Exclude<keyof LogFields, 'error'>;

/** Every field that a line may have, under its name there. A field that is not here does not get in. */
const names: { readonly [key in Key]: string } = {
  requestId: 'request_id',
  account: 'account',
  system: 'system',
  direction: 'direction',
  method: 'method',
  route: 'route',
  path: 'path',
  endpoint: 'endpoint',
  status: 'status',
  took: 'took_ms',
  bytes: 'bytes',
  carrier: 'carrier',
  service: 'service',
  outcome: 'outcome',
  reason: 'reason',
  order: 'order',
  reference: 'reference',
  carrierOrder: 'carrier_order',
  trackingCode: 'tracking_code',
  parcel: 'parcel',
  leg: 'leg',
  job: 'job',
  did: 'did',
  retries: 'retries',
  count: 'count',
  keyId: 'key_id',
  country: 'country',
  state: 'state',
  postcode: 'postcode',
  host: 'host',
  port: 'port',
  version: 'version',
  file: 'file',
  signal: 'signal',
  what: 'what',
};

const knownNames: ReadonlyMap<string, string> = new Map(Object.entries(names));

const paths: ReadonlySet<string> = new Set(['path', 'endpoint']);

/** Only known fields, only flat values: an object that got in by a cast would bring whatever is in it. */
const lineOf = (fields: LogFields): Record<string, unknown> => {
  const line: Record<string, unknown> = {};
  for (const key of Object.keys(fields)) {
    const value: unknown = fields[key as keyof LogFields];
    const name = knownNames.get(key);
    if (name === undefined) {
      if (key === 'error' && value !== undefined) line['error'] = errorFacts(value);
    } else if (typeof value === 'string') line[name] = paths.has(key) ? maskedPath(value) : masked(value);
    else if (typeof value === 'number') line[name] = Math.round(value * 1000) / 1000;
  }
  return line;
};

/** The file that the settings name cannot be made or appended to. */
export type LogUnusable = { readonly _tag: 'LogUnusable'; readonly path: string; readonly code: string };

const opened = (path: string): E.Either<LogUnusable, number> =>
  E.tryCatch(
    () => {
      mkdirSync(dirname(path), { recursive: true });
      return openSync(path, 'a', 0o640);
    },
    (cause) => ({
      _tag: 'LogUnusable',
      path,
      code: cause instanceof Error && 'code' in cause ? String(cause.code) : 'UNKNOWN',
    }),
  );

const descriptorOf = (destination: string): E.Either<LogUnusable, number> =>
  destination === 'stdout' ? E.right(1) : destination === 'stderr' ? E.right(2) : opened(destination);

/** Writes the lines of a logger of pino; for `openLog` and for tests that read them. */
export const logThrough = (logger: Logger): Log => ({
  debug: (event, fields = {}) => {
    if (logger.isLevelEnabled('debug')) logger.debug(lineOf(fields), event);
  },
  info: (event, fields = {}) => {
    if (logger.isLevelEnabled('info')) logger.info(lineOf(fields), event);
  },
  warn: (event, fields = {}) => {
    logger.warn(lineOf(fields), event);
  },
  error: (event, fields = {}) => {
    logger.error(lineOf(fields), event);
  },
});

/** How every line begins, whatever writes it. */
export const lineOptions = {
  base: null,
  messageKey: 'event',
  timestamp: pino.stdTimeFunctions.isoTime,
  formatters: { level: (label: string) => ({ level: label }) },
};

/** What takes the place of lines that could not be written, once one can be again. */
const lostLine = (count: number): string =>
  `${JSON.stringify({ level: 'warn', time: new Date().toISOString(), count, event: 'log_lines_lost' })}\n`;

/** Lines are written behind the requests; a quarter of a second is as long as any of them waits. */
const writing = { enough: 16_384, most: 4 << 20, longestWait: 250, longestFlush: 1_000, lostLine };

/**
 * One JSON line per event: `level`, `time`, the fields and `event`. Lines are buffered for at most a quarter of a second;
 * `flush` writes what is left. A log that can no longer be written to - a full disk, a closed pipe - loses its lines and
 * ends nothing; one that cannot be opened is a fault of the settings.
 */
export const openLog = ({ level, destination }: LogOptions): E.Either<LogUnusable, OpenLog> =>
  E.map((descriptor: number): OpenLog => {
    const lines = makeLineWriter(descriptor, writing);
    return { log: logThrough(pino({ ...lineOptions, level }, lines)), flush: lines.flush };
  })(descriptorOf(destination));
