import { expect } from 'chai';
import { NEWSTORE, type Answer } from '../../support/asking.js';
import { serveHub, type ServedHub } from '../../support/hub.js';
import { aBookingBody } from '../../support/newstore-bodies.js';

describe('a label', () => {
  let served: ServedHub;
  let path: string;
  let code: string;
  beforeEach(async () => {
    served = await serveHub();
    const { json } = await served.ask(`${NEWSTORE}/shipments`, { body: aBookingBody() });
    const booked = json as { readonly label_url: string; readonly tracking_code: string };
    path = new URL(booked.label_url).pathname;
    code = booked.tracking_code;
  });
  afterEach(() => served.close());

  const get = (at = path, headers = {}, method = 'GET'): Promise<Answer> =>
    served.ask(at, { method, headers, key: undefined });

  it('is a PDF that needs no key, with the same bytes each time', async () => {
    const [first, second] = [await get(), await get()];
    expect(first.status).to.equal(200);
    expect(first.headers.get('content-type')).to.equal('application/pdf');
    expect(first.text.slice(0, 5)).to.equal('%PDF-');
    expect(second.text).to.equal(first.text);
    expect(second.headers.get('etag')).to.equal(first.headers.get('etag'));
  });

  it('answers HEAD as it answers GET, without the bytes', async () => {
    const [whole, head] = [await get(), await get(path, {}, 'HEAD')];
    expect([head.status, head.text]).to.deep.equal([200, '']);
    for (const name of ['content-type', 'content-length', 'etag', 'cache-control', 'content-disposition'])
      expect(head.headers.get(name), name).to.equal(whole.headers.get(name)).and.not.to.equal(null);
  });

  it('is 304 for who has it already', async () => {
    const etag = (await get()).headers.get('etag') ?? '';
    for (const tag of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      // Unless it is told otherwise, fetch asks for what it has as if it had nothing.
      const answer = await get(path, { 'if-none-match': tag, 'cache-control': 'max-age=0' });
      expect([tag, answer.status, answer.text]).to.deep.equal([tag, 304, '']);
      expect(answer.headers.get('etag')).to.equal(etag);
    }
    expect((await get(path, { 'if-none-match': '"other"' })).status).to.equal(200);
  });

  it('is 404 once it is cancelled, for who has it too', async () => {
    const etag = (await get()).headers.get('etag') ?? '';
    expect((await served.ask(`${NEWSTORE}/shipments/${code}/_cancel`)).status).to.equal(200);
    expect((await get()).status).to.equal(404);
    expect((await get(path, { 'if-none-match': etag })).status).to.equal(404);
    expect((await get(path, {}, 'HEAD')).status).to.equal(404);
  });

  it('is 404 by any address but its own', async () => {
    const other = `${path.slice(0, -5)}${path.at(-5) === 'A' ? 'B' : 'A'}.pdf`;
    for (const at of [
      other,
      path.replace('.pdf', ''),
      path.replace('.pdf', '.gif'),
      `${path.replace('.pdf', '.zpl')}?dpi=600`,
      `${path.replace('.pdf', '.png')}?dpi=203&dpi=300`,
      '/labels/%zz.pdf',
      '/labels/..%2Fx.pdf',
    ])
      expect((await get(at)).status, at).to.equal(404);
  });

  it('is 503 while storage is away', async () => {
    await served.opened.storage.close();
    expect((await get()).status).to.equal(503);
  });
});
