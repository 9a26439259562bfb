import * as O from 'fp-ts/lib/Option.js';
import type { CarrierOrder } from '../../../application/ports/carrier.js';
import type { Address } from '../../../domain/address.js';
import type { Bought } from '../../../domain/booking.js';
import type { Currency } from '../../../domain/currency.js';
import { decimal, decimalNumber, parseDecimal } from '../../../domain/decimal.js';
import type { Goods } from '../../../domain/goods.js';
import { moneyOf, priceNumber, type Money } from '../../../domain/money.js';
import type { Parcel } from '../../../domain/parcel.js';
import type { QuoteRequest } from '../../../domain/quote.js';
import type { Order, Rated, Shipment } from './codecs.js';
import { cutText } from './cut-text.js';
import type { SenderDefaults, StarshipitService, StarshipitSettings } from './settings.js';

/** A country's English name, as Starshipit's orders want it. */
export type CountryName = (country: string) => string;

type Wire = { readonly [member: string]: unknown };

const cut = (text: string | undefined, most: number): string | undefined =>
  text === undefined ? undefined : cutText(text, most).trim();

/** Without members that are absent or empty. */
const said = (members: Wire): Wire =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined && value !== ''));

/** Kilograms of grams, metres of millimetres: both are thousandths. */
const thousandths = (whole: number): number => decimalNumber(decimal(BigInt(whole), 3));

const toPackage = ({ grams, lengthMm, widthMm, heightMm }: Parcel): Wire => ({
  weight: thousandths(grams),
  // A size that nobody knows is left to the account's defaults.
  ...(lengthMm > 0 && widthMm > 0 && heightMm > 0
    ? { height: thousandths(heightMm), width: thousandths(widthMm), length: thousandths(lengthMm) }
    : {}),
});

const MOST_STREET = 100;

/** As many whole words as fit, and the rest. */
const broken = (text: string, most: number): readonly [string, string] => {
  if (text.length <= most) return [text, ''];
  const blank = text.lastIndexOf(' ', most);
  const head = blank > 0 ? text.slice(0, blank) : cutText(text, most);
  return [head.trim(), text.slice(head.length).trim()];
};

/** There is one line for the street: both of ours go there where they fit, else what does not fit goes to `building`. */
const toStreet = ({ line1 = '', line2 }: Address): Wire => {
  const joined = [line2, line1].filter((line) => line !== undefined && line !== '').join(', ');
  if (joined.length <= MOST_STREET) return { street: joined };
  const [street, rest] = broken(line1, MOST_STREET);
  const building = [line2, rest].filter((line) => line !== undefined && line !== '').join(', ');
  return { street, building: cut(building, MOST_STREET) };
};

/** Australian addresses have a suburb and no city beside it; elsewhere what we call the city stands for both. */
const toPlace = ({ country, city, state, postcode }: Address): Wire => ({
  suburb: cut(city, 100),
  ...(country === 'AU' ? {} : { city: cut(city, 100) }),
  state: cut(state, 100),
  // Starshipit takes ten characters. Half of a longer one is another place: whoever wrote it is told so.
  post_code: postcode,
});

const nameOf = ({ firstName, lastName, company }: Address): string | undefined => {
  const names = firstName === lastName ? [lastName] : [firstName, lastName];
  return names.some((name) => name !== undefined) ? names.filter((name) => name !== undefined).join(' ') : company;
};

/** Half of an e-mail address is none. */
const fitting = (text: string | undefined, most: number): string | undefined =>
  text !== undefined && text.length <= most ? text : undefined;

/** A party of an order: its country by name. */
const toParty = (address: Address, country: CountryName, defaults: SenderDefaults = {}): Wire =>
  said({
    name: cut(nameOf(address) ?? defaults.name, 100),
    company: cut(address.company ?? defaults.company, 100),
    email: fitting(address.email ?? defaults.email, 100),
    phone: cut(address.phone ?? defaults.phone, 100),
    ...toStreet(address),
    ...toPlace(address),
    country: cut(country(address.country), 100),
  });

