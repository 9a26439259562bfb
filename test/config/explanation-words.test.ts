import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readRateCard } from '../../adapters/carriers/rate-card/card-file.js';
import { makeZones } from '../../adapters/system/zones.js';
import { explanationLines } from '../../config/commands/explanation-words.js';
import { demoCardText } from '../../config/demo-card.js';
import type { CountryCode } from '../../domain/address.js';
import { billOf } from '../../domain/bill.js';
import { quoteCard } from '../../domain/card-quote.js';
import { decimalText } from '../../domain/decimal.js';
import type { ExplainedService } from '../../domain/explanation.js';
import { priceText } from '../../domain/money.js';
import { instant } from '../../domain/time.js';
import { anExplanation } from '../contract/explanations.contract.js';

const wordsOf = (service: ExplainedService): readonly string[] =>
  explanationLines(
    anExplanation({ carriers: [{ carrier: 'rate-card', took: 1, outcome: 'answered', services: [service] }] }),
  );

const offered: Extract<ExplainedService, { outcome: 'offered' }> = {
  ...{ service: 'STANDARD', outcome: 'offered', price: '110.00', currency: 'AUD' },
  ...{ startsAt: '2026-11-29T22:00:00Z', endsAt: '2026-12-07T08:00:00Z', lines: [] },
};

describe('the words of an explanation', () => {
  it('have the lines of a price point under point, its sum, and below that what is in it', () => {
    const lines = [
      { label: 'freight', amount: '100.000' },
      { label: 'Fuel', amount: '9.9975' },
      { label: 'Rounding', amount: '0.0025' },
      { label: 'GST', amount: '10.0000', included: true as const },
    ];
    expect(wordsOf({ ...offered, lines }).slice(-5)).to.deep.equal([
      '      freight    100.00',
      '      Fuel         9.9975',
      '      Rounding     0.0025',
      '      total      110.00',
      '      of it GST   10.00',
    ]);
  });

  it('have the price alone where its carrier says no more of it', () => {
    expect(wordsOf(offered).at(-1)).to.equal('      total  110.00');
  });

  it('are those that the manual shows of the demo card', () => {
    const read = readRateCard(demoCardText, 'rate-card.yaml', { country: (code) => O.some(code as CountryCode) });
    const card = E.isRight(read) ? read.right : expect.fail('the demo card does not read');
    const country = 'AU' as CountryCode;
    const [one] = quoteCard(card, {
      ...{ from: { country }, to: { country, postcode: '0870' }, readyAt: instant(0), services: ['STANDARD'] },
      zone: O.toUndefined(makeZones()('Australia/Brisbane')) ?? expect.fail('no such zone'),
      parcel: { grams: 6300, lengthMm: 400, widthMm: 300, heightMm: 150, notes: [] },
    });
    const { price, lines } = one !== undefined && E.isRight(one.answer) ? one.answer.right : expect.fail('no price');
    const bill = billOf(lines, price).map((line) => ({ ...line, amount: decimalText(line.amount) }));
    const words = wordsOf({ ...offered, price: priceText(price), lines: bill }).slice(-bill.length - 1);
    const manual = readFileSync(fileURLToPath(new URL('../../../docs/rate-card.md', import.meta.url)), 'utf8');
    expect(manual).to.include(words.join('\n'));
  });
});
