import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What goes wrong with a call. `processed`: it is done, and the caller is not told. */
export type NewStoreFault =
  | 'hang'
  | 'drop'
  | 'processed_then_drop'
  | 'status_500'
  | 'status_429'
  | 'status_400'
  | 'status_401'
  | 'status_403'
  | 'redirect'
  | 'no_token';

type ToldStatus = { readonly status: string; readonly reason: string | null; readonly updated_at: string };

export type NewStoreSimulator = {
  readonly url: string;
  readonly tokenUrl: string;
  /** What was accepted of each tracking code, in the order in which it came. */
  readonly told: ReadonlyMap<string, readonly ToldStatus[]>;
  /** Every call, as `token 200` or `delivery_status 409`, or what happened instead of an answer. */
  readonly calls: readonly string[];
  /** Lets NewStore know of a shipment; before that its code is answered with 404. */
  readonly knows: (trackingCode: string) => void;
  /** The next `times` calls go wrong. */
  readonly fail: (what: 'token' | 'delivery_status', fault: NewStoreFault, times?: number) => void;
  /** Makes every token that was given invalid. */
  readonly revokeTokens: () => void;
  /** Seconds that a token is good for. */
  expiresIn: number;
  /** Takes calls again, or lets none in. */
  away: boolean;
  readonly close: () => Promise<void>;
};

export const TENANT = 'example';
export const CLIENT_ID = 'longshore-client';
export const CLIENT_SECRET = 'newstore-secret-CANARY';

const ranks = ['in_transit', 'out_for_delivery', 'delivered', 'returned'];

const read = async (request: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
};

/** Plays NewStore's token endpoint and its `delivery_status` on loopback, by the contract. */
export const startNewStore = async (): Promise<NewStoreSimulator> => {
  const told = new Map<string, ToldStatus[]>();
  const known = new Set<string>();
  const calls: string[] = [];
  const tokens = new Set<string>();
  const faults = { token: [] as NewStoreFault[], delivery_status: [] as NewStoreFault[] };
  const simulator = { expiresIn: 300, away: false };
  let issued = 0;

  const json = (
    response: ServerResponse,
    status: number,
    body: object,
    headers: Record<string, string> = {},
  ): number => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
    return status;
  };

  const giveToken = (request: IncomingMessage, response: ServerResponse, text: string): number => {
    const form = Object.fromEntries(new URLSearchParams(text));
    const isForm = request.headers['content-type'] === 'application/x-www-form-urlencoded';
    const { grant_type: grant, client_id: id, client_secret: secret } = form;
    if (!isForm || grant !== 'client_credentials') return json(response, 400, { error: 'unsupported_grant_type' });
    if (id !== CLIENT_ID || secret !== CLIENT_SECRET) return json(response, 401, { error: 'invalid_client' });
    issued += 1;
    const token = `token-${issued}`;
    tokens.add(token);
    return json(response, 200, { access_token: token, expires_in: simulator.expiresIn, token_type: 'Bearer' });
  };

  const takeStatus = (request: IncomingMessage, response: ServerResponse, code: string, text: string): number => {
    const { authorization } = request.headers;
    if (authorization === undefined) return json(response, 401, { message: 'no token', request_id: '1' });
    if (!tokens.has(authorization.replace('Bearer ', '')))
      return json(response, 403, { message: 'token', request_id: '1' });
    const body = JSON.parse(text) as ToldStatus;
    if (!known.has(code)) return json(response, 404, { message: 'not found', request_id: '1' });
    const isMoment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(body.updated_at);
    if (!ranks.includes(body.status) || !isMoment) return json(response, 400, { message: 'invalid', request_id: '1' });
    const before = told.get(code) ?? [];
    if (before.some(({ status }) => ranks.indexOf(status) >= ranks.indexOf(body.status)))
      return json(response, 409, { message: 'conflicting status', request_id: '1', error_code: 'conflict' });
    told.set(code, [...before, body]);
    return json(response, 200, {});
  };

  const goWrong = (response: ServerResponse, fault: NewStoreFault, work: () => void): number | string => {
    switch (fault) {
      case 'hang':
        return fault;
      case 'processed_then_drop':
        work();
        response.socket?.destroy();
        return fault;
      case 'drop':
        response.socket?.destroy();
        return fault;
      case 'status_500':
        return json(response, 500, { message: 'defect', request_id: '1' });
      case 'status_429':
        return json(response, 429, { message: 'too many', request_id: '1' }, { 'retry-after': '1' });
      case 'status_400':
        return json(response, 400, { message: 'bad', request_id: '1', error_code: 'bad_status' });
      case 'status_401':
        return json(response, 401, { error: 'invalid_client' });
      case 'status_403':
        return json(response, 403, { message: 'not allowed', request_id: '1' });
      case 'redirect':
        return json(response, 307, {}, { location: '/elsewhere' });
      case 'no_token':
        return json(response, 200, { token_type: 'Bearer' });
    }
  };

  const server = createServer((request, response) => {
    void (async () => {
      const { pathname } = new URL(request.url ?? '/', 'http://localhost');
      const code = /^\/v0\/d\/shipments\/([^/]+)\/delivery_status$/.exec(pathname)?.[1];
      const what = code === undefined ? 'token' : 'delivery_status';
      if (simulator.away) {
        request.socket.destroy();
        return;
      }
      const text = await read(request);
      if (code === undefined && !pathname.endsWith('/token')) {
        calls.push(`${pathname} ${json(response, 404, {})}`);
        return;
      }
      const work = (to: ServerResponse): number =>
        code === undefined ? giveToken(request, to, text) : takeStatus(request, to, decodeURIComponent(code), text);
      const fault = faults[what].shift();
      const silent = { writeHead: () => silent, end: () => silent } as unknown as ServerResponse;
      const status = fault === undefined ? work(response) : goWrong(response, fault, () => work(silent));
      calls.push(`${what} ${status}`);
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return Object.assign(simulator, {
    url,
    tokenUrl: `${url}/auth/realms/${TENANT}/protocol/openid-connect/token`,
    ...{ told, calls },
    knows: (code: string) => void known.add(code),
    fail: (what: 'token' | 'delivery_status', fault: NewStoreFault, times = 1) => {
      faults[what].push(...Array.from({ length: times }, () => fault));
    },
    revokeTokens: () => tokens.clear(),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  });
};
