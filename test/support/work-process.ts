import * as O from 'fp-ts/lib/Option.js';
import * as T from 'fp-ts/lib/Task.js';
import { makeChance } from '../../adapters/system/chance.js';
import { makeClock } from '../../adapters/system/clock.js';
import { makeMetrics } from '../../adapters/system/metrics.js';
import type { Desk } from '../../application/ports/desks.js';
import type { Log } from '../../application/ports/log.js';
import type { Metrics } from '../../application/ports/metrics.js';
import { makeHolds } from '../../application/shipping/hold.js';
import { makeLapse } from '../../application/shipping/lapse.js';
import { makeTurns } from '../../application/shipping/turns.js';
import { makeBell } from '../../application/work/bell.js';
import type { Handler, Handlers } from '../../application/work/handler.js';
import { makeRunJob } from '../../application/work/run-job.js';
import type { WorkRules } from '../../application/work/run-rules.js';
import { makeRunner } from '../../application/work/runner.js';
import { makeSubjects } from '../../application/work/subjects.js';
import { openStorage } from '../../config/storage.js';
import type { StorageSettings } from '../../config/settings.js';
import { rightOf } from './either.js';

/** What a process of `startWorking` is told. */
export type WorkOrder = {
  readonly storage: StorageSettings;
  readonly owner: string;
  /**
   * Where each job is delivered: `POST {url}/{job id}`, with `doubt` in the query where it is in doubt. A job with `deadly` in
   * its data ends the process instead, as a crash would.
   */
  readonly url: string;
  readonly rules: WorkRules;
};

const silentLog: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** A process that does nothing but the durable work of a storage, against a target on loopback, until SIGTERM; then it tells how many claims it lost. */
const work = async ({ storage: settings, owner, url, rules }: WorkOrder): Promise<void> => {
  const explanations = { keepRows: 1, maxBytes: 1 };
  const storage = rightOf(await openStorage({ storage: settings, explanations }, { owner, role: 'serve' }));
  const { bookings, errands } = storage;
  const [clock, chance, turns] = [makeClock(), makeChance(), makeTurns()];
  const holds = makeHolds({ bookings, clock, chance, owner, lease: rules.lease });
  const bell = makeBell();
  const subjects = makeSubjects({ bookings, holds, errands, bell, chance });
  const deliver: Handler = {
    targetOf: () => 'target',
    whenInDoubt: 'run',
    run:
      ({ job }) =>
      async () => {
        if (job.data['deadly'] === true) process.kill(process.pid, 'SIGKILL');
        const answer = await fetch(`${url}/${job.id}${job.inDoubt === true ? '?doubt' : ''}`, { method: 'POST' });
        return answer.ok ? { _tag: 'Done' } : { _tag: 'Transient', why: `HTTP ${answer.status}` };
      },
  };
  const handlers: Handlers = {
    push_status: deliver,
    apply_notice: deliver,
    poll_parcel: deliver,
    poll_shipped: deliver,
  };
  let lost = 0;
  const { metrics: counted } = makeMetrics();
  const metrics: Metrics = { ...counted, jobEnded: (_kind, outcome) => void (lost += outcome === 'left' ? 1 : 0) };
  const runJob = makeRunJob({ subjects, handlers, clock, chance, log: silentLog, metrics, owner, rules });
  const runner = makeRunner({
    ...{ bookings, errands, handlers, bell, runJob, turns, clock, chance, log: silentLog, metrics, owner, rules },
    lapse: makeLapse({ bookings, clock, owner, lease: rules.lease }),
    // No job of these tests belongs to a booking, and every account is served.
    settleBooking: () => T.of('left'),
    desks: { all: [], find: () => O.some({} as Desk) },
  });
  runner.start();
  const stop = async (): Promise<void> => {
    await runner.stop();
    await storage.close();
    process.stdout.write(`lost ${lost}\n`);
  };
  process.once('SIGTERM', () => void stop());
  process.stdout.write('working\n');
};

const [, , order] = process.argv;
if (order !== undefined) await work(JSON.parse(order) as WorkOrder);
