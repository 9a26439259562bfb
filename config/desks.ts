import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import { readRateCard } from '../adapters/carriers/rate-card/card-file.js';
import { makeRateCardCarrier } from '../adapters/carriers/rate-card/carrier.js';
import type { StarshipitSettings } from '../adapters/carriers/starshipit/settings.js';
import type { SsccNumbers } from '../adapters/carriers/rate-card/sscc-numbers.js';
import type { Carrier } from '../application/ports/carrier.js';
import type { Clock } from '../application/ports/clock.js';
import type { Desk, Desks } from '../application/ports/desks.js';
import type { HouseLedger } from '../application/ports/house-ledger.js';
import { sameService, serviceKey, type Account, type ServiceRef } from '../domain/account.js';
import type { TimeZone, TimeZones } from '../domain/calendar.js';
import { emptyCatalogue, type Catalogue } from '../domain/catalogue.js';
import type { Places } from '../domain/places.js';
import type { AccountSettings, CarrierSettings, RateCardSettings } from './account-settings.js';
import { readText } from './settings-file.js';
import type { SettingsFault } from './settings-fault.js';
import type { Settings } from './settings.js';
import type { StarshipitCarriers } from './starshipit.js';

/** What is wrong with a file that the settings name, or with the settings once those files are read. */
export type DeskFault = SettingsFault & { readonly file: string };

type Deps = {
  readonly settingsFile: string;
  readonly zones: TimeZones;
  readonly places: Places;
  readonly ledger: HouseLedger;
  readonly numbers: SsccNumbers | undefined;
  readonly clock: Clock;
  readonly starshipit: StarshipitCarriers;
  /** What every carrier is wrapped in. */
  readonly observe: (account: Account, carrier: Carrier) => Carrier;
};

type Found<A> = E.Either<readonly DeskFault[], A>;

const rateCardCarrier = (account: Account, settings: RateCardSettings, deps: Deps): Found<Carrier> => {
  const { file, settleDelay, quoteTimeout } = settings;
  const { places, ledger, numbers, clock } = deps;
  const text = readText(file);
  if (text === undefined || numbers === undefined) {
    const mend = `let accounts.${account.id}.carriers.rate-card.file name a rate card that this user can read`;
    return E.left([{ file, path: '', found: 'no file that can be read', mend }]);
  }
  const countryOf = (code: string) => {
    const place = places.find(code);
    return O.isSome(place) ? O.some(place.value.country) : O.none;
  };
  const card = readRateCard(text, file, { country: countryOf });
  if (E.isLeft(card)) return card;
  return E.right(
    makeRateCardCarrier({ account: account.id, card: card.right, ledger, numbers, clock, settleDelay, quoteTimeout }),
  );
};

/** A card that stands in must be there, and have the services that stand in. */
const starshipitCarrier = async (
  account: Account,
  settings: StarshipitSettings,
  rateCard: Found<Carrier> | undefined,
  deps: Deps,
): Promise<Found<Carrier>> => {
  const card = rateCard !== undefined && E.isRight(rateCard) ? rateCard.right : undefined;
  const there = card?.services.map(({ ref }) => ref.service) ?? [];
  const standIns = settings.fallback._tag === 'RateCard' ? [...settings.fallback.services] : [];
  // What is wrong with a card that cannot be read is said already.
  const isKnown = rateCard === undefined || card !== undefined;
  const missing = isKnown ? standIns.filter(([, service]) => !there.includes(service)) : [];
  const faults = missing.map(([code, service]) => ({
    file: deps.settingsFile,
    path: `accounts.${account.id}.carriers.starshipit.fallback_services.${code}`,
    found: `the service ${service}, which no rate card of the account has`,
    mend:
      there.length === 0
        ? 'give the account a rate card, or set fallback otherwise'
        : `name one of ${there.join(', ')}`,
  }));
  return faults.length > 0 ? E.left(faults) : E.right(await deps.starshipit.open(account.id, settings, card));
};

/** Which kinds of carriers there are. */
const carrierOf = async (
  account: Account,
  settings: CarrierSettings,
  rateCard: Found<Carrier> | undefined,
  deps: Deps,
): Promise<Found<Carrier>> => {
  switch (settings.carrier) {
    case 'rate-card':
      return rateCard ?? rateCardCarrier(account, settings, deps);
    case 'starshipit':
      return starshipitCarrier(account, settings, rateCard, deps);
  }
};

