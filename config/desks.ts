import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import { pipe } from 'fp-ts/lib/function.js';
import { makeRateCardCarrier, RATE_CARD } from '../adapters/carriers/rate-card/carrier.js';
import type { StarshipitSettings } from '../adapters/carriers/starshipit/settings.js';
import type { Carrier } from '../application/ports/carrier.js';
import type { Clock } from '../application/ports/clock.js';
import type { Desk } from '../application/ports/desks.js';
import type { HouseLedger } from '../application/ports/house-ledger.js';
import { sameService, serviceKey, type Account, type ServiceRef } from '../domain/account.js';
import type { TimeZone, TimeZones } from '../domain/calendar.js';
import { emptyCatalogue, type Catalogue } from '../domain/catalogue.js';
import type { Places } from '../domain/places.js';
import type { AccountSettings, CarrierSettings, RateCardSettings } from './account-settings.js';
import { makeLiveDesks, type LiveDesks, type Reopenable } from './live-desks.js';
import { openLogo } from './logo.js';
import type { NumbersFor } from './parcel-numbers.js';
import { readCard, readCardAside, type ReadCard } from './read-card.js';
import type { SettingsFault } from './settings-fault.js';
import type { Settings } from './settings.js';
import type { NewStoreOutlets } from './newstore.js';
import type { StarshipitCarriers } from './starshipit.js';

/** What is wrong with a file that the settings name, or with the settings once those files are read. */
export type DeskFault = SettingsFault & { readonly file: string };

type Deps = {
  readonly settingsFile: string;
  readonly zones: TimeZones;
  readonly places: Places;
  readonly ledger: HouseLedger;
  readonly numbersFor: NumbersFor;
  readonly clock: Clock;
  readonly starshipit: StarshipitCarriers;
  readonly newstore: NewStoreOutlets;
  /** What every carrier is wrapped in. */
  readonly observe: (account: Account, carrier: Carrier) => Carrier;
};

type Found<A> = E.Either<readonly DeskFault[], A>;

const rateCardCarrier = (account: Account, settings: RateCardSettings, read: ReadCard, deps: Deps): Found<Carrier> => {
  const { settleDelay, quoteTimeout } = settings;
  const { ledger, clock } = deps;
  const numbers = deps.numbersFor(settings);
  if (E.isLeft(read)) return read;
  if (numbers === undefined) {
    const mend = 'write house.gs1_company_prefix, or house.s10 for an account with numbers: s10';
    return E.left([{ file: deps.settingsFile, path: 'house', found: 'no numbers for parcels', mend }]);
  }
  const card = read.right;
  return E.right(makeRateCardCarrier({ account: account.id, card, ledger, numbers, clock, settleDelay, quoteTimeout }));
};

/** The account's rate card that is in force: it changes when cards are read again. */
type CardInForce = { card: Carrier };

/** Services of a rate card that are to stand in for Starshipit's and are not there. */
const missingStandIns = (
  account: Account,
  { fallback }: StarshipitSettings,
  card: Carrier | undefined,
  { settingsFile }: Deps,
): readonly DeskFault[] => {
  const there = card?.services.map(({ ref }) => ref.service) ?? [];
  const standIns = fallback._tag === 'RateCard' ? [...fallback.services] : [];
  return standIns
    .filter(([, service]) => !there.includes(service))
    .map(([code, service]) => ({
      file: settingsFile,
      path: `accounts.${account.id}.carriers.starshipit.fallback_services.${code}`,
      found: `the service ${service}, which no rate card of the account has`,
      mend:
        there.length === 0
          ? 'give the account a rate card, or set fallback otherwise'
          : `name one of ${there.join(', ')}`,
    }));
};

/** A card that stands in must be there, and have the services that stand in. */
const starshipitCarrier = async (
  account: Account,
  settings: StarshipitSettings,
  rateCard: Found<CardInForce> | undefined,
  deps: Deps,
): Promise<Found<Carrier>> => {
  const inForce = rateCard !== undefined && E.isRight(rateCard) ? rateCard.right : undefined;
  // What is wrong with a card that cannot be read is said already.
  const isKnown = rateCard === undefined || inForce !== undefined;
  const faults = isKnown ? missingStandIns(account, settings, inForce?.card, deps) : [];
  if (faults.length > 0) return E.left(faults);
  const card: Carrier | undefined = inForce && {
    ...inForce.card,
    quote: (request, services) => inForce.card.quote(request, services),
  };
  return E.right(await deps.starshipit.open(account.id, settings, card));
};

