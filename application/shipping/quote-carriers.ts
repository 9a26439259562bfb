import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import * as T from 'fp-ts/lib/Task.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { ServiceRef } from '../../domain/account.js';
import { quotesOf, type CarrierOutcome, type QuoteRequest } from '../../domain/quote.js';
import type { Carrier, CarrierSilent } from '../ports/carrier.js';
import type { Clock } from '../ports/clock.js';
import type { Metrics } from '../ports/metrics.js';

/** Asks every carrier of `services` at once and never waits longer than the deadline: who is silent by then is late. */
export type QuoteCarriers = (
  carriers: readonly Carrier[],
  request: QuoteRequest,
  services: readonly ServiceRef[],
) => T.Task<readonly CarrierOutcome[]>;

type Deps = { readonly clock: Clock; readonly metrics: Metrics; readonly deadline: number };

type Answer = Extract<CarrierOutcome['result'], { readonly _tag: 'Answered' }>['services'];

/** A defect of one carrier's code must not cost the other carriers' offers. */
const guarded = (quote: TE.TaskEither<CarrierSilent, Answer>): TE.TaskEither<CarrierSilent, Answer> =>
  pipe(
    TE.tryCatch(quote, (defect): CarrierSilent => ({ _tag: 'CarrierSilent', detail: `defect: ${String(defect)}` })),
    TE.flatMap(TE.fromEither),
  );

const resultOf = (answer: O.Option<E.Either<CarrierSilent, Answer>>): CarrierOutcome['result'] => {
  if (O.isNone(answer)) return { _tag: 'Late' };
  if (E.isLeft(answer.value)) return { _tag: 'Failed', detail: answer.value.left.detail };
  return { _tag: 'Answered', services: answer.value.right };
};

const outcomeName = { Answered: 'answered', Failed: 'failed', Late: 'late' } as const;

export const makeQuoteCarriers = ({ clock, metrics, deadline }: Deps): QuoteCarriers => {
  const count = (outcome: CarrierOutcome): CarrierOutcome => {
    metrics.carrierAsked(outcome.carrier, outcomeName[outcome.result._tag], outcome.took);
    metrics.offersMade(outcome.carrier, quotesOf([outcome]).length);
    return outcome;
  };

  const ask = (carrier: Carrier, request: QuoteRequest, services: readonly ServiceRef[]): T.Task<CarrierOutcome> => {
    const startedAt = clock.monotonic();
    return pipe(
      guarded(carrier.quote(request, services)),
      clock.within(Math.min(deadline, carrier.quoteTimeout ?? deadline)),
      T.map((answer) => count({ carrier: carrier.id, took: clock.monotonic() - startedAt, result: resultOf(answer) })),
    );
  };

  return (carriers, request, services) =>
    pipe(
      carriers
        .map((carrier) => ({ carrier, wanted: services.filter((service) => service.carrier === carrier.id) }))
        .filter(({ wanted }) => wanted.length > 0),
      T.traverseArray(({ carrier, wanted }) => ask(carrier, request, wanted)),
    );
};
