/** What the first start shows on a terminal: a key, and two requests that work with it. */
export const firstStepsText = (baseUrl: string, account: string, key: string): string => `
  An API key of account ${account}, shown this once (storage keeps only its hash):

    ${key}

  Ask for an offer:

    curl -s ${baseUrl}/api/integrations/newstore/v1/shipping_offers \\
      -H 'Authorization: Bearer ${key}' -H 'Content-Type: application/json' \\
      -d '${JSON.stringify(offersExample)}'

  Book it, and open the label_url that comes back:

    curl -s ${baseUrl}/api/integrations/newstore/v1/shipments \\
      -H 'Authorization: Bearer ${key}' -H 'Content-Type: application/json' \\
      -d '${JSON.stringify(bookingExample)}'
`;

const item = {
  identifier: { product_id: '1005404', sku: 'TEE-BLK-M' },
  weight: { amount: 250, unit: 'g' },
  dimensions: { length: 30, width: 20, height: 3, unit: 'cm' },
};

export const offersExample = {
  sender_address: { country_code: 'AU', zip_code: '4000', city: 'Brisbane', state: 'QLD' },
  shipping_address: { country_code: 'AU', zip_code: '2000', city: 'Sydney', state: 'NSW' },
  deliverables: [{ quantity: 2, item }],
  ready_by: '2026-01-05T04:00:00Z',
  provider_rate: 'EXPRESS',
  service_level: 'EXPRESS',
};

const person = (first: string, last: string) => ({ first_name: first, last_name: last, phone: '07 5550 0100' });

export const bookingExample = {
  rate: 'EXPRESS',
  carrier_code: 'HOUSE',
  external_order_id: '981475723',
  booking_method: 'only_shipping',
  sender_address: {
    ...person('Example', 'Store'),
    ...{ country_code: 'AU', zip_code: '4000', city: 'Brisbane', state: 'QLD', address_line_1: '12 Queen St' },
  },
  shipping_address: {
    ...person('Ana', 'Lee'),
    ...{ country_code: 'AU', zip_code: '2000', city: 'Sydney', state: 'NSW', address_line_1: '1 Pitt St' },
  },
  package_option: { weight: { amount: 20, unit: 'g' } },
  items: [item, item],
};
