import type * as t from 'io-ts';
import { invalid, type Invalid, type Invalids } from '../../domain/invalid.js';

/** `deliverables[0].item.weight.unit`: the keys from the body's root, positions in brackets. */
const fieldOf = (context: t.Context): string =>
  context
    .slice(1)
    .map(({ key }) => (/^\d+$/.test(key) ? `[${key}]` : `.${key}`))
    .join('')
    .replace(/^\./, '');

const faultOf = ({ context, message }: t.ValidationError): Invalid => {
  const [rule = 'not_understood', ...expected] = (message ?? '').split(' ');
  return invalid(fieldOf(context), rule, expected.length === 0 ? undefined : expected.join(' '));
};

/** The faults of a failed decoding, without the values, which may be a shopper's. */
export const faultsOf = (errors: t.Errors): Invalids => {
  const [first, ...rest] = errors.map(faultOf);
  return [first ?? invalid('', 'not_understood'), ...rest];
};
