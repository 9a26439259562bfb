import type { Address } from '../../domain/address.js';

/** How an address is written on a parcel. */
export interface AddressLines {
  /**
   * Name, company, street and place in the order that the address's own country prints them, the country's English name in
   * capitals last. At least that one line; no empty ones. Parts are in the sender's own words, e-mail and phone left out.
   */
  readonly write: (address: Address) => readonly string[];
}
