/** What a string that came back as an offer turns out to be. */
export type Opening =
  | { readonly _tag: 'Opened'; readonly text: string }
  /** Not a token of ours: another provider's offer, or none. */
  | { readonly _tag: 'Foreign' }
  /** Ours by its look, under a key that is not known any more: nothing in it can be trusted. */
  | { readonly _tag: 'KeyUnknown' }
  | { readonly _tag: 'Forged' };

/** Signs offers, so that no database is needed to honour one and nobody can alter one. */
export interface OfferSeal {
  /** URL-safe, under 1,000 characters for the texts of `termsText`. */
  readonly seal: (text: string) => string;
  readonly open: (token: string) => Opening;
}
