import { expect } from 'chai';
import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeLabelPress } from '../../../adapters/labels/press.js';
import type { InvoiceContent } from '../../../domain/commercial-invoice.js';
import { instant } from '../../../domain/time.js';
import { rightOf } from '../../support/either.js';
import { expectPicture } from '../../support/golden.js';
import { describePaper } from '../../support/paper-tools.js';
import { aDeclaration } from './label-content.js';

const invoiceContent = (changes: Partial<InvoiceContent> = {}): InvoiceContent => ({
  number: 'LSABCDEFGHIJ',
  date: instant(1_795_000_000_000),
  order: 'HP-2026-004518',
  trackingCode: '393123450001234561',
  serviceName: 'International',
  exporter: {
    lines: ['Harbour & Pine', 'Shop 4, 118 King Street', 'NEWTOWN NSW 2042', 'Australia'],
    phone: '+61 2 5550 0100',
    email: 'dock@harbourpine.example',
  },
  importer: { lines: ['Ελένη Παπαδοπούλου', 'Λεωφόρος Σοφίας 42', '115 28 ΑΘΗΝΑ', 'GREECE'], phone: '+30 21 5550 01' },
  lines: aDeclaration.lines,
  totals: aDeclaration.totals,
  netGrams: 800,
  grossGrams: 1_250,
  reason: 'Sale of goods',
  incoterm: 'DAP',
  signer: 'Ana Lee',
  itn: 'X20260105123456',
  ...changes,
});

describePaper('a commercial invoice', ['pdftoppm', 'pdftotext'], (folder) => {
  const press = makeLabelPress({});
  const pdfOf = async (content: InvoiceContent): Promise<string> => {
    const path = join(folder, 'invoice.pdf');
    await writeFile(path, await rightOf(press.drawInvoice(content)));
    return path;
  };
  const pagesOf = async (content: InvoiceContent): Promise<readonly string[]> =>
    execFileSync('pdftotext', ['-layout', await pdfOf(content), '-'])
      .toString()
      .normalize('NFC')
      .split('\f')
      .slice(0, -1);

  it('says all that customs ask for', async () => {
    const [page = '', ...others] = await pagesOf(invoiceContent());
    expect(others).to.deep.equal([]);
    for (const text of [
      ...['COMMERCIAL INVOICE', 'LSABCDEFGHIJ', 'HP-2026-004518', '393123450001234561', 'International'],
      ...['Harbour & Pine', 'NEWTOWN NSW 2042', '+61 2 5550 0100', 'dock@harbourpine.example'],
      ...['Ελένη Παπαδοπούλου', '115 28 ΑΘΗΝΑ', 'GREECE'],
      ...['Cotton T-shirt, black', '610910', 'PT', '39.95 AUD', '79.90 AUD', '0.5 kg'],
      ...['Βιβλίο', '490199', 'GR', '12.50 AUD'],
      ...['Total 92.40 AUD', '0.8 kg', '1.25 kg', 'Sale of goods', 'DAP', 'X20260105123456', 'Ana Lee'],
    ])
      expect(page).to.include(text);
  });

  it('goes on, page after page, with every kind of goods on one of them', async () => {
    const lines = Array.from({ length: 60 }, (_, at) => ({ description: `Thing ${at + 1}.`, quantity: 1 }));
    const pages = await pagesOf(invoiceContent({ lines }));
    expect(pages.length).to.be.greaterThan(2);
    const whole = pages.join('\n');
    for (const { description } of lines) expect(whole.split(description)).to.have.length(2);
    expect(pages.at(-1)).to.include('Name and signature');
  });

  it('is followed by a CN23 where the account wants one, five kinds of goods to a page', async () => {
    const lines = Array.from({ length: 6 }, (_, at) => ({ description: `Thing ${at + 1}.`, quantity: 1 }));
    const pages = await pagesOf(invoiceContent({ declaration: { ...aDeclaration, lines } }));
    expect(pages).to.have.length(3);
    for (const page of pages.slice(1)) expect(page).to.include('CN 23').and.to.include('92.40 AUD');
    expect(pages[1]).to.include('Thing 5.').and.not.to.include('Thing 6.');
    expect(pages[2]).to.include('Thing 6.');
  });

  it('gives the same bytes for the same content', async () => {
    const [one, other] = [await rightOf(press.drawInvoice(invoiceContent())), await pdfOf(invoiceContent())];
    expect(Buffer.compare(one, await readFile(other))).to.equal(0);
  });

  it('looks as it did, with its declaration', async () => {
    const pdf = await pdfOf(invoiceContent({ declaration: aDeclaration }));
    for (const page of ['1', '2']) {
      const path = join(folder, page);
      execFileSync('pdftoppm', ['-r', '100', '-png', '-gray', '-f', page, '-l', page, '-singlefile', pdf, path]);
      expectPicture(`invoice-${page}`, await readFile(`${path}.png`));
    }
  });
});
