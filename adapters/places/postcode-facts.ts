/**
 * What the kept data sets do not say, or say wrongly, of postcodes. Facts of the posts themselves, as the Universal Postal
 * Union's addressing sheets and Google's address data record them. Patterns are of the whole text, in capitals and without
 * blanks and hyphens.
 */

/** In place of a pattern of `postal-codes-js` that is missing, or that refuses postcodes in use. */
export const patterns: ReadonlyMap<string, RegExp> = new Map(
  Object.entries({
    AI: '2640',
    // With and without the letters of 1998.
    AR: '[A-HJ-NP-Z]?\\d{4}([A-Z]{3})?',
    AM: '(37)?\\d{4}',
    AS: '\\d{5}(\\d{4})?',
    AZ: '\\d{4}',
    BL: '971\\d{2}',
    BM: '[A-Z]{2}[A-Z0-9]{2}',
    CR: '\\d{4,5}',
    EH: '\\d{5}',
    // Inward letters leave out C, I, K, M, O and V. Forces' addresses are BFPO and a number.
    GB: 'GIR0AA|BFPO\\d{1,4}|[A-Z]{1,2}\\d[A-Z\\d]?\\d[ABD-HJLNP-UW-Z]{2}',
    IL: '\\d{5}(\\d{2})?',
    KH: '\\d{5,6}',
    KZ: '\\d{6}|[A-Z]\\d{2}[A-Z]\\d[A-Z]\\d',
    MF: '971\\d{2}',
    MT: '[A-Z]{3}\\d{2,4}',
    PE: '\\d{5}|LIMA\\d{1,2}|CALLAO\\d{1,2}',
    RS: '\\d{5,6}',
    SV: '(CP)?\\d{4}',
    TW: '\\d{3}(\\d{2,3})?',
    TZ: '\\d{4,5}',
    UM: '96898',
    VN: '\\d{5,6}',
    XK: '[1-7]\\d{4}',
  }).map(([country, pattern]) => [country, new RegExp(`^(?:${pattern})$`)]),
);

/** How a post spells what was written without blanks and hyphens; the first that matches. Elsewhere: so, without them. */
type Spelling = readonly [from: RegExp, to: string];

const lastThree: readonly Spelling[] = [[/^(.+)(.{3})$/, '$1 $2']];
const threeAndTwo: readonly Spelling[] = [[/^(.{3})(.{2})$/, '$1 $2']];
const zipAndFour: readonly Spelling[] = [[/^(.{5})(.{4})$/, '$1-$2']];

export const spellings: ReadonlyMap<string, readonly Spelling[]> = new Map<string, readonly Spelling[]>([
  ...['FK', 'GG', 'GI', 'GS', 'IM', 'IO', 'JE', 'PN', 'SH', 'TC'].map((country) => [country, lastThree] as const),
  ...['CZ', 'GR', 'SE', 'SK'].map((country) => [country, threeAndTwo] as const),
  ...['AS', 'FM', 'GU', 'MH', 'MP', 'PR', 'PW', 'SA', 'US', 'VI'].map((country) => [country, zipAndFour] as const),
  ['AI', [[/^(\d{4})$/, 'AI-$1']]],
  ['BB', [[/^(\d{5})$/, 'BB$1']]],
  ['BM', [[/^(.{2})(.{2})$/, '$1 $2']]],
  ['BR', [[/^(.{5})(.{3})$/, '$1-$2']]],
  ['CA', [[/^(.{3})(.{3})$/, '$1 $2']]],
  ['GB', [[/^(BFPO)(\d+)$/, '$1 $2'], ...lastThree]],
  ['IE', [[/^(.{3})(.{4})$/, '$1 $2']]],
  ['IR', [[/^(.{5})(.{5})$/, '$1-$2']]],
  ['JP', [[/^(.{3})(.{4})$/, '$1-$2']]],
  ['KY', [[/^(.{3})(.{4})$/, '$1-$2']]],
  ['LB', [[/^(.{4})(.{4})$/, '$1 $2']]],
  ['LV', [[/^(\d{4})$/, 'LV-$1']]],
  ['MT', [[/^(.{3})(.+)$/, '$1 $2']]],
  ['NL', [[/^(.{4})(.{2})$/, '$1 $2']]],
  ['PE', [[/^(LIMA|CALLAO)(\d+)$/, '$1 $2']]],
  ['PL', [[/^(.{2})(.{3})$/, '$1-$2']]],
  ['PT', [[/^(.{4})(.{3})$/, '$1-$2']]],
  ['SV', [[/^CP(\d{4})$/, '$1']]],
  ['VC', [[/^(\d{4})$/, 'VC$1']]],
  ['VG', [[/^(\d{4})$/, 'VG$1']]],
]);

/**
 * Where a postcode exists and the post delivers without: most people there do not know theirs, and a shop that insists on
 * one gets an invented one.
 */
export const seldomUsed: ReadonlySet<string> = new Set(
  (
    'AF AI BB BH BN BT CL CO CR CV DO EC EG EH ET GN GT GW HN HT IQ JO KE KH KP KW LA LB LR LS MG MM MN MU MV MZ NA NE NG ' +
    'NI NP OM PE PG PY SD SN SO SV SZ TJ TM TZ UM UZ VC VE VG VN ZM'
  ).split(' '),
);

/** One postcode in use for each country, in the post's spelling, for telling a caller what was expected. */
export const examples: ReadonlyMap<string, string> = new Map(
  Object.entries({
    AD: 'AD500',
    AR: 'C1002AAP',
    AT: '1010',
    AU: '2000',
    BE: '1000',
    BG: '1000',
    BR: '01310-100',
    CA: 'M5V 3L9',
    CH: '8001',
    CL: '8320000',
    CN: '100000',
    CO: '110111',
    CY: '1010',
    CZ: '110 00',
    DE: '10115',
    DK: '1050',
    EE: '10111',
    ES: '28001',
    FI: '00100',
    FR: '75001',
    GB: 'SW1A 1AA',
    GG: 'GY1 1AA',
    GI: 'GX11 1AA',
    GR: '105 57',
    HR: '10000',
    HU: '1011',
    ID: '10110',
    IE: 'D02 AF30',
    IL: '9414219',
    IM: 'IM1 1AG',
    IN: '110001',
    IS: '101',
    IT: '00118',
    JE: 'JE2 3XP',
    JP: '100-0001',
    KR: '04524',
    KY: 'KY1-1100',
    LI: '9490',
    LT: '01100',
    LU: '1009',
    LV: 'LV-1010',
    MC: '98000',
    MT: 'VLT 1117',
    MX: '06000',
    MY: '50000',
    NC: '98800',
    NL: '1012 AB',
    NO: '0150',
    NZ: '1010',
    PF: '98713',
    PH: '1000',
    PK: '44000',
    PL: '00-950',
    PR: '00901',
    PT: '1000-001',
    RO: '010011',
    RS: '11000',
    SA: '11564',
    SE: '111 22',
    SG: '018989',
    SI: '1000',
    SK: '811 01',
    TH: '10200',
    TR: '34000',
    TW: '100',
    UA: '01001',
    US: '10001',
    UY: '11000',
    ZA: '8001',
  }),
);
