/**
 * What the account's settings of the day put on our own label of a booking. It is part of the booking, so that every format of
 * the label says the same, whenever it is first asked for.
 */
export type LabelStyle = {
  readonly returnText?: string;
  /** The digest of the logo; the picture itself is the account's to keep. */
  readonly logo?: string;
  /** A CN22 goes with the label, where the goods are declared. */
  readonly cn22?: true;
  /** Signs a declaration where the request names nobody. */
  readonly signer?: string;
};