/** The reader of CSV is loaded only where a file is to be read. */
const catalogueOf = async (file: string | undefined): Promise<Found<Catalogue>> => {
  if (file === undefined) return E.right(emptyCatalogue);
  const { readProducts } = await import('../adapters/products/products-file.js');
  const products = readProducts(file);
  if (E.isRight(products)) return products;
  return E.left(products.left.map(({ line, column, found, mend }) => ({ file, path: column, line, found, mend })));
};

/** Services that the account's tables name and no carrier of it has. */
const unknownServices = (file: string, account: Account, carriers: readonly Carrier[]): readonly DeskFault[] => {
  const offered = carriers.flatMap(({ services }) => services.map(({ ref }) => ref));
  const unknown = (path: string, refs: Iterable<ServiceRef>): readonly DeskFault[] =>
    [...refs]
      .filter((wanted) => !offered.some((service) => sameService(service, wanted)))
      .map((wanted) => ({
        file,
        path: `accounts.${account.id}.${path}`,
        found: `the service ${serviceKey(wanted)}, which no carrier of the account has`,
        mend: `name one of ${offered.map(serviceKey).join(', ')}`,
      }));
  return [
    ...[...account.rates].flatMap(([rate, refs]) => unknown(`newstore.provider_rates.${rate}`, refs)),
    ...[...account.serviceLevels].flatMap(([level, refs]) => unknown(`newstore.service_levels.${level}`, refs)),
    ...[...account.returns.services].flatMap(([service, ref]) => unknown(`returns.services.${service}`, [ref])),
  ];
};

/** The settings have checked every zone's name by then. */
const zonesOf = ({ timeZone, nodeTimeZones }: Account, zones: TimeZones): Desk['zoneOf'] | undefined => {
  const home = zones(timeZone);
  if (O.isNone(home)) return undefined;
  const nodes = new Map<string, TimeZone>(
    [...nodeTimeZones].flatMap(([node, name]) => {
      const zone = zones(name);
      return O.isSome(zone) ? [[node, zone.value] as const] : [];
    }),
  );
  return (nodeId) => (nodeId === undefined ? undefined : nodes.get(nodeId)) ?? home.value;
};

const deskOf = async (settings: AccountSettings, deps: Deps): Promise<Found<Desk>> => {
  const { account, parcelDefaults } = settings;
  const [cardSettings] = settings.carriers.filter((one) => one.carrier === 'rate-card');
  const rateCard = cardSettings && rateCardCarrier(account, cardSettings, deps);
  const carriers = await Promise.all(settings.carriers.map((carrier) => carrierOf(account, carrier, rateCard, deps)));
  const ready = carriers.flatMap((carrier) => (E.isRight(carrier) ? [carrier.right] : []));
  const catalogue = await catalogueOf(settings.productsFile);
  const zoneOf = zonesOf(account, deps.zones);
  const faults = [
    ...carriers.flatMap((carrier) => (E.isLeft(carrier) ? carrier.left : [])),
    ...(E.isLeft(catalogue) ? catalogue.left : []),
    ...(ready.length === carriers.length ? unknownServices(deps.settingsFile, account, ready) : []),
  ];
  if (faults.length > 0 || E.isLeft(catalogue) || zoneOf === undefined) return E.left(faults);
  const observed = ready.map((carrier) => deps.observe(account, carrier));
  return E.right({ account, carriers: observed, catalogue: catalogue.right, parcelDefaults, zoneOf });
};

/** Reads every file that the accounts name; all faults at once. */
export const openDesks = async ({ accounts }: Settings, deps: Deps): Promise<Found<Desks>> => {
  const desks = await Promise.all(accounts.map((account) => deskOf(account, deps)));
  const faults = desks.flatMap((desk) => (E.isLeft(desk) ? desk.left : []));
  if (faults.length > 0) return E.left(faults);
  const all = desks.flatMap((desk) => (E.isRight(desk) ? [desk.right] : []));
  const byId = new Map(all.map((desk) => [desk.account.id, desk]));
  return E.right({ all, find: (id) => O.fromNullable(byId.get(id)) });
};
