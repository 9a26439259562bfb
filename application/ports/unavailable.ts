/**
 * A part of the outside did not answer, or answered what cannot be understood. What was asked of it may have happened.
 * `cause` is for the log, where it is redacted; it never reaches a caller.
 */
export type Unavailable = { readonly _tag: 'Unavailable'; readonly what: string; readonly cause: unknown };

export const unavailable =
  (what: string) =>
  (cause: unknown): Unavailable => ({ _tag: 'Unavailable', what, cause });
