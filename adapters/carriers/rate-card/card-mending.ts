import type { Invalid } from '../../../domain/invalid.js';

/** Where a path of the card was written; without a file, in the card itself. */
export type CardPlace = { readonly file?: string; readonly line: number };

/** What to do about a broken rule; of `duplicate` and `overlaps`, `expected` is the path of the other place. */
export const mendOf = ({ rule, expected = '' }: Invalid, placeOf: (path: string) => CardPlace): string => {
  const other = (): string => {
    const { file, line } = placeOf(expected);
    return `${expected} (${file === undefined ? '' : `${file}, `}line ${line})`;
  };
  switch (rule) {
    case 'duplicate':
      return `must differ from ${other()}`;
    case 'overlaps':
      return `covers places that ${other()} covers too; let each place be in one zone`;
    case 'unknown_zone':
      return `must be the name of a zone of this card: ${expected}`;
    case 'one_country_for_parts':
      return 'must be one country, as the zone lists its states or postcodes';
    case 'postcode_entry':
      return 'must be a postcode (4000), a range (4000-4179) or a beginning (40*)';
    case 'range_ends_of_two_lengths':
      return 'must be a range of two postcodes of the same length';
    case 'range_reversed':
      return `must go from the lower to the higher postcode: ${expected}`;
    case 'no_price':
      return 'must have breaks, per_kg or both';
    case 'breaks_not_ascending':
      return `must be ${expected}: breaks go from light to heavy`;
    case 'hours_reversed':
      return 'must open before they close';
    case 'cut_off_after_closing':
      return 'must be 1 or more, or the cut-off must be before the delivery hours end';
    case 'tracking_template':
      return `must be a web address with the code's place in it: ${expected}`;
    case 'periods_overlap':
      return `holds on days on which ${other()} holds too; let each day have one`;
    case 'period_gap':
      return `must be ${expected}`;
    case 'no_earlier_line':
      return `must be a line above this surcharge: ${expected}`;
    case 'reserved_name':
      return 'must not be the name of the freight, or all, which mean lines already';
    case 'postcodes_with_country':
      return 'must have country and postcodes together, or neither';
    case 'empty':
      return 'must have at least one entry';
    default:
      return expected === '' ? `breaks the rule ${rule}` : `must be ${expected}`;
  }
};
