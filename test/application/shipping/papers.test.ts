import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import type { BookingRequest } from '../../../domain/booking-request.js';
import type { Currency } from '../../../domain/currency.js';
import type { Account } from '../../../domain/account.js';
import type { LabelFormat } from '../../../application/ports/labels.js';
import { rightOf } from '../../support/either.js';
import { aPrinter } from '../../support/printer.js';
import { without } from '../../support/without.js';
import { aScriptedCarrier } from '../../support/scripted-carrier.js';
import { aRequest, openShop, type Process, type Shop } from '../../support/shop.js';

const abroad = (order: string, price = 40): BookingRequest => {
  const request = aRequest(order);
  return {
    ...request,
    sender: { ...request.sender, country: 'US', state: 'NY', postcode: '10001', city: 'New York' },
    items: request.items.map((item) => ({
      ...item,
      price: { amount: price, currency: 'USD' },
      customs: { description: 'T-shirt', hsNumber: '610910', originCountry: 'PT' },
    })),
  };
};

describe('papers of a parcel', () => {
  let shop: Shop;
  beforeEach(async () => {
    shop = await openShop();
  });
  afterEach(() => shop.close());

  const withCustoms = async (over: Partial<Account['customs']>): Promise<Process> => {
    const { desk } = await shop.start('serve:settings');
    const customs = { ...desk.account.customs, ...over };
    return shop.start('serve:one', { account: { customs }, carriers: [aScriptedCarrier()] });
  };
  const legOf = async (order: string) => {
    const [booking] = await shop.ofOrder(order);
    if (booking === undefined) throw new Error(`no booking of ${order}`);
    return booking.legs[0];
  };

  it('have an invoice for every carrier’s parcels, for our own alone, or none, as the account says', async () => {
    for (const [invoice, isThere] of [
      ['all', true],
      ['house', false],
      ['none', false],
    ] as const) {
      const { book } = await withCustoms({ invoice });
      rightOf(await book(abroad(invoice)));
      expect([invoice, (await legOf(invoice)).plan.invoice !== undefined]).to.deep.equal([invoice, isThere]);
    }
  });

  it('have addresses of their own for each leg, which stay', async () => {
    const { book } = await withCustoms({});
    const request = { ...abroad('both'), method: 'shipping_and_return' } as const;
    const answer = rightOf(await book(request));
    const urls = Object.entries(JSON.parse(answer) as Record<string, unknown>).flatMap(([name, url]) =>
      name.endsWith('label_url') || name.endsWith('invoice_url') ? [url] : [],
    );
    expect(new Set(urls).size).to.equal(4);
    expect(answer).to.include('"return_commercial_invoice_url"');
    expect(rightOf(await book(request))).to.equal(answer);
  });

  it('need an ITN where the United States ask for one, before anything is bought', async () => {
    const { book } = await withCustoms({ itnAbove: { minor: 250_000n, currency: 'USD' as Currency } });
    expect(await book(abroad('without', 1_251))).to.deep.equal(E.left({ _tag: 'ItnMissing' }));
    expect(await shop.ofOrder('without')).to.deep.equal([]);
    rightOf(await book({ ...abroad('with', 1_251), customs: { itn: 'X20260105123456' } }));
    rightOf(await book(abroad('cheap', 1_250)));
  });

  it('are a PDF only where the carrier brought the label, on paper and at a printer', async () => {
    const { book, hub, desk } = await withCustoms({});
    rightOf(await book(abroad('theirs')));
    const { plan } = await legOf('theirs');
    const pdfOnly = E.left({ _tag: 'PdfOnly', what: 'carriers_label' });
    expect(O.isSome(rightOf(await hub.findLabel(plan.capability, 'pdf')()))).to.equal(true);
    expect(await hub.findLabel(plan.capability, 'zpl')()).to.deep.equal(pdfOnly);
    expect(await hub.findLabel(plan.capability, 'png-300')()).to.deep.equal(pdfOnly);
    expect(await hub.findLabel(plan.invoice ?? '', 'png')()).to.deep.equal(
      E.left({ _tag: 'PdfOnly', what: 'invoice' }),
    );
    const printer = await aPrinter();
    const order = { word: 'theirs', leg: 'outbound', copies: 1, requestId: 'r' } as const;
    const printed = await hub.printLabel(desk, { ...order, printer: { host: '127.0.0.1', port: printer.port } })();
    expect(printed).to.deep.equal(pdfOnly);
    expect(printer.received).to.deep.equal([]);
    await printer.close();
  });

  it('are drawn in the dots of the account’s printers, unless others are asked for, and once', async () => {
    const { desk: plain } = await shop.start('serve:settings');
    const { book, hub } = await shop.start('serve:one', { account: { labels: { ...plain.account.labels, dpi: 300 } } });
    rightOf(await book(aRequest('ours')));
    const { capability } = (await legOf('ours')).plan;
    const bytesOf = async (wish: 'zpl' | 'zpl-203' | 'zpl-300'): Promise<string> => {
      const found = O.toUndefined(rightOf(await hub.findLabel(capability, wish)()));
      return Buffer.from(found?.bytes ?? []).toString();
    };
    const [own, fine, coarse] = [await bytesOf('zpl'), await bytesOf('zpl-300'), await bytesOf('zpl-203')];
    expect(own).to.equal(fine).and.to.include('"format":"zpl-300"');
    expect(coarse).to.include('"format":"zpl-203"');

    // Another process, whose account has another text on its labels by now, serves what was drawn first.
    const later = await shop.start('serve:two', {
      account: { labels: { dpi: 300, returnText: 'If undelivered, return to PO Box 12' } },
    });
    const again = O.toUndefined(rightOf(await later.hub.findLabel(capability, 'zpl')()));
    expect(Buffer.from(again?.bytes ?? []).toString()).to.equal(own);
  });

  it('look alike in every format, whatever the settings say when it is first asked for', async () => {
    const logoOf = (digest: string) => ({ width: 1, height: 1, ink: Uint8Array.of(255), digest });
    const { desk } = await shop.start('serve:settings');
    const { customs, labels } = desk.account;
    const withPapers = (
      owner: string,
      returnText: string,
      signer: string,
      declaration: 'cn22' | 'none',
      logo: string,
    ) =>
      shop.start(owner, {
        account: { labels: { ...labels, returnText }, customs: { ...customs, declaration, signer } },
        logo: logoOf(logo),
      });
    const { book, hub } = await withPapers('serve:one', 'to PO Box 12', 'Robin Hill', 'cn22', 'anchor');
    const sent = aRequest('alike');
    const rated = {
      ...sent,
      rate: 'INTERNATIONAL',
      receiver: { ...sent.receiver, country: 'NZ', state: '', postcode: '6011' },
    };
    const items = sent.items.map((item) => ({
      ...item,
      customs: { description: 'T-shirt', hsNumber: '610910', originCountry: 'PT' },
    }));
    rightOf(await book({ ...rated, items }));
    const { capability } = (await legOf('alike')).plan;
    const said = async (by: Process['hub'], wish: LabelFormat): Promise<Record<string, unknown>> => {
      const found = O.toUndefined(rightOf(await by.findLabel(capability, wish)()));
      const { format, ...content } = JSON.parse(Buffer.from(found?.bytes ?? []).toString()) as Record<string, unknown>;
      expect(format).to.equal(wish);
      return content;
    };
    const pdf = await said(hub, 'pdf');
    expect(pdf).to.include({ returnText: 'to PO Box 12' });
    expect(pdf).to.have.nested.property('declaration.signer', 'Robin Hill');
    expect(pdf).to.have.nested.property('logo.digest', 'anchor');

    const same = await withPapers('serve:two', 'to somewhere else', 'Ana Lee', 'none', 'anchor');
    expect(await said(same.hub, 'zpl-203')).to.deep.equal(pdf);
    // A picture that the account has no more is left out, not replaced by another.
    const other = await withPapers('serve:three', 'to somewhere else', 'Ana Lee', 'none', 'ship');
    expect(await said(other.hub, 'png-203')).to.deep.equal(without(pdf, 'logo'));
  });
});
