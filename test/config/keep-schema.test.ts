import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import { makeZones } from '../../adapters/system/zones.js';
import { decodeSettings } from '../../config/settings-file.js';
import { DAY } from '../../domain/time.js';
import { leftOf, rightOf } from '../support/either.js';

const minimal = `
house: { gs1_company_prefix: '9521234' }
accounts:
  shop:
    time_zone: Australia/Brisbane
    carriers: { rate-card: { file: rate-card.yaml } }
`;

describe('the settings of what is kept', () => {
  const decode = (yaml: string) =>
    decodeSettings(`${minimal}${yaml}`, '/etc/longshore', { env: {}, readFile: () => undefined }, makeZones());

  it('keep bookings for 400 days and persons as long, where nothing is said', () => {
    expect(rightOf(decode('')).keep).to.deep.equal({ bookings: 400 * DAY, labels: 400 * DAY });
    expect(rightOf(decode('keep: { bookings_days: 500, personal_data_days: 30 }')).keep).to.deep.equal({
      ...{ bookings: 500 * DAY, labels: 400 * DAY, persons: 30 * DAY },
    });
  });

  it('want bookings kept for at least as long as labels are served', () => {
    const at = (days: number) => decode(`labels: { valid_days: 120 }\nkeep: { bookings_days: ${days} }`);
    expect(E.isRight(at(120))).to.equal(true);
    expect(leftOf(at(119)).map(({ path, mend }) => [path, mend])).to.deep.equal([
      ['keep.bookings_days', 'write at least labels.valid_days, 120'],
    ]);
    // Also where it is the default that would be too short.
    expect(leftOf(decode('labels: { valid_days: 401 }')).map(({ path }) => path)).to.deep.equal(['keep.bookings_days']);
  });

  it('want persons kept for a week at least', () => {
    expect(E.isRight(decode('keep: { personal_data_days: 7 }'))).to.equal(true);
    expect(leftOf(decode('keep: { personal_data_days: 6 }'))).to.have.length(1);
  });
});
