import * as E from 'fp-ts/lib/Either.js';
import type { Call, CallFault, StarshipitClient } from './client.js';
import { Orders, type Order } from './codecs.js';
import { saysNotFound } from './refusals.js';

/** Milliseconds: a call that only looks, and one that writes but buys nothing. */
const LOOK = 10_000;
const WRITE = 15_000;

/** How often a call that only looks is made while it fails in ways that may pass. */
const LOOKS = 3;

const PATIENCE = { priority: 'booking', wait: 10_000 } as const;

export type Known = Order & { readonly order_id: string };

const rowsOf = (body: unknown): readonly Known[] => {
  const read = Orders.decode(body);
  if (E.isLeft(read)) return [];
  return [...read.right.order, ...read.right.orders].flatMap((order) =>
    order.order_id === undefined ? [] : [{ ...order, order_id: order.order_id }],
  );
};

type Answer<A> = Promise<E.Either<CallFault, A>>;

/** Starshipit's orders, as far as looking at them and putting them away goes. */
export type StarshipitOrders = {
  /** Every order under this number, which is one or none. */
  readonly under: (orderNumber: string) => Answer<readonly Known[]>;
  /** Undefined where Starshipit says that there is none. */
  readonly read: (orderId: string) => Answer<Known | undefined>;
  /** Both repeat harmlessly. */
  readonly remove: (orderId: string) => Answer<void>;
  readonly archive: (orderId: string) => Answer<void>;
};

/** A create or an update: neither is waited for longer than for a print. */
export const writeCall = (method: 'POST' | 'PUT', body: unknown, labelWait: number): Call => ({
  ...{ method, path: '/api/orders', body },
  timeout: Math.min(WRITE, labelWait),
});

export const printCall = (body: unknown, timeout: number): Call => ({
  method: 'POST',
  path: '/api/orders/shipment',
  body,
  timeout,
});

/** The order that a create or an update answers with. */
export const orderIn = (body: unknown): Known | undefined => rowsOf(body)[0];

export const makeStarshipitOrders = (client: StarshipitClient): StarshipitOrders => {
  const look = (path: string, query: Readonly<Record<string, string>>): Answer<readonly Known[]> =>
    client
      .ask(PATIENCE, { method: 'GET', path, query, timeout: LOOK }, LOOKS)()
      .then((body) => E.map(rowsOf)(body));

  const numbered = (orderNumber: string, rows: readonly Known[]): readonly Known[] =>
    rows.filter((row) => row.order_number === orderNumber);

  /** A refusal that does not say "not found" is not believed alone: the search must not know the number either. */
  const secondOpinion = async (orderNumber: string, fault: CallFault): Answer<readonly Known[]> => {
    const query = { phrase: orderNumber, fields: 'Order_Number', status: 'All', limit: '250' };
    const hits = await look('/api/orders/search', query);
    if (E.isLeft(hits)) return hits;
    return numbered(orderNumber, hits.right).length === 0 ? E.right([]) : E.left(fault);
  };

  const under = async (orderNumber: string): Answer<readonly Known[]> => {
    const rows = await look('/api/orders', { order_number: orderNumber });
    if (E.isRight(rows)) return E.right(numbered(orderNumber, rows.right));
    if (rows.left._tag !== 'Rejected') return rows;
    return saysNotFound(rows.left.errors) ? E.right([]) : secondOpinion(orderNumber, rows.left);
  };

  const read = async (orderId: string): Answer<Known | undefined> => {
    const rows = await look('/api/orders', { order_id: orderId });
    if (E.isRight(rows)) return E.right(rows.right.find((row) => row.order_id === orderId));
    return rows.left._tag === 'Rejected' && saysNotFound(rows.left.errors) ? E.right(undefined) : rows;
  };

  const put = async (method: 'DELETE' | 'POST', path: string, orderId: string): Answer<void> => {
    const body = await client.ask(PATIENCE, { method, path, query: { order_id: orderId }, timeout: WRITE }, 2)();
    return E.map(() => undefined)(body);
  };

  return {
    under,
    read,
    remove: (orderId) => put('DELETE', '/api/orders/delete', orderId),
    archive: (orderId) => put('POST', '/api/orders/archive', orderId),
  };
};
