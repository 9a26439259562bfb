import { expect } from 'chai';
import {
  boughtOf,
  handlesOf,
  isLive,
  isUnfinished,
  legOf,
  phaseOf,
  refusalOf,
  withLeg,
  type Booking,
  type LegState,
  type Phase,
} from '../../domain/booking.js';
import { aBooking, aLeg, aPurchase, everyState } from '../support/bookings.js';

type Tag = LegState['_tag'];
type Row = {
  readonly outbound: Tag;
  readonly back?: Tag;
  readonly answered?: true;
  readonly phase: Phase;
  readonly live: boolean;
  /** For a process, not for a person. */
  readonly unfinished: boolean;
};

const stateOf = (tag: Tag): LegState => everyState.find(({ _tag }) => _tag === tag) ?? expect.fail(tag);

const bookingOf = ({ outbound, back, answered }: Pick<Row, 'outbound' | 'back' | 'answered'>): Booking => {
  const main = aLeg(stateOf(outbound));
  return aBooking({
    legs: back === undefined ? [main] : [main, aLeg(stateOf(back), { kind: 'return', reference: 'ls-0001-r' })],
    ...(answered === true && { answer: '{}' }),
  });
};

const open = { phase: 'Open', live: true, unfinished: true } as const;
const booked = { answered: true, phase: 'Booked', live: true, unfinished: false } as const;
const ofNothing = { phase: 'Refused', live: false, unfinished: false } as const;
const parked = { phase: 'Parked', live: true, unfinished: false } as const;
const cancelling = { phase: 'Cancelling', live: true, unfinished: true } as const;
const cancelled = { phase: 'Cancelled', live: false, unfinished: false } as const;

/** Every combination that buying, settling and cancelling can lead to. */
const rows: readonly Row[] = [
  { outbound: 'Claimed', ...open },
  { outbound: 'Buying', ...open },
  { outbound: 'Unknown', ...open },
  { outbound: 'Bought', ...open },
  { outbound: 'Refused', ...ofNothing },
  { outbound: 'Parked', ...parked },
  { outbound: 'Booked', ...booked },
  { outbound: 'Cancelling', answered: true, ...cancelling },
  { outbound: 'Cancelled', answered: true, ...cancelled },

  { outbound: 'Claimed', back: 'Claimed', ...open },
  { outbound: 'Buying', back: 'Claimed', ...open },
  { outbound: 'Unknown', back: 'Claimed', ...open },
  { outbound: 'Refused', back: 'Claimed', ...ofNothing },
  { outbound: 'Parked', back: 'Claimed', ...parked },
  { outbound: 'Bought', back: 'Claimed', ...open },
  { outbound: 'Bought', back: 'Buying', ...open },
  { outbound: 'Bought', back: 'Unknown', ...open },
  { outbound: 'Bought', back: 'Bought', ...open },
  { outbound: 'Bought', back: 'Parked', ...parked },
  { outbound: 'Bought', back: 'Refused', phase: 'HalfRefused', live: true, unfinished: false },

  { outbound: 'Booked', back: 'Booked', ...booked },
  // The return alone is cancelled: the generation goes on, and so does its answer.
  { outbound: 'Booked', back: 'Cancelling', ...booked, unfinished: true },
  { outbound: 'Booked', back: 'Cancelled', ...booked },
  // The outbound alone is cancelled, or both are.
  { outbound: 'Cancelling', back: 'Booked', answered: true, ...cancelling },
  { outbound: 'Cancelling', back: 'Cancelling', answered: true, ...cancelling },
  { outbound: 'Cancelling', back: 'Cancelled', answered: true, ...cancelling },
  { outbound: 'Cancelled', back: 'Booked', answered: true, ...cancelled },
  { outbound: 'Cancelled', back: 'Cancelling', answered: true, ...cancelled, unfinished: true },
  { outbound: 'Cancelled', back: 'Cancelled', answered: true, ...cancelled },
  // The outbound of a half refused booking is cancelled.
  { outbound: 'Cancelling', back: 'Refused', ...cancelling },
  { outbound: 'Cancelled', back: 'Refused', ...cancelled },
];

