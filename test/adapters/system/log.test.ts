import { expect } from 'chai';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { errorFacts } from '../../../adapters/system/error-facts.js';
import { lineOptions, logThrough, openLog } from '../../../adapters/system/log.js';
import type { Log, LogFields } from '../../../application/ports/log.js';
import { unavailable } from '../../../application/ports/unavailable.js';
import { rightOf } from '../../support/either.js';

const open = (): { readonly log: Log; readonly lines: string[] } => {
  const lines: string[] = [];
  const logger = pino({ ...lineOptions, level: 'debug' }, { write: (line: string) => lines.push(line) });
  return { log: logThrough(logger), lines };
};

const API_KEY = 'lsk_7h3kq9tz_Zm9yIHRlc3RzIG9ubHksIG5vdCBhIHJlYWwga2V5ISEh_-x';

/** What must never be seen, each as it may come. */
const canaries = {
  apiKey: API_KEY,
  secretPart: API_KEY.slice(13),
  capability: 'q7Wv3xYk9LrT2mNpB8sZdA',
  token: 'ls1.k1.WyJkZW1vIl0.c2lnbmF0dXJl',
  first: 'Zoltan',
  last: 'Quibblethorpe',
  street: 'Wobblestone',
  phone: '+61491570156',
  email: 'zoltan.q@example.com',
};

const expectNoCanary = (lines: readonly string[]): void => {
  expect(lines).to.not.deep.equal([]);
  for (const canary of Object.values(canaries)) expect(lines.join('\n')).to.not.contain(canary);
};

describe('the log', () => {
  it('writes one JSON line per event, with the names that operators know', () => {
    const { log, lines } = open();
    log.info('request', { requestId: 'r-1', took: 1.23456, status: 201, method: 'POST', carrierOrder: '77' });
    log.debug('idle');
    const [first, second] = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(first).to.include({ level: 'info', event: 'request', request_id: 'r-1', took_ms: 1.235, status: 201 });
    expect(first).to.include({ method: 'POST', carrier_order: '77' });
    expect(first?.['time']).to.match(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect(second).to.have.keys('level', 'time', 'event');
  });

  it('keeps fields out that are not on its list, and objects that got in by a cast', () => {
    const { log, lines } = open();
    const smuggled = { headers: { authorization: API_KEY }, first_name: 'Zoltan', order: { street: 'Wobblestone 1' } };
    log.info('request', smuggled as unknown as LogFields);
    expectNoCanary(lines);
  });

  it('masks keys, tokens, capabilities and e-mail addresses wherever they stand', () => {
    const { log, lines } = open();
    const { capability, token, email } = canaries;
    log.info('request', {
      path: `/labels/${capability}.pdf?phone=${canaries.phone}`,
      endpoint: `https://me:${API_KEY}@example.com/labels/${capability}`,
      requestId: `Bearer ${API_KEY}`,
      order: email,
      reference: token,
      reason: `key ${API_KEY} of ${email}`,
    });
    expectNoCanary(lines);
    expect(lines[0]).to.contain('/labels/***');
  });

  it('keeps the name of a key', () => {
    const { log, lines } = open();
    log.info('key_made', { keyId: 'lsk_7h3kq9tz', reason: `of ${API_KEY}` });
    expect(JSON.parse(lines[0]!)).to.include({ key_id: 'lsk_7h3kq9tz', reason: 'of lsk_7h3kq9tz***' });
  });

  it('lets no canary through an error, however it is wrapped', () => {
    const { log, lines } = open();
    const { first, last, street, phone, email, capability } = canaries;
    const message = `cannot deliver to ${first} ${last}, ${street} 1, ${phone}, ${email}, ${API_KEY}, /labels/${capability}`;
    const parsing = ((): unknown => {
      try {
        return JSON.parse(`{"first_name": ${first}}`);
      } catch (error) {
        return error;
      }
    })();
    const cause = Object.assign(new TypeError(message), {
      code: email,
      config: { headers: { authorization: API_KEY } },
      address: street,
      name: `${first} ${last}`,
    });
    const multiline = new Error(`${message}\n    at ${first} (/app/dist/${street}.js:1:1)\n    at ${last}:1:1`);
    for (const error of [
      message,
      { first_name: first, street },
      cause,
      multiline,
      parsing,
      unavailable('Bookings')(cause),
      new AggregateError([cause, multiline], message, { cause }),
      new Error('outer', { cause: new Error(message, { cause: { email, cause } }) }),
    ]) {
      log.error('failed', { error });
    }
    expect(lines).to.have.length(8);
    expectNoCanary(lines);
  });

  it('still says what kind of error it was, what about, and where', () => {
    const error = Object.assign(new TypeError("Cannot read properties of undefined (reading 'Zoltan')"), {
      code: 'ERR_X',
    });
    const facts = errorFacts(unavailable('Bookings')(error));
    expect(facts).to.include({ name: 'Unavailable', what: 'Bookings' });
    expect(errorFacts({ _tag: 'CarrierSilent', detail: 'timeout of Zoltan' })).to.deep.equal({
      name: 'CarrierSilent',
      message: 'timeout of ...',
    });
    expect(facts.causes?.[0]).to.include({
      name: 'TypeError',
      code: 'ERR_X',
      message: 'Cannot read properties of undefined reading ...',
    });
    expect(facts.causes?.[0]?.stack?.[0]).to.match(
      /(^| )(\.build\/)?test\/adapters\/system\/log\.test\.[jt]s:\d+:\d+$/,
    );
  });

  it('survives errors that are hostile or go in circles', () => {
    const { log, lines } = open();
    const circular = new Error('round');
    circular.cause = circular;
    const hostile = {
      get message(): string {
        throw new Error('no');
      },
      get code(): string {
        throw new Error('no');
      },
    };
    log.error('failed', { error: circular });
    log.error('failed', { error: hostile });
    log.error('failed', { error: null });
    expect(lines).to.have.length(3);
  });

  it('cuts what is too long', () => {
    const { log, lines } = open();
    log.info('request', { reason: 'x'.repeat(10_000) });
    expect(lines[0]!.length).to.be.lessThan(400);
  });

  describe('to a file', () => {
    let folder: string;
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'longshore-'));
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    it('is whole after a flush, and leaves out what is below its level', async () => {
      const path = join(folder, 'logs', 'hub.log');
      const { log, flush } = rightOf(openLog({ level: 'info', destination: path }));
      log.debug('quiet');
      for (let count = 0; count < 100; count += 1) log.info('loud', { count });
      await flush();
      expect(existsSync(path)).to.equal(true);
      const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
      expect(lines).to.have.length(100);
      expect(lines.every((line) => line.includes('"loud"'))).to.equal(true);
    });
  });
});
