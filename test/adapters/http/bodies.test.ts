import { expect } from 'chai';
import { request, type IncomingMessage } from 'node:http';
import { gzipSync } from 'node:zlib';
import { NEWSTORE, refusalOf, type Answer } from '../../support/asking.js';
import { serveHub, type ServedHub } from '../../support/hub.js';
import { anOffersBody } from '../../support/newstore-bodies.js';

const OFFERS = `${NEWSTORE}/shipping_offers`;

describe('a body', () => {
  let served: ServedHub;
  before(async () => (served = await serveHub()));
  after(() => served.close());

  const send = (body: string | Uint8Array, headers = {}): Promise<Answer> => served.ask(OFFERS, { body, headers });
  const whole = JSON.stringify(anOffersBody());

  const refused = async (body: string | Uint8Array, headers = {}): Promise<[number, string]> => {
    const answer = await send(body, headers);
    return [answer.status, refusalOf(answer).type];
  };

  it('is JSON by any name that JSON goes by', async () => {
    for (const type of [
      'application/json',
      'Application/JSON; charset=UTF-8',
      'application/json;charset="utf-8"',
      'application/json; version=1',
      'application/vnd.newstore+json',
    ])
      expect((await send(whole, { 'content-type': type })).status, type).to.equal(201);
  });

  it('of another kind is refused with 415', async () => {
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'application/jsonp',
      'application/json; charset=latin1',
      '',
    ])
      expect(await refused(whole, { 'content-type': type }), type).to.deep.equal([415, 'delivery_validation_error']);
    const coded = { 'content-encoding': 'gzip' };
    expect(await refused(gzipSync(whole), coded)).to.deep.equal([415, 'delivery_validation_error']);
  });

  it('that is not JSON, or not UTF-8, is refused with 400', async () => {
    for (const body of ['', '{', 'nonsense', '{"a":1}}', "{'a':1}", '{"a":NaN}', '\u0000'])
      expect(await refused(body), body).to.deep.equal([400, 'delivery_validation_error']);
    expect(await refused(Buffer.from([0x22, 0xff, 0x22]))).to.deep.equal([400, 'delivery_validation_error']);
  });

  it('that is JSON but no object says so', async () => {
    for (const body of ['null', '[]', '7', '"text"']) {
      const answer = await send(body);
      expect([answer.status, refusalOf(answer).data]).to.deep.equal([400, [{ field: '', error: 'is not an object' }]]);
    }
  });

  it('may be nested up to the limit', async () => {
    const nested = (levels: number) =>
      JSON.stringify({ ...anOffersBody(), extra: 0 }).replace(
        '"extra":0',
        `"extra":${'['.repeat(levels)}${']'.repeat(levels)}`,
      );
    expect((await send(nested(31))).status).to.equal(201);
    expect(await refused(nested(32))).to.deep.equal([400, 'delivery_validation_error']);
    expect(await refused(nested(120_000))).to.deep.equal([400, 'delivery_validation_error']);
  });

  it('may be as long as the limit and no longer, whether its length is told or not', async () => {
    const padded = (bytes: number) => `${whole.slice(0, -1)},"padding":"${'x'.repeat(bytes - whole.length - 13)}"}`;
    const limit = 262_144;
    expect(Buffer.byteLength(padded(limit))).to.equal(limit);
    expect((await send(padded(limit))).status).to.equal(201);
    expect(await refused(padded(limit + 1))).to.deep.equal([413, 'delivery_validation_error']);
    expect(await chunked([padded(limit)])).to.equal(201);
    expect(await chunked([whole, 'x'.repeat(limit)])).to.equal(413);
  });

  /** Sends in chunks, with no Content-Length, and answers the status. */
  const chunked = (chunks: readonly string[]): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const headers = { authorization: served.keys.newstore, 'content-type': 'application/json' };
      const answered = (response: IncomingMessage): void => {
        response.resume();
        resolve(response.statusCode);
      };
      const asked = request({ port: served.port, host: '127.0.0.1', path: OFFERS, method: 'POST', headers }, answered);
      asked.on('error', reject);
      for (const chunk of chunks) asked.write(chunk);
      asked.end();
    });
});
