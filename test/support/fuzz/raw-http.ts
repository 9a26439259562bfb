import { connect } from 'node:net';

/** What goes over one connection: bytes as Latin-1 text, one character a byte, and how they are sent. */
export type Talk = {
  readonly sent: string;
  /** Answers after which the caller has all that it asked for and hangs up; it never does before. */
  readonly expects: number;
  /**
   * `pieces`: as several writes. `ends`: the caller's half of the connection is closed a moment later. `stalls`: the last
   * byte never comes. `drips`: nor does it, but one byte does now and then. `resets`: the caller is gone before it.
   */
  readonly pace: 'whole' | 'pieces' | 'ends' | 'stalls' | 'drips' | 'resets';
  /** For each request in its order whether it is HEAD, whose answer has no body. */
  readonly heads: readonly boolean[];
};

export type RawAnswer = {
  readonly status: number;
  /** Names in lower case; a name that came twice has both values. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  /** One character a byte. */
  readonly body: string;
};

/** `hung` where the connection outlived the caller's patience; `fault` where what came back is no HTTP. */
export type Heard = {
  readonly answers: readonly RawAnswer[];
  readonly hung: boolean;
  readonly fault: string | undefined;
};

type Read =
  | { readonly _tag: 'Answer'; readonly answer: RawAnswer; readonly end: number }
  | { readonly _tag: 'More' }
  | { readonly _tag: 'Fault'; readonly fault: string };

const STATUS_LINE = /^HTTP\/1\.1 (\d{3}) [\x20-\x7e]*$/;
const HEADER = /^([!#$%&'*+.^_`|~\w-]+): ?([\t\x20-\xff]*)$/;

const headersOf = (lines: readonly string[]): ReadonlyMap<string, readonly string[]> | undefined => {
  const headers = new Map<string, readonly string[]>();
  for (const line of lines) {
    const [, name = '', value = ''] = HEADER.exec(line) ?? [];
    if (name === '') return undefined;
    const key = name.toLowerCase();
    headers.set(key, [...(headers.get(key) ?? []), value]);
  }
  return headers;
};

/** Where a body in chunks ends, and what it says; none where more is to come. */
const readChunks = (text: string, from: number): { readonly body: string; readonly end: number } | undefined => {
  let body = '';
  for (let at = from; ;) {
    const line = text.indexOf('\r\n', at);
    const size = parseInt(text.slice(at, line), 16);
    if (line < 0 || Number.isNaN(size) || text.length < line + 4 + size) return undefined;
    body += text.slice(line + 2, line + 2 + size);
    at = line + 4 + size;
    if (size === 0) return { body, end: at };
  }
};

/** The answer that stands at `from`, strictly read: what is not understood is a fault, never skipped. */
const readAnswer = (text: string, from: number, isHead: boolean): Read => {
  const head = text.indexOf('\r\n\r\n', from);
  if (head < 0) return { _tag: 'More' };
  const [first = '', ...lines] = text.slice(from, head).split('\r\n');
  const status = Number(STATUS_LINE.exec(first)?.[1]);
  const headers = headersOf(lines);
  if (Number.isNaN(status) || headers === undefined) return { _tag: 'Fault', fault: `no HTTP: ${first}` };
  const start = head + 4;
  if (isHead || status < 200 || status === 204 || status === 304)
    return { _tag: 'Answer', answer: { status, headers, body: '' }, end: start };
  if (headers.get('transfer-encoding')?.join() === 'chunked') {
    const chunks = readChunks(text, start);
    return chunks === undefined
      ? { _tag: 'More' }
      : { _tag: 'Answer', answer: { status, headers, body: chunks.body }, end: chunks.end };
  }
  const [length = ''] = headers.get('content-length') ?? ['0'];
  if (!/^\d+$/.test(length)) return { _tag: 'Fault', fault: 'an answer whose length is not told' };
  const end = start + Number(length);
  if (text.length < end) return { _tag: 'More' };
  return { _tag: 'Answer', answer: { status, headers, body: text.slice(start, end) }, end };
};

/** Every whole answer in `text`; interim ones, such as `100 Continue`, are left out. */
const readAll = (text: string, heads: readonly boolean[]): Omit<Heard, 'hung'> => {
  const answers: RawAnswer[] = [];
  for (let at = 0; at < text.length;) {
    const read = readAnswer(text, at, heads[answers.length] ?? false);
    if (read._tag === 'Fault') return { answers, fault: read.fault };
    if (read._tag === 'More') return { answers, fault: undefined };
    if (read.answer.status >= 200) answers.push(read.answer);
    at = read.end;
  }
  return { answers, fault: undefined };
};

const DRIP = 40;
const MOMENT = 25;

/** Says what is to be said and listens until every answer is there, the server has hung up, or `patience` milliseconds are over. */
export const talk = (port: number, { sent, expects, pace, heads }: Talk, patience: number): Promise<Heard> =>
  new Promise((resolve) => {
    const bytes = Buffer.from(sent, 'latin1');
    let text = '';
    let drip: NodeJS.Timeout | undefined;
    let ending: NodeJS.Timeout | undefined;
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    const end = (hung: boolean): void => {
      clearTimeout(timer);
      clearInterval(drip);
      clearTimeout(ending);
      socket.destroy();
      resolve({ ...readAll(text, heads), hung });
    };
    const timer = setTimeout(() => end(true), patience);
    const dripFrom = (at: number): void => {
      socket.write(bytes.subarray(0, at));
      let next = at;
      drip = setInterval(() => {
        if (next < bytes.length - 1) socket.write(bytes.subarray(next, (next += 1)));
      }, DRIP);
    };
    const say = (): void => {
      switch (pace) {
        case 'whole':
          return void socket.write(bytes);
        case 'pieces':
          for (let at = 0; at < bytes.length; at += Math.ceil(bytes.length / 7))
            socket.write(bytes.subarray(at, at + Math.ceil(bytes.length / 7)));
          return;
        case 'stalls':
          return void socket.write(bytes.subarray(0, -1));
        case 'drips':
          return dripFrom(bytes.length >> 1);
        case 'resets':
          socket.write(bytes.subarray(0, -1), () => socket.resetAndDestroy());
          return;
        case 'ends':
          socket.write(bytes);
          ending = setTimeout(() => socket.end(), MOMENT);
          return;
      }
    };
    socket.on('connect', say);
    socket.on('error', () => undefined);
    socket.on('close', () => end(false));
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (readAll(text, heads).answers.length >= expects) end(false);
    });
  });
