import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Milliseconds. */
export type ServerTimeouts = { readonly headers: number; readonly request: number; readonly idle: number };

export type Listening = {
  readonly port: number;
  /** Takes no new connection, lets those that are at work end, closes those that are idle. */
  readonly stop: () => Promise<void>;
};

/** Requests on one connection before it is renewed, so that connections spread over processes again after a restart. */
const PER_CONNECTION = 10_000;

const listening = (server: Server): Listening => ({
  port: (server.address() as AddressInfo).port,
  stop: () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeIdleConnections();
    }),
});

/** Listens, with an end to every caller's slowness. Rejects when the address cannot be had. */
export const listen = (
  handler: RequestListener,
  host: string,
  port: number,
  timeouts: ServerTimeouts,
): Promise<Listening> =>
  new Promise((resolve, reject) => {
    const server = createServer(
      {
        headersTimeout: timeouts.headers,
        requestTimeout: timeouts.request,
        keepAliveTimeout: timeouts.idle,
        connectionsCheckingInterval: Math.min(timeouts.headers, 5_000),
      },
      handler,
    );
    server.maxRequestsPerSocket = PER_CONNECTION;
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve(listening(server));
    });
  });
