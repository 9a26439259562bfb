import * as O from 'fp-ts/lib/Option.js';
import type { Product } from './item.js';

/** What the account's own list knows of the goods with these identifiers. */
export type Catalogue = (identifiers: Readonly<Record<string, string>>) => O.Option<Product>;

export const emptyCatalogue: Catalogue = () => O.none;

/** In the order in which they are believed. EAN and UPC number one space: a UPC is an EAN with a leading zero. */
const KINDS: readonly { readonly kind: string; readonly keys: readonly string[] }[] = [
  { kind: 'product_id', keys: ['product_id'] },
  { kind: 'sku', keys: ['sku'] },
  { kind: 'ean', keys: ['ean', 'upc'] },
  { kind: 'epc', keys: ['epc'] },
];

const canonical = (kind: string, value: string): string => {
  const trimmed = value.trim();
  return kind === 'ean' ? trimmed.replace(/^0+(?=\d)/, '') : trimmed;
};

/**
 * The identifiers by which goods are known, the most trusted first, each as `kind:value`: product_id, sku, ean or upc, epc.
 * The names of identifiers are read in any case, their values as they are; others and empty ones are left out.
 */
export const knownAs = (identifiers: Readonly<Record<string, string>>): readonly string[] => {
  const byKey = new Map(Object.entries(identifiers).map(([key, value]) => [key.trim().toLowerCase(), value]));
  return KINDS.flatMap(({ kind, keys }) =>
    keys.flatMap((key) => {
      const value = canonical(kind, byKey.get(key) ?? '');
      return value === '' ? [] : [`${kind}:${value}`];
    }),
  );
};

/** Looks goods up by each of their identifiers in turn. Of two products with one identifier the first stands. */
export const makeCatalogue = (products: Iterable<Product>): Catalogue => {
  const index = new Map<string, Product>();
  for (const product of products) {
    for (const key of knownAs(product.identifiers)) if (!index.has(key)) index.set(key, product);
  }
  return (identifiers) => {
    for (const key of knownAs(identifiers)) {
      const found = index.get(key);
      if (found !== undefined) return O.some(found);
    }
    return O.none;
  };
};
