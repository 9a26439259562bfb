import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { refusal, SimulatedBooks } from './books.js';

type Body = Readonly<Record<string, unknown>>;

/** What goes wrong with a call. `processed`: it is done, and the caller is not told. */
export type SimulatedFault =
  | 'none'
  | 'hang'
  | 'drop'
  | 'processed_then_drop'
  | 'processed_then_hang'
  | 'status_500'
  | 'status_503_after_processing'
  | 'status_408_after_processing'
  | 'html'
  | 'no_success'
  | 'gateway_429'
  | 'gateway_401';

export type SimulatedCall = {
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: Body;
  readonly status: number | string;
};

/** `POST /api/orders/shipment`, as the calls are told apart. */
type Route = string;

export type StarshipitSimulator = {
  readonly url: string;
  readonly books: SimulatedBooks;
  readonly calls: readonly SimulatedCall[];
  /** Calls of one route, as `POST /api/orders`. */
  readonly callsOf: (route: Route) => readonly SimulatedCall[];
  /** The next `times` calls of the route go wrong. */
  readonly fail: (route: Route, fault: SimulatedFault, times?: number) => void;
  /** The next call of the route is answered with this, and changes nothing. */
  readonly answerWith: (route: Route, body: Body, status?: number, headers?: Record<string, string>) => void;
  /** What was still to go wrong with the route does not. */
  readonly mend: (route: Route) => void;
  /** Milliseconds that each call of the route takes. */
  readonly slow: (route: Route, milliseconds: number) => void;
  /** What the courier services cost; a row as the API answers it. */
  rated: readonly Body[];
  /** What a call for prices is refused with; undefined: it is not. */
  ratesRefusal: string | undefined;
  /** Calls in one second that a subscription key allows. */
  limit: number;
  readonly close: () => Promise<void>;
};

export const API_KEY = 'simulated-api-key';
export const SUBSCRIPTION_KEY = 'simulated-subscription-key';

const services: readonly Body[] = [
  {
    carrier: 'AusPost',
    carrier_name: 'Australia Post',
    service_name: 'Express Post',
    service_code: '7J85',
    total_price: 15.4,
    metafields: [],
  },
  {
    carrier: 'AusPost',
    carrier_name: 'Australia Post',
    service_name: 'Parcel Post',
    service_code: '7B05',
    total_price: '9.95',
  },
  {
    carrier: 'AusPost',
    carrier_name: 'Australia Post',
    service_name: 'Parcel Post + Signature',
    service_code: '7B05',
    total_price: 12.9,
  },
  { carrier: 'TNT', carrier_name: 'TNT', service_name: 'Road', service_code: '76', total_price: 0 },
];

const read = async (request: IncomingMessage): Promise<Body> => {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text === '' ? {} : (JSON.parse(text) as Body);
};

type Scripted = { readonly body: Body; readonly status: number; readonly headers: Record<string, string> };

