import { expect } from 'chai';
import { invalid } from '../../domain/invalid.js';
import { missingParts, unfitParcel, whyNoOffers } from '../../domain/no-offers.js';
import type { CarrierOutcome, DeclineReason } from '../../domain/quote.js';
import type { Selection } from '../../domain/service-selection.js';
import { aDecline, answered, failed, late } from '../support/quotes.js';
import { aService } from '../support/requests.js';

const chosen: Selection = { _tag: 'Chosen', services: [aService('a/1'), aService('b/1')] };

const notServed: DeclineReason = { _tag: 'NotServed' };
const senderNotServed: DeclineReason = { _tag: 'SenderNotServed' };
const tooHeavy: DeclineReason = { _tag: 'TooHeavy', limit: 22_000 };
const tooBig: DeclineReason = { _tag: 'TooBig', limit: 1_050 };
const declinedFor: DeclineReason = { _tag: 'Declined', detail: 'no pickup today' };
const missing = (part: 'postcode' | 'state' | 'city', side: 'sender' | 'receiver' = 'receiver'): DeclineReason => ({
  _tag: 'PartMissing',
  side,
  part,
});

const declines = (carrier: string, ...reasons: readonly DeclineReason[]): CarrierOutcome =>
  answered(carrier, ...reasons.map((reason, at) => aDecline(`${carrier}/${at}`, reason)));

const why = (...outcomes: readonly CarrierOutcome[]) => whyNoOffers(chosen, outcomes);

describe('the reason why there are no offers', () => {
  it('is a part of an address that a carrier needs, before anything else', () => {
    const faults = [invalid('shipping_address.state', 'required')];
    for (const other of [declines('b', notServed), failed('b'), late('b'), declines('b', tooHeavy)]) {
      expect(why(declines('a', missing('state')), other)).to.deep.equal({ _tag: 'Unfit', faults });
      expect(why(other, declines('a', missing('state')))).to.deep.equal({ _tag: 'Unfit', faults });
    }
  });

  it('is then that the rate is not enabled', () => {
    expect(whyNoOffers({ _tag: 'Unmatched' }, [])).to.deep.equal({ _tag: 'RateNotEnabled' });
  });

  it('is then that every asked carrier says that it does not serve the route', () => {
    expect(why(declines('a', notServed))).to.deep.equal({ _tag: 'RouteNotServed' });
    expect(why(declines('a', notServed, notServed), declines('b', notServed))).to.deep.equal({
      _tag: 'RouteNotServed',
    });
  });

  it('is the sender where all of them say it of the sender alone', () => {
    expect(why(declines('a', senderNotServed), declines('b', senderNotServed, senderNotServed))).to.deep.equal({
      _tag: 'SenderNotServed',
    });
    expect(why(declines('a', senderNotServed), declines('b', notServed))).to.deep.equal({ _tag: 'RouteNotServed' });
    expect(why(declines('a', senderNotServed), failed('b'))).to.deep.equal({ _tag: 'CarriersFailed' });
    expect(why(declines('a', senderNotServed), declines('b', tooHeavy))).to.equal(undefined);
  });

  it('is not the route while one carrier is silent, serves it, or says nothing of it', () => {
    expect(why(declines('a', notServed), failed('b'))).to.deep.equal({ _tag: 'CarriersFailed' });
    expect(why(declines('a', notServed), late('b'))).to.deep.equal({ _tag: 'CarriersLate' });
    for (const reason of [tooHeavy, tooBig, declinedFor]) {
      expect(why(declines('a', notServed), declines('b', reason)), reason._tag).to.equal(undefined);
      expect(why(declines('a', notServed, reason)), reason._tag).to.equal(undefined);
    }
    expect(why(declines('a', notServed), answered('b'))).to.equal(undefined);
  });

  it('is then a carrier that failed, before one that was late', () => {
    expect(why(late('a'), failed('b'), declines('c', tooHeavy))).to.deep.equal({ _tag: 'CarriersFailed' });
    expect(why(late('a'), declines('c', tooHeavy))).to.deep.equal({ _tag: 'CarriersLate' });
  });

  it('is none where the carriers answered and nothing fits', () => {
    expect(why(declines('a', tooHeavy), declines('b', tooBig, declinedFor))).to.equal(undefined);
    expect(why(answered('a'))).to.equal(undefined);
    expect(why()).to.equal(undefined);
  });

  it('does not depend on the order in which carriers stand', () => {
    const kinds = [
      declines('a', notServed),
      declines('b', tooHeavy),
      failed('c'),
      late('d'),
      declines('e', missing('city')),
    ];
    for (const one of kinds) for (const two of kinds) expect(why(one, two)).to.deep.equal(why(two, one));
  });
});

describe('the parts of an address that carriers missed', () => {
  it('are named once each, in the caller’s spelling', () => {
    const outcomes = [
      declines('a', missing('postcode'), missing('postcode'), missing('city', 'sender')),
      declines('b', missing('postcode'), missing('state')),
    ];
    expect(missingParts(outcomes)).to.deep.equal([
      invalid('sender_address.city', 'required'),
      invalid('shipping_address.state', 'required'),
      invalid('shipping_address.zip_code', 'required'),
    ]);
  });

  it('are none where none was missed', () => {
    expect(missingParts([declines('a', notServed, tooHeavy), failed('b'), late('c')])).to.deep.equal([]);
  });
});

describe('what is wrong with a parcel that no carrier takes', () => {
  it('is its weight or its size, with the limit', () => {
    expect(unfitParcel([declines('a', tooHeavy), declines('b', tooBig, notServed)])).to.deep.equal([
      invalid('package_option.weight', 'too_heavy', 'at most 22000 g in all'),
      invalid('package_option.dimensions', 'too_big', 'at most 1050 mm'),
    ]);
  });

  it('is named once where several services have one limit', () => {
    expect(unfitParcel([declines('a', tooHeavy, tooHeavy), declines('b', tooHeavy)])).to.have.length(1);
  });

  it('is nothing of its own where the service is not to be had at all', () => {
    for (const outcomes of [[declines('a', declinedFor)], [answered('a')], []])
      expect(unfitParcel(outcomes)).to.deep.equal([invalid('rate', 'not_available')]);
  });
});
