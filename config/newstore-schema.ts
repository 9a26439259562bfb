import { baseUrlOf, tokenUrlOf, type NewStoreSettings } from '../adapters/newstore/settings.js';
import { parsePublicUrl } from './public-url.js';
import { defaulted, optional, type BrokenRule, type Decoded } from './setting.js';
import { confidential, oneOf, parsedText, textLike, wholeNumber } from './setting-values.js';

const url = parsedText('an http or https URL without login, query and fragment', parsePublicUrl);

/** How NewStore is called: with none of it, it is not. */
export const newstoreApiShape = {
  tenant: optional(textLike(/^[a-z0-9][a-z0-9-]{0,62}$/, "NewStore's name of the tenant, such as mycompany-staging")),
  base_url: optional(url),
  token_url: optional(url),
  client_id: optional(textLike(/^[\x21-\x7e]{1,256}$/, "the id of NewStore's API client")),
  client_secret: optional(confidential(textLike(/^[\x21-\x7e]{1,1024}$/, "the secret of NewStore's API client"))),
  // What NewStore allows where it allows least.
  calls_per_second: defaulted(wholeNumber(1, 200, 'calls'), 100),
  courier_cancels: defaulted(oneOf('tell', 'keep'), 'tell'),
};

type DecodedNewStoreApi = Decoded<typeof newstoreApiShape>;

/** Half of the credentials is a mistake. */
export const newstoreApiWhole = (read: Partial<DecodedNewStoreApi>): readonly BrokenRule[] => {
  const needed = ['tenant', 'client_id', 'client_secret'] as const;
  const isMeant = [...needed, 'base_url' as const, 'token_url' as const].some((key) => read[key] !== undefined);
  if (!isMeant) return [];
  return needed.flatMap((key) =>
    key in read && read[key] === undefined
      ? [{ keys: [key], value: undefined, mend: `set ${needed.join(', ')}, or none of NewStore's API settings` }]
      : [],
  );
};

/** Undefined where NewStore is not to be called. */
export const toNewStoreSettings = (read: DecodedNewStoreApi): NewStoreSettings | undefined => {
  const { tenant, client_id: clientId, client_secret: clientSecret, calls_per_second: callsPerSecond } = read;
  if (tenant === undefined || clientId === undefined || clientSecret === undefined) return undefined;
  return {
    ...{ tenant, clientId, clientSecret, callsPerSecond },
    tellsCancels: read.courier_cancels === 'tell',
    baseUrl: read.base_url ?? baseUrlOf(tenant),
    tokenUrl: read.token_url ?? tokenUrlOf(tenant),
  };
};
