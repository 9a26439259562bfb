import * as O from 'fp-ts/lib/Option.js';
import type { Catalogue } from './catalogue.js';
import { knownAs } from './catalogue.js';
import { isZero, rounded } from './decimal.js';
import type { Customs, Item } from './item.js';
import type { Money } from './money.js';

/** One kind of goods in a parcel, as a label and a customs declaration name it. What nobody knows is absent. */
export type Goods = {
  /** The most telling of the identifiers. */
  readonly sku?: string;
  readonly quantity: number;
  /** Of one unit, rounded up to the gram. */
  readonly grams?: number;
  /** What one unit is worth. */
  readonly value?: Money;
  /** The Harmonized System's number: digits only. */
  readonly customs?: Customs;
};

/** Shops know goods by their SKU; other identifiers stand in. */
const skuOf = (identifiers: Readonly<Record<string, string>>): string | undefined => {
  const all = knownAs(identifiers);
  const best = all.find((one) => one.startsWith('sku:')) ?? all[0];
  return best?.slice(best.indexOf(':') + 1);
};

const sameKind = (a: Goods, b: Goods): boolean => text({ ...a, quantity: 1 }) === text({ ...b, quantity: 1 });

const text = (value: Goods): string =>
  JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? String(part) : part));

const goodsOf = (item: Item, catalogue: Catalogue): Goods => {
  const listed = O.toUndefined(catalogue(item.identifiers));
  const sku = skuOf(item.identifiers);
  const weight = item.weight ?? listed?.weight;
  const value = item.price ?? listed?.price;
  const customs = item.customs ?? listed?.customs;
  return {
    quantity: item.quantity,
    ...(sku !== undefined && { sku }),
    ...(weight !== undefined && !isZero(weight) && { grams: Number(rounded(weight, 0, 'up').units) }),
    ...(value !== undefined && { value }),
    ...(customs !== undefined && { customs }),
  };
};

/** What is in a parcel: the request's word before the catalogue's, equal units counted together, in the request's order. */
export const makeGoods = (items: readonly Item[], catalogue: Catalogue): readonly Goods[] =>
  items.reduce<readonly Goods[]>((soFar, item) => {
    const goods = goodsOf(item, catalogue);
    const at = soFar.findIndex((known) => sameKind(known, goods));
    const known = soFar[at];
    return known === undefined
      ? [...soFar, goods]
      : soFar.with(at, { ...known, quantity: known.quantity + goods.quantity });
  }, []);
