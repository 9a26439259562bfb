import * as O from 'fp-ts/lib/Option.js';
import type { StarshipitAgent } from '../adapters/carriers/starshipit/client.js';
import type { StarshipitSettings } from '../adapters/carriers/starshipit/settings.js';
import { nameOf } from '../adapters/places/countries.js';
import { sha256 } from '../adapters/system/sha256.js';
import type { CallBudgets } from '../application/ports/call-budget.js';
import type { Carrier } from '../application/ports/carrier.js';
import type { Clock } from '../application/ports/clock.js';
import type { Journal } from '../application/ports/journal.js';
import type { Log } from '../application/ports/log.js';
import type { AccountId } from '../domain/account.js';
import type { Places } from '../domain/places.js';

/** The Starshipit of every account: those of one target share its connections, those of one subscription key its rate. */
export type StarshipitCarriers = {
  readonly open: (account: AccountId, settings: StarshipitSettings, rateCard: Carrier | undefined) => Promise<Carrier>;
  readonly close: () => Promise<void>;
};

type Deps = {
  readonly budgets: CallBudgets;
  readonly places: Places;
  readonly clock: Clock;
  readonly log: Log;
  readonly journal: Pick<Journal, 'record'>;
};

export const makeStarshipitCarriers = ({ budgets, places, clock, log, journal }: Deps): StarshipitCarriers => {
  const agents = new Map<string, StarshipitAgent>();

  /** A code that is no country's stands for itself. */
  const countryName = (code: string): string => {
    const place = places.find(code);
    return O.isSome(place) ? nameOf(place.value.country) : code;
  };

  return {
    open: async (account, settings, rateCard) => {
      // The HTTP client is loaded only where an account needs it.
      const [{ makeAgent }, { makeStarshipitCarrier }] = await Promise.all([
        import('../adapters/carriers/starshipit/client.js'),
        import('../adapters/carriers/starshipit/carrier.js'),
      ]);
      const agent = agents.get(settings.baseUrl) ?? makeAgent();
      agents.set(settings.baseUrl, agent);
      const budget = budgets.of(sha256(`${settings.baseUrl} ${settings.subscriptionKey}`), settings.callsPerSecond);
      return makeStarshipitCarrier({
        account,
        settings,
        rateCard,
        agent,
        budget,
        clock,
        log,
        journal,
        sha256,
        countryName,
      });
    },
    close: async () => {
      await Promise.all([...agents.values()].map((agent) => agent.destroy()));
    },
  };
};