/** An end of a route that is priced: its country by code. */
const toRouteEnd = (address: Address): Wire =>
  said({ ...toStreet(address), ...toPlace(address), country_code: address.country });

/** The house's end and the customer's, whichever way the parcel travels. */
type Ends = { readonly house: Address; readonly customer: Address };

type Route = { readonly from: Address; readonly to: Address };

/** Which address stands where in an order of a return is not documented: the account says it. */
const endsOf = ({ from, to }: Route, isReturn: boolean, addresses: StarshipitSettings['returnAddresses']): Ends =>
  isReturn && addresses === 'as_outbound' ? { house: to, customer: from } : { house: from, customer: to };

const toItem =
  (currency: Currency | undefined, country: CountryName) =>
  ({ sku, quantity, grams, value, customs }: Goods): Wire =>
    said({
      description: cut(customs?.description, 100) ?? sku ?? 'Goods',
      sku: cut(sku, 50),
      tariff_code: cut(customs?.hsNumber.replaceAll(/\D/g, ''), 18),
      country_of_origin: customs === undefined ? undefined : cut(country(customs.originCountry), 50),
      quantity,
      weight: grams === undefined ? undefined : thousandths(grams),
      value: value !== undefined && value.currency === currency ? priceNumber(value) : undefined,
    });

/** What is declared is declared in one currency: that of the first goods that have a value. */
const declaredIn = (goods: readonly Goods[]): Currency | undefined =>
  goods.find(({ value }) => value !== undefined)?.value?.currency;

const toService = ({ carrier, serviceCode }: StarshipitService): Wire => ({
  carrier,
  carrier_service_code: serviceCode,
});

export type OrderParts = {
  readonly order: CarrierOrder;
  readonly orderNumber: string;
  readonly service: StarshipitService;
  readonly settings: Pick<StarshipitSettings, 'returnAddresses' | 'senderDefaults'>;
  readonly countryName: CountryName;
};

/** What a create and an update have in common. */
const planned = ({ order, service, settings, countryName }: OrderParts): Wire => {
  const { plan, goods } = order;
  const { house, customer } = endsOf(plan, plan.kind === 'return', settings.returnAddresses);
  return {
    reference: plan.reference,
    ...toService(service),
    signature_required: service.signatureRequired,
    return_order: plan.kind === 'return' ? true : undefined,
    currency: declaredIn(goods),
    sender_details: toParty(house, countryName, settings.senderDefaults),
    destination: toParty(customer, countryName),
  };
};

/** Body of POST /api/orders: all that a print needs is in the create. */
export const toCreate = (parts: OrderParts): Wire => {
  const { order, orderNumber, countryName } = parts;
  const { parcel, goods } = order;
  return {
    order: said({
      order_number: orderNumber,
      ...planned(parts),
      items: goods.map(toItem(declaredIn(goods), countryName)),
      packages: [toPackage(parcel)],
    }),
  };
};

/** Body of PUT /api/orders: makes an order that was found the one that was planned. Its items are left as they are. */
export const toUpdate = (parts: OrderParts, { order_id: orderId, packages }: Order): Wire => {
  const parcel = toPackage(parts.order.parcel);
  const [first, ...others] = packages.flatMap(({ package_id: id }) => (id === undefined ? [] : [Number(id)]));
  const owned = first === undefined ? parcel : { package_id: first, ...parcel };
  return {
    order: said({
      order_id: Number(orderId),
      ...planned(parts),
      packages: [owned, ...others.map((id) => ({ package_id: id, delete: true }))],
    }),
  };
};

/** Body of POST /api/orders/shipment. It buys. The service is said again, since an account's rules may have changed it. */
export const toPrint = (orderId: string, service: StarshipitService): Wire => ({
  order_id: Number(orderId),
  ...toService(service),
});

/** Body of POST /api/orders/shipment that only fetches what was printed. */
export const toReprint = (orderId: string): Wire => ({ order_id: Number(orderId), reprint: true });

