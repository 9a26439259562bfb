import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import type { Settings } from '../../config/settings.js';
import { decodeSettings } from '../../config/settings-file.js';
import { faultLine, type SettingsFault } from '../../config/settings-fault.js';
import { makeZones } from '../../adapters/system/zones.js';

const zones = makeZones();

type Outside = { readonly env?: Record<string, string>; readonly files?: Record<string, string> };

const decode = (yaml: string, { env = {}, files = {} }: Outside = {}): E.Either<readonly SettingsFault[], Settings> =>
  decodeSettings(yaml, '/etc/longshore', { env, readFile: (path) => files[path] }, zones);

const faultsOf = (yaml: string, outside: Outside = {}): readonly SettingsFault[] => {
  const decoded = decode(yaml, outside);
  return E.isLeft(decoded) ? decoded.left : [];
};

const settingsOf = (yaml: string, outside: Outside = {}): Settings => {
  const decoded = decode(yaml, outside);
  if (E.isLeft(decoded)) throw new Error(decoded.left.map((fault) => faultLine('yaml', fault)).join('\n'));
  return decoded.right;
};

const accounts = `
accounts:
  shop:
    time_zone: Australia/Brisbane
    carriers: { rate-card: { file: rate-card.yaml } }
`;
const minimal = `
house: { gs1_company_prefix: '9521234' }
${accounts}`;

