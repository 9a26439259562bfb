import { expect } from 'chai';
import * as O from 'fp-ts/lib/Option.js';
import fc from 'fast-check';
import { DAY, HOUR, instant, later } from '../../domain/time.js';
import {
  addJob,
  cancelJob,
  claimable,
  claimJob,
  done,
  dutyOf,
  finishJob,
  isSuspect,
  jobKinds,
  jobsDue,
  makeJob,
  parkJob,
  pauseAfter,
  retryJob,
  whyDeadly,
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

const run = (jobs: Jobs, outcome: Outcome, now = MORNING, fraction = 1): Job | undefined => {
  const [next] = claimable(jobs, now, nobodyGone);
  if (next === undefined) throw new Error('nothing can be claimed');
  const running = claimJob(jobs, next.id, { token: 'mine', owner: 'serve:a' });
  return somebody(finishJob(running, 'mine', outcome, now, fraction, rules)).find(({ id }) => id === next.id);
};

const anOutcome: fc.Arbitrary<Outcome> = fc.oneof(
  fc.constant(done),
  fc.record({ _tag: fc.constant('Again' as const), at: fc.integer({ min: 0, max: 2 * MORNING }).map(instant) }),
  fc.record({ _tag: fc.constant('Permanent' as const), why: fc.string() }),
  fc.record({ _tag: fc.constant('Unknown' as const), why: fc.string() }),
  fc.record({ _tag: fc.constant('Transient' as const), why: fc.string(), retryAfter: fc.nat(3 * DAY) }),
  fc.constant({ _tag: 'Transient', why: 'no turn', notTried: true } as const),
);

/** Jobs as any history of steps leaves them. */
const jobsAfter: fc.Arbitrary<Jobs> = fc
  .array(
    fc.record({
      kind: fc.constantFrom(...jobKinds),
      step: fc.constantFrom('add', 'claim', 'finish', 'park', 'cancel', 'retry'),
      which: fc.nat(),
      outcome: anOutcome,
      due: fc.nat(HOUR),
    }),
    { maxLength: 40 },
  )
  .map((steps) =>
    steps.reduce<Jobs>((jobs, { kind, step, which, outcome, due }, index) => {
      const one = jobs[which % Math.max(1, jobs.length)];
      if (step === 'add' || one === undefined)
        return addJob(jobs, makeJob({ id: `j${index}`, kind, data: {}, createdAt: MORNING, due: later(MORNING, due) }));
      if (step === 'claim') {
        const [next] = claimable(jobs, later(MORNING, HOUR), nobodyGone);
        return next === undefined ? jobs : claimJob(jobs, next.id, { token: next.id, owner: 'serve:a' });
      }
      if (step === 'finish') return O.getOrElse(() => jobs)(finishJob(jobs, one.id, outcome, MORNING, 0.5, rules));
      if (step === 'park') return one.state._tag === 'Running' ? jobs : parkJob(jobs, one.id, 'why', MORNING);
      return O.getOrElse(() => jobs)(step === 'cancel' ? cancelJob(jobs, one.id) : retryJob(jobs, one.id, MORNING));
    }, []),
  );

describe('a list of jobs', () => {
  it('has a job that is added twice once, as it was first', () => {
    const first = addJob([], aJob());
    expect(addJob(first, aJob({ data: { other: true } }))).to.equal(first);
    expect(addJob(first, aJob({ id: 'job-2' }))).to.have.length(2);
  });

  it('never lets a job run before an older one of its kind is at its end', () => {
    fc.assert(
      fc.property(jobsAfter, fc.nat(2 * HOUR), fc.boolean(), (jobs, ahead, gone) => {
        for (const job of claimable(jobs, later(MORNING, ahead), () => gone)) {
          expect(jobs.find(({ kind }) => kind === job.kind)).to.equal(job);
          expect(job.state._tag).to.not.equal('Parked');
        }
      }),
    );
  });

  it('is due exactly when something in it can be claimed or is running', () => {
    fc.assert(
      fc.property(jobsAfter, fc.nat(2 * HOUR), (jobs, ahead) => {
        const now = later(MORNING, ahead);
        const due = jobsDue(jobs);
        const canBe = claimable(jobs, now, () => true);
        if (due !== undefined && due <= now) expect(canBe).to.not.have.length(0);
        if (claimable(jobs, now, nobodyGone).length > 0) expect(due).to.be.at.most(now);
      }),
    );
  });

  it('gives the longest due first', () => {
    const jobs = [
      aJob({ id: 'a', due: later(MORNING, 2) }),
      aJob({ id: 'b', kind: 'poll_parcel', due: later(MORNING, 1) }),
    ];
    expect(claimable(jobs, later(MORNING, 2), nobodyGone).map(({ id }) => id)).to.deep.equal(['b', 'a']);
    expect(claimable(jobs, later(MORNING, 1), nobodyGone).map(({ id }) => id)).to.deep.equal(['b']);
    expect(claimable(jobs, MORNING, nobodyGone)).to.deep.equal([]);
  });

  it('holds back what is behind a parked job until that is retried or cancelled', () => {
    const jobs = parkJob([aJob(), aJob({ id: 'job-2' })], 'job-1', 'why', MORNING);
    expect([jobsDue(jobs), claimable(jobs, later(MORNING, DAY), nobodyGone)]).to.deep.equal([undefined, []]);
    const retried = somebody(retryJob(jobs, 'job-1', later(MORNING, 5)));
    expect(claimable(retried, later(MORNING, 5), nobodyGone).map(({ id }) => id)).to.deep.equal(['job-1']);
    const cancelled = somebody(cancelJob(jobs, 'job-1'));
    expect(claimable(cancelled, MORNING, nobodyGone).map(({ id }) => id)).to.deep.equal(['job-2']);
  });

  it('lets a parked job of one kind hold back no other kind', () => {
    const jobs = parkJob([aJob(), aJob({ id: 'poll', kind: 'poll_parcel' })], 'job-1', 'why', MORNING);
    expect(claimable(jobs, MORNING, nobodyGone).map(({ id }) => id)).to.deep.equal(['poll']);
  });
});

describe('a run of a job', () => {
  const running = claimJob([aJob()], 'job-1', { token: 'mine', owner: 'serve:a' });

  it('is begun by one alone', () => {
    expect(claimable(running, later(MORNING, DAY), nobodyGone)).to.deep.equal([]);
    expect(running[0]).to.deep.include({ attempts: 1, state: { _tag: 'Running', token: 'mine', owner: 'serve:a' } });
  });

  it('with another token changes nothing, whatever it says', () => {
    fc.assert(
      fc.property(jobsAfter, anOutcome, (jobs, outcome) => {
        expect(finishJob(jobs, 'no such token', outcome, MORNING, 0, rules)).to.deep.equal(O.none);
      }),
    );
  });

  it('that was left in the middle is taken over in doubt, and the one who left it cannot write any more', () => {
    const [left] = claimable(running, MORNING, ({ owner }) => owner === 'serve:a');
    expect(left?.id).to.equal('job-1');
    const taken = claimJob(running, 'job-1', { token: 'theirs', owner: 'serve:b' });
    expect(taken[0]).to.deep.include({ inDoubt: true, attempts: 2 });
    expect(finishJob(taken, 'mine', done, MORNING, 0, rules)).to.deep.equal(O.none);
    expect(finishJob(taken, 'theirs', done, MORNING, 0, rules)).to.deep.equal(O.some([]));
  });

  it('that is done leaves nothing', () => {
    expect(run([aJob()], done)).to.equal(undefined);
  });

  it('that is to be done again forgets its failures and its doubts', () => {
    const job = aJob({ attempts: 2, inDoubt: true, lastFailure: { at: MORNING, why: 'x', class: 'unknown' } });
    const at = later(MORNING, HOUR);
    expect(run([job], { _tag: 'Again', at })).to.deep.equal(aJob({ due: at }));
  });

  it('stays in its lane when it is to be done again, and holds up no other lane', () => {
    const jobs = [aJob({ id: 'out', lane: 'outbound' }), aJob({ id: 'back', lane: 'return' })];
    const running = claimJob(jobs, 'out', { token: 'mine', owner: 'serve:a' });
    const again = somebody(finishJob(running, 'mine', { _tag: 'Again', at: later(MORNING, HOUR) }, MORNING, 0, rules));
    expect(again[0]).to.deep.equal(aJob({ id: 'out', lane: 'outbound', due: later(MORNING, HOUR) }));
    const next = claimJob(again, 'back', { token: 'theirs', owner: 'serve:a' });
    const both = somebody(finishJob(next, 'theirs', { _tag: 'Again', at: later(MORNING, 5) }, MORNING, 0, rules));
    expect(claimable(both, later(MORNING, 5), nobodyGone).map(({ id }) => id)).to.deep.equal(['back']);
  });

  it('that failed for a while is tried again, later each time, and parked at last', () => {
    const outcome = { _tag: 'Transient', why: 'HTTP 503' } as const;
    const first = run([aJob()], outcome)!;
    expect(first).to.deep.equal(
      aJob({
        attempts: 1,
        due: later(MORNING, 1_000),
        lastFailure: { at: MORNING, why: 'HTTP 503', class: 'transient' },
      }),
    );
    const second = run([first], outcome, first.due)!;
    expect([second.attempts, second.due]).to.deep.equal([2, later(first.due, 2_000)]);
    const third = run([second], outcome, second.due)!;
    expect([third.attempts, third.state]).to.deep.equal([3, { _tag: 'Parked', why: 'HTTP 503', since: second.due }]);
  });

  it('waits as long as it was asked to, a day at most, and never shorter than its own pause', () => {
    const pauseOf = (retryAfter: number): number =>
      run([aJob()], { _tag: 'Transient', why: 'busy', retryAfter })!.due - MORNING;
    expect([0, 999, 1_001, DAY, DAY + 1].map(pauseOf)).to.deep.equal([1_000, 1_000, 1_001, DAY, DAY]);
  });

  it('that was not tried does not count, however often', () => {
    const outcome = { _tag: 'Transient', why: 'rate limit', notTried: true } as const;
    let [job, now] = [aJob(), MORNING];
    for (let round = 0; round < 20; round += 1) {
      job = run([job], outcome, now)!;
      now = job.due;
    }
    expect([job.attempts, job.state._tag, now - MORNING]).to.deep.equal([0, 'Waiting', 20_000]);
  });

  it('of which nobody knows what it did stays in doubt until it is done', () => {
    const doubted = run([aJob()], { _tag: 'Unknown', why: 'no answer' })!;
    expect(doubted).to.deep.include({ inDoubt: true, state: { _tag: 'Waiting' } });
    expect(doubted.lastFailure?.class).to.equal('unknown');
    const tried = run([doubted], { _tag: 'Transient', why: 'HTTP 503' }, doubted.due)!;
    expect(tried).to.deep.include({ inDoubt: true });
  });

  it('that would fail again is parked at once, with its reason', () => {
    const job = run([aJob()], { _tag: 'Permanent', why: 'HTTP 404' });
    expect(job?.state).to.deep.equal({ _tag: 'Parked', why: 'HTTP 404', since: MORNING });
    expect(dutyOf(job!)).to.deep.equal({ kind: 'push_status', state: 'parked' });
  });
});

describe('a job whose process ends each time that it runs', () => {
  const by = (jobs: Jobs, owner: string): Jobs => claimJob(jobs, 'job-1', { token: `in ${owner}`, owner });
  /** As it stands when so many processes have ended in the middle of it, and another has just taken it over. */
  const leftBy = (processes: number, jobs: Jobs = [aJob()]): Jobs =>
    Array.from({ length: processes + 1 }, (_, n) => `serve:${n}`).reduce(by, jobs);
  const endedAs = (jobs: Jobs, outcome: Outcome): Jobs => {
    const [job] = jobs;
    const token = job?.state._tag === 'Running' ? job.state.token : '';
    return somebody(finishJob(jobs, token, outcome, MORNING, 0, { ...rules, attempts: 100 }));
  };

  it('is run no more after the fifth in a row, and the reason says so', () => {
    expect([0, 1, 4].map((processes) => whyDeadly(leftBy(processes)[0]!))).to.deep.equal(Array(3).fill(undefined));
    expect(whyDeadly(leftBy(5)[0]!)).to.equal('the process that ran it died or hung, 5 times in a row');
  });

  it('is suspected from the second on: the first may have ended by anything', () => {
    // As it is found by the next one, which has not claimed it yet.
    const foundAfter = (ended: number): Job => leftBy(ended - 1)[0]!;
    expect([1, 2, 3].map((ended) => isSuspect(foundAfter(ended)))).to.deep.equal([false, true, true]);
  });

  it('is forgiven by any end of a run, however it ended', () => {
    const outcomes: readonly Outcome[] = [
      { _tag: 'Transient', why: 'HTTP 503' },
      { _tag: 'Transient', why: 'rate limit', notTried: true },
      { _tag: 'Unknown', why: 'no answer' },
      { _tag: 'Permanent', why: 'HTTP 404' },
      { _tag: 'Again', at: MORNING },
    ];
    for (const outcome of outcomes) expect(endedAs(leftBy(4), outcome)[0]).to.not.have.property('left');
    const again = leftBy(4, endedAs(leftBy(4), { _tag: 'Unknown', why: 'no answer' }));
    expect(again[0]).to.include({ left: 4, inDoubt: true });
  });

  it('is forgiven by a person who has it tried again', () => {
    const [job] = somebody(retryJob(parkJob(leftBy(5), 'job-1', 'why', MORNING), 'job-1', MORNING));
    expect(job).to.deep.equal(aJob({ inDoubt: true }));
  });

  it('is not one whose outcomes its process could not write: that has lived, and is in doubt alone', () => {
    const own = by(by(by([aJob()], 'serve:a'), 'serve:a'), 'serve:a');
    expect(own[0]).to.include({ inDoubt: true, attempts: 3 }).and.not.have.property('left');
    expect(by(own, 'serve:b')[0]).to.include({ left: 1 });
  });

  it('is not one of which nobody knows what it did', () => {
    const doubted = aJob({ inDoubt: true });
    expect([whyDeadly(doubted), isSuspect(doubted)]).to.deep.equal([undefined, false]);
  });
});

describe('a pause', () => {
  it('doubles from the first to the longest, and is half chance', () => {
    const pauses = [0, 1, 2, 3, 4, 5, 6, 1_000].map((attempts) => pauseAfter(attempts, 1, rules));
    expect(pauses).to.deep.equal([1_000, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000, 10_000]);
    fc.assert(
      fc.property(fc.nat(100), fc.double({ min: 0, max: 0.999, noNaN: true }), (attempts, fraction) => {
        const [least, most] = [pauseAfter(attempts, 0, rules), pauseAfter(attempts, 1, rules)];
        expect(least).to.equal(most / 2);
        expect(pauseAfter(attempts, fraction, rules)).to.be.within(least, most);
      }),
    );
  });
});

describe('an operator', () => {
  it('gives a parked or waiting job all its attempts again, and leaves a running one alone', () => {
    const parked = parkJob([aJob({ attempts: 3 })], 'job-1', 'why', MORNING);
    const now = later(MORNING, 9);
    expect(retryJob(parked, 'job-1', now)).to.deep.equal(O.some([aJob({ due: now })]));
    expect(retryJob([aJob({ due: later(MORNING, HOUR) })], 'job-1', now)).to.deep.equal(O.some([aJob({ due: now })]));
    const running = claimJob([aJob()], 'job-1', { token: 't', owner: 'serve:a' });
    expect([retryJob(running, 'job-1', now), cancelJob(running, 'job-1')]).to.deep.equal([O.none, O.none]);
    expect([retryJob([], 'job-1', now), cancelJob([], 'job-1')]).to.deep.equal([O.none, O.none]);
  });
});