const nameOf = ({ outbound, back, answered }: Row): string =>
  [outbound, back, answered === true ? 'answered' : undefined].filter((part) => part !== undefined).join(', ');

describe('the phase of a booking', () => {
  for (const row of rows) {
    it(`is ${row.phase} when its legs are ${nameOf(row)}`, () => {
      const booking = bookingOf(row);
      expect(phaseOf(booking)).to.equal(row.phase);
      expect(isLive(booking), 'live').to.equal(row.live);
      expect(isUnfinished(booking), 'unfinished').to.equal(row.unfinished);
    });
  }

  it('is never refused or ended while its outbound may be bought', () => {
    for (const outbound of ['Buying', 'Unknown', 'Bought', 'Booked', 'Cancelling'] as const)
      for (const { _tag: back } of everyState) expect(isLive(bookingOf({ outbound, back })), back).to.equal(true);
  });

  it('is the same for a return that is booked alone', () => {
    for (const { outbound, back, answered, phase } of rows.filter((row) => row.back === undefined)) {
      const booking = bookingOf({ outbound, ...(back && { back }), ...(answered && { answered }) });
      const [leg] = booking.legs;
      const alone = { ...booking, legs: [{ ...leg, plan: { ...leg.plan, kind: 'return' as const } }] as const };
      expect(phaseOf(alone)).to.equal(phase);
    }
  });
});

describe('a booking', () => {
  const outbound = aLeg({ _tag: 'Bought', bought: aPurchase({ trackingCode: 'T-1', carrierOrder: 'C-1' }) });
  const back = aLeg(
    { _tag: 'Bought', bought: aPurchase({ trackingCode: 'T-2' }) },
    { kind: 'return', reference: 'R-2' },
  );
  const both = aBooking({ legs: [outbound, back] });

  it('is known by our references, its tracking codes and the carrier’s order numbers, of both legs', () => {
    expect(handlesOf(both)).to.have.members(['ls-0001-o', 'T-1', 'C-1', 'R-2', 'T-2']);
  });

  it('is known by its reference alone before anything is bought', () => {
    for (const tag of ['Claimed', 'Buying', 'Unknown', 'Parked', 'Refused'] as const)
      expect(handlesOf(bookingOf({ outbound: tag })), tag).to.deep.equal(['ls-0001-o']);
  });

  it('is still known by its tracking code after a cancel', () => {
    for (const state of everyState.filter((each) => boughtOf(each) !== undefined))
      expect(handlesOf(aBooking({ legs: [aLeg(state)] })), state._tag).to.include(aPurchase().trackingCode);
  });

  it('names each handle once, where a carrier uses its order number as tracking code', () => {
    const twin = aLeg({ _tag: 'Bought', bought: aPurchase({ trackingCode: 'T-1', carrierOrder: 'T-1' }) });
    expect(handlesOf(aBooking({ legs: [twin] }))).to.deep.equal(['ls-0001-o', 'T-1']);
  });

  it('changes one leg and leaves the other as it is', () => {
    const claimed: LegState = { _tag: 'Claimed' };
    expect(withLeg(both, 'return', claimed).legs).to.deep.equal([outbound, { ...back, state: claimed }]);
    expect(withLeg(both, 'outbound', claimed).legs).to.deep.equal([{ ...outbound, state: claimed }, back]);
    expect(withLeg(aBooking({ legs: [outbound] }), 'return', claimed).legs).to.deep.equal([outbound]);
    expect(legOf(both, 'return')).to.equal(back);
    expect(legOf(aBooking({ legs: [outbound] }), 'return')).to.equal(undefined);
  });

  it('tells the refusal that ended or halted it', () => {
    expect(refusalOf(bookingOf({ outbound: 'Bought', back: 'Refused' }))).to.have.property('reason', 'too_late');
    expect(refusalOf(both)).to.equal(undefined);
  });
});
