import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import { readRateCard } from '../adapters/carriers/rate-card/card-file.js';
import { makePlaces } from '../adapters/places/places.js';
import { makeZones } from '../adapters/system/zones.js';
import type { Address } from '../domain/address.js';
import { quoteCard, type CardRequest } from '../domain/card-quote.js';
import { countryCode } from '../domain/places.js';
import type { RateCard } from '../domain/rate-card.js';
import { instant, MINUTE } from '../domain/time.js';
import { makeCardText, makeLongCardText, serviceCodes } from './card.js';
import { machine, median, option, print, table, whole } from './report.js';

/** Quotes a second in this process: one service or ten, from a card of ordinary length and from one 100 times as long. */
const SERVICES = 10;
const LONGER = 100;
const REQUESTS = 4_096;
const BATCH = 20_000;

const zones = makeZones();
const places = makePlaces();
const zone = O.toUndefined(zones('Australia/Brisbane'));
if (zone === undefined) throw new Error('this runtime has no time zones');

const country = (code: string) => {
  const place = places.find(code);
  return O.isSome(place) ? O.some(place.value.country) : O.none;
};

const cardOf = (text: string): RateCard => {
  const card = readRateCard(text, 'bench.yaml', { country });
  if (E.isLeft(card)) throw new Error(JSON.stringify(card.left.slice(0, 3)));
  return card.right;
};

const address = (postcode: string): Address => ({ country: countryCode('AU'), postcode });

/** Postcodes 1000 to 8999 and weights up to 20 kg, in no order. */
const requestsFor = (services: readonly string[]): readonly CardRequest[] =>
  Array.from({ length: REQUESTS }, (_, turn) => ({
    services,
    from: address('4006'),
    to: address(String(1_000 + ((turn * 7_919) % 8_000))),
    parcel: { grams: 1 + ((turn * 104_729) % 20_000), lengthMm: 220, widthMm: 160, heightMm: 90, notes: [] },
    readyAt: instant(Date.UTC(2026, 10, 20) + ((turn * 31) % 20_160) * MINUTE),
    zone,
  }));

const prices = (card: RateCard, request: CardRequest): boolean =>
  quoteCard(card, request).every(({ answer }) => E.isRight(answer));

const nanoseconds = (card: RateCard, requests: readonly CardRequest[]): number => {
  const startedAt = process.hrtime.bigint();
  for (let turn = 0; turn < BATCH; turn += 1) quoteCard(card, requests[turn % REQUESTS] as CardRequest);
  return Number(process.hrtime.bigint() - startedAt) / BATCH;
};

const [ordinary, long] = [cardOf(makeCardText(SERVICES)), cardOf(makeLongCardText(SERVICES, LONGER))];

const rowsFor = (name: string, services: readonly string[]): readonly (readonly string[])[] => {
  const all = requestsFor(services);
  // Both cards price what is asked of them, so that neither is quick by refusing.
  const priced = all.filter((request) => prices(ordinary, request) && prices(long, request));
  const requests = Array.from({ length: REQUESTS }, (_, turn) => priced[turn % priced.length] as CardRequest);
  for (const card of [ordinary, long]) nanoseconds(card, requests);
  const pairs = Array.from({ length: option('rounds', 15) }, () => ({
    ordinary: nanoseconds(ordinary, requests),
    long: nanoseconds(long, requests),
  }));
  const row = (card: string, times: readonly number[], ratio: string): readonly string[] => {
    const time = median(times);
    return [`${name}, ${card}`, whole(1e9 / time), (time / 1_000).toFixed(2), ratio];
  };
  const slower = median(pairs.map((pair) => pair.long / pair.ordinary));
  return [
    row(
      'ordinary card',
      pairs.map((pair) => pair.ordinary),
      '1.00',
    ),
    row(
      `${LONGER} times longer`,
      pairs.map((pair) => pair.long),
      slower.toFixed(2),
    ),
  ];
};

const rates = ({ services }: RateCard): number => services.reduce((sum, service) => sum + service.rates.size, 0);

const rows = [...rowsFor('one service', serviceCodes(1)), ...rowsFor('ten services', serviceCodes(SERVICES))];
print(machine());
print(
  `The ordinary card has ${ordinary.zones.zones.length} zones and ${rates(ordinary)} rates, the longer one ` +
    `${whole(long.zones.zones.length)} and ${whole(rates(long))}.`,
);
print('');
print(table(['asked for', 'quotes/s', 'µs', 'time'], rows));
