import type { NewStoreAgent } from '../adapters/newstore/http.js';
import type { NewStoreSettings } from '../adapters/newstore/settings.js';
import { sha256 } from '../adapters/system/sha256.js';
import type { CallBudgets } from '../application/ports/call-budget.js';
import type { Clock } from '../application/ports/clock.js';
import type { Journal } from '../application/ports/journal.js';
import type { Log } from '../application/ports/log.js';
import type { StatusOutlet } from '../application/ports/status-outlet.js';
import type { AccountId } from '../domain/account.js';

/** The NewStore of every account that has one: all share connections, those of one tenant its rate. */
export type NewStoreOutlets = {
  readonly open: (account: AccountId, settings: NewStoreSettings) => Promise<StatusOutlet>;
  readonly close: () => Promise<void>;
};

type Deps = {
  readonly budgets: CallBudgets;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly log: Log;
};

export const makeNewStoreOutlets = ({ budgets, clock, journal, log }: Deps): NewStoreOutlets => {
  let agent: NewStoreAgent | undefined;
  return {
    open: async (account, settings) => {
      // The HTTP client is loaded only where an account needs it.
      const [{ makeNewStoreAgent }, { makeNewStoreOutlet }] = await Promise.all([
        import('../adapters/newstore/http.js'),
        import('../adapters/newstore/outlet.js'),
      ]);
      agent ??= makeNewStoreAgent();
      const budget = budgets.of(sha256(`${settings.baseUrl} ${settings.tenant}`), settings.callsPerSecond);
      return makeNewStoreOutlet({ account, settings, agent, budget, clock, journal, log });
    },
    close: async () => {
      await agent?.destroy();
    },
  };
};
