import { expect } from 'chai';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isS10 } from '../../domain/s10.js';
import { NEWSTORE } from '../support/asking.js';
import { aFolder } from '../support/folder.js';
import { writeSettings } from '../support/hub.js';
import { aBookingBody } from '../support/newstore-bodies.js';
import { longshore, startServing, type Serving } from '../support/serving.js';

describe('an account that numbers its parcels with S10', () => {
  const { folder, remove } = aFolder();
  let serving: Serving | undefined;
  before(() => {
    writeSettings(folder);
    const path = join(folder, 'longshore.yaml');
    const range = '{ service_indicator: RR, country: AU, first_serial: 5000, last_serial: 5001 }';
    const yaml = readFileSync(path, 'utf8');
    const second = yaml.lastIndexOf('file: rate-card.yaml');
    const numbered = `numbers: s10\n        s10: ${range}\n        `;
    writeFileSync(path, `${yaml.slice(0, second)}${numbered}${yaml.slice(second)}`);
  });
  after(async () => {
    await serving?.stop();
    remove();
  });

  it('books and prints under its own numbers, until they are used up', async () => {
    const { ask } = (serving = await startServing(folder));
    const { stdout } = await longshore(folder, ['keys', 'create', '--account', 'other', '--json']);
    const { key } = JSON.parse(stdout) as { readonly key: string };
    const answers = [];
    for (let turn = 0; turn < 3; turn += 1) {
      answers.push(await ask(`${NEWSTORE}/shipments`, { key, body: aBookingBody({ rate: 'STANDARD', offer: '' }) }));
    }
    const codes = answers.map(({ text }) => /[A-Z]{2}\d{9}[A-Z]{2}/.exec(text)?.[0] ?? '');
    expect(answers.map(({ status }) => status)).to.deep.equal([201, 201, 400]);
    expect(codes.map((code) => [code.slice(0, 10), isS10(code)])).to.deep.equal([
      ['RR00005000', true],
      ['RR00005001', true],
      ['', false],
    ]);
    expect(answers[2]?.text).to.include('carrier_account_configuration_error');
  });
});
