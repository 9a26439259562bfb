/** A part of an answer. */
export type Page<A> = {
  readonly items: readonly A[];
  /** Where the page after it begins; absent after the last one. */
  readonly next?: string;
};
