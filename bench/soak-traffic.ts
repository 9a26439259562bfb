import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { bookingRequest, offersRequest } from './requests.js';

const NEWSTORE = '/api/integrations/newstore/v1';

type Answer = { readonly status: number; readonly text: string };

type Keys = { readonly newstore: string; readonly operator: string };

/** A booking that was made, and whether it has been cancelled since. */
type Booked = { readonly turn: number; readonly code: string; readonly label: string; readonly text: string };

/** What was done how often; the time of each is in milliseconds. */
export type Done = { readonly [action: string]: readonly number[] };

export type Traffic = {
  /** One thing that callers do, by chance. Rejects where the answer is wrong. */
  readonly act: () => Promise<void>;
  /** Closes the connections that are kept for the next request. */
  readonly rest: () => void;
  readonly done: () => Done;
  /** From 0 to 1, by the seed. */
  readonly chance: () => number;
};

/** Numbers from 0 to 1 that are the same for one seed. */
const chanceOf = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
};

/** How long a slow caller stays in the middle of its request, in milliseconds. */
const SLOW = 3_000;

/** Bookings that may still be asked for; older ones are forgotten, so that what is measured is the server's memory. */
const REMEMBERED = 500;

const BAD = ['', '{', 'null', '{"items":0}', '{"rate":"NOBODYS"}', `{"items":[${'{},'.repeat(5_000)}0]}`, '\ufeff{}'];

export const makeTraffic = (port: number, keys: Keys, seed: number): Traffic => {
  const chance = chanceOf(seed);
  const pick = <A>(all: readonly A[]): A => all[Math.floor(chance() * all.length)] as A;
  const done: { [action: string]: number[] } = {};
  let agent = new Agent({ keepAlive: true });
  let booked: Booked[] = [];
  let turn = 0;

  const ask = (method: string, path: string, key: string, body?: string, id?: string): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const headers = {
        authorization: key,
        ...(body !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
        ...(id !== undefined && { 'x-request-id': id }),
      };
      const asked = request({ host: '127.0.0.1', port, method, path, headers, agent }, (response) => {
        let text = '';
        response.setEncoding('latin1').on('data', (chunk: string) => (text += chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
        response.on('error', reject);
      });
      asked.on('error', reject).end(body);
    });

  const expect = (what: string, { status, text }: Answer, isRight: boolean): void => {
    if (!isRight) throw new Error(`${what}: ${status} ${text.slice(0, 300)}`);
  };

  const offers = async (): Promise<void> => {
    turn += 1;
    const [rate, count] = pick([['ONE', 1] as const, ['TEN', 10] as const]);
    const answer = await ask(
      'POST',
      `${NEWSTORE}/shipping_offers`,
      keys.newstore,
      offersRequest(turn, rate),
      `offer-${turn}`,
    );
    expect('offers', answer, answer.status === 201 && (JSON.parse(answer.text) as unknown[]).length === count);
  };

  const book = async (): Promise<void> => {
    turn += 1;
    const own = turn;
    const answer = await ask('POST', `${NEWSTORE}/shipments`, keys.newstore, bookingRequest('soak', own, 'ONE'));
    expect('booking', answer, answer.status === 201);
    const { tracking_code: code, label_url: label } = JSON.parse(answer.text) as { [field: string]: string };
    booked.push({ turn: own, code: code ?? '', label: new URL(label ?? '').pathname, text: answer.text });
    booked = booked.slice(-REMEMBERED);
  };

  const repeat = async ({ turn: own, text }: Booked): Promise<void> => {
    const answer = await ask('POST', `${NEWSTORE}/shipments`, keys.newstore, bookingRequest('soak', own, 'ONE'));
    expect('repeated booking', answer, answer.status === 201 && answer.text === text);
  };

  const cancel = async (one: Booked): Promise<void> => {
    booked = booked.filter(({ turn: other }) => other !== one.turn);
    const answer = await ask('POST', `${NEWSTORE}/shipments/${one.code}/_cancel`, keys.newstore);
    expect('cancel', answer, answer.status === 200);
    const gone = await ask('GET', one.label, '');
    expect('label of a cancelled one', gone, gone.status === 404);
  };

  const label = async (one: Booked): Promise<void> => {
    const answer = await ask('GET', one.label, '');
    // Another caller may have cancelled it in between.
    const isThere = booked.includes(one);
    expect('label', answer, answer.text.startsWith('%PDF-') || (!isThere && answer.status === 404));
  };

  const explain = async (): Promise<void> => {
    const id = `offer-${1 + Math.floor(chance() * turn)}`;
    const answer = await ask('GET', `/api/v1/explanations/${id}`, keys.operator);
    expect('explanation', answer, answer.status === 200 || answer.status === 404);
  };

  const bad = async (): Promise<void> => {
    const path = pick(['shipping_offers', 'shipments']);
    const answer = await ask('POST', `${NEWSTORE}/${path}`, pick([keys.newstore, 'nobody']), pick(BAD));
    expect('bad request', answer, answer.status >= 400 && answer.status < 500);
  };

  /** Begins to ask, stays, and is gone in the middle of it. */
  const slow = (): Promise<void> =>
    new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.write(`POST ${NEWSTORE}/shipments HTTP/1.1\r\nHost: longshore\r\nAuthorization: ${keys.newstore}\r\n`);
        socket.write('Content-Type: application/json\r\nContent-Length: 2000\r\n\r\n{"rate":');
        setTimeout(() => socket.destroy(), SLOW);
      });
      socket.on('error', () => undefined).on('close', () => resolve());
    });

  /** Of what was booked; a booking where nothing was. */
  const ofBooked = (use: (one: Booked) => Promise<void>) => (): Promise<void> =>
    booked.length === 0 ? book() : use(pick(booked));

  /** Out of a hundred: five requests for offers and one label fetched or more for each booking, as in a shop. */
  const actions: readonly (readonly [name: string, share: number, act: () => Promise<void>])[] = [
    ['offers', 50, offers],
    ['booking', 12, book],
    ['label', 14, ofBooked(label)],
    ['repeated booking', 4, ofBooked(repeat)],
    ['cancel', 2, ofBooked(cancel)],
    ['explanation', 6, explain],
    ['bad request', 10, bad],
    ['slow caller', 2, slow],
  ];

  return {
    act: async () => {
      let left = chance() * 100;
      const [name, , act] = actions.find(([, share]) => (left -= share) < 0) ?? actions[0] ?? ['', 0, book];
      const startedAt = performance.now();
      await act();
      (done[name] ??= []).push(performance.now() - startedAt);
    },
    rest: () => {
      agent.destroy();
      agent = new Agent({ keepAlive: true });
    },
    done: () => done,
    chance,
  };
};
