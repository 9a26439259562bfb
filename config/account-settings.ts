import type { StarshipitSettings } from '../adapters/carriers/starshipit/settings.js';
import type { NewStoreSettings } from '../adapters/newstore/settings.js';
import type { Account, AccountId } from '../domain/account.js';
import type { ParcelDefaults } from '../domain/parcel.js';
import type { S10Range } from '../domain/s10.js';
import { DAY } from '../domain/time.js';
import type { DecodedAccount } from './account-schema.js';
import { toNewStoreSettings } from './newstore-schema.js';
import { toPapers } from './papers-schema.js';
import { toStarshipitSettings } from './starshipit-schema.js';

/** The house's own courier, priced by a file. */
export type RateCardSettings = {
  readonly carrier: 'rate-card';
  /** Absolute path. */
  readonly file: string;
  /** What its parcels are numbered with. */
  readonly numbers: 'sscc' | 's10';
  /** The account's own range; the house's where there is none. */
  readonly s10?: S10Range;
  /** Milliseconds since a call was last sent after which "not found" is believed. */
  readonly settleDelay: number;
  /** Milliseconds; without it the deadline of all quotes is the only one. */
  readonly quoteTimeout?: number;
};

/** What one carrier of an account needs, told apart by the carrier's id. */
export type CarrierSettings = RateCardSettings | StarshipitSettings;

/** One account with all that serving it takes. */
export type AccountSettings = {
  readonly account: Account;
  /** For people; the id where none is set. */
  readonly name: string;
  readonly parcelDefaults: ParcelDefaults;
  /** Absolute path. */
  readonly productsFile?: string;
  /** Absolute path. */
  readonly logoFile?: string;
  /** At least one. */
  readonly carriers: readonly CarrierSettings[];
  /** Where its NewStore is; absent where that is not told of anything. */
  readonly newstore?: NewStoreSettings;
};

const rateCardOf = (
  { file, numbers, s10, settle_delay_ms: settleDelay, quote_timeout_ms: quoteTimeout }: RateCardSection,
  absolute: (path: string) => string,
): RateCardSettings => {
  const settings = { carrier: 'rate-card' as const, file: absolute(file), numbers, settleDelay };
  return {
    ...settings,
    ...(s10 === undefined ? {} : { s10 }),
    ...(quoteTimeout === undefined ? {} : { quoteTimeout }),
  };
};

type RateCardSection = NonNullable<DecodedAccount['carriers']['rate-card']>;

const carriersOf = (
  { 'rate-card': rateCard, starshipit }: DecodedAccount['carriers'],
  absolute: (path: string) => string,
): readonly CarrierSettings[] => [
  ...(rateCard === undefined ? [] : [rateCardOf(rateCard, absolute)]),
  ...(starshipit === undefined ? [] : toStarshipitSettings(starshipit)),
];

const accountOf = (id: string, file: DecodedAccount): Account => ({
  // The pattern of the map's keys has been checked: this is where an id becomes one.
  id: id as AccountId,
  timeZone: file.time_zone,
  nodeTimeZones: new Map([...file.nodes].map(([node, { time_zone: zone }]) => [node, zone])),
  ...(file.newstore.carrier_codes === undefined ? {} : { carrierCodes: new Set(file.newstore.carrier_codes) }),
  rates: file.newstore.provider_rates,
  serviceLevels: file.newstore.service_levels,
  unmatchedRate: file.newstore.unmatched_rate,
  expiredOffer: file.offers.expired,
  readyHorizon: file.offers.ready_horizon_days * DAY,
  fingerprint: { offerCounts: file.booking.offer_counts, requestIdCounts: file.booking.request_id_counts },
  returns: {
    services: file.returns.services,
    onlyReturnSwapsAddresses: file.returns.only_return_swaps_addresses,
  },
  cancelWithReturn: file.cancel.with_return,
  ...toPapers(file),
});

/** `absolute` completes paths that are relative to the settings file. */
export const toAccountSettings = (
  id: string,
  file: DecodedAccount,
  absolute: (path: string) => string,
): AccountSettings => {
  const { default_box: box, default_item_weight: itemWeight } = file.parcel;
  const newstore = toNewStoreSettings(file.newstore);
  return {
    account: accountOf(id, file),
    name: file.name ?? id,
    parcelDefaults: { ...(box === undefined ? {} : { box }), ...(itemWeight === undefined ? {} : { itemWeight }) },
    ...(file.products_file === undefined ? {} : { productsFile: absolute(file.products_file) }),
    ...(file.labels.logo === undefined ? {} : { logoFile: absolute(file.labels.logo) }),
    carriers: carriersOf(file.carriers, absolute),
    ...(newstore === undefined ? {} : { newstore }),
  };
};
