import * as E from 'fp-ts/lib/Either.js';
import type { Desks } from '../../application/ports/desks.js';
import { accountOf } from '../../application/work/handler.js';
import { idOf, type Dealt, type Listed, type WorkQuery, type WorkVerb } from '../../application/work/show-work.js';
import { rfc3339 } from '../../domain/time.js';
import { dutyOf, type Duty } from '../../domain/work.js';
import { ExitCode } from './exit-codes.js';
import { bold, complain, dim, print, printJson, printTable, red } from './terminal.js';
import { storageFailed, withHub } from './with-hub.js';

export type WorkOptions = {
  readonly account?: string;
  readonly kind?: Duty['kind'];
  readonly state?: Duty['state'];
  readonly json?: boolean;
};

export type DealOptions = WorkOptions & { readonly all?: boolean };

/** Undefined, and said so, where an account is named that the settings do not know. */
const queryOf = ({ all }: Desks, { account, kind, state }: WorkOptions, id?: string): WorkQuery | undefined => {
  const named = all.find((desk) => desk.account.id === account)?.account.id;
  if (account !== undefined && named === undefined) {
    complain(`no account ${account}; there are: ${all.map((desk) => desk.account.id).join(', ')}`);
    return undefined;
  }
  return {
    ...(named !== undefined && { account: named }),
    ...(kind !== undefined && { kind }),
    ...(state !== undefined && { state }),
    ...(id !== undefined && { id }),
  };
};

/** What a parked leg is parked for, and what was said of it last. */
const settlingOf = ({ booking, state }: Extract<Listed, { readonly _tag: 'Settle' }>) => {
  const legs = booking.legs.filter((leg) => leg.state._tag === 'Parked');
  const [leg] = legs;
  const why = leg?.state._tag === 'Parked' ? leg.state.why : booking.settle?.why;
  const references = legs.map(({ plan }) => plan.reference);
  return { kind: 'settle' as const, state, why, references, attempts: booking.settle?.attempts ?? 0 };
};

/** A line of the list: no address is in it, and no data but its own small ones. */
const shown = (listed: Listed) => {
  if (listed._tag === 'Settle') {
    const { kind, state, why, references, attempts } = settlingOf(listed);
    const { booking } = listed;
    return {
      id: idOf(listed),
      account: booking.key.account,
      order: booking.key.order,
      ...{ kind, state, attempts },
      due: booking.settle === undefined ? null : rfc3339(booking.settle.due),
      why: why ?? null,
      // What a person does about it, in words that can be typed.
      next: references.map((reference) => `longshore bookings settle ${reference} --bought <number> | --not-bought`),
    };
  }
  const { subject, job } = listed;
  const { kind, state } = dutyOf(job);
  return {
    id: idOf(listed),
    account: accountOf(subject),
    order: subject._tag === 'Booking' ? subject.booking.key.order : null,
    ...{ kind, state, attempts: job.attempts },
    due: state === 'parked' ? null : rfc3339(job.due),
    why: (job.state._tag === 'Parked' ? job.state.why : job.lastFailure?.why) ?? null,
    created_at: rfc3339(job.createdAt),
    in_doubt: job.inDoubt === true,
    times_left: job.left ?? null,
    owner: job.state._tag === 'Running' ? job.state.owner : null,
    parked_at: job.state._tag === 'Parked' ? rfc3339(job.state.since) : null,
    last_failure: job.lastFailure === undefined ? null : { ...job.lastFailure, at: rfc3339(job.lastFailure.at) },
    data: job.data,
    next: state === 'parked' ? [`longshore work retry ${idOf(listed)}`, `longshore work cancel ${idOf(listed)}`] : [],
  };
};

