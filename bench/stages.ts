import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import { readRateCard } from '../adapters/carriers/rate-card/card-file.js';
import { toDocument } from '../adapters/codec/explanation-document.js';
import { OffersBody } from '../adapters/http/newstore/codecs.js';
import { fromOffers, toOffersRequest } from '../adapters/http/newstore/mapping.js';
import { makePlaces } from '../adapters/places/places.js';
import { makeOfferSeal } from '../adapters/system/offer-seal.js';
import { sha256 } from '../adapters/system/sha256.js';
import { makeZones } from '../adapters/system/zones.js';
import type { Desk } from '../application/ports/desks.js';
import { explain } from '../application/shipping/explain-offers.js';
import { quoteCard, type ServiceAnswer } from '../domain/card-quote.js';
import { emptyCatalogue } from '../domain/catalogue.js';
import { makeItem } from '../domain/item.js';
import { makeOffers, pricedDigest } from '../domain/offer.js';
import { rateDigest, termsText } from '../domain/offer-terms.js';
import { packParcel } from '../domain/parcel.js';
import { makeRouteAddress, type Place } from '../domain/places.js';
import type { Quote, QuoteRequest } from '../domain/quote.js';
import type { Selection } from '../domain/service-selection.js';
import { instant } from '../domain/time.js';
import { makeCardText, serviceCodes } from './card.js';
import { RATES } from './hub-folder.js';
import { machine, option, print, table } from './report.js';
import { offersRequest } from './requests.js';

/**
 * What each part of an answer with offers takes by itself: the least of many short stretches, in time of the processor, so
 * that other work on the machine hardly shows. Within a request each takes two to three times that: see docs/performance.md.
 */
const REQUESTS = 256;

const sure = <A>(found: E.Either<unknown, A>): A => {
  if (E.isRight(found)) return found.right;
  throw new Error(JSON.stringify(found.left));
};

const there = <A>(found: O.Option<A>): A => sure(E.fromOption(() => 'absent')(found));

const at = <A>(all: readonly A[], turn: number): A => there(O.fromNullable(all[turn]));

const places = makePlaces();
const zone = there(makeZones()('Australia/Brisbane'));
const country = (code: string) => O.map((place: Place) => place.country)(places.find(code));

const codes = serviceCodes(RATES.TEN);
const card = sure(readRateCard(makeCardText(RATES.TEN), 'bench.yaml', { country }));
const seal = makeOfferSeal([{ id: 'benchkey', secret: 'not a secret: this key signs nothing that is sent' }]);
const desk = { account: { id: 'bench' } } as unknown as Desk;
const now = instant(Date.now());

const toQuote = ({ service, answer }: ServiceAnswer): Quote => {
  const { price, lines, window } = sure(answer);
  const ref = { carrier: 'rate-card', service: service.code };
  return { _tag: 'Quoted', service: ref, serviceName: service.name, price, lines, window };
};

type Time = { readonly part: string; readonly microseconds: number };

const timesOf = (rate: keyof typeof RATES): readonly Time[] => {
  const times: Time[] = [];
  /** Times `work` on each of the inputs, and gives what it made of them. */
  const stage = <A, B>(part: string, inputs: readonly A[], work: (input: A, turn: number) => B): readonly B[] => {
    const spent = Array.from({ length: option('stretches', 60) }, () => {
      const before = process.cpuUsage();
      for (let again = 0; again < 4; again += 1) inputs.forEach(work);
      const { user, system } = process.cpuUsage(before);
      return (user + system) / inputs.length / 4;
    });
    times.push({ part, microseconds: Math.min(...spent) });
    return inputs.map(work);
  };

  const bodies = Array.from({ length: REQUESTS }, (_, turn) => Buffer.from(offersRequest(turn, rate)));
  const read = stage('body read as JSON', bodies, (bytes): unknown => JSON.parse(bytes.toString('utf8')));
  const decoded = stage('decoded', read, (json) => sure(OffersBody.decode(json)));
  const requests = stage('mapped', decoded, toOffersRequest);
  const ends = stage('addresses', requests, ({ sender, receiver }) => ({
    from: sure(makeRouteAddress(places, sender)),
    to: sure(makeRouteAddress(places, receiver)),
  }));
  const parcels = stage('items and parcel', requests, ({ deliverables }) => {
    const items = deliverables.map((item, place) => sure(makeItem(item, `deliverables[${place}].item`)));
    return sure(packParcel({ items, catalogue: emptyCatalogue, defaults: {}, field: 'deliverables' }));
  });
  const asked = requests.map(({ readyBy }, turn): QuoteRequest => ({
    from: at(ends, turn).from,
    to: at(ends, turn).to,
    ...{
      leg: 'outbound',
      parcel: at(parcels, turn),
      readyAt: readyBy,
      zone,
      requestId: `bench-${turn}`,
      forOffers: true,
    },
  }));
  const services = codes.slice(0, RATES[rate]);
  const quotes = stage('quotes', asked, (request) => quoteCard(card, { ...request, services }).map(toQuote));
  const refs = services.map((service) => ({ carrier: 'rate-card', service }));
  const selection: Selection = { _tag: 'Chosen', services: refs };
  const signed = stage('offers and tokens', quotes, (found, turn) => {
    const { from, to, parcel } = at(asked, turn);
    const [priced, digest] = [pricedDigest(from, to, parcel, sha256), rateDigest(rate, sha256)];
    return makeOffers(found, selection, rate, now).map((offer) => {
      const { service, price, expiresAt } = offer;
      const terms = { account: 'bench', service, rateDigest: digest, price, expiresAt, priced };
      return { token: seal.seal(termsText(terms)), ...offer };
    });
  });
  stage('explanation, as text', signed, (offers, turn) => {
    const result = { _tag: 'Answered', services: at(quotes, turn) } as const;
    const [request, checked] = [at(requests, turn), E.right(at(asked, turn))];
    const inquiry = { desk, request, requestId: `bench-${turn}`, now, checked, selection };
    const outcomes = [{ carrier: 'rate-card', took: 0.1, result }];
    return JSON.stringify(toDocument(explain({ ...inquiry, outcomes }, E.right(offers), 1)));
  });
  stage('answer, as text', signed, (offers) => JSON.stringify(fromOffers(offers, 'STANDARD')));
  return times;
};

const [one, ten] = [timesOf('ONE'), timesOf('TEN')];
const sum = (times: readonly Time[]): number => times.reduce((total, { microseconds }) => total + microseconds, 0);
const rows = one.map(({ part, microseconds }, place) => [
  part,
  microseconds.toFixed(1),
  (ten[place]?.microseconds ?? 0).toFixed(1),
]);
print(machine(false));
print('');
print(
  table(
    ['part', 'one service, µs', '10 services, µs'],
    [...rows, ['all of these', sum(one).toFixed(1), sum(ten).toFixed(1)]],
  ),
);