/** Plays Starshipit on loopback, by the contract: its envelopes, its limits, and its ways to go wrong. */
export const startStarshipit = async (): Promise<StarshipitSimulator> => {
  const books = new SimulatedBooks(() => performance.now());
  const calls: SimulatedCall[] = [];
  const faults = new Map<Route, SimulatedFault[]>();
  const answers = new Map<Route, Scripted[]>();
  const delays = new Map<Route, number>();
  const recent: number[] = [];
  const simulator = { rated: services, ratesRefusal: undefined as string | undefined, limit: 1_000 };

  /** A sliding second per key; there is one key. */
  const isOverLimit = (): boolean => {
    const now = performance.now();
    while (recent[0] !== undefined && recent[0] <= now - 1_000) recent.shift();
    if (recent.length >= simulator.limit) return true;
    recent.push(now);
    return false;
  };

  const process = (route: Route, query: Body, body: Body): Body => {
    switch (route) {
      case 'POST /api/orders':
        return books.create(body);
      case 'PUT /api/orders':
        return books.update(body);
      case 'GET /api/orders': {
        const order = books.find(query);
        return order === undefined ? refusal('Order not found') : { order: books.shown(order), success: true };
      }
      case 'GET /api/orders/search': {
        const phrase = typeof query['phrase'] === 'string' ? query['phrase'] : '';
        const hits = books.orders.filter(({ order_number }) => order_number.includes(phrase));
        return { orders: hits.map(({ order_id, order_number }) => ({ order_id, order_number })), success: true };
      }
      case 'DELETE /api/orders/delete':
        return books.remove(query);
      case 'POST /api/orders/archive':
        return books.archive(query);
      case 'GET /api/track':
        return books.track(query);
      case 'GET /api/orders/shipped':
        return books.shipped(query);
      case 'POST /api/orders/shipment':
        return books.print(body);
      case 'POST /api/deliveryservices':
        return simulator.ratesRefusal === undefined
          ? { services: simulator.rated, default_service: null, success: true }
          : refusal('Validation failed', simulator.ratesRefusal);
      case 'POST /api/rates':
        return simulator.ratesRefusal === undefined
          ? {
              rates: simulator.rated.map(({ service_name, service_code, total_price }) => ({
                ...{ service_name, service_code, total_price },
              })),
              success: true,
            }
          : refusal('Validation failed', simulator.ratesRefusal);
      default:
        return refusal('No such endpoint');
    }
  };

  const json = (response: ServerResponse, status: number, body: Body, headers: Record<string, string> = {}): number => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
    return status;
  };

  const gateway = (response: ServerResponse, statusCode: number, message: string): number =>
    json(response, statusCode, { statusCode, message }, statusCode === 429 ? { 'retry-after': '1' } : {});

  /** Answers, or goes wrong. What comes back is what is written down: the status, or what happened instead. */
  const answer = (
    request: IncomingMessage,
    response: ServerResponse,
    work: () => Body,
    fault: SimulatedFault | undefined,
  ): number | string => {
    const { 'starshipit-api-key': apiKey, 'ocp-apim-subscription-key': subscriptionKey } = request.headers;
    if (subscriptionKey !== SUBSCRIPTION_KEY || fault === 'gateway_401')
      return gateway(response, 401, 'Access denied due to invalid subscription key.');
    if (isOverLimit() || fault === 'gateway_429')
      return gateway(response, 429, 'Rate limit is exceeded. Try again in 1 seconds.');
    if (apiKey !== API_KEY) return gateway(response, 403, 'Forbidden');
    switch (fault) {
      case undefined:
      case 'none':
        return json(response, 200, work());
      case 'hang':
        return fault;
      case 'processed_then_hang':
        work();
        return fault;
      case 'drop':
        request.socket.destroy();
        return fault;
      case 'processed_then_drop':
        work();
        request.socket.destroy();
        return fault;
      case 'status_500':
        return json(response, 500, { message: 'An error has occurred.' });
      case 'status_503_after_processing':
        work();
        return json(response, 503, {});
      case 'status_408_after_processing':
        work();
        return gateway(response, 408, 'The backend did not answer in time.');
      case 'html':
        response.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>Maintenance</body></html>');
        return 200;
      case 'no_success':
        return json(response, 200, { order: null });
    }
  };

  const server = createServer((request, response) => {
    void (async () => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
      const route = `${request.method ?? 'GET'} ${pathname}`;
      const query = Object.fromEntries(searchParams);
      const body = await read(request);
      const at = performance.now();
      const fault = faults.get(route)?.shift();
      const scripted = answers.get(route)?.shift();
      const delay = delays.get(route) ?? 0;
      if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay));
      const status =
        scripted === undefined
          ? answer(request, response, () => process(route, query, body), fault)
          : json(response, scripted.status, scripted.body, scripted.headers);
      calls.push({ at, method: request.method ?? 'GET', path: pathname, query, body, status });
    })();
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return Object.assign(simulator, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ books, calls },
    callsOf: (route: Route) => calls.filter(({ method, path }) => `${method} ${path}` === route),
    fail: (route: Route, fault: SimulatedFault, times = 1) => {
      faults.set(route, [...(faults.get(route) ?? []), ...Array.from({ length: times }, () => fault)]);
    },
    answerWith: (route: Route, body: Body, status = 200, headers = {}) => {
      answers.set(route, [...(answers.get(route) ?? []), { body, status, headers }]);
    },
    mend: (route: Route) => {
      faults.delete(route);
    },
    slow: (route: Route, milliseconds: number) => {
      delays.set(route, milliseconds);
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  });
};
