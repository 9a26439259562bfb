import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** Milliseconds. */
export type ServerTimeouts = { readonly headers: number; readonly request: number; readonly idle: number };

export type Listening = {
  readonly port: number;
  /** Takes no new connection, lets those that are at work end, closes those that are idle. */
  readonly stop: () => Promise<void>;
};

/** Requests on one connection before it is renewed, so that connections spread over processes again after a restart. */
const PER_CONNECTION = 10_000;

/**
 * What goes on over the sockets of a server. Node ends only idle connections when a server closes, keeps the others for
 * their next request, and stops watching those that never finish asking; so this counts them itself.
 */
const makeTraffic = () => {
  const sockets = new Set<Socket>();
  const asking = new Map<Socket, IncomingMessage>();
  let isStopping = false;
  return {
    connected: (socket: Socket): void => {
      sockets.add(socket);
      socket.once('close', () => {
        sockets.delete(socket);
        // An answer that never had its turn on the connection is not told of its end.
        asking.delete(socket);
      });
    },
    began: (request: IncomingMessage, response: ServerResponse): void => {
      const { socket } = request;
      asking.set(socket, request);
      if (isStopping) response.setHeader('Connection', 'close');
      response.once('close', () => {
        if (asking.get(socket) === request) asking.delete(socket);
        if (isStopping) socket.destroySoon();
      });
    },
    stop: (): void => {
      isStopping = true;
    },
    /** Ends the connections on which no request is at work; with `arrived`, also those whose request has not all come. */
    endSilent: (arrived?: 'arrived'): void => {
      for (const socket of sockets) {
        const request = asking.get(socket);
        if (request === undefined || (arrived === 'arrived' && !request.complete)) socket.destroy();
      }
    },
  };
};

type Traffic = ReturnType<typeof makeTraffic>;

const listening = (server: Server, traffic: Traffic, { headers, request }: ServerTimeouts): Listening => ({
  port: (server.address() as AddressInfo).port,
  stop: () =>
    new Promise((resolve) => {
      traffic.stop();
      // Whoever is just beginning to ask has as long as ever, and no longer.
      const timers = [
        setTimeout(() => traffic.endSilent(), headers),
        setTimeout(() => traffic.endSilent('arrived'), request),
      ];
      server.close(() => {
        timers.forEach(clearTimeout);
        resolve();
      });
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
    const traffic = makeTraffic();
    const take: RequestListener = (request, response) => {
      traffic.began(request, response);
      // From here on only the caller's reading is waited for; Node sets its own timeout for the pause after it.
      response.once('prefinish', () => request.socket.setTimeout(timeouts.request));
      handler(request, response);
    };
    const server = createServer(
      {
        headersTimeout: timeouts.headers,
        requestTimeout: timeouts.request,
        keepAliveTimeout: timeouts.idle,
        connectionsCheckingInterval: Math.min(timeouts.headers, 5_000),
      },
      take,
    );
    server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
      // Before its turn on the connection, Node would put `100 Continue` between the head and the body of this answer.
      if (response.socket !== null) response.writeContinue();
      take(request, response);
    });
    server.maxRequestsPerSocket = PER_CONNECTION;
    server.on('connection', traffic.connected);
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve(listening(server, traffic, timeouts));
    });
  });
