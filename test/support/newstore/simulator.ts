import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
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
  | 'refused_by_address'
  | 'redirect'
  | 'endless'
  | 'no_token';

type ToldStatus = { readonly status: string; readonly reason?: string | null; readonly updated_at: string };

export type NewStoreSimulator = {
  readonly url: string;
  readonly tokenUrl: string;
  /** What was accepted of each tracking code, in the order in which it came. */
  readonly told: ReadonlyMap<string, readonly ToldStatus[]>;
  /** Every call, as `token 200` or `delivery_status 409`, or what happened instead of an answer. */
  readonly calls: readonly string[];
  /** The headers of each call of `delivery_status`. */
  readonly headers: readonly IncomingHttpHeaders[];
  /** Lets NewStore know of a shipment; before that its code is answered with 404. */
  readonly knows: (trackingCode: string) => void;
  /** The next `times` calls go wrong. */
  readonly fail: (what: 'token' | 'delivery_status', fault: NewStoreFault, times?: number) => void;
  /** Makes every token that was given invalid. */
  readonly revokeTokens: () => void;
  /** Seconds that a token is good for. */
  expiresIn: number;
  /** Calls in one second that the tenant may make. */
  limit: number;
  /** Takes calls again, or lets none in. */
  away: boolean;
  readonly close: () => Promise<void>;
};

export const TENANT = 'example';
const TOKEN_PATH = `/auth/realms/${TENANT}/protocol/openid-connect/token`;
export const CLIENT_ID = 'longshore-client';
export const CLIENT_SECRET = 'newstore-secret-CANARY';

/** In the order of a parcel's way. What is cancelled, or at its end, takes nothing more. */
const ranks = ['assigned', 'in_transit', 'out_for_delivery', 'delivered', 'returned'];
const statuses = [...ranks, 'canceled'];

const isConflict = (told: readonly ToldStatus[], { status }: ToldStatus): boolean =>
  told.some((one) => one.status === 'canceled') ||
  told.some((one) =>
    status === 'canceled'
      ? ['delivered', 'returned'].includes(one.status)
      : ranks.indexOf(one.status) >= ranks.indexOf(status),
  );

const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

const isStatus = ({ status, reason, updated_at: at }: Partial<ToldStatus>): boolean =>
  statuses.includes(status ?? '') &&
  (reason === undefined || reason === null || typeof reason === 'string') &&
  DATE_TIME.test(at ?? '');

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
  const headers: IncomingHttpHeaders[] = [];
  /** Until when each is good, on the simulator's clock. */
  const tokens = new Map<string, number>();
  const recent: number[] = [];
  const faults = { token: [] as NewStoreFault[], delivery_status: [] as NewStoreFault[] };
  const simulator = { expiresIn: 300, limit: 200, away: false };
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

  /** A sliding second of the tenant's. */
  const isOverLimit = (): boolean => {
    const now = performance.now();
    while (recent[0] !== undefined && recent[0] <= now - 1_000) recent.shift();
    if (recent.length >= simulator.limit) return true;
    recent.push(now);
    return false;
  };

  const tooMany = (response: ServerResponse): number =>
    json(response, 429, { message: 'too many', request_id: '1' }, { 'retry-after': '1' });

  const giveToken = (request: IncomingMessage, response: ServerResponse, text: string): number => {
    const form = Object.fromEntries(new URLSearchParams(text));
    const isForm = request.headers['content-type'] === 'application/x-www-form-urlencoded';
    const { grant_type: grant, client_id: id, client_secret: secret } = form;
    if (!isForm || grant !== 'client_credentials') return json(response, 400, { error: 'unsupported_grant_type' });
    if (id !== CLIENT_ID || secret !== CLIENT_SECRET) return json(response, 401, { error: 'invalid_client' });
    issued += 1;
    const token = `token-${issued}`;
    tokens.set(token, performance.now() + simulator.expiresIn * 1_000);
    return json(response, 200, { access_token: token, expires_in: simulator.expiresIn, token_type: 'Bearer' });
  };

  const takeStatus = (request: IncomingMessage, response: ServerResponse, code: string, text: string): number => {
    const { authorization, 'content-type': type } = request.headers;
    if (authorization === undefined) return json(response, 401, { message: 'no token', request_id: '1' });
    const token = /^Bearer (.+)$/.exec(authorization)?.[1] ?? '';
    if ((tokens.get(token) ?? 0) <= performance.now())
      return json(response, 403, { message: 'token', request_id: '1' });
    if (isOverLimit()) return tooMany(response);
    if (type !== 'application/json') return json(response, 400, { message: 'not JSON', request_id: '1' });
    const body = JSON.parse(text) as ToldStatus;
    if (!isStatus(body)) return json(response, 400, { message: 'invalid', request_id: '1' });
    if (!known.has(code)) return json(response, 404, { message: 'not found', request_id: '1' });
    const before = told.get(code) ?? [];
    if (isConflict(before, body))
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
        return tooMany(response);
      case 'status_400':
        return json(response, 400, { message: 'bad', request_id: '1', error_code: 'bad_status' });
      case 'status_401':
        return json(response, 401, { error: 'invalid_client' });
      case 'status_403':
        return json(response, 403, { message: 'not allowed', request_id: '1' });
      case 'refused_by_address':
        response.writeHead(403, { 'content-type': 'text/html' }).end('<html>Too many requests</html>');
        return 403;
      case 'endless':
        response.writeHead(200, { 'content-type': 'application/json' });
        response.write(' '.repeat(70_000));
        return fault;
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
      if (request.method !== 'POST' || (code === undefined && pathname !== TOKEN_PATH)) {
        calls.push(`${request.method ?? ''} ${pathname} ${json(response, 404, {})}`);
        return;
      }
      if (code !== undefined) headers.push(request.headers);
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
    tokenUrl: `${url}${TOKEN_PATH}`,
    ...{ told, calls, headers },
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