/** Which kinds of carriers there are. */
const carrierOf = async (
  account: Account,
  settings: CarrierSettings,
  rateCard: Found<CardInForce> | undefined,
  deps: Deps,
): Promise<Found<Carrier>> => {
  switch (settings.carrier) {
    case 'rate-card':
      return rateCard === undefined
        ? rateCardCarrier(account, settings, readCard(settings.file, deps.places), deps)
        : E.map(({ card }: CardInForce) => card)(rateCard);
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

const deskOf = async (settings: AccountSettings, deps: Deps): Promise<Found<Reopenable>> => {
  const { account, parcelDefaults } = settings;
  const [cardSettings] = settings.carriers.filter((one) => one.carrier === RATE_CARD);
  const rateCard =
    cardSettings &&
    pipe(
      rateCardCarrier(account, cardSettings, readCard(cardSettings.file, deps.places), deps),
      E.map((card): CardInForce => ({ card })),
    );
  const carriers = await Promise.all(settings.carriers.map((carrier) => carrierOf(account, carrier, rateCard, deps)));
  const ready = carriers.flatMap((carrier) => (E.isRight(carrier) ? [carrier.right] : []));
  const catalogue = await catalogueOf(settings.productsFile);
  const logo = await openLogo(account.id, settings.logoFile);
  const zoneOf = zonesOf(account, deps.zones);
  const faults = [
    ...carriers.flatMap((carrier) => (E.isLeft(carrier) ? carrier.left : [])),
    ...(E.isLeft(catalogue) ? catalogue.left : []),
    ...(E.isLeft(logo) ? logo.left : []),
    ...(ready.length === carriers.length ? unknownServices(deps.settingsFile, account, ready) : []),
  ];
  if (faults.length > 0 || E.isLeft(catalogue) || E.isLeft(logo) || zoneOf === undefined) return E.left(faults);
  const observed = ready.map((carrier) => deps.observe(account, carrier));
  const outlet = settings.newstore === undefined ? undefined : await deps.newstore.open(account.id, settings.newstore);
  const desk = {
    ...{ account, carriers: observed, catalogue: catalogue.right, parcelDefaults, zoneOf },
    ...(outlet !== undefined && { outlet }),
    ...(logo.right !== undefined && { logo: logo.right }),
  };
  if (cardSettings === undefined || rateCard === undefined || E.isLeft(rateCard)) return E.right({ desk });
  const inForce = rateCard.right;
  return E.right({ desk, reopen: (now) => withNewCard(now, settings, cardSettings, inForce, deps) });
};

/** The same desk with its rate card read again; all else, budgets and numbers above all, goes on as it was. */
const withNewCard = async (
  desk: Desk,
  { carriers: allSettings }: AccountSettings,
  settings: RateCardSettings,
  inForce: CardInForce,
  deps: Deps,
): Promise<Found<Desk>> => {
  const { account } = desk;
  const made = rateCardCarrier(account, settings, await readCardAside(settings.file), deps);
  if (E.isLeft(made)) return made;
  const carriers = desk.carriers.map((carrier) =>
    carrier.id === RATE_CARD ? deps.observe(account, made.right) : carrier,
  );
  const faults = [
    ...unknownServices(deps.settingsFile, account, carriers),
    ...allSettings.flatMap((one) =>
      one.carrier === 'starshipit' ? missingStandIns(account, one, made.right, deps) : [],
    ),
  ];
  // Health tells everybody why, and nobody whose it is.
  if (faults.length > 0) return E.left(faults.map((fault) => ({ ...fault, path: '' })));
  inForce.card = made.right;
  return E.right({ ...desk, carriers });
};

/** Reads every file that the accounts name; all faults at once. */
export const openDesks = async ({ accounts }: Settings, deps: Deps): Promise<Found<LiveDesks>> => {
  const desks = await Promise.all(accounts.map((account) => deskOf(account, deps)));
  const faults = desks.flatMap((desk) => (E.isLeft(desk) ? desk.left : []));
  if (faults.length > 0) return E.left(faults);
  return E.right(
    makeLiveDesks(
      desks.flatMap((desk) => (E.isRight(desk) ? [desk.right] : [])),
      deps.clock,
    ),
  );
};
