import { expect } from 'chai';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { aFolder } from '../support/folder.js';
import { writeSettings } from '../support/hub.js';
import { longshore, type Ran } from '../support/serving.js';

describe('longshore card check', () => {
  let folder: string;
  let remove: () => void;
  beforeEach(() => {
    ({ folder, remove } = aFolder());
    writeSettings(folder);
  });
  afterEach(() => {
    remove();
  });

  const check = (from: string, to: string, ...words: readonly string[]): Promise<Ran> => {
    const card = readFileSync(join(folder, 'rate-card.yaml'), 'utf8');
    writeFileSync(join(folder, 'new.yaml'), card.replace(from, to));
    return longshore(folder, ['card', 'check', 'new.yaml', '--account', 'demo', ...words]);
  };

  it('says that nothing changes, or what does', async () => {
    const same = await check('', '', '--strict');
    expect([same.code, same.stdout]).to.satisfy(
      ([code, text]: [number, string]) => code === 0 && text.includes('no price'),
    );
    const dearer = await check('price: 7.95', 'price: 8.95');
    expect(dearer.code).to.equal(0);
    expect(dearer.stdout).to.match(
      /STANDARD\s+brisbane\s+1 of \d+ weights\s+\+0\.00 %.*\+12\.5\d % \(8\.47 to 9\.53\)/,
    );
    expect((await check('price: 7.95', 'price: 8.95', '--strict')).code).to.equal(1);
  });

  it('says what changes for some addresses alone', async () => {
    const moved = await check('[4000-4179, 4205-4207', '[4000-4100, 4205-4207', '--strict');
    expect([moved.code, moved.stdout]).to.satisfy(
      ([code, text]: [number, string]) => code === 1 && text.includes('places of zone brisbane: 1 gained, 1 lost\n'),
    );
    const thinner = await check('divisor: 4000', 'divisor: 5000', '--json');
    expect(JSON.parse(thinner.stdout)).to.deep.include({
      ...{ unchanged: false, places: [], surcharges: [] },
      divisors: [{ service: 'STANDARD', before: 4000, after: 5000 }],
    });
  });

  it('speaks JSON to machines', async () => {
    const { stdout } = await check('price: 7.95', 'price: 8.95', '--json', '--on', '2026-12-01');
    const told = JSON.parse(stdout) as { readonly on: string; readonly zones: readonly { readonly what: string }[] };
    expect(told.on).to.equal('2026-12-01');
    expect(told.zones.filter(({ what }) => what === 'changed')).to.have.length(1);
  });

  it('ends with 78 and every fault for a card at fault, and with 2 for a wrong word', async () => {
    const bad = await check('cut_off: 15:00', 'cut_off: 3pm');
    expect(bad.code).to.equal(78);
    expect(bad.stderr).to.match(/new\.yaml:\d+:\d+: services\.0\.cut_off: found "3pm"/);
    expect((await longshore(folder, ['card', 'check', 'none.yaml'])).code).to.equal(78);
    expect((await check('', '', '--on', 'tomorrow')).code).to.equal(2);
    expect((await longshore(folder, ['card', 'check', 'rate-card.yaml', '--account', 'nobody'])).code).to.equal(2);
  });
});
