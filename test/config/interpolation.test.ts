import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import fc from 'fast-check';
import { interpolate } from '../../config/interpolation.js';

const outside = {
  env: { NAME: 'value', DOLLARS: '$$ ${NAME}' },
  readFile: (path: string) => (path === '/s' ? 'secret\r\n' : undefined),
};
const textOf = (text: string) =>
  E.map(({ text: whole }: { readonly text: string }) => whole)(interpolate(text, outside));

describe('interpolation', () => {
  it('puts in variables and files, and a dollar sign for two', () => {
    expect(textOf('a ${NAME} b ${file:/s} c $$ $${NAME} $5')).to.deep.equal(E.right('a value b secret c $ ${NAME} $5'));
  });

  it('does not look again at what it put in', () => {
    expect(textOf('${DOLLARS}')).to.deep.equal(E.right('$$ ${NAME}'));
  });

  it('says where a text came from', () => {
    expect(interpolate('${NAME}:${file:/s}', outside)).to.deep.equal(
      E.right({ text: 'value:secret', sources: ['${NAME}', '${file:/s}'] }),
    );
  });

  it('reports each thing that is missing or malformed', () => {
    const faults = interpolate('${NONE} ${file:/none} ${NAME:-x} ${file:} ${open', outside);
    expect(E.isLeft(faults) && faults.left.map(({ found }) => found)).to.deep.equal([
      '${NONE}, a variable that is not set',
      '${file:/none}, a file that cannot be read',
      '${NAME:-x}',
      '${file:}, a file that cannot be read',
      '${ without its }',
    ]);
  });

  it('gives back any text whose dollar signs were doubled', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('$', '{', '}', 'a', ' ') }), (text) => {
        expect(textOf(text.replaceAll('$', '$$$$'))).to.deep.equal(E.right(text));
      }),
    );
  });
});
