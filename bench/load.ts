import { connect, type Socket } from 'node:net';

/** One HTTP request, and what its answer must be: a word for what is wrong with it, or nothing. */
export type Exchange = { readonly bytes: Buffer; readonly fault: (status: number, body: string) => string | undefined };

/** What one stretch of load came to. Latencies are in milliseconds, sorted. */
export type Load = { readonly answers: number; readonly seconds: number; readonly latencies: Float64Array };

export const post = (path: string, key: string, body: string): Buffer =>
  Buffer.from(
    `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${key}\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );

const LENGTH = /\r\ncontent-length: *(\d+)/i;
const CLOSES = /\r\nconnection: *close/i;

type Answer = { readonly status: number; readonly body: string; readonly closes: boolean; readonly length: number };

/** The answer that `text` begins with, once all of it is there; one character is one byte. */
const readAnswer = (text: string): Answer | undefined => {
  const head = text.indexOf('\r\n\r\n');
  if (head < 0) return undefined;
  const header = text.slice(0, head);
  const length = head + 4 + Number(LENGTH.exec(header)?.[1] ?? 0);
  if (text.length < length) return undefined;
  return {
    status: Number(header.slice(9, 12)),
    body: text.slice(head + 4, length),
    closes: CLOSES.test(header),
    length,
  };
};

/** Latin-1 to begin with, for bytes and characters to be one; JSON beyond ASCII does not occur in these answers. */
const textOf = (chunk: Buffer): string => chunk.toString('latin1');

/**
 * Sends one request after another on each connection, as many connections as said, for so many seconds, and holds every
 * answer against what was expected. Rejects at the first that is wrong. Ends early where there is no next request.
 *
 * Bare sockets, since a client library takes as long for an answer as a server, and would be what is measured.
 */
export const load = (
  port: number,
  connections: number,
  seconds: number,
  next: () => Exchange | undefined,
): Promise<Load> =>
  new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const endsAt = startedAt + seconds * 1000;
    const latencies: number[] = [];
    const sockets = new Set<Socket>();
    let isOver = false;

    const fail = (why: string): void => {
      if (isOver) return;
      isOver = true;
      for (const socket of sockets) socket.destroy();
      reject(new Error(why));
    };

    const leave = (socket: Socket): void => {
      sockets.delete(socket);
      socket.destroy();
      if (sockets.size > 0 || isOver) return;
      isOver = true;
      const all = Float64Array.from(latencies).sort();
      resolve({ answers: all.length, seconds: (performance.now() - startedAt) / 1000, latencies: all });
    };

    const open = (): void => {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true });
      sockets.add(socket);
      let exchange: Exchange | undefined;
      let sentAt = 0;
      let pending = '';

      const send = (): void => {
        exchange = next();
        if (exchange === undefined) return leave(socket);
        sentAt = performance.now();
        socket.write(exchange.bytes);
      };

      socket.on('connect', send);
      socket.on('error', (error) => fail(`a connection failed: ${error.message}`));
      socket.on('close', () => {
        if (sockets.has(socket)) fail('a connection was closed before its answer');
      });
      socket.on('data', (chunk: Buffer) => {
        pending = pending === '' ? textOf(chunk) : pending + textOf(chunk);
        const answer = readAnswer(pending);
        if (answer === undefined) return;
        const now = performance.now();
        latencies.push(now - sentAt);
        if (pending.length > answer.length) return fail('more was answered than was asked');
        pending = '';
        const fault = exchange?.fault(answer.status, answer.body);
        if (fault !== undefined) return fail(`${fault}: ${answer.status} ${answer.body.slice(0, 400)}`);
        if (now >= endsAt) return leave(socket);
        if (!answer.closes) return send();
        open();
        leave(socket);
      });
    };

    for (let opened = 0; opened < connections; opened += 1) open();
  });

/** The value that `share` of all are not above. */
export const percentile = (sorted: Float64Array, share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
