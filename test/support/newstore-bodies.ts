import { bookingExample, offersExample } from '../../config/commands/first-steps.js';

type Json = Readonly<Record<string, unknown>>;

/** A request for offers that the demo account answers with one. */
export const anOffersBody = (over: Json = {}): Json => ({ ...offersExample, ...over });

/** A booking that the demo account takes, of an order of its own unless it is named. */
export const aBookingBody = (over: Json = {}): Json => ({
  ...bookingExample,
  external_order_id: `order-${(orders += 1)}`,
  ...over,
});

let orders = 0;

export const sender = (over: Json = {}): Json => ({ ...bookingExample.sender_address, ...over });
export const receiver = (over: Json = {}): Json => ({ ...bookingExample.shipping_address, ...over });
