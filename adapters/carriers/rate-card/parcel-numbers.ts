import * as E from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { Serials } from '../../../application/ports/serials.js';
import type { Unavailable } from '../../../application/ports/unavailable.js';
import { makeS10, type S10Range } from '../../../domain/s10.js';
import { makeSscc, type CompanyPrefix, type ExtensionDigit, type SerialExhausted } from '../../../domain/sscc.js';

/** The next number for a parcel. Numbers come from blocks that are reserved durably: a crash leaves a gap, never a repeat. */
export type ParcelNumbers = TE.TaskEither<Unavailable | SerialExhausted, string>;

/** Numbers that one reservation takes: few writes when it is busy, small gaps after a restart. */
const BLOCK = 50;

/** SSCCs of one company prefix and extension digit. */
export const makeSsccNumbers = ({ serials, prefix, extension }: Sscc): ParcelNumbers =>
  makeNumbers(serials, `sscc/${extension}${prefix}`, (serial) => makeSscc(extension, prefix, serial));

type Sscc = { readonly serials: Serials; readonly prefix: CompanyPrefix; readonly extension: ExtensionDigit };

/** S10 identifiers of one range. The counter is the range's beginning: a later end goes on, another beginning starts anew. */
export const makeS10Numbers = (serials: Serials, range: S10Range): ParcelNumbers =>
  makeNumbers(serials, `s10/${range.indicator}${range.country}/${range.first}`, (serial) => makeS10(range, serial));

const makeNumbers = (
  serials: Serials,
  counter: string,
  numberOf: (serial: bigint) => E.Either<SerialExhausted, string>,
): ParcelNumbers => {
  let [next, end] = [0n, 0n];
  /** The reservation that is under way, shared by all who wait for a number. */
  let reserving: Promise<E.Either<Unavailable, void>> | undefined;

  const reserve = (): Promise<E.Either<Unavailable, void>> =>
    pipe(
      serials.reserve(counter, BLOCK),
      TE.map((first) => {
        next = first;
        end = first + BigInt(BLOCK);
      }),
    )();

  const refill = async (): Promise<E.Either<Unavailable, void>> => {
    reserving ??= reserve();
    const outcome = await reserving;
    reserving = undefined;
    return outcome;
  };

  const take: ParcelNumbers = async () => {
    while (next >= end) {
      const filled = await refill();
      if (E.isLeft(filled)) return filled;
    }
    const serial = next;
    next += 1n;
    return numberOf(serial);
  };

  return take;
};
