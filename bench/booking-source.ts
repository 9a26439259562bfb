import { post, type Exchange } from './load.js';
import { bookingRequest, expectedPrice } from './requests.js';

const PATH = '/api/integrations/newstore/v1/shipments';

type WireBooking = {
  readonly tracking_code: string;
  readonly label_url: string;
  readonly cost: { readonly price: number };
};

/** Bookings without end, each of an order of its own, and every tracking code that was given out for them. */
export type BookingSource = { readonly codes: ReadonlySet<string>; readonly next: () => Exchange };

const fault =
  (turn: number, codes: Set<string>) =>
  (status: number, body: string): string | undefined => {
    if (status !== 201) return 'not a 201';
    const { tracking_code, label_url, cost } = JSON.parse(body) as WireBooking;
    const isRight =
      /^\d{18}$/.test(tracking_code) &&
      !codes.has(tracking_code) &&
      label_url.endsWith('.pdf') &&
      cost.price === expectedPrice(turn, 0);
    codes.add(tracking_code);
    return isRight ? undefined : `not a booking of its own at the card's price, turn ${turn}`;
  };

/** An answer is right where it is a 201 at the card's price, with a tracking code that no other booking was given. */
export const makeBookings = (key: string, run: (turn: number) => string): BookingSource => {
  const codes = new Set<string>();
  let turn = 0;
  const next = (): Exchange => {
    turn += 1;
    return { bytes: post(PATH, key, bookingRequest(run(turn), turn, 'ONE')), fault: fault(turn, codes) };
  };
  return { codes, next };
};
