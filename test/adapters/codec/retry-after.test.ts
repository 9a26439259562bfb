import { expect } from 'chai';
import { retryAfterOf } from '../../../adapters/codec/retry-after.js';
import { MORNING } from '../../support/bookings.js';

describe('Retry-After', () => {
  it('asks for seconds, or for the time until a date', () => {
    expect(retryAfterOf('90', MORNING)).to.equal(90_000);
    expect(retryAfterOf('Fri, 20 Nov 2026 09:01:30 GMT', MORNING)).to.equal(90_000);
  });

  it('asks for nothing more once its date has passed', () => {
    expect(retryAfterOf('Fri, 20 Nov 2026 08:59:00 GMT', MORNING)).to.equal(0);
  });

  for (const header of ['', '-1', '1.5', 'soon', '2026-11-20T09:01:30Z', 'Fri, 99 Foo 2026 09:01:30 GMT', undefined])
    it(`says nothing by ${header}`, () => {
      expect(retryAfterOf(header, MORNING)).to.equal(undefined);
    });
});
