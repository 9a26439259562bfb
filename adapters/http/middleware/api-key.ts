import * as O from 'fp-ts/lib/Option.js';

const CREDENTIALS = /^\s*(?:bearer\s+)?(\S+)\s*$/i;

/** The key of an `Authorization` header: bare, or after the word Bearer in any case. NewStore documents neither way. */
export const apiKeyOf = (header: string): O.Option<string> => O.fromNullable(CREDENTIALS.exec(header)?.[1]);
