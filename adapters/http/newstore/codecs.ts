import { bookingMethods } from '../../../domain/booking-request.js';
import { LENGTH_UNITS, MASS_UNITS } from '../../../domain/units.js';
import { amount, dateTime, list, oneOf, optional, record, required, text, texts, type Wire } from '../../codec/wire.js';

/**
 * NewStore's shipping provider webhooks, request side: names, lengths and enumerations of its "Shipping Provider Webhooks"
 * document. Where that demands less than it could (units, positive numbers, required parts of a booking's addresses), the
 * domain decides, so that one rule is written once.
 */
type Of<W> = W extends Wire<infer A> ? A : never;

const code = text(1, 256);
const part = text(0, 256);

const weight = record('Weight', {
  amount: required(amount({ minimum: 0 })),
  unit: required(text(1, 16, `One of ${MASS_UNITS.join(', ')}`)),
});

const side = required(amount({ exclusiveMinimum: 0 }));
const dimensions = record('Dimensions', {
  length: side,
  width: side,
  height: side,
  unit: required(text(1, 16, `One of ${LENGTH_UNITS.join(', ')}`)),
});

const item = record('Item', {
  identifier: optional(texts('product_id, sku, EAN, UPC, EPC and others')),
  price: optional(record('Price', { amount: required(amount({ minimum: 0 })), currency: required(text(1, 16)) })),
  weight: optional(weight),
  dimensions: optional(dimensions),
  customs_info: optional(
    record('ItemCustoms', {
      description: optional(text(0, 1024)),
      hs_number: optional(text(0, 64)),
      origin_country: optional(text(0, 64)),
    }),
  ),
});
export type WireItem = Of<typeof item>;

const addressParts = {
  country_code: optional(text(0, 16, 'ISO 3166-1 alpha-2')),
  state: optional(text(0, 256)),
  city: optional(part),
  zip_code: optional(text(0, 32)),
  address_line_1: optional(part),
  address_line_2: optional(part),
  company: optional(part),
  first_name: optional(part),
  last_name: optional(part),
};

const routeAddress = record('RouteAddress', addressParts, 'country_code is required');
const bookingAddress = record(
  'BookingAddress',
  { ...addressParts, email: optional(part), phone: optional(part) },
  'country_code, first_name, last_name, address_line_1, city, and zip_code where the country uses one, are required',
);
export type WireAddress = Of<typeof bookingAddress>;

export const OffersBody = record('OffersRequest', {
  sender_address: required(routeAddress),
  shipping_address: required(routeAddress),
  deliverables: required(
    list(
      record('Deliverable', { quantity: required(amount({ type: 'integer', minimum: 1 })), item: required(item) }),
      1,
    ),
  ),
  fulfillment_node_id: optional(part),
  ready_by: required(dateTime('When the parcel is ready to be handed over')),
  provider_rate: required(code),
  service_level: required(code),
});
export type OffersBody = Of<typeof OffersBody>;

export const BookingBody = record('BookingRequest', {
  offer: optional(text(0, 8192)),
  rate: required(code),
  carrier_code: required(code),
  external_order_id: required(code),
  booking_method: required(oneOf(...bookingMethods)),
  sender_address: required(bookingAddress),
  shipping_address: required(bookingAddress),
  package_option: optional(record('Package', { weight: required(weight), dimensions: optional(dimensions) })),
  items: required(list(item, 1)),
  demand_location_id: optional(part),
  fulfillment_node_id: optional(part),
  customs_info: optional(record('Customs', { customs_signer: optional(part), itn: optional(part) })),
});
export type BookingBody = Of<typeof BookingBody>;
