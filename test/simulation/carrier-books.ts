import type { Laws } from './laws.js';
import type { World } from './world.js';

/** One parcel that the carrier sold. */
export type Sale = {
  readonly reference: string;
  readonly trackingCode: string;
  readonly visibleAt: number;
  /** From then on the courier has it, and no cancel is taken. */
  collectedAt: number;
  cancelled: boolean;
};

/** An order that is not paid for yet. */
export type OpenOrder = { readonly reference: string; readonly number: string; visibleAt: number };

/**
 * The carrier's own books, the same for all processes. It sells whenever it is asked to and looks at no reference: whoever
 * asks it twice has bought twice.
 */
export type CarrierBooks = {
  readonly sales: readonly Sale[];
  /** `seenBy`: when it is seen at the latest. */
  readonly create: (reference: string, seenBy: number) => OpenOrder;
  /** Whoever is asked for an order by its number finds it from then on. */
  readonly open: (reference: string) => void;
  readonly sell: (reference: string, seenBy: number) => Sale;
  /** What can be seen by now. */
  readonly ordersOf: (reference: string) => readonly OpenOrder[];
  readonly salesOf: (reference: string) => readonly Sale[];
  /** The leg of this reference is to be cancelled now: the other parcel of the booking may be on its way at that moment. */
  readonly stir: (reference: string) => void;
  /** False: the courier has it. */
  readonly cancel: (trackingCode: string) => boolean;
};

/** `isCalm`: nothing is seen late any more. */
export const makeCarrierBooks = (
  { random, now }: World,
  laws: Pick<Laws, 'created' | 'sold'>,
  isCalm: () => boolean,
  collect: (sale: Sale) => void,
): CarrierBooks => {
  const sales: Sale[] = [];
  const orders: OpenOrder[] = [];
  const seenAt = (latest: number): number =>
    isCalm() ? now() : random.pick([now(), random.between(now(), latest), latest]);
  return {
    sales,
    create: (reference, seenBy) => {
      laws.created(orders.filter((order) => order.reference === reference).length, reference);
      const order = { reference, number: `N${orders.length + 1}`, visibleAt: seenAt(seenBy) };
      orders.push(order);
      return order;
    },
    open: (reference) => {
      for (const order of orders) if (order.reference === reference) order.visibleAt = Math.min(order.visibleAt, now());
    },
    sell: (reference, seenBy) => {
      laws.sold(
        sales.filter((sale) => sale.reference === reference),
        reference,
      );
      const sale = {
        reference,
        trackingCode: `T${sales.length + 1}-${reference}`,
        visibleAt: seenAt(seenBy),
        collectedAt: random.happens(0.3) ? now() + random.between(0, 20_000) : Infinity,
        cancelled: false,
      };
      sales.push(sale);
      collect(sale);
      return sale;
    },
    ordersOf: (reference) => orders.filter((order) => order.reference === reference && order.visibleAt <= now()),
    salesOf: (reference) => sales.filter((sale) => sale.reference === reference && sale.visibleAt <= now()),
    stir: (reference) => {
      const booking = reference.slice(0, -1);
      const other = sales.find((sale) => sale.reference !== reference && sale.reference.startsWith(booking));
      if (other === undefined || other.cancelled || other.collectedAt !== Infinity || isCalm()) return;
      if (random.happens(0.3)) return;
      other.collectedAt = now();
      collect(other);
    },
    cancel: (trackingCode) => {
      const meant = sales.filter((sale) => sale.trackingCode === trackingCode);
      if (meant.some(({ cancelled, collectedAt }) => !cancelled && collectedAt <= now())) return false;
      for (const sale of meant) sale.cancelled = true;
      return true;
    },
  };
};
