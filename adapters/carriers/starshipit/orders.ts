import * as E from 'fp-ts/lib/Either.js';
import { patienceFor, type Call, type CallAbout, type CallFault, type StarshipitClient } from './client.js';
import { Orders, Pages, type Order } from './codecs.js';
import { isSameNumber } from './order-number.js';
import { saysNotFound } from './refusals.js';

/** Milliseconds: a call that only looks, and one that writes but buys nothing. */
const LOOK = 10_000;
const WRITE = 15_000;

/** How often a call that only looks is made while it fails in ways that may pass. */
const LOOKS = 3;

export type Known = Order & { readonly order_id: string };

const rowsOf = (body: unknown): readonly Known[] => {
  const read = Orders.decode(body);
  if (E.isLeft(read)) return [];
  return [...read.right.order, ...read.right.orders].flatMap((order) =>
    order.order_id === undefined ? [] : [{ ...order, order_id: order.order_id }],
  );
};

const hasMorePages = (body: unknown): boolean => {
  const read = Pages.decode(body);
  return E.isRight(read) && Number(read.right.total_pages ?? 1) > 1;
};

type Answer<A> = Promise<E.Either<CallFault, A>>;

/** Starshipit's orders, as far as looking at them and putting them away goes. */
export type StarshipitOrders = {
  /** Every order under this number, or with the reference that the call is about: one or none, unless Starshipit is wrong. */
  readonly under: (about: CallAbout, orderNumber: string) => Answer<readonly Known[]>;
  /** Undefined where Starshipit says that there is none. */
  readonly read: (about: CallAbout, orderId: string) => Answer<Known | undefined>;
  /** Both repeat harmlessly. */
  readonly remove: (about: CallAbout, orderId: string) => Answer<void>;
  readonly archive: (about: CallAbout, orderId: string) => Answer<void>;
};

/** A create or an update: neither is waited for longer than for a print. */
export const writeCall = (about: CallAbout, method: 'POST' | 'PUT', body: unknown, labelWait: number): Call => ({
  ...{ method, path: '/api/orders', body, about },
  does: method === 'POST' ? 'created' : 'updated',
  timeout: Math.min(WRITE, labelWait),
});

export const printCall = (about: CallAbout, does: 'labelled' | 'reprinted', body: unknown, timeout: number): Call => ({
  method: 'POST',
  path: '/api/orders/shipment',
  body,
  timeout,
  does,
  about,
});

/** The order that a create or an update answers with. */
export const orderIn = (body: unknown): Known | undefined => rowsOf(body)[0];

export const makeStarshipitOrders = (client: StarshipitClient): StarshipitOrders => {
  const lookAt = (about: CallAbout, path: string, query: Readonly<Record<string, string>>): Answer<unknown> =>
    client.ask(patienceFor(about), { method: 'GET', path, query, timeout: LOOK, does: 'found', about }, LOOKS)();

  const look = (about: CallAbout, query: Readonly<Record<string, string>>): Answer<readonly Known[]> =>
    lookAt(about, '/api/orders', query).then(E.map(rowsOf));

  const meant = ({ reference }: CallAbout, orderNumber: string, rows: readonly Known[]): readonly Known[] =>
    rows.filter(
      (row) =>
        (row.order_number !== undefined && isSameNumber(row.order_number, orderNumber)) ||
        (reference !== undefined && row.reference === reference),
    );

  /**
   * A refusal that does not say "not found" is not believed alone: the search must not know the number either, and must have
   * told all that it has found.
   */
  const secondOpinion = async (about: CallAbout, orderNumber: string, fault: CallFault): Answer<readonly Known[]> => {
    const query = { phrase: orderNumber, fields: 'Order_Number', status: 'All', limit: '250', page: '1' };
    const body = await lookAt(about, '/api/orders/search', query);
    if (E.isLeft(body)) return body;
    const isNone = meant(about, orderNumber, rowsOf(body.right)).length === 0 && !hasMorePages(body.right);
    return isNone ? E.right([]) : E.left(fault);
  };

  const under: StarshipitOrders['under'] = async (about, orderNumber) => {
    const rows = await look(about, { order_number: orderNumber });
    if (E.isRight(rows)) return E.right(meant(about, orderNumber, rows.right));
    if (rows.left._tag !== 'Rejected') return rows;
    return saysNotFound(rows.left.errors) ? E.right([]) : secondOpinion(about, orderNumber, rows.left);
  };

  const read: StarshipitOrders['read'] = async (about, orderId) => {
    const rows = await look(about, { order_id: orderId });
    if (E.isRight(rows)) {
      const asked = rows.right.find((row) => row.order_id === orderId);
      const isOther = asked === undefined && rows.right.length > 0;
      return isOther ? E.left({ _tag: 'Silent', detail: 'an answer with another order' }) : E.right(asked);
    }
    return rows.left._tag === 'Rejected' && saysNotFound(rows.left.errors) ? E.right(undefined) : rows;
  };

  const put = async (call: Omit<Call, 'timeout'>): Answer<void> => {
    const body = await client.ask(patienceFor(call.about), { ...call, timeout: WRITE }, 2)();
    return E.map(() => undefined)(body);
  };

  return {
    under,
    read,
    remove: (about, orderId) =>
      put({ method: 'DELETE', path: '/api/orders/delete', query: { order_id: orderId }, does: 'deleted', about }),
    archive: (about, orderId) =>
      put({ method: 'POST', path: '/api/orders/archive', query: { order_id: orderId }, does: 'archived', about }),
  };
};
