import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { makeCardText, serviceCodes } from './card.js';

/** The build that is measured. */
export const BUILT = resolve('dist/config/main.js');

/** A folder that a hub works in, and a key of its one account. */
export type HubFolder = { readonly path: string; readonly key: string; readonly remove: () => void };

/** Provider rates of the account, and how many services each leads to. */
export const RATES = { ONE: 1, TEN: 10 } as const;

const settingsText = (storage: string): string => {
  const services = serviceCodes(RATES.TEN).map((code) => `rate-card/${code}`);
  return `
listen: { host: 127.0.0.1, port: 0 }
metrics: { port: 0 }
${storage}
log: { level: info, destination: longshore.log }
house: { gs1_company_prefix: '9521234' }
accounts:
  bench:
    time_zone: Australia/Brisbane
    newstore:
      provider_rates:
        ONE: [${services.slice(0, RATES.ONE).join(', ')}]
        TEN: [${services.join(', ')}]
    carriers:
      rate-card: { file: rate-card.yaml }
`;
};

/**
 * Everything as it is by default, explanations and a log of every request among it. Made below the folder that
 * `LONGSHORE_BENCH_FOLDER` names: durable writes are only worth measuring on the disk that they will go to.
 * `storage` is the settings' lines on where things are kept.
 */
export const makeHubFolder = (storage = 'storage: { folder: ./data }'): HubFolder => {
  const path = mkdtempSync(join(process.env['LONGSHORE_BENCH_FOLDER'] ?? tmpdir(), 'longshore-bench-'));
  const remove = (): void => rmSync(path, { recursive: true, force: true });
  // Also when a wrong answer has ended the benchmark.
  process.once('exit', remove);
  writeFileSync(join(path, 'longshore.yaml'), settingsText(storage));
  writeFileSync(join(path, 'rate-card.yaml'), makeCardText(RATES.TEN));
  const made = execFileSync(process.execPath, [BUILT, 'keys', 'create', '--json'], { cwd: path, encoding: 'utf8' });
  const { key } = JSON.parse(made) as { readonly key: string };
  return { path, key, remove };
};
