/** A part of an answer. */
export type Page<A> = {
  readonly items: readonly A[];
  /** So many more that this release cannot read, such as those of a newer one; absent where there is none. */
  readonly unreadable?: number;
  /** Where the page after it begins; absent after the last one. */
  readonly next?: string;
};
