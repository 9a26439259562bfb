/** What callers send sooner or later, each of which some storage or other has once cut, folded or choked on. */
export const oddStrings: readonly string[] = [
  "O'Brien; DROP TABLE bookings;--",
  '"double" `tick` \\ backslash \\u0000 \\0000',
  '📦🇦🇺 e\u0301 é',
  'שלום \u202eעולם',
  'before\0after',
  'before\0other',
  'lone \ud800 half',
  'lone \ud801 half',
  ' leading and trailing ',
  'UPPER',
  'upper',
  '%_*?$where.a.b',
  'x'.repeat(1_000),
  '',
];
