import { expect } from 'chai';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { listen, type Listening, type ServerTimeouts } from '../../../adapters/http/server.js';
import { NEWSTORE } from '../../support/asking.js';
import { eventually } from '../../support/eventually.js';
import { collectGarbage } from '../../support/garbage.js';
import { serveHub } from '../../support/hub.js';
import { aBookingBody, anOffersBody } from '../../support/newstore-bodies.js';

const HEAD = `POST ${NEWSTORE}/shipping_offers HTTP/1.1\r\nHost: longshore\r\nContent-Type: application/json\r\n`;
const timeouts: ServerTimeouts = { headers: 200, request: 400, idle: 300 };

/** Longer than any of these timeouts on any machine, and far below what a server that has none would take. */
const SOON = 20_000;

type Caller = { readonly socket: Socket; readonly said: () => string; readonly ended: Promise<number> };

/** Connects and says `first`; `ended` is how long the connection lasted, in milliseconds. */
const call = (port: number, first: string): Caller => {
  let said = '';
  const startedAt = Date.now();
  const socket = connect(port, '127.0.0.1', () => void socket.write(first));
  socket.on('data', (chunk) => (said += chunk.toString()));
  socket.on('error', () => undefined);
  const ended = new Promise<number>((resolve) => socket.once('close', () => resolve(Date.now() - startedAt)));
  return { socket, said: () => said, ended };
};

describe('a slow caller', () => {
  it('whose headers never end, or whose body never ends, is let go', async () => {
    const served = await serveHub(undefined, timeouts);
    const key = `Authorization: ${served.keys.newstore}\r\n`;
    const callers = [
      call(served.port, ''),
      call(served.port, HEAD),
      call(served.port, `${HEAD}${key}Content-Length: 1000\r\n\r\n{"a":`),
      call(served.port, `${HEAD}${key}Transfer-Encoding: chunked\r\n\r\n5\r\n{"a":\r\n`),
    ];
    const dripping = call(served.port, HEAD);
    const drip = setInterval(() => dripping.socket.write('x-more: 1\r\n'), 50);
    for (const { ended, said } of [...callers, dripping]) {
      expect(await ended).to.be.below(SOON);
      expect(said()).to.match(/^(HTTP\/1\.1 40[08] |$)/);
    }
    clearInterval(drip);
    await served.close();
  });

  it('that has gone in the middle of a body leaves the others alone', async () => {
    const served = await serveHub();
    const key = `Authorization: ${served.keys.newstore}\r\n`;
    for (const body of ['Content-Length: 1000\r\n\r\n{"a":', 'Transfer-Encoding: chunked\r\n\r\n5\r\n{"a":\r\n']) {
      const { socket, ended } = call(served.port, `${HEAD}${key}${body}`);
      setTimeout(() => socket.resetAndDestroy(), 50);
      await ended;
    }
    expect((await served.ask(`${NEWSTORE}/shipping_offers`, { body: anOffersBody() })).status).to.equal(201);
    await served.close();
  });

  it('that hangs up on a booking has it booked all the same', async () => {
    const served = await serveHub();
    const body = aBookingBody();
    const text = JSON.stringify(body);
    const head = HEAD.replace('shipping_offers', 'shipments');
    const { socket, ended } = call(
      served.port,
      `${head}Authorization: ${served.keys.newstore}\r\nContent-Length: ${text.length}\r\n\r\n${text}`,
    );
    setTimeout(() => socket.resetAndDestroy(), 5);
    await ended;
    const { json } = await served.ask(`${NEWSTORE}/shipments`, { body });
    const [desk] = served.opened.hub.desks.all;
    const found = await served.opened.hub.bookings.about(desk!.account.id, String(body['external_order_id']))();
    expect(found).to.have.nested.property('right.length', 1);
    expect(json).to.have.property('tracking_code');
    await served.close();
  });

  it('with headers that no caller needs is refused', async () => {
    const served = await serveHub();
    const { said, ended } = call(served.port, `${HEAD}x-long: ${'x'.repeat(20_000)}\r\n\r\n`);
    await ended;
    expect(said()).to.match(/^HTTP\/1\.1 431 /);
    await served.close();
  });
});

