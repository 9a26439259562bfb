import type { CarrierRefused, CarrierSilent, NothingBought } from '../../../application/ports/carrier.js';
import type { CallFault } from './client.js';
import { reasonOf, refused, rejected } from './refusals.js';

export const silent = (detail: string): CarrierSilent => ({ _tag: 'CarrierSilent', detail });

const TOO_OFTEN = 'called too often: HTTP status 429';

const denied = (status: number): string =>
  status === 429 ? TOO_OFTEN : `HTTP status ${status}: check api_key, subscription_key and base_url`;

/** What a failed call means where the call was to buy, or to prepare it. */
export const notBought = (fault: CallFault): CarrierRefused | CarrierSilent | NothingBought => {
  switch (fault._tag) {
    case 'NotSent':
      return { _tag: 'NothingBought', why: fault.detail };
    case 'Denied':
      return fault.status === 429
        ? { _tag: 'NothingBought', why: TOO_OFTEN }
        : refused('configuration', denied(fault.status));
    case 'Rejected':
      return rejected(fault.errors);
    case 'Silent':
      return silent(fault.detail);
  }
};

/** What a failed call means where nothing but an answer was asked for: nothing is known. */
export const notAnswered = (fault: CallFault): CarrierSilent => {
  switch (fault._tag) {
    case 'NotSent':
    case 'Silent':
      return silent(fault.detail);
    case 'Denied':
      return silent(denied(fault.status));
    case 'Rejected':
      // Its words may quote an address, and what a silence is about goes to the log.
      return silent(`refused, for a reason of kind ${reasonOf(fault.errors)}`);
  }
};

/** What a failed look means before anything was sent. That an order cannot be shown says nothing against making it. */
export const notLooked = (fault: CallFault): CarrierRefused | CarrierSilent | NothingBought =>
  fault._tag === 'Rejected' && reasonOf(fault.errors) !== 'configuration' ? notAnswered(fault) : notBought(fault);
