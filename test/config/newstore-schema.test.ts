import { expect } from 'chai';
import { makeZones } from '../../adapters/system/zones.js';
import { decodeSettings } from '../../config/settings-file.js';
import { leftOf, rightOf } from '../support/either.js';

const decoded = (newstore: string, tracking = '') =>
  decodeSettings(
    `
accounts:
  shop:
    time_zone: Australia/Brisbane
    newstore: { ${newstore} }
    carriers:
      starshipit:
        api_key: a-key
        subscription_key: another
        currency: AUD
        services: [{ code: EXPRESS, name: Express, carrier: AusPost, service_code: 7E05 }]
        tracking: { ${tracking} }
`,
    '/',
    { env: {}, readFile: () => undefined },
    makeZones(),
  );

const WHOLE = 'tenant: acme-staging, client_id: an-id, client_secret: CANARY';

const accountOf = (newstore: string, tracking = '') =>
  rightOf(decoded(newstore, tracking)).accounts[0] ?? expect.fail();
const pathsOf = (newstore: string, tracking = ''): readonly string[] =>
  leftOf(decoded(newstore, tracking)).map(({ path }) => path.replace('accounts.shop.', ''));

describe('the settings by which NewStore is told of parcels', () => {
  it('may be left out, and then nobody is told', () => {
    expect(accountOf('').newstore).to.equal(undefined);
  });

  it('are a tenant, an id and a secret; where that is found follows from the tenant', () => {
    expect(accountOf(WHOLE).newstore).to.deep.equal({
      ...{ tenant: 'acme-staging', clientId: 'an-id', clientSecret: 'CANARY', callsPerSecond: 100, tellsCancels: true },
      baseUrl: 'https://acme-staging.p.newstore.net',
      tokenUrl: 'https://id.p.newstore.net/auth/realms/acme-staging/protocol/openid-connect/token',
    });
    const moved = accountOf(`${WHOLE}, base_url: 'https://proxy.example.com/', calls_per_second: 5`).newstore;
    expect(moved).to.include({ baseUrl: 'https://proxy.example.com', callsPerSecond: 5 });
    expect(accountOf(`${WHOLE}, courier_cancels: keep`).newstore).to.include({ tellsCancels: false });
  });

  it('are all there or none of them', () => {
    expect(pathsOf('tenant: acme')).to.deep.equal(['newstore.client_id', 'newstore.client_secret']);
    expect(pathsOf('base_url: https://proxy.example.com')).to.deep.equal([
      ...['newstore.tenant', 'newstore.client_id', 'newstore.client_secret'],
    ]);
  });

  it('are refused where they cannot be meant, without a word of the secret', () => {
    const faults = leftOf(decoded(`${WHOLE.replace('acme-staging', 'https://acme')}, calls_per_second: 0`));
    expect(faults.map(({ path }) => path)).to.deep.equal([
      'accounts.shop.newstore.tenant',
      'accounts.shop.newstore.calls_per_second',
    ]);
    expect(JSON.stringify(leftOf(decoded(WHOLE.replace('CANARY', '"CANARY ä"'))))).to.not.contain('CANARY');
  });
});

describe('the settings of Starshipit’s tracking', () => {
  const trackingOf = (tracking: string) => {
    const [carrier] = accountOf('', tracking).carriers;
    return carrier?.carrier === 'starshipit' ? carrier.tracking : expect.fail();
  };
  const HOUR = 3_600_000;

  it('ask each hour, and prove nothing without a secret', () => {
    expect(trackingOf('')).to.deep.equal({ interval: HOUR, silentAfter: 24 * HOUR, upTo: 30 * 24 * HOUR });
    expect(trackingOf('webhook_secret: a long secret, poll_ms: 0, ask_after_hours: 2, ask_for_days: 1')).to.deep.equal({
      ...{ interval: 0, silentAfter: 2 * HOUR, upTo: 24 * HOUR, webhookSecret: 'a long secret' },
    });
  });

  it('are refused where they cannot be meant, without a word of the secret', () => {
    expect(pathsOf('', 'webhook_secret: short, poll_ms: -1')).to.deep.equal([
      'carriers.starshipit.tracking.webhook_secret',
      'carriers.starshipit.tracking.poll_ms',
    ]);
    expect(JSON.stringify(leftOf(decoded('', 'webhook_secret: "CANARY-ä"')))).to.not.contain('CANARY');
  });
});
