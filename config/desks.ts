import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import { pipe } from 'fp-ts/lib/function.js';
import { makeRateCardCarrier, RATE_CARD } from '../adapters/carriers/rate-card/carrier.js';
import type { StarshipitSettings } from '../adapters/carriers/starshipit/settings.js';
import type { ReadProducts } from '../adapters/products/products-file.js';
import type { Carrier } from '../application/ports/carrier.js';
import type { Clock } from '../application/ports/clock.js';
import type { Desk } from '../application/ports/desks.js';
import type { ReloadedFile } from '../application/ports/file-standing.js';
import type { HouseLedger } from '../application/ports/house-ledger.js';
import type { Account } from '../domain/account.js';
import type { TimeZone, TimeZones } from '../domain/calendar.js';
import { emptyCatalogue, makeCatalogue, type Catalogue } from '../domain/catalogue.js';
import type { Places } from '../domain/places.js';
import type { AccountSettings, CarrierSettings, RateCardSettings } from './account-settings.js';
import { missingStandIns, unknownServices, type DeskFault } from './desk-checks.js';
import { makeLiveDesks, type LiveDesks, type Reopen, type Reopenable } from './live-desks.js';
import { openLogo } from './logo.js';
import type { NumbersFor } from './parcel-numbers.js';
import { readAside } from './read-aside.js';
import { readCard, type ReadCard } from './read-card.js';
import type { Settings } from './settings.js';
import type { NewStoreOutlets } from './newstore.js';
import type { StarshipitCarriers } from './starshipit.js';

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
  const faults = isKnown ? missingStandIns(deps.settingsFile, account, settings, inForce?.card) : [];
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

const catalogueOf = (file: string, read: ReadProducts): Found<Catalogue> =>
  E.isRight(read)
    ? E.right(makeCatalogue(read.right))
    : E.left(read.left.map(({ line, column, found, mend }) => ({ file, path: column, line, found, mend })));

/** The reader of CSV is loaded only where a file is to be read. */
const openCatalogue = async (file: string | undefined): Promise<Found<Catalogue>> => {
  if (file === undefined) return E.right(emptyCatalogue);
  const { readProducts } = await import('../adapters/products/products-file.js');
  return catalogueOf(file, readProducts(file));
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
  const catalogue = await openCatalogue(settings.productsFile);
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
  const reopen = new Map<ReloadedFile, Reopen>();
  if (cardSettings !== undefined && rateCard !== undefined && E.isRight(rateCard)) {
    const inForce = rateCard.right;
    reopen.set('card', (now) => withNewCard(now, settings, cardSettings, inForce, deps));
  }
  const { productsFile } = settings;
  if (productsFile !== undefined) reopen.set('products', (now) => withNewProducts(now, productsFile));
  return E.right({ desk, reopen });
};

/** The same desk with its products read again. */
const withNewProducts = async (desk: Desk, file: string): Promise<Found<Desk>> =>
  E.map((catalogue: Catalogue): Desk => ({ ...desk, catalogue }))(catalogueOf(file, await readAside('products', file)));

/** The same desk with its rate card read again; all else, budgets and numbers above all, goes on as it was. */
const withNewCard = async (
  desk: Desk,
  { carriers: allSettings }: AccountSettings,
  settings: RateCardSettings,
  inForce: CardInForce,
  deps: Deps,
): Promise<Found<Desk>> => {
  const { account } = desk;
  const made = rateCardCarrier(account, settings, await readAside('card', settings.file), deps);
  if (E.isLeft(made)) return made;
  const carriers = desk.carriers.map((carrier) =>
    carrier.id === RATE_CARD ? deps.observe(account, made.right) : carrier,
  );
  const faults = [
    ...unknownServices(deps.settingsFile, account, carriers),
    ...allSettings.flatMap((one) =>
      one.carrier === 'starshipit' ? missingStandIns(deps.settingsFile, account, one, made.right) : [],
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
