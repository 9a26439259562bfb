import { PDFDocument } from '@cantoo/pdf-lib';
import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { StarshipitClient } from '../../../../adapters/carriers/starshipit/client.js';
import { Order } from '../../../../adapters/carriers/starshipit/codecs.js';
import { makeLabelShelf } from '../../../../adapters/carriers/starshipit/label-shelf.js';
import { mergedPdf } from '../../../../adapters/carriers/starshipit/labels.js';
import { aCarrierOrder, aReference } from '../../../support/carrier-orders.js';
import { rightOf } from '../../../support/either.js';
import { aPdf } from '../../../support/starshipit/books.js';

const base64 = (text: string): string => Buffer.from(aPdf(text)).toString('base64');

describe('the labels that come with their print', () => {
  it('are fetched from where they are kept, and the oldest of many from Starshipit again', async () => {
    const fetched: string[] = [];
    const client: StarshipitClient = {
      reserve: () => TE.right({ report: () => undefined }),
      send: (_turn, { about: { reference = '' } }) => {
        fetched.push(reference);
        return TE.right({ success: true, labels: [base64('again')] });
      },
      ask: () => TE.left({ _tag: 'NotSent', detail: 'not asked here' }),
    };
    const order = Order.decode({ status: 'Printed' });
    const printed = { ...(E.isRight(order) ? order.right : expect.fail()), order_id: '7' };
    const shelf = makeLabelShelf({ client, standing: () => Promise.resolve(E.right(printed)), labelWait: 1_000 });
    for (let n = 0; n < 65; n += 1) shelf.keep(aReference(n), [base64(`parcel ${n}`)]);
    const textOf = async (n: number): Promise<string> => {
      const parcel = aCarrierOrder({ plan: { reference: aReference(n) } });
      const label = await rightOf(() => shelf.label(parcel, { trackingCode: `T-${n}` }));
      return label._tag === 'Printed' ? Buffer.from(label.pdf).toString() : '';
    };
    expect(await textOf(64)).to.contain('(parcel 64)');
    expect(await textOf(1)).to.contain('(parcel 1)');
    expect(await textOf(0)).to.contain('(again)');
    expect(fetched).to.deep.equal([aReference(0)]);
  });

  it('are merged in their order', async () => {
    const ofWidth = async (width: number): Promise<Uint8Array> => {
      const pdf = await PDFDocument.create();
      pdf.addPage([width, 100]);
      return pdf.save();
    };
    const merged = await mergedPdf([await ofWidth(101), await ofWidth(102), await ofWidth(103)]);
    const pages = (await PDFDocument.load(merged)).getPages();
    expect(pages.map((page) => page.getWidth())).to.deep.equal([101, 102, 103]);
  });
});
