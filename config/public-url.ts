import * as O from 'fp-ts/lib/Option.js';

/** An absolute http or https URL without login, query and fragment; slashes at its end are dropped. */
export const parsePublicUrl = (text: string): O.Option<string> => {
  if (!URL.canParse(text)) return O.none;
  const url = new URL(text);
  const bare = url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  if (!bare || text.includes('?') || text.includes('#') || !['http:', 'https:'].includes(url.protocol)) return O.none;
  return O.some(url.href.replace(/\/+$/, ''));
};

const ANY_ADDRESS = new Set(['0.0.0.0', '::']);

/** Where this machine itself reaches a server that listens there: the public URL when none is set. */
export const localUrl = ({ host, port }: { readonly host: string; readonly port: number }): string => {
  const reachable = ANY_ADDRESS.has(host) ? '127.0.0.1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
};

export type PublicUrlWarning = 'loopback' | 'plain_http';

/** Why NewStore could not fetch labels from there, or not privately. */
export const publicUrlWarnings = (url: string): readonly PublicUrlWarning[] => {
  const { hostname, protocol } = new URL(url);
  const loopback = hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
  return [...(loopback ? (['loopback'] as const) : []), ...(protocol === 'http:' ? (['plain_http'] as const) : [])];
};
