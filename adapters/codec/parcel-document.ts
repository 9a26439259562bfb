import * as t from 'io-ts';
import type { ParcelNote } from '../../domain/parcel.js';
import { record, trusted } from './stored.js';

/** A parcel as it stands in stored documents. */
export const ParcelDocument = t.strict({
  grams: t.number,
  lengthMm: t.number,
  widthMm: t.number,
  heightMm: t.number,
  notes: t.readonlyArray(record({ fact: trusted<ParcelNote['fact']>(t.string) }, { items: t.readonlyArray(t.number) })),
});
