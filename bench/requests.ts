import { priceOf, receivers } from './card.js';

/** NewStore's requests, as its documents show them, about 1.5 KB each, no two that follow each other alike. */

const sender = {
  country_code: 'AU',
  state: 'QLD',
  city: 'Fortitude Valley',
  zip_code: '4006',
  address_line_1: '12 Warehouse Lane',
  address_line_2: 'Dock 3',
  company: 'Demo Store Pty Ltd',
  first_name: 'Dispatch',
  last_name: 'Desk',
};

const STREETS = ['Queen Street', 'Station Road', 'Ocean Parade', 'King George Terrace', 'Mill Lane'];
const NAMES = ['Nguyen', "O'Brien", 'Papadopoulos', 'Smith-Jones', 'Müller'];

/** The element that turn `turn` comes to. */
const at = <A>(all: readonly [A, ...A[]] | readonly A[], turn: number): A => all[turn % all.length] as A;

const receiver = (turn: number) => {
  const { city, postcode } = at(receivers, turn);
  return {
    country_code: 'AU',
    city,
    zip_code: postcode,
    address_line_1: `${(turn % 180) + 1} ${at(STREETS, turn)}`,
    first_name: 'Alex',
    last_name: at(NAMES, turn),
  };
};

const item = (turn: number, grams: number) => ({
  identifier: {
    product_id: `SKU-${10_000 + (turn % 5_000)}`,
    sku: `SKU-${10_000 + (turn % 5_000)}`,
    ean: String(9_300_000_000_000 + turn),
    epc: `urn:epc:id:sgtin:9300000.${turn % 1_000_000}.1`,
  },
  price: { amount: 59.95, currency: 'AUD' },
  weight: { amount: grams / 1000, unit: 'kg' },
  dimensions: { length: 22, width: 16, height: 4.5, unit: 'cm' },
  customs_info: { description: 'Cotton T-shirt', hs_number: '610910', origin_country: 'CN' },
});

/** Three units of two products; grams of one unit of each. */
const unitGrams = (turn: number): readonly [number, number] => [180 + ((turn * 37) % 900), 240 + ((turn * 53) % 1_500)];

/** What the parcel is charged by: weight or volume, of which the items' boxes on each other have 3 x 4.5 cm by 22 by 16. */
const chargedGrams = (turn: number): number => {
  const [first, second] = unitGrams(turn);
  return Math.max(first + 2 * second, Math.ceil((220 * 160 * 135) / 4_000));
};

/** Price of a service, by its position on the card, for the parcel of this turn. */
export const expectedPrice = (turn: number, service: number): number =>
  priceOf(service, at(receivers, turn).zone, chargedGrams(turn));

export const offersRequest = (turn: number, providerRate: string): string => {
  const [first, second] = unitGrams(turn);
  return JSON.stringify({
    sender_address: sender,
    shipping_address: receiver(turn),
    deliverables: [
      { quantity: 1, item: item(turn, first) },
      { quantity: 2, item: item(turn + 1, second) },
    ],
    fulfillment_node_id: 'BNE01',
    ready_by: new Date(Date.now() + 3_600_000).toISOString(),
    provider_rate: providerRate,
    service_level: 'STANDARD',
    request_id: `1111.${turn}`,
  });
};

/** Each turn is an order of its own. `run` keeps the orders of one run apart from those of another. */
export const bookingRequest = (run: string, turn: number, rate: string): string => {
  const [first, second] = unitGrams(turn);
  const person = { email: 'alex@example.com', phone: '+61 7 3333 4444' };
  return JSON.stringify({
    rate,
    carrier_code: 'HOUSE',
    external_order_id: `${run}-${turn}`,
    booking_method: 'only_shipping',
    sender_address: { ...sender, ...person },
    shipping_address: { ...receiver(turn), ...person },
    items: [item(turn, first), item(turn + 1, second), item(turn + 1, second)],
    demand_location_id: 'WEB',
    fulfillment_node_id: 'BNE01',
  });
};
