import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import { makeZones } from '../../adapters/system/zones.js';
import { decodeSettings } from '../../config/settings-file.js';
import { leftOf, rightOf } from '../support/either.js';

const zones = makeZones();

const CANARY = 'CANARY';

const decoded = (starshipit: string, before = '') =>
  decodeSettings(
    `
accounts:
  shop:
    time_zone: Australia/Brisbane
${before}
    carriers:
      starshipit: { ${starshipit} }
`,
    '/',
    { env: {}, readFile: () => undefined },
    zones,
  );

const SERVICE = '{ code: EXPRESS, name: Express, carrier: AusPost, service_code: 7E05 }';
const LEAST = `api_key: a-key, subscription_key: another, currency: AUD, services: [${SERVICE}]`;

const pathsOf = (starshipit: string): readonly string[] => leftOf(decoded(starshipit)).map(({ path }) => path);

describe('the settings of Starshipit', () => {
  it('need two keys, a currency and a service, and no company prefix', () => {
    const { carriers } = rightOf(decoded(LEAST)).accounts[0] ?? expect.fail();
    expect(carriers).to.have.length(1);
    expect(carriers[0]).to.deep.include({
      carrier: 'starshipit',
      apiKey: 'a-key',
      baseUrl: 'https://api.starshipit.com',
      callsPerSecond: 2,
      settleDelay: 120_000,
      cancelPrinted: 'archive',
      adoptUnshipped: false,
      senderDefaults: {},
      cutOff: 900,
      hours: { opens: 540, closes: 1_020 },
    });
    expect(pathsOf('')).to.include.members(
      ['api_key', 'subscription_key', 'currency', 'services'].map((key) => `accounts.shop.carriers.starshipit.${key}`),
    );
  });

  it('let nothing stand in unless they say what', () => {
    const fallbackOf = (more: string): unknown => {
      const [starshipit] = rightOf(decoded(`${LEAST}${more}`)).accounts[0]?.carriers ?? [];
      return starshipit?.carrier === 'starshipit' ? starshipit.fallback : undefined;
    };
    expect(fallbackOf('')).to.deep.equal({ _tag: 'None' });
    expect(fallbackOf(', last_known_prices_ms: 5000')).to.deep.equal({ _tag: 'None' });
    expect(fallbackOf(', fallback: last_known')).to.deep.equal({ _tag: 'LastKnown', maxAge: 86_400_000 });
    expect(fallbackOf(', fallback: rate_card, fallback_services: { EXPRESS: CARD }')).to.deep.equal({
      _tag: 'RateCard',
      services: new Map([['EXPRESS', 'CARD']]),
    });
  });

  it('keep a service code as it is written', () => {
    const [starshipit] = rightOf(decoded(LEAST)).accounts[0]?.carriers ?? [];
    expect(starshipit).to.have.nested.property('services[0].serviceCode', '7E05');
    expect(starshipit).to.have.nested.property('services[0].transit').that.deep.equals({ min: 1, max: 5 });
  });

  it('name their services in the account’s tables', () => {
    const table = (service: string) => `    newstore: { provider_rates: { FAST: [${service}] } }`;
    expect(decoded(LEAST, table('starshipit/EXPRESS'))).to.satisfy(E.isRight);
    expect(decoded(LEAST, table('rate-card/EXPRESS'))).to.satisfy(E.isLeft);
  });

  it('are refused where they cannot be meant', () => {
    const faulty = (more: string) => pathsOf(`${LEAST}, ${more}`).map((path) => path.split('.').slice(4).join('.'));
    expect(faulty('base_url: api.starshipit.com')).to.deep.equal(['base_url']);
    expect(faulty('requests_per_second: 0')).to.deep.equal(['requests_per_second']);
    expect(faulty('cancel_printed: void')).to.deep.equal(['cancel_printed']);
    expect(faulty('working_days: []')).to.deep.equal(['working_days']);
    expect(faulty('delivery_hours: 17:00-09:00')).to.deep.equal(['delivery_hours']);
    expect(faulty('holidays: [2026-02-30]')).to.deep.equal(['holidays.0']);
    expect(faulty('settle_delay_ms: 29999')).to.deep.equal(['settle_delay_ms']);
    expect(faulty('label_wait_ms: 120001')).to.deep.equal(['settle_delay_ms']);
    expect(decoded(`${LEAST}, label_wait_ms: 1000, settle_delay_ms: 1000`)).to.satisfy(E.isRight);
    expect(faulty('webhook: yes')).to.deep.equal(['webhook']);
    expect(faulty('fallback: rate_card')).to.deep.equal(['fallback_services']);
    expect(faulty('fallback: rate_card, fallback_services: { ROAD: ROAD }')).to.deep.equal(['fallback_services.ROAD']);
    const twice = LEAST.replace(SERVICE, `${SERVICE}, ${SERVICE}`);
    expect(pathsOf(twice)).to.deep.equal(['accounts.shop.carriers.starshipit.services.1.code']);
    expect(pathsOf(LEAST.replace(SERVICE, ''))).to.deep.equal(['accounts.shop.carriers.starshipit.services']);
    expect(pathsOf(LEAST.replace('7E05', '1, transit_days: { min: 3, max: 2 }'))).to.deep.equal([
      'accounts.shop.carriers.starshipit.services.0.transit_days',
    ]);
  });

  it('show no key in a fault', () => {
    for (const broken of [`api_key: "${CANARY} ä"`, `subscription_key: ["${CANARY}"]`, `api_key: { x: ${CANARY} }`]) {
      const faults = leftOf(decoded(`${LEAST.replace(/(api_key|subscription_key): [\w-]+,/g, '')}, ${broken}`));
      expect(JSON.stringify(faults)).to.not.contain(CANARY);
    }
  });
});
