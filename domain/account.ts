import type { Branded } from './brand.js';
import type { CustomsSettings } from './customs.js';

/** The stable id under which a retailer's settings, keys and bookings are kept. */
export type AccountId = Branded<string, 'AccountId'>;

/** One service of one carrier, by the codes that the carrier and the settings use. */
export type ServiceRef = { readonly carrier: string; readonly service: string };

export const serviceKey = ({ carrier, service }: ServiceRef): string => `${carrier}/${service}`;

export const sameService = (a: ServiceRef, b: ServiceRef): boolean =>
  a.carrier === b.carrier && a.service === b.service;

/** How one account of the deployment wants to be served; every default is written in `longshore.example.yaml`. */
export type Account = {
  readonly id: AccountId;
  /** IANA name of the zone in which parcels are handed over, unless the fulfilment node has one of its own. */
  readonly timeZone: string;
  readonly nodeTimeZones: ReadonlyMap<string, string>;
  /** `carrier_code`s that NewStore may name; undefined allows any. */
  readonly carrierCodes?: ReadonlySet<string>;
  /** NewStore's provider rate to services. */
  readonly rates: ReadonlyMap<string, readonly ServiceRef[]>;
  /** NewStore's service level to services; asked only where the rate leads nowhere. */
  readonly serviceLevels: ReadonlyMap<string, readonly ServiceRef[]>;
  readonly unmatchedRate: 'no_offer' | 'all_services';
  readonly expiredOffer: 'rate_anew' | 'refuse';
  /** How far ahead a parcel may become ready, in milliseconds. */
  readonly readyHorizon: number;
  readonly fingerprint: FingerprintSettings;
  readonly returns: {
    /** The service that carries the return of an outbound service, by `serviceKey`; the same service where none is named. */
    readonly services: ReadonlyMap<string, ServiceRef>;
    /** Whether a return that is booked alone goes from the shipping address to the sender address. */
    readonly onlyReturnSwapsAddresses: boolean;
  };
  /** Whether cancelling an outbound parcel cancels its return too. */
  readonly cancelWithReturn: boolean;
  readonly customs: CustomsSettings;
  readonly labels: {
    /** Of ZPL and PNG, where the address of a label does not say. */
    readonly dpi: 203 | 300;
    readonly returnText?: string;
  };
};

export type FingerprintSettings = { readonly offerCounts: boolean; readonly requestIdCounts: boolean };
