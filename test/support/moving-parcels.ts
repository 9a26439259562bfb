import { expect } from 'chai';
import { STARSHIPIT_BASE } from '../../adapters/http/starshipit/routes.js';
import { eventually } from './eventually.js';
import { CLIENT_ID, CLIENT_SECRET, startNewStore, TENANT, type NewStoreSimulator } from './newstore/simulator.js';
import type { SimulatedOrder } from './starshipit/books.js';
import { API_KEY, startStarshipit, SUBSCRIPTION_KEY, type StarshipitSimulator } from './starshipit/simulator.js';
import { sendWebhook } from './starshipit/webhook.js';

/** What stands around a program whose parcels move: a Starshipit that tells of them, and a NewStore that is told. */
export type Surroundings = {
  readonly starshipit: StarshipitSimulator;
  readonly newstore: NewStoreSimulator;
  readonly soldAs: (code: string) => SimulatedOrder;
  /** Moves the parcel at Starshipit, and sends its webhook to the program at `url`; answers the status of what it said. */
  readonly webhook: (url: string, code: string, status: string, at: string, secret?: string | null) => Promise<number>;
  /** What NewStore took of a parcel, in its order. */
  readonly told: (code: string) => readonly string[];
  readonly untilTold: (code: string, ...statuses: readonly string[]) => Promise<unknown>;
  /** What NewStore answered to statuses since so many calls. */
  readonly pushesSince: (calls: number) => readonly string[];
  readonly close: () => Promise<void>;
};

export const openSurroundings = async (): Promise<Surroundings> => {
  const [starshipit, newstore] = await Promise.all([startStarshipit(), startNewStore()]);
  const soldAs: Surroundings['soldAs'] = (code) =>
    starshipit.books.orders.find(({ numbers }) => numbers.includes(code)) ?? expect.fail(`no order of ${code}`);
  const told = (code: string): readonly string[] => (newstore.told.get(code) ?? []).map(({ status }) => status);
  return {
    ...{ starshipit, newstore, soldAs, told },
    webhook: async (url, code, status, at, secret) => {
      const body = starshipit.books.move(soldAs(code), status, at);
      return (await sendWebhook(`${url}${STARSHIPIT_BASE}/tracking/demo`, body, secret)).status;
    },
    untilTold: (code, ...statuses) =>
      eventually(() =>
        Promise.resolve(
          expect(told(code), `${code}; NewStore: ${newstore.calls.slice(-5).join(', ')}`).to.deep.equal(statuses),
        ),
      ),
    pushesSince: (calls) => newstore.calls.slice(calls).filter((call) => call.startsWith('delivery_status')),
    close: async () => {
      await Promise.all([starshipit.close(), newstore.close()]);
    },
  };
};

/** A moment of a parcel, so many minutes before now. */
export const ago = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();

/** The settings of an account that tells this NewStore, as YAML takes them too: without its braces, to be added to. */
export const toldNewStore = ({ url, tokenUrl }: NewStoreSimulator): string =>
  `tenant: ${TENANT}, base_url: '${url}', token_url: '${tokenUrl}', client_id: ${CLIENT_ID}, client_secret: ${CLIENT_SECRET}`;

/** The settings of a carrier that asks this Starshipit, in the same form. */
export const askedStarshipit = ({ url }: StarshipitSimulator): string =>
  `api_key: ${API_KEY}, subscription_key: ${SUBSCRIPTION_KEY}, base_url: '${url}', requests_per_second: 100, ` +
  'currency: AUD, settle_delay_ms: 5000, label_wait_ms: 5000, ' +
  'services: [{ code: EXPRESS, name: Express Post, carrier: AusPost, service_code: 7J85 }]';
