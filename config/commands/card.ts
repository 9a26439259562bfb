import { resolve } from 'node:path';
import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import { cardFaultText } from '../../adapters/carriers/rate-card/card-fault.js';
import { makePlaces } from '../../adapters/places/places.js';
import { makeClock } from '../../adapters/system/clock.js';
import { makeZones } from '../../adapters/system/zones.js';
import { parseLocalDate, type LocalDate } from '../../domain/calendar.js';
import { cardChanges, isUnchanged, type CardChanges, type Change, type ZoneChange } from '../../domain/card-changes.js';
import type { TermChanges } from '../../domain/card-terms.js';
import { decimalText, isNegative } from '../../domain/decimal.js';
import { priceText } from '../../domain/money.js';
import type { RateCard } from '../../domain/rate-card.js';
import type { AccountSettings } from '../account-settings.js';
import { readCard } from '../read-card.js';
import { loadSettings, settingsPlace } from '../settings-file.js';
import { ExitCode } from './exit-codes.js';
import { openingWords } from './opening-words.js';
import { complain, green, print, printJson, printTable, red } from './terminal.js';

export type CardCheckOptions = {
  readonly account?: string;
  readonly on?: string;
  readonly strict?: boolean;
  readonly json?: boolean;
};

/** What to compare with: the account's card, its clock's today. */
type Against = { readonly account: AccountSettings; readonly file: string; readonly today: LocalDate };

/** The account that is named, or the only one with a rate card. */
const chosen = (accounts: readonly AccountSettings[], id: string | undefined): AccountSettings | string => {
  const withCard = accounts.filter(({ carriers }) => carriers.some(({ carrier }) => carrier === 'rate-card'));
  const ids = withCard.map(({ account }) => account.id).join(', ');
  const found = id === undefined ? withCard : withCard.filter(({ account }) => account.id === id);
  const [only, another] = found;
  if (only !== undefined && another === undefined) return only;
  return id === undefined
    ? `name an account with --account: ${ids}`
    : `no account ${id} with a rate card; there are: ${ids}`;
};

const againstOf = (id: string | undefined): E.Either<number, Against> => {
  const zones = makeZones();
  const loaded = loadSettings(settingsPlace(process.env, process.cwd()), process.env, zones);
  if (E.isLeft(loaded)) {
    const { lines, exitCode } = openingWords({ _tag: 'Settings', faults: loaded.left });
    lines.forEach(complain);
    return E.left(exitCode);
  }
  const account = chosen(loaded.right.accounts, id);
  if (typeof account === 'string') {
    complain(account);
    return E.left(ExitCode.usage);
  }
  const card = account.carriers.find(({ carrier }) => carrier === 'rate-card');
  const zone = zones(account.account.timeZone);
  if (card?.carrier !== 'rate-card' || O.isNone(zone)) return E.left(ExitCode.usage);
  return E.right({ account, file: card.file, today: zone.value.toLocal(makeClock().now()).date });
};

const signed = ({ percent, before, after }: Change): string => {
  const change = percent === undefined ? 'from nothing' : `${isNegative(percent) ? '' : '+'}${decimalText(percent)} %`;
  return `${change} (${priceText(before)} to ${priceText(after)})`;
};

const kilograms = (grams: number): string => (grams === Infinity ? 'any weight' : `${grams / 1000} kg`);

const rowOf = (change: ZoneChange): readonly string[] => {
  const names = [change.service, change.zone];
  switch (change._tag) {
    case 'New':
      return [...names, 'new', '', '', ''];
    case 'Gone':
      return [...names, 'gone', '', '', ''];
    case 'Priced': {
      const { changed, weights, least, median, most, limit } = change;
      const upTo = limit === undefined ? '' : `; to ${kilograms(limit.after)}, was ${kilograms(limit.before)}`;
      return changed === 0
        ? [...names, `same at ${weights} weights${upTo}`, '', '', '']
        : [...names, `${changed} of ${weights} weights${upTo}`, signed(least), signed(median), signed(most)];
    }
  }
};

/** What is in none of the prices of the table. */
const termLines = ({ places, surcharges, divisors, residential }: TermChanges): readonly string[] => [
  ...places.map(({ zone, gained, lost }) => `places of zone ${zone}: ${gained} gained, ${lost} lost`),
  ...surcharges.map(({ service, names }) => `surcharges of ${service}: ${names.join(', ')}`),
  ...divisors.map(
    ({ service, before, after }) => `divisor of ${service}: ${before ?? 'none'} becomes ${after ?? 'none'}`,
  ),
  ...(residential === undefined ? [] : [`residential: ${residential.before} becomes ${residential.after}`]),
];

