import * as E from 'fp-ts/lib/Either.js';
import type { CarrierLabel, CarrierOrder, CarrierSilent } from '../../../application/ports/carrier.js';
import type { Bought } from '../../../domain/booking.js';
import { aboutOf } from './call-records.js';
import { patienceFor, type StarshipitClient } from './client.js';
import { Shipment } from './codecs.js';
import { notAnswered, silent } from './faults.js';
import { decodedPdfs, labelsIn, mergedPdf } from './labels.js';
import { stageOf, toReprint } from './mapping.js';
import { printCall } from './orders.js';
import type { StandingOrder } from './standing-order.js';

type Answer<A> = Promise<E.Either<CarrierSilent, A>>;

/** Labels as base64, by our reference: those that came with their print, until they are fetched from here. */
export type LabelShelf = {
  readonly keep: (reference: string, labels: readonly string[]) => void;
  readonly label: (order: CarrierOrder, bought: Bought) => Answer<CarrierLabel>;
};

type Deps = {
  readonly client: StarshipitClient;
  readonly standing: StandingOrder;
  /** Milliseconds that a reprint is waited for. */
  readonly labelWait: number;
};

/** At most so many are remembered. A lost one is fetched again, which costs a call and nothing else. */
const MOST_LABELS = 64;

export const makeLabelShelf = ({ client, standing, labelWait }: Deps): LabelShelf => {
  const fresh = new Map<string, readonly string[]>();

  const keep: LabelShelf['keep'] = (reference, labels) => {
    if (labels.length === 0) return;
    fresh.set(reference, labels);
    const [oldest] = fresh.keys();
    if (fresh.size > MOST_LABELS && oldest !== undefined) fresh.delete(oldest);
  };

  /** Only of an order that is known to be printed: for another one the same call would buy. */
  const reprinted = async (order: CarrierOrder, orderId: string): Answer<readonly string[]> => {
    const call = printCall(aboutOf(order), 'reprinted', toReprint(orderId), labelWait);
    const turn = await client.reserve(patienceFor(call.about, labelWait), call)();
    if (E.isLeft(turn)) return E.left(notAnswered(turn.left));
    const answer = await client.send(turn.right, call)();
    if (E.isLeft(answer)) return E.left(notAnswered(answer.left));
    const shipment = Shipment.decode(answer.right);
    return E.isRight(shipment)
      ? E.right(shipment.right.labels.flatMap((label) => label ?? []))
      : E.left(silent('reprinted, with an answer that is not understood'));
  };

  const labelsOf = async (order: CarrierOrder, bought: Bought): Answer<readonly string[]> => {
    const kept = fresh.get(order.plan.reference);
    if (kept !== undefined) return E.right(kept);
    const found = await standing(order, bought);
    if (E.isLeft(found)) return found;
    if (found.right === undefined || stageOf(found.right) === 'unshipped')
      return E.left(silent('the order is not printed in Starshipit'));
    const stored = labelsIn(found.right);
    return stored === undefined ? reprinted(order, found.right.order_id) : E.right(stored);
  };

  const label: LabelShelf['label'] = async (order, bought) => {
    const labels = await labelsOf(order, bought);
    if (E.isLeft(labels)) return labels;
    const pdfs = decodedPdfs(labels.right);
    if (pdfs === undefined) {
      fresh.delete(order.plan.reference);
      return E.left(silent('a label that is no PDF, or none'));
    }
    try {
      return E.right({ _tag: 'Printed', pdf: await mergedPdf(pdfs) });
    } catch {
      return E.left(silent('labels that cannot be merged'));
    }
  };

  return { keep, label };
};
