import { expect } from 'chai';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { NEWSTORE, type Answer } from '../../support/asking.js';
import { serveHub, type ServedHub } from '../../support/hub.js';
import { aBookingBody, receiver } from '../../support/newstore-bodies.js';

type Json = Readonly<Record<string, string>>;

const abroad = receiver({ country_code: 'NZ', zip_code: '1010', city: 'Auckland', state: undefined });

const goods = (over = {}) => ({
  identifier: { sku: 'TEE' },
  price: { amount: 40, currency: 'AUD' },
  weight: { amount: 250, unit: 'g' },
  dimensions: { length: 30, width: 20, height: 3, unit: 'cm' },
  customs_info: { description: 'Cotton T-shirt', hs_number: '6109.10', origin_country: 'PRT' },
  ...over,
});

const parcelAbroad = (over = {}) =>
  aBookingBody({ rate: 'INTERNATIONAL', shipping_address: abroad, items: [goods(), goods()], ...over });

describe('the papers of a booking', () => {
  let served: ServedHub;
  before(async () => {
    served = await serveHub();
  });
  after(() => served.close());

  const book = async (body: unknown): Promise<Json> => {
    const answer = await served.ask(`${NEWSTORE}/shipments`, { body });
    expect(answer.status, answer.text).to.equal(201);
    return answer.json as Json;
  };
  const get = (url = '', ending = '.pdf', headers = {}, method = 'GET'): Promise<Answer> =>
    served.ask(new URL(url).pathname.replace('.pdf', ending), { method, headers, key: undefined });

  describe('as ZPL and PNG', () => {
    for (const [ending, media, begins] of [
      ['.zpl', 'application/zpl', '^XA'],
      ['.png', 'image/png', '\ufffdPNG'],
    ] as const) {
      it(`are served at ${ending} with the same bytes each time, by the rules of the PDF`, async () => {
        const { label_url: url, tracking_code: code = '' } = await book(aBookingBody());
        // Asked for at once while none is there, they are drawn once.
        const all = await Promise.all(Array.from({ length: 4 }, () => get(url, ending)));
        const [first] = all;
        const etag = first?.headers.get('etag') ?? '';
        expect(first?.headers.get('content-type')).to.equal(media);
        expect(first?.text.startsWith(begins)).to.equal(true);
        for (const one of all) expect([one.status, one.headers.get('etag')]).to.deep.equal([200, etag]);

        const head = await get(url, ending, {}, 'HEAD');
        expect([head.status, head.text, head.headers.get('etag')]).to.deep.equal([200, '', etag]);
        expect(head.headers.get('content-length')).to.equal(first?.headers.get('content-length'));
        const known = { 'if-none-match': etag, 'cache-control': 'max-age=0' };
        expect((await get(url, ending, known)).status).to.equal(304);

        const finer = await get(url, `${ending}?dpi=300`);
        expect([finer.status, finer.headers.get('etag') === etag]).to.deep.equal([200, false]);
        expect((await get(url, `${ending}?dpi=203`)).headers.get('etag')).to.equal(etag);

        expect((await served.ask(`${NEWSTORE}/shipments/${code}/_cancel`)).status).to.equal(200);
        for (const headers of [{}, known]) expect((await get(url, ending, headers)).status).to.equal(404);
        expect((await get(url, `${ending}?dpi=300`)).status).to.equal(404);
      });
    }

    it('are 404 with the reason where the document is a PDF only', async () => {
      const { commercial_invoice_url: invoice } = await book(parcelAbroad());
      for (const ending of ['.zpl', '.png']) {
        const answer = await get(invoice, ending);
        expect([answer.status, answer.text]).to.deep.equal([
          404,
          'This is a commercial invoice, and a PDF only: ask for it as .pdf.\n',
        ]);
      }
      const carriers = await serveHub(() => ({
        findLabel: () => TE.left({ _tag: 'PdfOnly', what: 'carriers_label' }),
      }));
      try {
        const answer = await carriers.ask(`/labels/${'A'.repeat(22)}.zpl`, { method: 'GET' });
        expect([answer.status, answer.text.includes('carrier\u2019s own')]).to.deep.equal([404, true]);
      } finally {
        await carriers.close();
      }
    });
  });

  describe('for customs', () => {
    it('are an invoice for each leg abroad whose customs data are known, and for no other', async () => {
      const booked = await book(parcelAbroad());
      const urls = ['label_url', 'commercial_invoice_url'];
      expect(booked['commercial_invoice_url']).to.not.equal(booked['label_url']);
      for (const name of urls) {
        const answer = await get(booked[name]);
        expect([name, answer.status, answer.headers.get('content-type')]).to.deep.equal([name, 200, 'application/pdf']);
        const file = name.includes('invoice') ? 'invoice' : 'label';
        expect(answer.headers.get('content-disposition')).to.equal(`inline; filename="${file}.pdf"`);
      }
      const bare = { customs_info: undefined };
      expect(await book(parcelAbroad({ items: [goods(bare)] }))).to.not.have.property('commercial_invoice_url');
      expect(await book(aBookingBody({ items: [goods()] }))).to.not.have.property('commercial_invoice_url');
    });

    it('keep their addresses when the booking is asked for again', async () => {
      const body = parcelAbroad();
      expect(await book(body)).to.deep.equal(await book(body));
    });

    it('end with the leg that they are of', async () => {
      const booked = await book(parcelAbroad());
      expect((await get(booked['commercial_invoice_url'])).status).to.equal(200);
      await served.ask(`${NEWSTORE}/shipments/${booked['tracking_code']}/_cancel`);
      expect((await get(booked['commercial_invoice_url'])).status).to.equal(404);
    });

    it('are refused with the reason where the export must be filed first', async () => {
      const strict = await serveHub(() => ({ bookShipment: () => TE.left({ _tag: 'ItnMissing' }) }));
      try {
        const { status, json } = await strict.ask(`${NEWSTORE}/shipments`, { body: parcelAbroad() });
        expect(status).to.equal(400);
        expect(json)
          .to.include({ type: 'customs_error' })
          .and.deep.include({ data: { reason: 'missing_itn' } });
      } finally {
        await strict.close();
      }
    });
  });
});
