import * as E from 'fp-ts/lib/Either.js';
import type {
  ExplainedCarrier,
  ExplainedPlace,
  ExplainedService,
  ExplainedStandIn,
  Explanation,
} from '../../domain/explanation.js';
import { serviceKey } from '../../domain/account.js';
import { billOf } from '../../domain/bill.js';
import { decimalText } from '../../domain/decimal.js';
import { priceText } from '../../domain/money.js';
import type { RawAddress } from '../../domain/places.js';
import type { CarrierOutcome, Decline, Quote, StandIn } from '../../domain/quote.js';
import { servicesOf } from '../../domain/service-selection.js';
import { rfc3339, rfc3339Texts } from '../../domain/time.js';
import type { Inquiry, Offered } from './offers-inquiry.js';

const place = ({ country, state, postcode }: RawAddress): ExplainedPlace => {
  const explained: { -readonly [part in keyof ExplainedPlace]: ExplainedPlace[part] } = {};
  if (country !== undefined) explained.country = country;
  if (state !== undefined) explained.state = state;
  if (postcode !== undefined) explained.postcode = postcode;
  return explained;
};

const explainStandIn = (standIn: StandIn): ExplainedStandIn =>
  standIn.basis === 'last_known' ? { ...standIn, since: rfc3339(standIn.since) } : standIn;

const explainService = (answer: Quote | Decline, text: typeof rfc3339): ExplainedService =>
  answer._tag === 'Declined'
    ? { service: answer.service.service, outcome: 'declined', reason: answer.reason }
    : {
        service: answer.service.service,
        outcome: 'offered',
        price: priceText(answer.price),
        currency: answer.price.currency,
        lines: billOf(answer.lines, answer.price).map((line) => ({ ...line, amount: decimalText(line.amount) })),
        startsAt: text(answer.window.startsAt),
        endsAt: text(answer.window.endsAt),
        ...(answer.standIn !== undefined && { standIn: explainStandIn(answer.standIn) }),
      };

const explainCarrier = ({ carrier, took, result }: CarrierOutcome): ExplainedCarrier => {
  switch (result._tag) {
    case 'Answered': {
      const text = rfc3339Texts();
      const services = result.services.map((answer) => explainService(answer, text));
      return { carrier, took, outcome: 'answered', services };
    }
    case 'Failed':
      return { carrier, took, outcome: 'failed', detail: result.detail, services: [] };
    case 'Late':
      return { carrier, took, outcome: 'late', services: [] };
  }
};

/** Faults of one request that are kept. */
const MOST_FAULTS = 100;

const selectionName = { Chosen: 'chosen', Everything: 'everything', Unmatched: 'unmatched' } as const;

/** Everything that an operator needs to see why an offer is there or missing. */
export const explain = (inquiry: Inquiry, result: Offered['result'], took: number): Explanation => {
  const { desk, request, requestId, now, checked, selection, outcomes } = inquiry;
  const faults = E.isLeft(result) && result.left._tag === 'Unfit' ? result.left.faults : [];
  return {
    account: desk.account.id,
    requestId,
    at: now,
    took,
    providerRate: request.providerRate,
    serviceLevel: request.serviceLevel,
    from: place(request.sender),
    to: place(request.receiver),
    ...(E.isRight(checked) && { parcel: checked.right.parcel }),
    selected: servicesOf(selection).map(serviceKey),
    selection: selectionName[selection._tag],
    carriers: outcomes.map(explainCarrier),
    answer: E.isRight(result) ? 'offers' : result.left._tag,
    faults: faults.slice(0, MOST_FAULTS).map(({ field, rule }) => ({ field, rule })),
    offered: E.isRight(result) ? result.right.length : 0,
  };
};
