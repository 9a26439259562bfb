import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeZones } from '../../adapters/system/zones.js';
import { parse } from 'yaml';
import { demoCardText } from '../../config/demo-card.js';
import { firstStart } from '../../config/first-start.js';
import { starterSettingsText } from '../../config/starter-settings.js';
import { loadSettings, settingsPlace } from '../../config/settings-file.js';

describe('the first start', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'longshore-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('writes settings that load, and a rate card beside them', () => {
    const place = settingsPlace({}, folder);
    expect(firstStart(place)).to.deep.equal(
      E.right({ _tag: 'Made', files: [join(folder, 'rate-card.yaml'), join(folder, 'longshore.yaml')] }),
    );
    expect(readdirSync(folder).sort()).to.deep.equal(['longshore.yaml', 'rate-card.yaml']);
    expect(readFileSync(join(folder, 'rate-card.yaml'), 'utf8')).to.equal(demoCardText);
    const settings = loadSettings(place, {}, makeZones());
    if (E.isLeft(settings)) throw new Error(JSON.stringify(settings.left));
    const [demo] = settings.right.accounts;
    expect(demo?.account.id).to.equal('demo');
    expect([...(demo?.account.rates.keys() ?? [])]).to.deep.equal(['STANDARD', 'EXPRESS', 'INTERNATIONAL']);
    expect(demo?.carriers[0]).to.include({ carrier: 'rate-card', file: join(folder, 'rate-card.yaml') });
  });

  it('names services that its rate card has', () => {
    const { services } = parse(demoCardText) as { readonly services: readonly { readonly code: string }[] };
    const { accounts } = parse(starterSettingsText) as {
      readonly accounts: {
        readonly demo: { readonly newstore: { readonly provider_rates: Record<string, string[]> } };
      };
    };
    const named = Object.values(accounts.demo.newstore.provider_rates).flat();
    expect(named).to.have.length(3);
    expect(services.map(({ code }) => `rate-card/${code}`)).to.include.members(named);
  });

  it('changes nothing at later starts', () => {
    const place = settingsPlace({}, folder);
    firstStart(place);
    const before = readFileSync(place.path, 'utf8');
    expect(firstStart(place)).to.deep.equal(E.right({ _tag: 'NotNeeded' }));
    expect(readFileSync(place.path, 'utf8')).to.equal(before);
  });

  it('keeps a rate card that is there', () => {
    writeFileSync(join(folder, 'rate-card.yaml'), 'mine');
    const place = settingsPlace({}, folder);
    expect(firstStart(place)).to.deep.equal(E.right({ _tag: 'Made', files: [place.path] }));
    expect(readFileSync(join(folder, 'rate-card.yaml'), 'utf8')).to.equal('mine');
  });

  it('never makes a file that LONGSHORE_CONFIG names, and says that it is missing', () => {
    const env = { LONGSHORE_CONFIG: 'elsewhere.yaml' };
    const place = settingsPlace(env, folder);
    expect(firstStart(place)).to.deep.equal(E.right({ _tag: 'NotNeeded' }));
    expect(readdirSync(folder)).to.deep.equal([]);
    const settings = loadSettings(place, env, makeZones());
    expect(E.isLeft(settings) && settings.left.faults[0].found).to.equal('no file that can be read');
    expect(E.isLeft(settings) && settings.left.file).to.equal(join(folder, 'elsewhere.yaml'));
  });

  it('says which file it cannot write', () => {
    const place = settingsPlace({}, join(folder, 'none'));
    const made = firstStart(place);
    expect(E.isLeft(made) && made.left.path).to.equal(join(folder, 'none', 'rate-card.yaml'));
  });
});
