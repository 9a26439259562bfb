import { makeAgent } from '../../../adapters/carriers/starshipit/client.js';
import { makeStarshipitCarrier } from '../../../adapters/carriers/starshipit/carrier.js';
import { STARSHIPIT, type StarshipitSettings } from '../../../adapters/carriers/starshipit/settings.js';
import { defaultCircuit, makeCallBudgets } from '../../../adapters/system/call-budget.js';
import { makeClock } from '../../../adapters/system/clock.js';
import { sha256 } from '../../../adapters/system/sha256.js';
import type { CallBudgets } from '../../../application/ports/call-budget.js';
import type { Carrier } from '../../../application/ports/carrier.js';
import type { Journal } from '../../../application/ports/journal.js';
import type { Log } from '../../../application/ports/log.js';
import { businessDays, WEEKDAYS, type MinuteOfDay } from '../../../domain/calendar.js';
import type { Currency } from '../../../domain/currency.js';
import * as O from 'fp-ts/lib/Option.js';
import { anAccountId } from '../bookings.js';
import { makeSlotsInMemory } from '../call-slots.js';
import { API_KEY, SUBSCRIPTION_KEY } from './simulator.js';

const worked = businessDays(WEEKDAYS.slice(0, 5), []);

export const starshipitSettings = (baseUrl: string, over: Partial<StarshipitSettings> = {}): StarshipitSettings => ({
  carrier: STARSHIPIT,
  apiKey: API_KEY,
  subscriptionKey: SUBSCRIPTION_KEY,
  baseUrl,
  callsPerSecond: 100,
  currency: 'AUD' as Currency,
  services: [
    {
      ...{ code: 'EXPRESS', name: 'Express', carrier: 'AusPost', serviceCode: '7J85' },
      ...{ signatureRequired: false, transit: { min: 1, max: 2 } },
    },
    {
      ...{ code: 'STANDARD', name: 'Standard', carrier: 'AusPost', serviceCode: '7B05', serviceName: 'Parcel Post' },
      ...{ signatureRequired: false, transit: { min: 2, max: 5 } },
    },
    {
      ...{ code: 'ROAD', name: 'Road', carrier: 'TNT', serviceCode: '76' },
      ...{ signatureRequired: false, transit: { min: 2, max: 9 } },
    },
  ],
  quotes: 'deliveryservices',
  quoteCache: 60_000,
  quoteTimeout: 2_000,
  fallback: { _tag: 'None' },
  senderDefaults: { phone: '0700000000' },
  labelWait: 2_000,
  settleDelay: 300,
  cancelPrinted: 'archive',
  adoptUnshipped: false,
  returnAddresses: 'as_outbound',
  noTrackingNumber: 'wait',
  cutOff: 900 as MinuteOfDay,
  hours: { opens: 540 as MinuteOfDay, closes: 1_020 as MinuteOfDay },
  businessDays: O.isSome(worked) ? worked.value : (undefined as never),
  tracking: { interval: 0, silentAfter: 6 * 3_600_000, upTo: 30 * 24 * 3_600_000 },
  ...over,
});

export const quietLog: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

const NAMES: Readonly<Record<string, string>> = { AU: 'Australia', NZ: 'New Zealand', PT: 'Portugal' };

export const countryName = (code: string): string => NAMES[code] ?? code;

type OpeningOptions = {
  readonly log?: Log;
  readonly budgets?: CallBudgets;
  readonly record?: Journal['record'];
  readonly rateCard?: Carrier;
};

export type OpenedStarshipit = { readonly carrier: Carrier; readonly close: () => Promise<void> };

/** The real carrier, its HTTP client included, on a simulated Starshipit. */
export const openStarshipit = (
  baseUrl: string,
  over: Partial<StarshipitSettings> = {},
  { log = quietLog, budgets, record = () => undefined, rateCard }: OpeningOptions = {},
): OpenedStarshipit => {
  const clock = makeClock();
  const agent = makeAgent();
  const settings = starshipitSettings(baseUrl, over);
  // Most tests ask what one call's failure does, not what many do to the next.
  const circuit = { ...defaultCircuit, tolerated: 1_000 };
  const all = budgets ?? makeCallBudgets({ clock, slots: makeSlotsInMemory(), chance: { fraction: () => 0 }, circuit });
  const budget = all.of('key', settings.callsPerSecond);
  return {
    carrier: makeStarshipitCarrier({
      ...{ account: anAccountId(), settings, rateCard, agent, budget, clock, log, sha256, countryName },
      journal: { record },
    }),
    close: () => agent.destroy(),
  };
};
