import { expect } from 'chai';
import fc from 'fast-check';
import type { FingerprintSettings } from '../../domain/account.js';
import { isLive, phaseOf, withLeg, type Booking, type BookingKey, type LegState } from '../../domain/booking.js';
import { encounter, type Encounter } from '../../domain/encounter.js';
import { identityOf, storedFingerprints, type Identity } from '../../domain/fingerprint.js';
import { referenceOf } from '../../domain/reference.js';
import { aBooking, aKey, aLeg, aPurchase, MORNING, notMoved } from '../support/bookings.js';
import { aBookingRequest } from '../support/requests.js';
import { sha256 } from '../support/sha256.js';

/** One request, sent for the first time or again, and what comes of it. */
type Sent = {
  readonly node: string;
  readonly offer: string;
  readonly settings: FingerprintSettings;
  /** What the carrier makes of it, if it is asked. */
  readonly carrier: 'sells' | 'refuses' | 'is silent';
  /** Whether the caller is there to hear the answer. */
  readonly heard: boolean;
  /** Whether requests seem to run for the bookings of other offers. */
  readonly othersRun: boolean;
};

type Step = Sent | { readonly cancelled: number };

const bought = aPurchase();
const states: Readonly<Record<Sent['carrier'], LegState>> = {
  sells: { _tag: 'Booked', bought, tracking: notMoved },
  refuses: { _tag: 'Refused', refusal: { reason: 'other', detail: '' } },
  'is silent': { _tag: 'Unknown', step: 'creating', sentAt: MORNING },
};

const asked = (booking: Booking, carrier: Sent['carrier']): Booking => ({
  ...withLeg(booking, 'outbound', states[carrier]),
  ...(carrier === 'sells' && { answer: '{}' }),
});

const sameKey = (a: BookingKey, b: BookingKey): boolean =>
  a.account === b.account && a.order === b.order && a.fingerprint === b.fingerprint && a.generation === b.generation;

/** All bookings of one order, and which of them each request was told of last. */
type History = {
  readonly bookings: Booking[];
  readonly told: Map<string, BookingKey>;
  readonly settingsAreSteady: boolean;
};

const put = ({ bookings }: History, booking: Booking): void => {
  const at = bookings.findIndex(({ key }) => sameKey(key, booking.key));
  bookings.splice(at < 0 ? bookings.length : at, 1, booking);
};

type Vacancy = Extract<Encounter, { readonly _tag: 'Unclaimed' }>;

const claim = (
  { bookings }: History,
  { generation, parcelNumber, ...vacancy }: Vacancy,
  { fingerprint, kin }: Identity,
) => {
  const key = aKey({ fingerprint, generation });
  const reference = referenceOf(key, 'outbound', sha256);
  for (const other of bookings) {
    expect(sameKey(other.key, key), 'a key is taken once').to.equal(false);
    expect(other.parcelNumber, 'a parcel number is taken once').to.not.equal(parcelNumber);
    expect(other.legs[0].plan.reference, 'a reference is given once').to.not.equal(reference);
  }
  const { suspectedDuplicateOf } = vacancy;
  const mark = suspectedDuplicateOf === undefined ? {} : { suspectedDuplicateOf };
  return aBooking({ key, kin, parcelNumber, legs: [aLeg({ _tag: 'Claimed' }, { reference })], ...mark });
};

const send = (history: History, sent: Sent): void => {
  const request = aBookingRequest({ nodeId: sent.node, offer: sent.offer });
  const identity = identityOf(request, 'req-1', sent.settings, sha256);
  const stored = storedFingerprints(request, 'req-1', sha256);
  const met = encounter(history.bookings, identity, stored, () => sent.othersRun);
  const name = `${sent.node} ${sent.offer}`;

  const key = history.told.get(name);
  const before = history.bookings.find((booking) => key !== undefined && sameKey(booking.key, key));
  if (before !== undefined && isLive(before)) {
    expect(met._tag, 'nothing is bought again').to.be.oneOf(['Answered', 'Underway']);
    if (history.settingsAreSteady)
      expect(met, 'what was told is told again').to.deep.equal({ _tag: 'Answered', booking: before, answer: '{}' });
  }

  if (met._tag === 'Joinable') {
    put(history, met.booking);
    send(history, sent);
    return;
  }
  const booking = met._tag === 'Unclaimed' ? claim(history, met, identity) : met.booking;
  const after = met._tag === 'Answered' ? booking : asked(booking, sent.carrier);
  const isTold = after.answer !== undefined && sent.heard;
  put(history, isTold ? { ...after, answered: true } : after);
  if (isTold) history.told.set(name, after.key);
};

const cancel = (history: History, which: number): void => {
  const booked = history.bookings.filter((booking) => phaseOf(booking) === 'Booked');
  const booking = booked[which % booked.length];
  if (booking !== undefined) put(history, withLeg(booking, 'outbound', { _tag: 'Cancelled', bought, at: MORNING }));
};

const take = (history: History, step: Step): void => {
  if ('cancelled' in step) cancel(history, step.cancelled);
  else send(history, step);
  for (const node of nodes) {
    const kins = kinsOf.get(node);
    const unmarked = history.bookings.filter(
      (booking) => kins?.has(booking.kin) === true && isLive(booking) && booking.suspectedDuplicateOf === undefined,
    );
    expect(unmarked.length, 'a second label of one parcel is shown to the operator').to.be.at.most(1);
  }
};

const nodes = ['BNE01', 'BNE02'];

const everySetting: readonly FingerprintSettings[] = [true, false].flatMap((offerCounts) =>
  [true, false].map((requestIdCounts) => ({ offerCounts, requestIdCounts })),
);

const kinsOf = new Map(
  nodes.map((node) => [node, storedFingerprints(aBookingRequest({ nodeId: node }), 'req-1', sha256)]),
);

const anyStep = (settings: fc.Arbitrary<FingerprintSettings>): fc.Arbitrary<Step> =>
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        node: fc.constantFrom(...nodes),
        offer: fc.constantFrom('offer-1', 'offer-2', 'offer-3'),
        settings,
        carrier: fc.constantFrom<Sent['carrier'][]>('sells', 'refuses', 'is silent'),
        heard: fc.boolean(),
        othersRun: fc.boolean(),
      }),
    },
    { weight: 1, arbitrary: fc.record({ cancelled: fc.nat(5) }) },
  );

const live = (steps: readonly Step[], settingsAreSteady: boolean): void => {
  const history: History = { bookings: [], told: new Map(), settingsAreSteady };
  for (const step of steps) take(history, step);
};

describe('the bookings of an order, whatever its requests go through', () => {
  it('have keys, numbers and references of their own, one label a parcel, and one answer a request', () => {
    const anyHistory = fc
      .constantFrom(...everySetting)
      .chain((settings) => fc.array(anyStep(fc.constant(settings)), { maxLength: 10 }));
    fc.assert(fc.property(anyHistory, (steps) => live(steps, true)));
  });

  it('have them also where the account changes its settings in between', () => {
    const anyHistory = fc.array(anyStep(fc.constantFrom(...everySetting)), { maxLength: 10 });
    fc.assert(fc.property(anyHistory, (steps) => live(steps, false)));
  });
});
