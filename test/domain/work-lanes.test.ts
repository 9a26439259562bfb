import { expect } from 'chai';
import * as O from 'fp-ts/lib/Option.js';
import { HOUR, later } from '../../domain/time.js';
import {
  claimable,
  claimJob,
  done,
  finishJob,
  jobsDue,
  parkJob,
  retryJob,
  type Job,
  type Jobs,
  type Outcome,
  type RetryRules,
} from '../../domain/work.js';
import { MORNING } from '../support/bookings.js';
import { aJob } from '../support/work.js';

const rules: RetryRules = { attempts: 3, firstPause: 1_000, longestPause: 10_000 };
const nobodyGone = (): boolean => false;
const somebody = (jobs: O.Option<Jobs>): Jobs => (O.isSome(jobs) ? jobs.value : []);

describe('a lane of jobs', () => {
  const inLane = (id: string, over: Partial<Job> = {}): Job => aJob({ id, lane: 'outbound', ...over });
  const idsOf = (jobs: Jobs): readonly string[] => jobs.map(({ id }) => id);

  it('passes by what is parked in a lane, and lets go of it once what is behind it is done', () => {
    const jobs = parkJob([inLane('moves'), inLane('arrives'), inLane('ends')], 'moves', 'why', MORNING);
    expect([jobsDue(jobs), idsOf(claimable(jobs, MORNING, nobodyGone))]).to.deep.equal([MORNING, ['arrives']]);
    const running = claimJob(jobs, 'arrives', { token: 'mine', owner: 'serve:a' });
    const ended = (outcome: Outcome): Jobs => somebody(finishJob(running, 'mine', outcome, MORNING, 0, rules));
    expect(idsOf(ended(done))).to.deep.equal(['ends']);
    expect(idsOf(ended({ _tag: 'Transient', why: 'HTTP 503' }))).to.deep.equal(['moves', 'arrives', 'ends']);
  });

  it('lets nothing of a lane run beside what runs in it, though an older one was retried meanwhile', () => {
    const parked = parkJob([inLane('moves'), inLane('arrives')], 'moves', 'why', MORNING);
    const running = claimJob(parked, 'arrives', { token: 'mine', owner: 'serve:a' });
    const retried = somebody(retryJob(running, 'moves', MORNING));
    expect(idsOf(claimable(retried, MORNING, nobodyGone))).to.deep.equal([]);
    expect(idsOf(claimable(retried, MORNING, () => true))).to.deep.equal(['arrives']);
    const failed = somebody(finishJob(retried, 'mine', { _tag: 'Transient', why: 'HTTP 503' }, MORNING, 0, rules));
    expect(idsOf(claimable(failed, later(MORNING, HOUR), nobodyGone))).to.deep.equal(['moves']);
    expect(somebody(finishJob(retried, 'mine', done, MORNING, 0, rules))).to.deep.equal([]);
  });

  it('lets go of nothing in another lane or of another kind', () => {
    const others = [inLane('back', { lane: 'return' }), inLane('ask', { kind: 'poll_parcel' }), aJob({ id: 'none' })];
    const running = claimJob([...others, inLane('ends')], 'ends', { token: 'mine', owner: 'serve:a' });
    expect(idsOf(somebody(finishJob(running, 'mine', done, MORNING, 0, rules)))).to.deep.equal(idsOf(others));
  });
});