const printChanges = (changes: CardChanges): void => {
  const { currency, newServices, goneServices, newZones, goneZones, zones, terms } = changes;
  if (currency !== undefined) print(`currency: ${currency.before} becomes ${currency.after}`);
  const lists = {
    'new services': newServices,
    'services gone': goneServices,
    'new zones': newZones,
    'zones gone': goneZones,
  };
  for (const [what, names] of Object.entries(lists)) if (names.length > 0) print(`${what}: ${names.join(', ')}`);
  termLines(terms).forEach(print);
  printTable(['service', 'zone', 'changed', 'least', 'median', 'most'], zones.map(rowOf));
};

const changeJson = ({ weight, before, after, percent }: Change) => ({
  grams: weight,
  before: priceText(before),
  after: priceText(after),
  percent: percent === undefined ? null : decimalText(percent),
});

const zoneJson = (change: ZoneChange) => {
  const { service, zone } = change;
  if (change._tag !== 'Priced') return { service, zone, what: change._tag === 'New' ? 'new' : 'gone' };
  const { weights, changed, least, median, most, limit } = change;
  const grams = (weight: number) => (weight === Infinity ? null : weight);
  return {
    ...{ service, zone, what: changed === 0 ? 'same' : 'changed', weights, changed },
    ...{ least: changeJson(least), median: changeJson(median), most: changeJson(most) },
    ...(limit !== undefined && { heaviest_grams: { before: grams(limit.before), after: grams(limit.after) } }),
  };
};

const changesJson = ({ zones, currency, terms, ...lists }: CardChanges) => ({
  ...(currency !== undefined && { currency }),
  new_services: lists.newServices,
  gone_services: lists.goneServices,
  new_zones: lists.newZones,
  gone_zones: lists.goneZones,
  zones: zones.map(zoneJson),
  places: terms.places,
  surcharges: terms.surcharges,
  divisors: terms.divisors.map(({ service, before, after }) => ({
    service,
    before: before ?? null,
    after: after ?? null,
  })),
  ...(terms.residential !== undefined && { residential: terms.residential }),
});

const readOrComplain = (file: string, json: boolean): RateCard | undefined => {
  const read = readCard(file, makePlaces());
  if (E.isRight(read)) return read.right;
  const faults = read.left.map(cardFaultText);
  if (json) printJson({ ok: false, faults });
  else faults.forEach(complain);
  return undefined;
};

/**
 * Reads a card and tells what it changes against the one that the account's settings name. Ends with 78 where the card is at
 * fault, and with `strict` with 1 where anything changes.
 */
export const checkCard = (file: string, { account: id, on, strict = false, json = false }: CardCheckOptions): void => {
  const asked = on === undefined ? O.none : parseLocalDate(on);
  if (on !== undefined && O.isNone(asked)) {
    complain(`--on: found ${JSON.stringify(on)}; must be a date, such as 2027-01-01`);
    process.exitCode = ExitCode.usage;
    return;
  }
  const after = readOrComplain(resolve(file), json);
  if (after === undefined) {
    process.exitCode = ExitCode.settings;
    return;
  }
  const against = againstOf(id);
  if (E.isLeft(against)) {
    process.exitCode = against.left;
    return;
  }
  const { account, file: inForce, today } = against.right;
  const day = O.getOrElse(() => today)(asked);
  const before = readCard(inForce, makePlaces());
  if (E.isLeft(before)) {
    if (json) printJson({ ok: true, compared: false, faults_in_force: before.left.map(cardFaultText) });
    else {
      print(`${green('ok')} ${file}: the card is valid`);
      complain(`${red('warn')} ${inForce} cannot be compared with: ${cardFaultText(before.left[0])}`);
    }
    process.exitCode = strict ? ExitCode.notDone : ExitCode.done;
    return;
  }
  const changes = cardChanges(before.right, after, day);
  const unchanged = isUnchanged(changes);
  if (json) {
    printJson({ ok: true, account: account.account.id, on: day, unchanged, ...changesJson(changes) });
  } else {
    print(`${green('ok')} ${file}: the card is valid`);
    print(`against ${inForce} of account ${account.account.id}, for a pickup on ${day}:`);
    if (unchanged) print('no price changes');
    else printChanges(changes);
  }
  process.exitCode = strict && !unchanged ? ExitCode.notDone : ExitCode.done;
};
