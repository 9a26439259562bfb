import { API_KEY_BEGINNING, API_KEY_NAME_LENGTH } from '../../domain/api-key.js';

/** The name of a key stays: it is what people call the key by. */
const apiKey = new RegExp(`(${API_KEY_BEGINNING}[a-z0-9]{${API_KEY_NAME_LENGTH}})[A-Za-z0-9_-]+`, 'g');

/** Most texts have none of these, and one look tells. */
const suspicious = /[@\u0000-\u001f\u007f-\u009f]|lsk_[a-z0-9]{8}[\w-]|ls1\.|bearer|basic|labels\//i;

const MOST_CHARACTERS = 256;

/** What may stand in any text by mistake, and gives access or names a person. */
const secrets: readonly (readonly [RegExp, string])[] = [
  [apiKey, '$1***'],
  [/\b(bearer|basic)\s+\S+/gi, '$1 ***'],
  [/\bls1\.[A-Za-z0-9_.-]*/g, 'ls1.***'],
  [/(\blabels\/)[^/?#\s.]+/gi, '$1***'],
  [/[^\s@"'<>,;:/?=]+@[^\s@"'<>,;/?]+/g, '***@***'],
  [/\/\/[^/\s@]+@/g, '//***@'],
];

/** Without control characters, keys, tokens, label capabilities and e-mail addresses; at most 256 characters. */
export const masked = (text: string): string => {
  if (!suspicious.test(text)) return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}...` : text;
  const cut = text.slice(0, 4 * MOST_CHARACTERS).replaceAll(/\p{Cc}+/gu, ' ');
  const safe = secrets.reduce((soFar, [secret, mask]) => soFar.replaceAll(secret, mask), cut);
  return safe.length > MOST_CHARACTERS ? `${safe.slice(0, MOST_CHARACTERS)}...` : safe;
};

/** As `masked`, and without a query, where a caller may have put anything. */
export const maskedPath = (path: string): string => masked(path.split(/[?#]/, 1)[0] ?? '');
