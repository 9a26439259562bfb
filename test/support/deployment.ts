import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bookingExample } from '../../config/commands/first-steps.js';
import { demoCardText } from '../../config/demo-card.js';
import { aFolder } from './folder.js';
import { API_KEY, SUBSCRIPTION_KEY } from './starshipit/simulator.js';
import { runCommand, startServer, type ServerProcess } from './server-process.js';

/** Several processes of one account on one database, each replaced at will. */
export type Deployment = {
  readonly servers: ServerProcess[];
  /** SIGKILL, and a new one in its place. */
  readonly replace: (index: number) => Promise<void>;
  /** Asks one of the servers. A connection that fails rejects. */
  readonly post: (server: number, path: string, body: unknown) => Promise<Answer>;
  readonly ready: (server: number) => Promise<number>;
  readonly close: () => Promise<void>;
};

export type Answer = { readonly status: number; readonly text: string };

/** Milliseconds that offers wait for Starshipit. */
export const QUOTE_TIMEOUT = 2_500;

/** Leases are short, so that what a killed process held is soon taken over. */
const settingsText = (uri: string, starshipit: string): string => `
listen: { port: 0 }
metrics: { port: 0 }
storage: { kind: mongodb, uri: '${uri}', timeout_ms: 2000 }
offers: { signing_keys: [{ id: k1, secret: ${'k'.repeat(40)} }] }
booking: { answer_budget_ms: 6000, buy_deadline_ms: 2500, lease_ms: 3000 }
house: { gs1_company_prefix: '9521234' }
accounts:
  demo:
    time_zone: Australia/Brisbane
    newstore:
      provider_rates:
        EXPRESS: [rate-card/EXPRESS]${starshipit === '' ? '' : '\n        BOTH: [rate-card/EXPRESS, starshipit/EXPRESS]\n        COURIER: [starshipit/EXPRESS]'}
    parcel:
      default_box:
        weight: { amount: 500, unit: g }
        length: { amount: 30, unit: cm }
        width: { amount: 20, unit: cm }
        height: { amount: 10, unit: cm }
    carriers:
      rate-card: { file: rate-card.yaml }
${starshipit}
`;

/** A Starshipit whose key allows so many calls a second; `BOTH` asks it and the rate card. */
const starshipitText = (url: string, callsPerSecond: number): string => `
      starshipit:
        api_key: ${API_KEY}
        subscription_key: ${SUBSCRIPTION_KEY}
        base_url: ${url}
        requests_per_second: ${callsPerSecond}
        quote_timeout_ms: ${QUOTE_TIMEOUT}
        label_wait_ms: 2000
        settle_delay_ms: 2000
        currency: AUD
        services: [{ code: EXPRESS, name: Express Post, carrier: AusPost, service_code: 7J85 }]
`;

export const openDeployment = async (
  uri: string,
  processes: number,
  starshipit?: { readonly url: string; readonly callsPerSecond: number },
): Promise<Deployment> => {
  const { folder, remove } = aFolder();
  const settingsFile = join(folder, 'longshore.yaml');
  const more = starshipit === undefined ? '' : starshipitText(starshipit.url, starshipit.callsPerSecond);
  writeFileSync(settingsFile, settingsText(uri, more));
  writeFileSync(join(folder, 'rate-card.yaml'), demoCardText);
  const made = JSON.parse(await runCommand(settingsFile, 'keys', 'create', '--json')) as { readonly key: string };
  const servers = await Promise.all(Array.from({ length: processes }, () => startServer(settingsFile)));
  const urlOf = (index: number): string => servers[index % servers.length]?.url ?? '';
  return {
    servers,
    replace: async (index) => {
      await servers[index]?.end('SIGKILL');
      servers[index] = await startServer(settingsFile);
    },
    post: async (server, path, body) => {
      const response = await fetch(`${urlOf(server)}/api/integrations/newstore/v1/${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${made.key}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(30_000),
      });
      return { status: response.status, text: await response.text() };
    },
    ready: async (server) => (await fetch(`${urlOf(server)}/health/ready`)).status,
    close: async () => {
      await Promise.all(servers.map((server) => server.end('SIGTERM')));
      remove();
    },
  };
};

/** A booking of one parcel of its own order. */
export const aBookingOf = (order: string): unknown => ({ ...bookingExample, external_order_id: order });
