import { sameService, type Account, type ServiceRef } from './account.js';

/** Which services a request's codes ask for. */
export type Selection =
  | { readonly _tag: 'Chosen'; readonly services: readonly ServiceRef[] }
  /** The rate leads nowhere, and the account shows all there is in that case. */
  | { readonly _tag: 'Everything'; readonly services: readonly ServiceRef[] }
  | { readonly _tag: 'Unmatched' };

/**
 * The account's table decides by rate; else a carrier's own service code does; else the table by service level; else the
 * account says whether nothing or everything is offered. NewStore documents neither which of its two codes it sends as the
 * rate nor what it makes of other offers.
 */
export const selectServices = (
  account: Account,
  offered: readonly ServiceRef[],
  rate: string,
  serviceLevel: string | undefined,
): Selection => {
  const known = (wanted: readonly ServiceRef[] | undefined): readonly ServiceRef[] =>
    (wanted ?? []).filter((one) => offered.some((service) => sameService(service, one)));
  const candidates = [
    known(account.rates.get(rate)),
    account.rates.has(rate) ? [] : offered.filter(({ service }) => service === rate),
    account.rates.has(rate) || serviceLevel === undefined ? [] : known(account.serviceLevels.get(serviceLevel)),
  ];
  const services = candidates.find((found) => found.length > 0);
  if (services !== undefined) return { _tag: 'Chosen', services };
  return account.unmatchedRate === 'all_services' && offered.length > 0
    ? { _tag: 'Everything', services: offered }
    : { _tag: 'Unmatched' };
};

export const servicesOf = (selection: Selection): readonly ServiceRef[] =>
  selection._tag === 'Unmatched' ? [] : selection.services;