/** Body of POST /api/deliveryservices or POST /api/rates. */
export const toQuoteRequest = (
  { from, to, leg, parcel }: QuoteRequest,
  settings: Pick<StarshipitSettings, 'quotes' | 'returnAddresses' | 'currency'>,
  signature: boolean,
): Wire => {
  const { house, customer } = endsOf({ from, to }, leg === 'return', settings.returnAddresses);
  const common = { sender: toRouteEnd(house), destination: toRouteEnd(customer), packages: [toPackage(parcel)] };
  return settings.quotes === 'rates'
    ? { ...common, currency: settings.currency, include_pricing: true }
    : {
        ...{ ...common, include_pricing: true },
        ...(leg === 'return' && { return_order: true }),
        ...(signature && { signature_required: true }),
      };
};

/** None for a price that is missing, zero or below: an offer is never free of charge by mistake. */
const priceOf = ({ total_price: price, currency }: Rated, account: Currency): O.Option<Money> => {
  if (price === undefined || (currency !== undefined && currency.toUpperCase() !== account)) return O.none;
  const amount = parseDecimal(price);
  if (O.isNone(amount)) return O.none;
  const money = moneyOf(amount.value, account);
  return money.minor > 0n ? O.some(money) : O.none;
};

const same = (a: string | undefined, b: string): boolean => a === undefined || a.toLowerCase() === b.toLowerCase();

/** Whether a row is of the service: by courier, where the row names one, by code, and by name where the settings name it. */
const isOf =
  ({ carrier, serviceCode, serviceName }: StarshipitService) =>
  (row: Rated): boolean =>
    row.service_code === serviceCode &&
    same(row.carrier, carrier) &&
    (serviceName === undefined || row.service_name === serviceName);

export type Priced =
  { readonly _tag: 'Priced'; readonly price: Money } | { readonly _tag: 'Unpriced' } | { readonly _tag: 'Absent' };

/** What a service costs by Starshipit's answer; the least where several rows are of it. */
export const fromRated = (rows: readonly Rated[], service: StarshipitService, currency: Currency): Priced => {
  const own = rows.filter(isOf(service));
  if (own.length === 0) return { _tag: 'Absent' };
  const [first, ...others] = own.flatMap((row) => {
    const price = priceOf(row, currency);
    return O.isSome(price) ? [price.value] : [];
  });
  if (first === undefined) return { _tag: 'Unpriced' };
  return { _tag: 'Priced', price: others.reduce((least, price) => (price.minor < least.minor ? price : least), first) };
};

/** How far an order is. Words that are not known count as beyond recall. */
export const stageOf = ({ status, archived }: Order): 'unshipped' | 'printed' | 'moving' | 'archived' => {
  if (archived === true) return 'archived';
  switch (status?.toLowerCase()) {
    case 'unshipped':
    case 'saved':
      return 'unshipped';
    case 'printed':
      return 'printed';
    default:
      return 'moving';
  }
};

/** Every tracking number of an order and of the answer to its print, in order, each once; nulls left out. */
export const numbersOf = (order: Order | undefined, shipment: Shipment | undefined): readonly string[] => {
  const all = [
    ...(shipment?.tracking_numbers ?? []),
    ...(order?.packages ?? []).map(({ tracking_number }) => tracking_number),
    order?.tracking_number,
  ];
  return [...new Set(all.filter((number) => number !== undefined))];
};

/** None while no number is known. */
export const toBought = (
  orderId: string,
  order: Order | undefined,
  shipment: Shipment | undefined,
): O.Option<Bought> => {
  const [trackingCode, ...further] = numbersOf(order, shipment);
  if (trackingCode === undefined) return O.none;
  const packages = order?.packages ?? [];
  const own = packages.find(({ tracking_number }) => tracking_number === trackingCode);
  const trackingUrl = [own?.tracking_url, order?.tracking_url].find((url) => url !== undefined && URL.canParse(url));
  return O.some({
    trackingCode,
    carrierOrder: orderId,
    ...(trackingUrl !== undefined && { trackingUrl }),
    ...(further.length > 0 && { furtherTrackingCodes: further }),
    ...(order?.manifested !== undefined && { manifested: order.manifested }),
  });
};
