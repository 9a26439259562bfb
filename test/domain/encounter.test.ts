import { expect } from 'chai';
import type { Booking, Leg } from '../../domain/booking.js';
import { encounter } from '../../domain/encounter.js';
import type { Identity } from '../../domain/fingerprint.js';
import { aBooking, aKey, aLeg, aPurchase, notMoved, MORNING } from '../support/bookings.js';

const identity: Identity = { fingerprint: '1o.this', kin: '1.kin' };
/** Under other settings the same request has other fingerprints; the one without its offer is its kin. */
const stored = new Set([identity.fingerprint, identity.kin, '1or.this', '1r.kin']);

const nobodyRuns = (): boolean => false;
const allRun = (): boolean => true;

const bought = aPurchase();
const mark = { step: 'creating', sentAt: MORNING };
const claimed = aLeg();
const buying = aLeg({ _tag: 'Buying', ...mark });
const unknown = aLeg({ _tag: 'Unknown', ...mark });
const parked = aLeg({ _tag: 'Parked', why: 'two found', ...mark });
const refused = aLeg({ _tag: 'Refused', refusal: { reason: 'address', detail: 'no such street' } });
const paid = aLeg({ _tag: 'Bought', bought });
const booked = aLeg({ _tag: 'Booked', bought, tracking: notMoved });
const cancelling = aLeg({ _tag: 'Cancelling', bought, tracking: notMoved, sentAt: MORNING });
const cancelled = aLeg({ _tag: 'Cancelled', bought, at: MORNING });
const asReturn = (leg: Leg): Leg => ({ ...leg, plan: { ...leg.plan, kind: 'return', reference: 'ls-0001-r' } });

const same = (leg: Leg, over: Partial<Booking> = {}): Booking =>
  aBooking({ key: aKey({ fingerprint: identity.fingerprint }), kin: identity.kin, legs: [leg], ...over });

/** The booking of a request that differs in its offer. */
const sibling = (leg: Leg, over: Partial<Booking> = {}): Booking =>
  same(leg, { key: aKey({ fingerprint: '1o.sibling' }), ...over });

/** The booking of any other parcel of the order. */
const stranger = (over: Partial<Booking> = {}): Booking =>
  aBooking({ key: aKey({ fingerprint: '1o.stranger' }), kin: '1.stranger', ...over });

const answer = { answer: '{"tracking_code":"1"}' };

const meets = (ofOrder: readonly Booking[], isRunning: (booking: Booking) => boolean = nobodyRuns) =>
  encounter(ofOrder, identity, stored, isRunning);

const joining = (booking: Booking) => ({
  _tag: 'Joinable',
  booking: { ...booking, joinedBy: [identity.fingerprint] },
});

