/** A rate card whose every price can be told without the code that is measured. Prices are in cents until they are written. */

const ZONES: readonly (readonly [name: string, postcodes: string])[] = [
  ['city', '4000-4179, 4205-4207, 4300-4305, 4500-4509'],
  ['capitals', '2000-2234, 2600-2618, 3000-3207, 5000-5199, 6000-6199'],
  ['regional', '2*, 3*, 4*, 5*, 6*, 7*'],
  ['remote', '0800-0999, 4470-4499, 4816-4830, 6701-6799'],
];

const KILOGRAMS = [1, 2, 3, 5, 10, 20];

const serviceCode = (service: number): string => `SERVICE_${service + 1}`;

export const serviceCodes = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, service) => serviceCode(service));

/** Hundredths of the card's currency, before the surcharge. */
const freightCents = (service: number, zone: number, kilograms: number): number =>
  695 + 145 * service + 260 * zone + 190 * kilograms;

const money = (cents: number): string => (cents / 100).toFixed(2);

/**
 * What a parcel of so many grams costs: the first break that it does not exceed, 6.5 % for fuel on top, rounded half up.
 * A number as JSON writes it.
 */
export const priceOf = (service: number, zone: number, grams: number): number => {
  const kilograms = KILOGRAMS.find((upTo) => grams <= upTo * 1000) ?? 0;
  return Math.floor((freightCents(service, zone, kilograms) * 1065 + 500) / 1000) / 100;
};

const zoneText = ([name, postcodes]: readonly [string, string]): string =>
  `  - { name: ${name}, routing: ${name.slice(0, 3).toUpperCase()}, country: AU, postcodes: [${postcodes}] }`;

const rateText = (service: number, zone: number, name: string): string => {
  const breaks = KILOGRAMS.map(
    (upTo) => `{ up_to: ${upTo} kg, price: ${money(freightCents(service, zone, upTo))} }`,
  ).join(', ');
  return `      - { zone: ${name}, transit_days: 1-${(zone % 4) + 2}, breaks: [${breaks}] }`;
};

const serviceText = (service: number, zones: readonly string[]): string => `
  - code: ${serviceCode(service)}
    name: Service ${service + 1}
    max_weight: 20 kg
    divisor: 4000
    cut_off: 15:00
    delivery_hours: 08:00-18:00
    tax: { name: GST, percent: 10, included: true }
    surcharges: [{ name: Fuel, percent: 6.5 }]
    rates:
${zones.map((name, zone) => rateText(service, zone, name)).join('\n')}`;

const cardText = (services: number, zones: readonly string[], zoneLines: readonly string[]): string => `
carrier: House Courier
currency: AUD
holidays: [2026-12-25, 2026-12-28, 2027-01-01, 2027-01-26]
origins: [AU]
zones:
${zoneLines.join('\n')}
services:
${serviceCodes(services)
  .map((_, service) => serviceText(service, zones))
  .join('\n')}
`;

/** Four zones. */
export const makeCardText = (services: number): string =>
  cardText(
    services,
    ZONES.map(([name]) => name),
    ZONES.map(zoneText),
  );

/** `times` four zones, that share out the postcodes, and as many times the rates. */
export const makeLongCardText = (services: number, times: number): string => {
  const names = Array.from({ length: 4 * times }, (_, zone) => `zone-${zone}`);
  // Postcodes 1000 to 9000, in pieces of a width that leaves no zone without one.
  const width = Math.floor(8000 / names.length / 5);
  const range = (piece: number): string => `${1000 + piece * width}-${1000 + (piece + 1) * width - 1}`;
  const lines = names.map((name, zone) => {
    const pieces = Array.from({ length: 5 }, (_, turn) => range(turn * names.length + zone));
    return zoneText([name, pieces.join(', ')]);
  });
  return cardText(services, names, lines);
};

/** Receivers, and the position of the zone that each is in. */
export const receivers: readonly { readonly city: string; readonly postcode: string; readonly zone: number }[] = [
  { city: 'Brisbane', postcode: '4000', zone: 0 },
  { city: 'Toowong', postcode: '4066', zone: 0 },
  { city: 'Ipswich', postcode: '4305', zone: 0 },
  { city: 'Sydney', postcode: '2000', zone: 1 },
  { city: 'Bondi Beach', postcode: '2026', zone: 1 },
  { city: 'Melbourne', postcode: '3000', zone: 1 },
  { city: 'Adelaide', postcode: '5000', zone: 1 },
  { city: 'Perth', postcode: '6000', zone: 1 },
  { city: 'Newcastle', postcode: '2300', zone: 2 },
  { city: 'Geelong', postcode: '3220', zone: 2 },
  { city: 'Cairns', postcode: '4870', zone: 2 },
  { city: 'Hobart', postcode: '7000', zone: 2 },
  { city: 'Darwin', postcode: '0800', zone: 3 },
  { city: 'Longreach', postcode: '4730', zone: 2 },
  { city: 'Charters Towers', postcode: '4820', zone: 3 },
  { city: 'Broome', postcode: '6725', zone: 3 },
];
