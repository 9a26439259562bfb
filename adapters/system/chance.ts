import { randomBytes, randomUUID } from 'node:crypto';
import type { Chance } from '../../application/ports/chance.js';
import { API_KEY_BEGINNING, API_KEY_NAME_LENGTH } from '../../domain/api-key.js';

/** Characters that cannot be taken for one another when read aloud or copied by hand. */
const READABLE = '23456789abcdefghjkmnpqrstuvwxyz';

const readable = (length: number): string =>
  Array.from(randomBytes(length), (byte) => READABLE.charAt(byte % READABLE.length)).join('');

/**
 * Chance from the operating system's generator. `id` is 32 hexadecimal digits. `capability` is 22 base64url characters of
 * 128 bits. `apiKey` is `lsk_`, 8 readable characters, `_`, and 43 base64url characters of 256 bits.
 */
export const makeChance = (): Chance => ({
  id: () => randomUUID().replaceAll('-', ''),
  capability: () => randomBytes(16).toString('base64url'),
  apiKey: () => `${API_KEY_BEGINNING}${readable(API_KEY_NAME_LENGTH)}_${randomBytes(32).toString('base64url')}`,
  // For jitter, where nobody gains by guessing.
  fraction: () => Math.random(),
});