describe('the settings file', () => {
  it('needs no more than an account with a carrier and a company prefix', () => {
    const settings = settingsOf(minimal);
    expect(settings.listen).to.deep.equal({ host: '127.0.0.1', port: 8080 });
    expect(settings.publicUrl).to.equal('http://127.0.0.1:8080');
    expect(settings.publicUrlSet).to.equal(false);
    expect(settings.trustProxy).to.equal(false);
    expect(settings.metrics).to.deep.equal({ host: '127.0.0.1', port: 9464 });
    expect(settings.storage).to.deep.equal({ kind: 'sqlite', folder: '/etc/longshore/data' });
    expect(settings.booking).to.deep.equal({ answerBudget: 14_000, buyDeadline: 40_000, lease: 60_000 });
    expect(settings.offers).to.deep.equal({ quoteDeadline: 4_000, knownKeysWithoutStorage: 3_600_000 });
    expect(settings.http.shutdownGrace).to.equal(60_000);
    expect(settings.labels.validFor).to.equal(400 * 86_400_000);
    expect(settings.accounts.map(({ account }) => account.id)).to.deep.equal(['shop']);
    expect(settings.accounts[0]?.carriers).to.deep.equal([
      { carrier: 'rate-card', file: '/etc/longshore/rate-card.yaml', numbers: 'sscc', settleDelay: 0 },
    ]);
  });

  it('gives an account the defaults of its rules', () => {
    const account = settingsOf(minimal).accounts[0]!.account;
    expect(account.unmatchedRate).to.equal('no_offer');
    expect(account.expiredOffer).to.equal('rate_anew');
    expect(account.readyHorizon).to.equal(30 * 86_400_000);
    expect(account.fingerprint).to.deep.equal({ offerCounts: true, requestIdCounts: false });
    expect(account.returns.onlyReturnSwapsAddresses).to.equal(true);
    expect(account.cancelWithReturn).to.equal(false);
    expect(account).to.not.have.property('carrierCodes');
  });

  it('reports every fault at once, in the order of the file, with its place', () => {
    const faults = faultsOf(`listen:
  port: 99999
  hots: x
trust_proxy: perhaps
accounts:
  Shop!:
    time_zone: Australia/Brisbain
    newstore:
      provider_rates: { AP: [starshipit/EXPRESS, EXPRESS] }
    carriers: { rate-card: {} }
storage: { folder: '\${DATA}' }
`);
    expect(faults.map(({ path, line, column }) => [path, line, column])).to.deep.equal([
      ['listen.port', 2, 3],
      ['listen.hots', 3, 3],
      ['trust_proxy', 4, 1],
      ['accounts.Shop!', 6, 3],
      ['accounts.Shop!.time_zone', 7, 5],
      ['accounts.Shop!.newstore.provider_rates.AP.1', 9, 50],
      ['accounts.Shop!.carriers.rate-card.file', 10, 17],
      ['storage.folder', 11, 12],
    ]);
    expect(faults[0]).to.include({ found: '99999', mend: 'write a whole number from 0 to 65535' });
    expect(faults[7]).to.include({ found: '${DATA}, a variable that is not set' });
  });

  it('names the nearest known key for one that it does not know', () => {
    expect(faultsOf(`${minimal}\nbooking: { leese_ms: 1 }`)[0]).to.include({
      path: 'booking.leese_ms',
      found: 'a key that is not known here',
      mend: 'write lease_ms',
    });
    expect(faultsOf(`${minimal}\nlog: { colour: red }`)[0]?.mend).to.equal('write one of level, destination');
    expect(faultsOf(minimal.replace('rate-card:', 'ratecard:')).map(({ path, mend }) => [path, mend])).to.deep.equal([
      ['accounts.shop.carriers', 'name at least one carrier, such as rate-card or starshipit'],
      ['accounts.shop.carriers.ratecard', 'write rate-card'],
    ]);
  });

  it('refuses a service of a carrier that the account does not have', () => {
    const faults = faultsOf(`${minimal}    newstore:
      service_levels: { FAST: [rate-card/EXPRESS, dhl/EXPRESS] }
    returns:
      services: { dhl/A: rate-card/B, rate-card/A: ups/B }
`);
    expect(faults.map(({ path, found }) => [path, found])).to.deep.equal([
      ['accounts.shop.newstore.service_levels.FAST.1', '"dhl/EXPRESS"'],
      ['accounts.shop.returns.services.dhl/A', '"dhl/A"'],
      ['accounts.shop.returns.services.rate-card/A', '"ups/B"'],
    ]);
  });

  it('wants the buy over before its lease is', () => {
    const at = (deadline: number) => faultsOf(`${minimal}\nbooking: { buy_deadline_ms: ${deadline}, lease_ms: 50000 }`);
    expect(at(49_999)).to.deep.equal([]);
    expect(at(50_000)).to.have.length(1);
    expect(at(50_000)[0]).to.include({ path: 'booking.buy_deadline_ms', mend: 'write less than lease_ms, 50000' });
  });

  it('wants the work of one target within all of it, and pauses that grow', () => {
    const at = (work: string) => faultsOf(`${minimal}\nwork: { ${work} }`).map(({ path, mend }) => [path, mend]);
    expect(at('concurrency: 4, concurrency_per_target: 4, first_retry_ms: 50, longest_retry_ms: 50')).to.deep.equal([]);
    expect(at('concurrency: 3')).to.deep.equal([['work.concurrency_per_target', 'write at most concurrency, 3']]);
    expect(at('longest_retry_ms: 4999')).to.deep.equal([
      ['work.first_retry_ms', 'write at most longest_retry_ms, 4999'],
    ]);
  });

  it('wants labels to work for at least 90 days', () => {
    expect(faultsOf(`${minimal}\nlabels: { valid_days: 90 }`)).to.deep.equal([]);
    expect(faultsOf(`${minimal}\nlabels: { valid_days: 89 }`)).to.have.length(1);
  });

  it('wants a company prefix where there is a rate card, and keeps its leading zero', () => {
    expect(faultsOf(accounts).map(({ path }) => path)).to.deep.equal(['house.gs1_company_prefix']);
    expect(settingsOf(minimal.replace("'9521234'", '0614141')).house.companyPrefix).to.equal('0614141');
    expect(faultsOf(minimal.replace('9521234', '952123'))[0]?.path).to.equal('house.gs1_company_prefix');
  });

  it('takes numbers and switches from the environment, whose values are all text', () => {
    const yaml = `${minimal}\nlisten: { port: "\${PORT}" }\ntrust_proxy: \${PROXY}`;
    const settings = settingsOf(yaml, { env: { PORT: '9000', PROXY: 'true' } });
    expect([settings.listen.port, settings.trustProxy]).to.deep.equal([9000, true]);
    expect(settings.publicUrl).to.equal('http://127.0.0.1:9000');
  });

  it('reads secrets from files without their last line end', () => {
    const yaml = `${minimal}\noffers: { signing_keys: [ { id: k1, secret: "\${file:/run/key}" } ] }`;
    const secret = 'an unguessable text of 32 letters';
    expect(settingsOf(yaml, { files: { '/run/key': `${secret}\n` } }).offers.signingKeys).to.deep.equal([
      { id: 'k1', secret },
    ]);
    expect(faultsOf(yaml)[0]?.found).to.equal('${file:/run/key}, a file that cannot be read');
  });

  it('shows no secret in a fault, wherever it was put', () => {
    const canary = 'CANARY';
    const tellTale = (yaml: string, outside: Outside = {}): void => {
      const faults = faultsOf(yaml, outside);
      expect(faults, yaml).to.not.deep.equal([]);
      expect(JSON.stringify(faults), yaml).to.not.contain(canary);
    };
    tellTale(`${minimal}\noffers: { signing_keys: ${canary} }`);
    tellTale(`${minimal}\noffers: { signing_keys: [${canary}] }`);
    tellTale(`${minimal}\noffers: { signing_keys: [ { id: k, secret: ${canary} } ] }`);
    tellTale(`${minimal}\noffers: { signing_keys: [ { id: "${canary} !", secret: x } ] }`);
    tellTale(`${minimal}\noffers: { signing_keys: [ { id: k, secrets: ${canary} } ] }`);
    tellTale(`${minimal}\nlisten: { port: "\${file:/s}" }`, { files: { '/s': canary } });
    tellTale(`${minimal}\nlisten: { port: "\${S}" }`, { env: { S: canary } });
    tellTale(`${minimal}\npublic_url: https://me:${canary}@example.com`);
    tellTale(`${minimal}\nlog: { level: "${canary}`);
    tellTale(`${minimal}\noffers: {signing_keys: [ {id: k, secret: "a"${canary}} ] }`);
    tellTale(`${minimal}\nx: *${canary}`);
  });

  it('reports broken YAML with line and column, and no more of it than a person reads', () => {
    const many = faultsOf(`accounts:\n${'- a: b: c\n  @x\n'.repeat(100)}`);
    expect([many.length, many.at(-1)?.mend]).to.deep.equal([11, 'mend these first']);
    expect(faultsOf('listen:\n  port: "80\n')[0]).to.deep.include({ path: '', line: 3 });
    const twice = 'a key that stands in this section already';
    expect(faultsOf('a: 1\na: 2\n')[0]).to.deep.include({ found: twice, line: 2 });
    expect(faultsOf('')[0]).to.include({ path: 'accounts', found: 'nothing' });
    expect(faultsOf('[1]')[0]).to.include({ path: '', found: 'a list' });
  });

  it('survives aliases, also those that lead in circles or explode', () => {
    const shared = `${minimal}    nodes: { A: &zone { time_zone: Australia/Perth }, B: *zone }`;
    expect(settingsOf(shared).accounts[0]?.account.nodeTimeZones.get('B')).to.equal('Australia/Perth');
    expect(faultsOf('listen: &a { host: *a }')).to.not.deep.equal([]);
    const layers = Array.from({ length: 12 }, (_, at) => `a${at + 1}: &a${at + 1} [${`*a${at},`.repeat(9)}]`);
    expect(faultsOf(`a0: &a0 [1]\n${layers.join('\n')}`)).to.not.deep.equal([]);
  });

  it('turns the metrics off at port 0 or false', () => {
    for (const port of ['0', 'false']) {
      expect(settingsOf(`${minimal}\nmetrics: { port: ${port} }`)).to.not.have.property('metrics');
    }
  });

  it('rounds a box up to whole grams and millimetres, exactly', () => {
    const box =
      '{ weight: { amount: 0.3, unit: lb }, length: { amount: 10, unit: in }, width: { amount: 2, unit: cm }, height: { amount: 0.01, unit: ft } }';
    const settings = settingsOf(
      `${minimal}    parcel: { default_box: ${box}, default_item_weight: { amount: 1, unit: oz } }`,
    );
    const { box: made, itemWeight } = settings.accounts[0]!.parcelDefaults;
    expect(made).to.deep.equal({ grams: 137, lengthMm: 254, widthMm: 20, heightMm: 4 });
    expect(itemWeight).to.deep.equal({ units: 28_349_523_125n, scale: 9 });
    expect(faultsOf(`${minimal}    parcel: { default_box: ${box.replace('10', '0')} }`)[0]?.path).to.equal(
      'accounts.shop.parcel.default_box.length',
    );
  });

  it('takes a public URL without slash at its end and makes one that this machine can reach', () => {
    expect(settingsOf(`${minimal}\npublic_url: https://ship.example.com/hub/`).publicUrl).to.equal(
      'https://ship.example.com/hub',
    );
    expect(settingsOf(`${minimal}\nlisten: { host: "::" }`).publicUrl).to.equal('http://127.0.0.1:8080');
    expect(settingsOf(`${minimal}\nlisten: { host: "::1" }`).publicUrl).to.equal('http://[::1]:8080');
    for (const url of ['ship.example.com', 'ftp://example.com', 'https://example.com/?a=b', 'https://e.com/#x']) {
      expect(faultsOf(`${minimal}\npublic_url: ${url}`), url).to.have.length(1);
    }
  });

  it('wants some account and at most one use of a key id', () => {
    expect(faultsOf('accounts: {}')[0]?.mend).to.equal('name at least one account');
    const key = '{ id: k, secret: 0123456789012345678901234567890123456789 }';
    expect(faultsOf(`${minimal}\noffers: { signing_keys: [ ${key}, ${key} ] }`)[0]).to.include({
      path: 'offers.signing_keys.1.id',
    });
    expect(faultsOf(`${minimal}\noffers: { signing_keys: [] }`)).to.have.length(1);
  });

  it('writes a fault as one line with its place', () => {
    const [fault] = faultsOf(`${minimal}\nlisten: { port: eighty }`);
    expect(faultLine('longshore.yaml', fault!)).to.match(
      /^longshore\.yaml:\d+:\d+ listen\.port: found "eighty"; write a whole number from 0 to 65535$/,
    );
  });

  it('wants S10 identifiers where they are used, in ranges that are one or apart', () => {
    const account = (id: string, rest: string): string =>
      `  ${id}:\n    time_zone: Australia/Brisbane\n    carriers: { rate-card: { file: c.yaml, numbers: s10${rest} } }\n`;
    const own = (first: number, last: number): string =>
      `, s10: { service_indicator: RR, country: AU, first_serial: ${first}, last_serial: ${last} }`;
    const mends = (...accounts: readonly string[]) =>
      faultsOf(`accounts:\n${accounts.join('')}`).map(({ path, mend }) => `${path} ${mend}`);
    expect(mends(account('a', ''))).to.deep.equal([
      'accounts.a.carriers.rate-card.s10 write the range of S10 identifiers here, or as house.s10',
    ]);
    expect(mends(account('a', own(0, 99)), account('b', own(99, 120)))).to.deep.equal([
      'accounts.b.carriers.rate-card.s10 write the same range as account a, RR...AU 0-99, or one without a number of it',
    ]);
    expect(faultsOf(`accounts:\n${account('a', own(9, 1))}`)).to.have.length(1);
  });

  describe('for MongoDB', () => {
    const mongo = (storage: string, rest = ''): string => `
storage: { kind: mongodb, ${storage} }
${rest}
${minimal}`;
    const keys = `offers: { signing_keys: [{ id: k1, secret: ${'s'.repeat(32)} }] }`;

    it('takes a URI from a secret, and the keys that every process signs with', () => {
      const yaml = mongo("uri: '${file:/run/secrets/uri}'", keys);
      const { storage } = settingsOf(yaml, { files: { '/run/secrets/uri': 'mongodb://u:p@db/longshore\n' } });
      expect(storage).to.deep.equal({ kind: 'mongodb', uri: 'mongodb://u:p@db/longshore', timeout: 3_000 });
    });

    it('is refused without a URI and without keys', () => {
      expect(faultsOf(mongo('folder: ./data')).map(({ path }) => path)).to.include('storage.uri');
      expect(faultsOf(mongo('uri: mongodb://db')).map(({ path }) => path)).to.deep.equal(['offers.signing_keys']);
    });

    it('is described beside SQLite, to be moved to', () => {
      const { storage, storages } = settingsOf(`storage: { uri: mongodb://db }${minimal}`);
      expect(storage.kind).to.equal('sqlite');
      expect(storages.map(({ kind }) => kind)).to.deep.equal(['sqlite', 'mongodb']);
    });

    it('is refused with a timeout that a booking has no time for', () => {
      const yaml = mongo('uri: mongodb://db, timeout_ms: 5000', keys);
      expect(faultsOf(yaml).map(({ path, mend }) => [path, mend])).to.deep.equal([
        ['storage.timeout_ms', 'write at most a third of booking.answer_budget_ms, 4666'],
      ]);
    });

    it('never shows a URI, which may hold a password', () => {
      const [fault] = faultsOf(mongo('uri: "postgres://u:hunter2@db"', keys));
      expect(fault?.path).to.equal('storage.uri');
      expect(JSON.stringify(fault)).to.not.include('hunter2');
    });
  });
});
