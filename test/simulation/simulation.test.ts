import { expect } from 'chai';
import { openPremises, type Premises } from './deployment.js';
import { planted } from './planted.js';
import { simulate, type Outcome } from './simulation.js';

/** Enough for every trouble to meet every other; a developer may want more. */
const RUNS = Number(process.env['LONGSHORE_SIMULATION_RUNS'] ?? 2_000);

/** Seeds in which a missing guard must have been found. */
const ENOUGH = 1_000;

/** What so many runs have in them, if they are about anything. */
const TELLING = 500;

const happenings: Readonly<Record<string, RegExp>> = {
  'a process ends before a call': / ENDS before /,
  'a process ends during a call': / ENDS during /,
  'a process starts whose settings let nothing new pass': / starts, with settings/,
  'a caller hangs up': / hangs up$/,
  'a caller is refused': / hears Refused$/,
  'a caller is told to ask again': / hears LabelPending$/,
  'a caller is told that an operator decides': / hears AwaitsOperator$/,
  'storage does what it says has failed': /bookings\.replace .*\(done \d+, failure/,
  'a carrier does what nobody hears of': /(creating|printing) .*\(done \d+, nothing/,
  'a return is refused after its outbound': /Bought\+Refused/,
  'an operator finds that a parked parcel was bought': /decides .*: T/,
  'an operator finds that a parked parcel was not bought': /decides .*: not bought$/,
  'a carrier refuses a cancel': / hears CancelRefused$/,
  'a parcel moves': / is in_transit$/,
  'a notice comes before its parcel is booked': /errands\.replace notice .* v3 apply Waiting/,
  'a notice that proves nothing makes the carrier be asked': /: asked$/,
  'a carrier is asked for all that moved': / moved, page 1 /,
  'NewStore is told, and nobody hears of it': / newstore .*\(done \d+, nothing/,
  'NewStore does not know a code yet': /newstore .*: CodeUnknown$/,
  'telling is parked': / tell-[\w-]+ Parked/,
  'telling is let go of, since what came after it is told': / tell-[\w-]+ Parked.* tell-[\w-]+ Running/,
  'a cancel is asked for': / hears cancelled$/,
  'bookings that have aged leave': /has taken away .*"retired":[1-9]/,
  'persons in bookings that have aged are forgotten': /has taken away .*"forgotten":[1-9]/,
  'labels that have aged are deleted': /has taken away .*"unlabelled":[1-9]/,
  'something rests on a booking that has aged': /has taken away .*"guarding":[1-9]/,
  'a cancel comes for what is gone': / hears CodeUnknown$/,
};

describe('the simulation', () => {
  let premises: Premises;
  before(async () => {
    premises = await openPremises();
  });
  after(() => premises.remove());

  const breachIn = ({ seed, breach, trace }: Outcome): string | undefined =>
    breach && `${trace.join('\n')}\nSeed ${seed}: ${breach.law}. Again with: npm run simulate -- --seed ${seed}`;

  it(`breaks no law in ${RUNS} runs`, async function () {
    this.timeout(600_000);
    const missing = new Map(Object.entries(happenings));
    for (let seed = 1; seed <= RUNS; seed += 1) {
      const outcome = await simulate(seed, premises);
      expect(breachIn(outcome)).to.equal(undefined);
      if (missing.size === 0) continue;
      const trace = outcome.trace.join('\n');
      for (const [what, words] of missing) if (new RegExp(words, 'm').test(trace)) missing.delete(what);
    }
    if (RUNS >= TELLING) expect([...missing.keys()], 'what no run had in it').to.deep.equal([]);
  });

  it('is one and the same run for one seed, and another for another', async function () {
    this.timeout(180_000);
    const hashes = new Set<string>();
    for (let seed = 1; seed <= 20; seed += 1) {
      const [first, again] = [await simulate(seed, premises), await simulate(seed, premises)];
      expect(again.hash, `seed ${seed}`).to.equal(first.hash);
      hashes.add(first.hash);
    }
    expect(hashes.size).to.equal(20);
  });

  /** Which law is to be seen broken where a guard is taken away. */
  const laws: Readonly<Record<keyof typeof planted, RegExp>> = {
    'no version guard': /has changed|is bought twice|does not hold it|is lost|without its mark/,
    'no fence': /long after its mark|does not hold it/,
    'no lease': /does not hold it|is bought twice/,
    'no run token': /is written by one who does not run it/,
    'no settle delay': /is bought twice|is created twice/,
    'no claim': /given out twice|does not hold it|without its mark|is bought twice|is created twice|labels/,
    'replay after validation': /to a request whose label is bought/,
    'the last label wins': /the label of .* has changed/,
    'a second capability': /has 2 labels/,
    'silence is a refusal': /is lost|is bought twice|is created twice/,
    'a mark after its call': /without its mark/,
    'tracking waits for nobody': /what moved is written to|does not hold it/,
    'no memory of what is gone': /given out twice|is bought (twice|after)/,
    'age alone': /loses all, and it has work|is lost/,
  };

  for (const name of Object.keys(planted) as readonly (keyof typeof planted)[]) {
    it(`finds what is planted: ${name}`, async function () {
      this.timeout(300_000);
      let found: Outcome | undefined;
      for (let seed = 1; seed <= ENOUGH && found === undefined; seed += 1) {
        const outcome = await simulate(seed, premises, planted[name]);
        if (outcome.breach !== undefined) found = outcome;
      }
      expect(found?.breach?.law, 'the law that was broken').to.match(laws[name]);
      console.log(`      seed ${found?.seed ?? 0}: ${found?.breach?.law ?? ''}`);
    });
  }
});
