import { expect } from 'chai';
import { request } from 'node:http';
import { NEWSTORE, refusalOf } from '../../support/asking.js';
import { serveHub, type ServedHub } from '../../support/hub.js';
import { anOffersBody } from '../../support/newstore-bodies.js';

describe('every answer', () => {
  let served: ServedHub;
  before(async () => (served = await serveHub()));
  after(() => served.close());

  const offers = (path = `${NEWSTORE}/shipping_offers`, headers = {}) =>
    served.ask(path, { body: anOffersBody(), headers });

  it('carries the request id that came, as it came', async () => {
    for (const id of ['1111.111', 'f74a344563920231ed88cc11d1e01270', '<script>"', 'x'.repeat(128)])
      expect((await offers(undefined, { 'X-Request-ID': id })).headers.get('x-request-id')).to.equal(id);
  });

  it('keeps 128 characters of a longer request id, and none that cannot be seen', async () => {
    const idOf = async (id: string) => (await offers(undefined, { 'X-Request-ID': id })).headers.get('x-request-id');
    expect(await idOf('y'.repeat(1_000))).to.equal('y'.repeat(128));
    expect(await idOf(`${'z'.repeat(127)} end`)).to.equal('z'.repeat(127));
    expect(await idOf('tab\there, \u00e9 gone')).to.equal('tabhere,  gone');
  });

  it('carries a request id of its own where none came', async () => {
    const ids = await Promise.all([offers(), offers(undefined, { 'X-Request-ID': ' \t ' })]);
    const [one, other] = ids.map(({ headers }) => headers.get('x-request-id'));
    expect(one).to.match(/^\S{8,}$/);
    expect(other).to.match(/^\S{8,}$/);
    expect(one).to.not.equal(other);
  });

  it('tells browsers and caches to keep out', async () => {
    for (const path of [`${NEWSTORE}/shipping_offers`, '/nowhere', '/labels/x.pdf', '/api/v1/explanations/1']) {
      const { headers } = await offers(path);
      expect(headers.get('x-content-type-options')).to.equal('nosniff');
      expect(headers.get('content-security-policy')).to.include("default-src 'none'");
      expect(headers.get('referrer-policy')).to.equal('no-referrer');
      expect(headers.get('cache-control')).to.equal('no-store');
      for (const told of ['x-powered-by', 'server', 'access-control-allow-origin'])
        expect(headers.get(told), told).to.equal(null);
    }
  });

  it('to an unknown address is 404', async () => {
    for (const path of [
      '/',
      '/nowhere',
      NEWSTORE,
      `${NEWSTORE}shipping_offers`,
      '/api/v1',
      '/labels',
      '/.env',
      '/%zz',
    ]) {
      const answer = await offers(path);
      expect([path, answer.status]).to.deep.equal([path, 404]);
      expect(refusalOf(answer).type).to.equal('delivery_validation_error');
    }
  });

  it('to a known address asked in another way is 405, and says which way', async () => {
    for (const [method, path, allowed] of [
      ['GET', `${NEWSTORE}/shipping_offers`, 'POST'],
      ['HEAD', `${NEWSTORE}/shipping_offers`, 'POST'],
      ['PUT', `${NEWSTORE}/shipments`, 'POST'],
      ['OPTIONS', `${NEWSTORE}/shipments`, 'POST'],
      ['DELETE', `${NEWSTORE}/shipments/1/_cancel`, 'POST'],
      ['POST', '/health/ready', 'GET, HEAD'],
      ['DELETE', '/labels/x.pdf', 'GET, HEAD'],
    ] as const) {
      const { status, headers } = await served.ask(path, { method });
      expect([method, path, status, headers.get('allow')]).to.deep.equal([method, path, 405, allowed]);
    }
  });

  it('comes through one slash too many, before and after', async () => {
    for (const path of [
      `${NEWSTORE}//shipping_offers`,
      `//${NEWSTORE.slice(1)}/shipping_offers`,
      `${NEWSTORE}/shipping_offers/`,
    ])
      expect((await offers(path)).status, path).to.equal(201);
  });

  it('comes to a request with a whole URL in its first line, and with a query', async () => {
    expect((await offers(`${NEWSTORE}/shipping_offers?debug=1&debug=2`)).status).to.equal(201);
    const path = `http://ship.example.com${NEWSTORE}/shipping_offers`;
    const status = await new Promise((resolve, reject) => {
      const headers = { authorization: served.keys.newstore, 'content-type': 'application/json' };
      request({ port: served.port, host: '127.0.0.1', method: 'POST', path, headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end(JSON.stringify(anOffersBody()));
    });
    expect(status).to.equal(201);
  });
});

describe('health', () => {
  let served: ServedHub;
  beforeEach(async () => (served = await serveHub()));
  afterEach(() => served.close());

  const ask = (path: string) => served.ask(path, { method: 'GET', key: undefined });

  it('is live and ready, and names nobody', async () => {
    for (const path of ['/health/live', '/health/ready']) {
      const { status, text } = await ask(path);
      expect([path, status]).to.deep.equal([path, 200]);
      expect(text).to.include('"status":"ok"').and.not.to.include('demo');
    }
  });

  it('is live but not ready while storage is away', async () => {
    await served.opened.storage.close();
    expect((await ask('/health/live')).status).to.equal(200);
    const { status, json } = await ask('/health/ready');
    expect([status, json]).to.deep.equal([503, { status: 'not_ready', storage: 'unavailable' }]);
  });

  it('is not ready on its way out', async () => {
    served.leave();
    expect((await ask('/health/live')).status).to.equal(200);
    expect((await ask('/health/ready')).status).to.equal(503);
  });
});
