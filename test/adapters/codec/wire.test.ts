import { expect } from 'chai';
import * as fc from 'fast-check';
import * as E from 'fp-ts/lib/Either.js';
import { faultsOf } from '../../../adapters/codec/faults.js';
import {
  amount,
  dateTime,
  list,
  oneOf,
  optional,
  record,
  required,
  text,
  texts,
} from '../../../adapters/codec/wire.js';
import type * as t from 'io-ts';
import { rightOf } from '../../support/either.js';

const Part = record('Part', { amount: required(amount()), unit: optional(text(1, 3)) });
const Body = record('Body', {
  name: required(text(1, 5)),
  kind: optional(oneOf('one', 'two')),
  parts: required(list(Part, 1)),
  tags: optional(texts('tags')),
});

const faults = (codec: t.Decoder<unknown, unknown>, value: unknown): readonly string[] => {
  const read = codec.decode(value);
  return E.isLeft(read) ? faultsOf(read.left).map(({ field, rule }) => `${field}: ${rule}`) : [];
};

describe('a record of the wire', () => {
  const whole = { name: 'Ada', kind: 'two', parts: [{ amount: 1, unit: 'kg' }], tags: { sku: 'S', n: 7 } };

  it('keeps the members that are named and no others, at every level', () => {
    const extra = fc.dictionary(fc.string(), fc.jsonValue());
    fc.assert(
      fc.property(extra, extra, (outer, inner) => {
        const read = rightOf(Body.decode({ ...outer, ...whole, parts: [{ ...inner, amount: 1, unit: 'kg' }] }));
        expect(read).to.deep.equal({ ...whole, tags: { sku: 'S', n: '7' } });
      }),
    );
  });

  it('takes null for absent, and leaves what is absent out', () => {
    const read = rightOf(Body.decode({ name: 'Ada', kind: null, parts: [{ amount: 1, unit: null }], tags: null }));
    expect(read).to.deep.equal({ name: 'Ada', parts: [{ amount: 1 }] });
    expect(faults(Body, { name: null, parts: null })).to.deep.equal(['name: required', 'parts: required']);
  });

  it('reports every fault at once, each where it is', () => {
    const body = { name: 'too long', kind: 'three', parts: [{ amount: '1' }, 7, { unit: 'much' }], tags: [] };
    expect(faults(Body, body)).to.deep.equal([
      'name: too_long',
      'kind: not_one_of',
      'parts[0].amount: not_a_number',
      'parts[1]: not_an_object',
      'parts[2].amount: required',
      'parts[2].unit: too_long',
      'tags: not_an_object',
    ]);
  });

  it('does not take a member from the prototype', () => {
    const Odd = record('Odd', { constructor: optional(text(0, 9)), toString: optional(text(0, 9)) });
    expect(Object.keys(rightOf(Odd.decode({})))).to.deep.equal([]);
    expect(faults(Body, JSON.parse('{"__proto__":{"name":"Ada"},"parts":[{"amount":1}]}'))).to.deep.equal([
      'name: required',
    ]);
  });

  it('never throws, whatever it is given, and takes again what it took', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const read = Body.decode(value);
        if (E.isRight(read)) expect(Body.decode(read.right)).to.deep.equal(read);
      }),
    );
  });

  it('says in its schema what it demands', () => {
    expect(Body.schema).to.deep.equal({
      type: 'object',
      required: ['name', 'parts'],
      properties: {
        name: { type: 'string', minLength: 1, maxLength: 5 },
        kind: { type: ['string', 'null'], enum: ['one', 'two', null] },
        parts: {
          type: 'array',
          minItems: 1,
          items: {
            type: 'object',
            required: ['amount'],
            properties: { amount: { type: 'number' }, unit: { type: ['string', 'null'], minLength: 1, maxLength: 3 } },
          },
        },
        tags: { type: ['object', 'null'], description: 'tags', additionalProperties: true },
      },
    });
  });
});

describe('a text of the wire', () => {
  it('refuses half a surrogate pair, and takes a whole one', () => {
    expect(faults(text(0, 9), 'lone \ud800')).to.deep.equal([': not_text']);
    expect(faults(text(0, 9), '📦')).to.deep.equal([]);
    expect(faults(texts(''), { 'lone \udc00': 'x' })).to.deep.equal([': not_text']);
  });

  it('is as long as it may be and no longer', () => {
    expect(faults(text(2, 4), 'abcd')).to.deep.equal([]);
    expect(faults(text(2, 4), 'abcde')).to.deep.equal([': too_long']);
    expect(faults(text(2, 4), 'a')).to.deep.equal([': required']);
    expect(faults(text(2, 4), 7)).to.deep.equal([': not_text']);
  });

  it('reads identifiers that are no text as JSON writes them', () => {
    expect(rightOf(texts('').decode({ EAN: 4006381333931, none: null, deep: [1] }))).to.deep.equal({
      EAN: '4006381333931',
      deep: '[1]',
    });
  });
});

describe('a moment of the wire', () => {
  const moment = dateTime('');
  const read = (given: unknown): number | undefined => {
    const result = moment.decode(given);
    return E.isRight(result) ? result.right : undefined;
  };
  const noon = Date.UTC(2026, 5, 1, 12);

  it('is read with any zone, and without one as UTC', () => {
    for (const given of [
      '2026-06-01T12:00:00Z',
      '2026-06-01t12:00:00z',
      '2026-06-01 12:00:00',
      '2026-06-01T12:00:00.000000000',
      '2026-06-01T22:00:00+10:00',
      '2026-06-01T02:30:00-09:30',
    ])
      expect(read(given), given).to.equal(noon);
  });

  it('keeps milliseconds and drops what is finer', () => {
    expect(read('2026-06-01T12:00:00.1239Z')).to.equal(noon + 123);
    expect(read('2026-06-01T12:00:00.5Z')).to.equal(noon + 500);
  });

  it('refuses days, hours and zones that do not exist', () => {
    for (const given of [
      ...[
        '2026-02-29',
        '2026-02-30',
        '2026-02-31',
        '2026-04-31',
        '2026-13-01',
        '2026-00-01',
        '2026-01-00',
        '2100-02-29',
      ].map((day) => `${day}T12:00:00Z`),
      ...['24:00:00', '12:60:00', '12:00:60', '12:00'].map((time) => `2026-06-01T${time}Z`),
      ...['+24:00', '+10:60', '+1000', 'CET', ' Z'].map((zone) => `2026-06-01T12:00:00${zone}`),
      ...['', '2026-06-01', '1780315200', 1780315200, null, [], '2026-06-01T12:00:00Z\n'],
    ])
      expect(read(given), String(given)).to.equal(undefined);
  });

  it('takes 29 February in a leap year', () => {
    expect(read('2028-02-29T00:00:00Z')).to.equal(Date.UTC(2028, 1, 29));
    expect(read('2000-02-29T00:00:00Z')).to.equal(Date.UTC(2000, 1, 29));
  });

  it('reads back every moment that is written', () => {
    const years = {
      min: new Date('0001-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59.999Z'),
      noInvalidDate: true,
    };
    fc.assert(
      fc.property(fc.date(years), (at) => {
        expect(read(at.toISOString())).to.equal(at.getTime());
      }),
    );
  });
});