describe('a caller that waits to be told to go on', () => {
  const ask = (more: string, body: string): string =>
    `POST / HTTP/1.1\r\nHost: longshore\r\n${more}Content-Length: ${body.length}\r\n\r\n${body}`;
  const expecting = 'Expect: 100-continue\r\nConnection: close\r\n';

  /** What is said to `first` on a connection to a server that echoes each body after a while. */
  const told = async (first: string): Promise<string> => {
    const server = await listen(
      (asked, response) => {
        let body = '';
        asked.on('data', (chunk: Buffer) => (body += chunk.toString()));
        asked.on('end', () => setTimeout(() => response.end(body), 50));
      },
      ...(['127.0.0.1', 0, timeouts] as const),
    );
    const { said, ended } = call(server.port, first);
    await ended;
    await server.stop();
    return said();
  };

  it('is told so', async () => {
    expect(await told(ask(expecting, 'a'))).to.match(
      /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK\r\n[^]*\r\n\r\na$/,
    );
  });

  it('gets an answer whole when it asks before an earlier one is answered', async () => {
    const said = await told(ask('', 'first') + ask(expecting, 'second'));
    expect(said.split(/HTTP\/1\.1 200 OK\r\n[^]*?\r\n\r\n/)).to.deep.equal(['', 'first', 'second']);
  });
});

describe('a caller that is gone before the second of its requests has its turn', () => {
  it('is not remembered', async () => {
    const sockets: WeakRef<Socket>[] = [];
    const server = await listen(({ socket }) => void sockets.push(new WeakRef(socket)), '127.0.0.1', 0, timeouts);
    const get = 'GET / HTTP/1.1\r\nHost: longshore\r\n\r\n';
    for (let times = 0; times < 20; times += 1) {
      const { socket, ended } = call(server.port, get + get);
      await eventually(async () => expect(sockets).to.have.length(2 * (times + 1)));
      socket.resetAndDestroy();
      await ended;
    }
    await eventually(async () => {
      collectGarbage();
      // The last may still be in somebody's hands.
      expect(sockets.filter((socket) => socket.deref() !== undefined)).to.have.length.below(5);
    });
    await server.stop();
  });
});

describe('a server that stops', () => {
  let listening: Listening;
  const slow = { headers: 300, request: 600, idle: 60_000 };
  /** What answers those who are being answered. */
  let answers: (() => void)[];

  beforeEach(async () => {
    answers = [];
    listening = await listen(
      (asked, response) => {
        asked.resume();
        answers.push(() => response.end('done'));
      },
      '127.0.0.1',
      0,
      slow,
    );
  });

  const ask = (agent: Agent): Promise<string> =>
    new Promise((resolve, reject) => {
      request({ port: listening.port, host: '127.0.0.1', agent }, (response) => {
        response.setEncoding('utf8').on('data', resolve);
      })
        .on('error', reject)
        .end();
    });

  const stopped = async (): Promise<number> => {
    const startedAt = Date.now();
    await listening.stop();
    return Date.now() - startedAt;
  };

  it('lets what runs end, and does not wait for the next request on its connection', async () => {
    const agent = new Agent({ keepAlive: true });
    const answer = ask(agent);
    await eventually(async () => expect(answers).to.have.length(1));
    const ended = stopped();
    for (const give of answers) give();
    expect(await answer).to.equal('done');
    expect(await ended).to.be.below(SOON);
    agent.destroy();
  });

  it('does not wait for a caller that asks for nothing, or never ends asking', async () => {
    const callers = [
      call(listening.port, ''),
      call(listening.port, 'GET / HTTP/1.1\r\nHost'),
      call(listening.port, 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n1'),
    ];
    await Promise.all(callers.map(({ socket }) => once(socket, 'connect')));
    expect(await stopped()).to.be.below(SOON);
    await Promise.all(callers.map(({ ended }) => ended));
  });

  it('takes nothing new', async () => {
    await stopped();
    const { port } = listening;
    const refused = await new Promise((resolve) => connect(port, '127.0.0.1').once('error', resolve));
    expect(refused).to.have.property('code', 'ECONNREFUSED');
  });
});
