import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import { decodeSettings } from '../../config/settings-file.js';
import { makeZones } from '../../adapters/system/zones.js';
import { DAY } from '../../domain/time.js';
import { pauseAfter } from '../../domain/work.js';

const minimal = `
house: { gs1_company_prefix: '9521234' }
accounts:
  shop:
    time_zone: Australia/Brisbane
    carriers: { rate-card: { file: rate-card.yaml } }
`;

describe('the settings of background work', () => {
  it('try again for two to four days before work is left to a person, unless they say otherwise', () => {
    const decoded = decodeSettings(minimal, '/etc/longshore', { env: {}, readFile: () => undefined }, makeZones());
    if (E.isLeft(decoded)) throw new Error('settings at fault');
    const { retry } = decoded.right.work;
    for (const [fraction, days] of [
      [0, 2],
      [1, 4],
    ] as const) {
      let passed = 0;
      for (let tried = 1; tried < retry.attempts; tried += 1) passed += pauseAfter(tried, fraction, retry);
      expect(passed / DAY, `${fraction}`).to.be.closeTo(days, 0.3);
    }
  });
});
