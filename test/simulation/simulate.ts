import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { openPremises } from './deployment.js';
import { simulate } from './simulation.js';

const { values } = parseArgs({
  options: { seed: { type: 'string' }, runs: { type: 'string' }, verbose: { type: 'boolean', default: false } },
});

const whole = (text: string | undefined, otherwise: number): number => {
  const number = text === undefined ? otherwise : Number(text);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  console.error('Usage: npm run simulate -- [--seed N] [--runs M] [--verbose], with whole numbers');
  process.exit(2);
};

const first = whole(values.seed, randomInt(2 ** 31));
const runs = whole(values.runs, values.seed === undefined ? 300 : 1);

const premises = await openPremises();
console.log(`${runs} run${runs === 1 ? '' : 's'} from seed ${first}`);
const began = performance.now();
let failed = 0;
let bookings = 0;
for (let seed = first; seed < first + runs; seed += 1) {
  const { breach, trace, ...outcome } = await simulate(seed, premises);
  bookings += outcome.bookings;
  if (breach !== undefined || values.verbose) console.log(trace.join('\n'));
  if (breach === undefined) continue;
  failed += 1;
  console.log(`\nSeed ${seed}: ${breach.law}\nAgain with: npm run simulate -- --seed ${seed}\n`);
  break;
}
const took = performance.now() - began;
console.log(`${failed === 0 ? 'no law broken' : 'a law was broken'}; ${bookings} bookings in ${Math.round(took)} ms`);
premises.remove();
process.exitCode = failed === 0 ? 0 : 1;