describe('an identical request', () => {
  it('claims the first parcel of an order without bookings', () => {
    expect(meets([])).to.deep.equal({ _tag: 'Unclaimed', generation: 1, parcelNumber: 1 });
  });

  it('gets the stored answer of a booking that is booked', () => {
    const booking = same(booked, answer);
    expect(meets([booking])).to.deep.equal({ _tag: 'Answered', booking, answer: answer.answer });
  });

  it('gets the stored answer while the return alone is cancelled, or being cancelled', () => {
    for (const leg of [cancelling, cancelled]) {
      const booking = same(booked, { legs: [booked, asReturn(leg)], ...answer });
      expect(meets([booking])).to.have.property('_tag', 'Answered');
    }
  });

  it('waits for, or takes over, a booking on which something is left to do', () => {
    for (const leg of [claimed, buying, unknown, paid, cancelling]) {
      const booking = same(leg);
      expect(meets([booking]), leg.state._tag).to.deep.equal({ _tag: 'Underway', booking });
      expect(meets([booking], allRun), leg.state._tag).to.deep.equal({ _tag: 'Underway', booking });
    }
  });

  it('waits for the end of a cancel before it is told the stored answer', () => {
    const booking = same(cancelling, answer);
    expect(meets([booking])).to.deep.equal({ _tag: 'Underway', booking });
  });

  it('resumes at the return that was refused after its outbound was bought', () => {
    const booking = same(paid, { legs: [paid, asReturn(refused)] });
    expect(meets([booking])).to.deep.equal({ _tag: 'Underway', booking });
  });

  it('is planned anew under the same generation where the carrier refused', () => {
    for (const legs of [[refused] as const, [refused, asReturn(claimed)] as const]) {
      const booking = same(refused, { legs });
      expect(meets([booking])).to.deep.equal({ _tag: 'Refused', booking });
    }
  });

  it('waits for an operator where the booking is parked', () => {
    for (const legs of [[parked] as const, [paid, asReturn(parked)] as const]) {
      const booking = same(parked, { legs });
      expect(meets([booking])).to.deep.equal({ _tag: 'Parked', booking });
    }
  });

  it('starts the next generation after a cancel, with a parcel number of its own', () => {
    const first = same(cancelled, answer);
    expect(meets([first])).to.deep.equal({ _tag: 'Unclaimed', generation: 2, parcelNumber: 2 });
    const second = same(cancelled, { key: { ...first.key, generation: 2 }, parcelNumber: 3, ...answer });
    for (const ofOrder of [
      [first, stranger({ parcelNumber: 2 }), second],
      [second, first],
    ])
      expect(meets(ofOrder)).to.deep.equal({ _tag: 'Unclaimed', generation: 3, parcelNumber: 4 });
  });

  it('starts the next generation although the return of the last one still stands', () => {
    expect(meets([same(cancelled, { legs: [cancelled, asReturn(booked)], ...answer })])).to.deep.equal({
      _tag: 'Unclaimed',
      generation: 2,
      parcelNumber: 2,
    });
  });

  it('meets the generation that lives, whatever ended before it', () => {
    const first = same(cancelled, answer);
    const second = same(booked, { key: { ...first.key, generation: 2 }, parcelNumber: 2, ...answer });
    for (const ofOrder of [
      [first, second],
      [second, first],
    ])
      expect(meets(ofOrder)).to.deep.equal({ _tag: 'Answered', booking: second, answer: answer.answer });
  });

  it('takes the number after the highest, so that none is ever reused', () => {
    const ofOrder = [
      stranger({ parcelNumber: 7, legs: [cancelled] }),
      stranger({ parcelNumber: 2, legs: [refused] }),
      stranger({ parcelNumber: 5, legs: [booked], ...answer }),
    ];
    expect(meets(ofOrder)).to.deep.equal({ _tag: 'Unclaimed', generation: 1, parcelNumber: 8 });
  });
});

describe('a request whose account changed its settings', () => {
  it('finds what was booked under every setting', () => {
    for (const fingerprint of stored) {
      const booking = same(booked, { key: aKey({ fingerprint }), ...answer });
      expect(meets([booking]), fingerprint).to.have.property('_tag', 'Answered');
    }
  });

  it('begins at the first generation under its present fingerprint', () => {
    const before = same(cancelled, { key: aKey({ fingerprint: '1or.this', generation: 4 }), ...answer });
    expect(meets([before])).to.deep.equal({ _tag: 'Unclaimed', generation: 1, parcelNumber: 2 });
  });

  it('never takes a generation twice when the settings were changed and changed back', () => {
    const first = same(cancelled, { ...answer });
    const underOthers = same(cancelled, { key: aKey({ fingerprint: identity.kin }), parcelNumber: 2, ...answer });
    expect(meets([first, underOthers])).to.deep.equal({ _tag: 'Unclaimed', generation: 2, parcelNumber: 3 });
  });

  it('buys nothing while a booking under one setting lives and one under another was refused', () => {
    const living = same(booked, answer);
    const ended = same(refused, { key: aKey({ fingerprint: '1or.this' }), parcelNumber: 2 });
    expect(meets([living, ended])).to.deep.equal({ _tag: 'Answered', booking: living, answer: answer.answer });
  });
});

