/**
 * An API key is `lsk_`, eight readable characters that name it to people, `_`, and 43 URL-safe characters that are its
 * secret: `lsk_7h3kq9tz_...`.
 */
export const API_KEY_BEGINNING = 'lsk_';

/** Readable characters after the beginning. */
export const API_KEY_NAME_LENGTH = 8;

/** What names a key to people, and is no secret: `lsk_7h3kq9tz`. */
export const apiKeyId = (key: string): string => key.slice(0, API_KEY_BEGINNING.length + API_KEY_NAME_LENGTH);
