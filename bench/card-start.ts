import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as E from 'fp-ts/lib/Either.js';
import { makePlaces } from '../adapters/places/places.js';
import { firstStart } from '../config/first-start.js';
import { readAside } from '../config/read-aside.js';
import { readCard } from '../config/read-card.js';
import { settingsPlace } from '../config/settings-file.js';
import { machine, median, option, print, table, whole } from './report.js';

/** How long a card takes whose prices are a table of 100,000 rows: read here, and by a `serve` from its start until it listens. */
/** At least 30,000: the demo account names the first three services. */
const ROWS = option('rows', 100_000);
const ZONES = 400;
const BREAKS = 25;
const main = fileURLToPath(new URL('../../dist/config/main.js', import.meta.url));

const folder = mkdtempSync(join(tmpdir(), 'card-start-'));
const made = firstStart(settingsPlace({}, folder));
if (E.isLeft(made)) throw new Error('no settings could be written');
const settings = join(folder, 'longshore.yaml');
writeFileSync(settings, `${readFileSync(settings, 'utf8').replace('port: 8080', 'port: 0')}\nmetrics: { port: 0 }\n`);

/** The demo account's own first. */
const code = (at: number): string => ['STANDARD', 'EXPRESS', 'INTERNATIONAL', 'SAME_DAY'][at] ?? `S${at}`;
const services = Math.ceil(ROWS / ZONES / BREAKS);
const zone = (at: number): string =>
  `  - { name: zone-${at}, country: AU, postcodes: [${1000 + at * 20}-${1019 + at * 20}] }`;
const cardText = (tables: string): string => `
carrier: House Courier
currency: AUD
origins: [AU]
${tables}
zones:
${Array.from({ length: ZONES }, (_, at) => zone(at)).join('\n')}
services:
${Array.from({ length: services }, (_, at) => `  - { code: ${code(at)}, name: Service ${at}, cut_off: 15:00, delivery_hours: 08:00-18:00 }`).join('\n')}
`;
const rows = Array.from({ length: ROWS }, (_, at) => {
  const group = Math.floor(at / BREAKS);
  const kilograms = (at % BREAKS) + 1;
  const price = (695 + (group % ZONES) * 7 + kilograms * 110) / 100;
  return `${code(Math.floor(group / ZONES))},zone-${group % ZONES},1-3,${kilograms} kg,${price.toFixed(2)}`;
});
const card = join(folder, 'rate-card.yaml');
writeFileSync(card, cardText('rate_tables: [rates.csv]'));
writeFileSync(join(folder, 'rates.csv'), `service,zone,transit_days,up_to,price\n${rows.join('\n')}\n`);

const places = makePlaces();
const timed = async (work: () => unknown): Promise<number> => {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
};
const read = (): void => {
  const found = readCard(card, places);
  if (E.isLeft(found)) throw new Error(JSON.stringify(found.left.slice(0, 3)));
};

const startServe = async (): Promise<void> => {
  const child = spawn(process.execPath, [main, 'serve'], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  const listens = new Promise<void>((resolve) => {
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('listens on')) resolve();
    });
  });
  await listens;
  stops.push(async () => {
    child.kill('SIGTERM');
    await once(child, 'close');
  });
};
const stops: (() => Promise<void>)[] = [];

/** The longest that this thread stood still while another one read the card. */
const longestPause = async (): Promise<number> => {
  let [last, longest] = [performance.now(), 0];
  const beat = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 1);
  await readAside('card', card);
  clearInterval(beat);
  return longest;
};

const rounds = option('rounds', 5);
const series = async (measure: () => Promise<number>): Promise<number> => {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) times.push(await measure());
  return median(times);
};

const reading = await series(() => timed(read));
const pause = await series(longestPause);
const serving = await series(async () => {
  const time = await timed(startServe);
  await stops.pop()?.();
  return time;
});
print(machine());
print('');
print(
  table(
    ['a card with a table', 'rows', 'ms'],
    [
      ['read and compiled', whole(ROWS), whole(reading)],
      ['longshore serve, from its start until it listens', whole(ROWS), whole(serving)],
      ['longest pause of the serving thread in a reload', whole(ROWS), whole(pause)],
    ],
  ),
);
rmSync(folder, { recursive: true });