describe('a request that differs from a live booking only in its offer', () => {
  it('joins it when nobody was given its answer and nobody works on it', () => {
    for (const leg of [claimed, buying, unknown, paid, cancelling, parked]) {
      const booking = sibling(leg);
      expect(meets([booking]), leg.state._tag).to.deep.equal(joining(booking));
    }
    const halfRefused = sibling(paid, { legs: [paid, asReturn(refused)] });
    expect(meets([halfRefused])).to.deep.equal(joining(halfRefused));
    expect(meets([sibling(booked, answer)])).to.deep.equal(joining(sibling(booked, answer)));
  });

  it('joins with others that joined before', () => {
    const booking = sibling(unknown, { joinedBy: ['1o.third'] });
    expect(meets([booking])).to.deep.equal({
      _tag: 'Joinable',
      booking: { ...booking, joinedBy: ['1o.third', identity.fingerprint] },
    });
  });

  it('is at home there from then on, as one whose own booking it is', () => {
    const home = { joinedBy: ['1or.this'] };
    const told = sibling(booked, { ...answer, answered: true, ...home });
    expect(meets([told])).to.deep.equal({ _tag: 'Answered', booking: told, answer: answer.answer });
    expect(meets([sibling(unknown, home)], allRun)).to.have.property('_tag', 'Underway');
    expect(meets([sibling(parked, home)])).to.have.property('_tag', 'Parked');
  });

  it('is a booking of its own again when the one that it joined was cancelled or refused', () => {
    for (const leg of [cancelled, refused])
      expect(meets([sibling(leg, { joinedBy: [identity.fingerprint] })])).to.deep.equal({
        _tag: 'Unclaimed',
        generation: 1,
        parcelNumber: 2,
      });
  });

  it('is a suspected duplicate when somebody was given the answer', () => {
    expect(meets([sibling(booked, { ...answer, answered: true })])).to.deep.equal({
      _tag: 'Unclaimed',
      generation: 1,
      parcelNumber: 2,
      suspectedDuplicateOf: 'ls-0001-o',
    });
  });

  it('is a suspected duplicate while a request works on the other', () => {
    for (const leg of [claimed, buying, unknown, paid])
      expect(meets([sibling(leg)], allRun), leg.state._tag).to.have.property('suspectedDuplicateOf', 'ls-0001-o');
  });

  it('owes nothing to one that was refused or cancelled', () => {
    for (const leg of [refused, cancelled])
      expect(meets([sibling(leg)])).to.deep.equal({ _tag: 'Unclaimed', generation: 1, parcelNumber: 2 });
  });

  it('joins the one that may be joined, however many others were answered', () => {
    const open = sibling(unknown);
    const told = sibling(booked, {
      key: aKey({ fingerprint: '1o.third' }),
      parcelNumber: 2,
      ...answer,
      answered: true,
    });
    for (const ofOrder of [
      [open, told],
      [told, open],
    ])
      expect(meets(ofOrder)).to.deep.equal(joining(open));
  });

  it('is a suspected duplicate of the newest one', () => {
    const second = aLeg(booked.state, { reference: 'ls-0002-o' });
    const told = { ...answer, answered: true };
    const ofOrder = [
      sibling(second, { key: aKey({ fingerprint: '1o.third' }), parcelNumber: 2, ...told }),
      sibling(booked, told),
    ];
    expect(meets(ofOrder)).to.have.property('suspectedDuplicateOf', 'ls-0002-o');
  });

  it('joins it although its own last booking was refused', () => {
    const [own, other] = [same(refused), sibling(booked, { parcelNumber: 2, ...answer })];
    expect(meets([own, other])).to.deep.equal(joining(other));
  });

  it('is a suspected duplicate also when it is planned anew after a refusal', () => {
    const [own, other] = [same(refused), sibling(booked, { parcelNumber: 2, ...answer, answered: true })];
    expect(meets([own, other])).to.deep.equal({
      _tag: 'Refused',
      booking: { ...own, suspectedDuplicateOf: 'ls-0001-o' },
    });
  });

  it('starts its next generation as a suspected duplicate where its own last one was cancelled', () => {
    const [own, other] = [same(cancelled, answer), sibling(booked, { parcelNumber: 2, ...answer, answered: true })];
    expect(meets([own, other])).to.deep.equal({
      _tag: 'Unclaimed',
      generation: 2,
      parcelNumber: 3,
      suspectedDuplicateOf: 'ls-0001-o',
    });
  });

  it('finds it also under the settings of another day', () => {
    const booking = sibling(booked, { key: aKey({ fingerprint: '1or.sibling' }), kin: '1r.kin', ...answer });
    expect(meets([booking])).to.deep.equal(joining(booking));
  });

  it('has nothing to do with a parcel that differs in more', () => {
    expect(meets([stranger({ legs: [booked], ...answer })])).to.deep.equal({
      _tag: 'Unclaimed',
      generation: 1,
      parcelNumber: 2,
    });
  });
});
