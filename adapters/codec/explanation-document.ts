import type * as E from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import type { AccountId } from '../../domain/account.js';
import type { Explanation } from '../../domain/explanation.js';
import type { Instant } from '../../domain/time.js';
import { ParcelDocument } from './parcel-document.js';
import { readDocument, record, trusted, whole, wordOf, type DocumentFault } from './stored.js';

export const EXPLANATION_DOCUMENT = 1;

/** An explanation as it is stored: JSON's types alone. */
export type ExplanationDocument = Explanation & { readonly docVersion: typeof EXPLANATION_DOCUMENT };

const Reason = t.union([
  t.strict({ _tag: t.literal('NotServed') }),
  t.strict({ _tag: t.literal('SenderNotServed') }),
  t.strict({
    _tag: t.literal('PartMissing'),
    side: wordOf(['sender', 'receiver'] as const),
    part: wordOf(['postcode', 'state', 'city'] as const),
  }),
  t.strict({ _tag: t.literal('TooHeavy'), limit: t.number }),
  t.strict({ _tag: t.literal('TooBig'), limit: t.number }),
  t.strict({ _tag: t.literal('Declined'), detail: t.string }),
]);

const StandIn = record(
  { basis: wordOf(['last_known', 'rate_card'] as const), why: t.string },
  { since: t.string, service: t.string },
);

const Service = t.union([
  record(
    {
      service: t.string,
      outcome: t.literal('offered'),
      price: t.string,
      currency: t.string,
      lines: t.readonlyArray(record({ label: t.string, amount: t.string }, { included: t.literal(true) })),
      startsAt: t.string,
      endsAt: t.string,
    },
    { standIn: StandIn },
  ),
  t.strict({ service: t.string, outcome: t.literal('declined'), reason: Reason }),
]);

const Carrier = record(
  {
    carrier: t.string,
    took: t.number,
    outcome: wordOf(['answered', 'failed', 'late'] as const),
    services: t.readonlyArray(Service),
  },
  { detail: t.string },
);

const Place = t.exact(t.partial({ country: t.string, state: t.string, postcode: t.string }));

const ExplanationCodec = record(
  {
    account: trusted<AccountId>(t.string),
    requestId: t.string,
    at: whole<Instant>(),
    took: t.number,
    providerRate: t.string,
    from: Place,
    to: Place,
    selected: t.readonlyArray(t.string),
    selection: wordOf(['chosen', 'everything', 'unmatched'] as const),
    carriers: t.readonlyArray(Carrier),
    answer: t.string,
    faults: t.readonlyArray(t.strict({ field: t.string, rule: t.string })),
    offered: t.number,
  },
  {
    serviceLevel: t.string,
    parcel: ParcelDocument,
  },
);

export const toDocument = (explanation: Explanation): ExplanationDocument => ({
  docVersion: EXPLANATION_DOCUMENT,
  ...explanation,
});

/** Reads what `toDocument` made, by this release or an earlier one. */
export const fromDocument = (document: unknown): E.Either<DocumentFault, Explanation> =>
  readDocument<Explanation>(ExplanationCodec, EXPLANATION_DOCUMENT, document);