export const listWork = (options: WorkOptions & { readonly limit: string }): Promise<void> => {
  const limit = Number(options.limit);
  if (!Number.isInteger(limit) || limit < 1) {
    complain('--limit takes a whole number from 1');
    process.exitCode = ExitCode.usage;
    return Promise.resolve();
  }
  return withHub(async ({ hub }) => {
    const query = queryOf(hub.desks, options);
    if (query === undefined) return ExitCode.usage;
    const found = await hub.work.list(query, limit)();
    if (E.isLeft(found)) return storageFailed(found.left);
    const lines = found.right.map(shown);
    if (options.json === true) printJson(lines);
    else if (lines.length === 0) complain('nothing is waiting, running or parked');
    else {
      printTable(
        ['ID', 'ACCOUNT', 'KIND', 'STATE', 'ATTEMPTS', 'DUE', 'WHY'],
        lines.map(({ id, account, kind, state, attempts, due, why }) => [
          ...[id, account, kind, state, String(attempts), due ?? '', why ?? ''],
        ]),
      );
      for (const { kind, next } of lines) if (kind === 'settle') next.forEach((words) => print(dim(words)));
    }
    return ExitCode.done;
  });
};

/** More than any one booking has. */
const MOST_SHOWN = 1_000;

const describe = ({ id, kind, state, next, ...facts }: ReturnType<typeof shown>): void => {
  print(`${bold(id)}: ${kind}, ${state === 'parked' ? red(state) : state}`);
  for (const [fact, value] of Object.entries(facts))
    if (value !== null && value !== false)
      print(`  ${fact}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`);
  next.forEach((words) => print(dim(`  ${words}`)));
};

export const showWork = (id: string, options: WorkOptions): Promise<void> =>
  withHub(async ({ hub }) => {
    const query = queryOf(hub.desks, options, id);
    if (query === undefined) return ExitCode.usage;
    const found = await hub.work.list(query, MOST_SHOWN)();
    if (E.isLeft(found)) return storageFailed(found.left);
    const lines = found.right.map(shown);
    if (options.json === true) printJson(lines);
    else lines.forEach(describe);
    if (lines.length > 0) return ExitCode.done;
    complain(`nothing of ${id} is waiting, running or parked`);
    return ExitCode.notDone;
  });

const outcomeWords = (verb: WorkVerb, { listed, outcome }: Dealt): string => {
  switch (outcome) {
    case 'done':
      return verb === 'retry' ? 'is due now' : 'is cancelled';
    case 'running':
      return 'is running; try again when its run has ended';
    case 'held':
      return 'belongs to a booking that somebody is at; try again';
    case 'verdict_needed':
      return listed._tag === 'Settle' && listed.state === 'parked'
        ? 'needs a verdict: longshore bookings settle'
        : 'cannot be cancelled: what became of a paid call must be known';
  }
};

export const dealWithWork = (verb: WorkVerb, id: string | undefined, options: DealOptions): Promise<void> => {
  const { account, kind, state, all } = options;
  if (id === undefined && account === undefined && kind === undefined && state === undefined && all !== true) {
    complain(`name what to ${verb}, by its id or by filters; --all for everything there is`);
    process.exitCode = ExitCode.usage;
    return Promise.resolve();
  }
  return withHub(async ({ hub }) => {
    const query = queryOf(hub.desks, options, id);
    if (query === undefined) return ExitCode.usage;
    const dealt: Dealt[] = [];
    const told = await hub.work.deal(verb, query, (one) => {
      dealt.push(one);
      if (options.json === true) return;
      const line = `${idOf(one.listed)} ${outcomeWords(verb, one)}`;
      if (one.outcome === 'done') print(line);
      else complain(line);
    })();
    if (options.json === true) printJson(dealt.map(({ listed, outcome }) => ({ id: idOf(listed), outcome })));
    if (E.isLeft(told)) return storageFailed(told.left);
    if (dealt.length === 0) complain(`nothing to ${verb}`);
    return dealt.length > 0 && dealt.every(({ outcome }) => outcome === 'done') ? ExitCode.done : ExitCode.notDone;
  });
};
