declare const brand: unique symbol;

/** A value that only its own constructor may make, so that two ids of one shape cannot be confused. */
export type Branded<A, Name extends string> = A & { readonly [brand]: Name };
