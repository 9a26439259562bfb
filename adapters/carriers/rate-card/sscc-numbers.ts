import * as E from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { Serials } from '../../../application/ports/serials.js';
import type { Unavailable } from '../../../application/ports/unavailable.js';
import {
  makeSscc,
  type CompanyPrefix,
  type ExtensionDigit,
  type SerialExhausted,
  type Sscc,
} from '../../../domain/sscc.js';

/** The house's next SSCC. Numbers come from blocks that are reserved durably: a crash leaves a gap, never a repeat. */
export type SsccNumbers = TE.TaskEither<Unavailable | SerialExhausted, Sscc>;

type Deps = { readonly serials: Serials; readonly prefix: CompanyPrefix; readonly extension: ExtensionDigit };

/** Numbers that one reservation takes: few writes when it is busy, small gaps after a restart. */
const BLOCK = 50;

export const makeSsccNumbers = ({ serials, prefix, extension }: Deps): SsccNumbers => {
  const counter = `sscc/${extension}${prefix}`;
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

  const take: SsccNumbers = async () => {
    while (next >= end) {
      const filled = await refill();
      if (E.isLeft(filled)) return filled;
    }
    const serial = next;
    next += 1n;
    return makeSscc(extension, prefix, serial);
  };

  return take;
};
