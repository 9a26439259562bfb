import type { FingerprintSettings } from './account.js';
import type { BookingRequest } from './booking-request.js';

/** Hashes text; SHA-256 as 64 lower-case hexadecimal digits. Given in, since hashing is the platform's. */
export type Sha256 = (text: string) => string;

/** What can stand in a canonical text. An absent member is left out, which differs from an empty one. */
export type Canonical =
  string | number | boolean | null | readonly Canonical[] | { readonly [key: string]: Canonical | undefined };

/** JSON with sorted keys and shortest decimals: one text for one value. */
export const canonicalText = (value: Canonical): string => {
  if (Array.isArray(value)) return `[${(value as readonly Canonical[]).map(canonicalText).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const record = value as { readonly [key: string]: Canonical | undefined };
  const members = Object.keys(record)
    .sort()
    .flatMap((key) => {
      const member = record[key];
      return member === undefined ? [] : [`${JSON.stringify(key)}:${canonicalText(member)}`];
    });
  return `{${members.join(',')}}`;
};

/**
 * What makes two booking requests the same one. `fingerprint` starts with the version of the rule that made it: `1`, then
 * `o` where the offer counts, then `r` where the request id counts. `kin` is the same without the offer, whatever the
 * settings say: two requests of one kin differ in their offer at most.
 */
export type Identity = { readonly fingerprint: string; readonly kin: string };

const RULE = '1';

/** The fields of the rule, and no others: no time, no default, nothing that a retry may change. */
const substance = (request: BookingRequest): { readonly [key: string]: Canonical | undefined } => ({
  external_order_id: request.order,
  fulfillment_node_id: request.nodeId,
  carrier_code: request.carrierCode,
  rate: request.rate,
  booking_method: request.method,
  package_option: request.package,
  sender_address: request.sender,
  shipping_address: request.receiver,
  items: request.items.map(({ identifiers }) => canonicalText(identifiers)).sort(),
});

/** The hash of a request under any settings. Its substance is most of the text, and is written once. */
const hashing = (request: BookingRequest, requestId: string, sha256: Sha256) => {
  const text = canonicalText(substance(request));
  return ({ offerCounts, requestIdCounts }: FingerprintSettings): string => {
    const version = `${RULE}${offerCounts ? 'o' : ''}${requestIdCounts ? 'r' : ''}`;
    const rest = {
      offer: offerCounts ? request.offer : undefined,
      request_id: requestIdCounts ? requestId : undefined,
    };
    return `${version}.${sha256(text + canonicalText(rest))}`;
  };
};

export const identityOf = (
  request: BookingRequest,
  requestId: string,
  settings: FingerprintSettings,
  sha256: Sha256,
): Identity => {
  const hashUnder = hashing(request, requestId, sha256);
  return { fingerprint: hashUnder(settings), kin: hashUnder({ ...settings, offerCounts: false }) };
};

/**
 * Every fingerprint under which this request may have been stored, also by a process with other settings. Those without
 * the offer are its kin under every setting.
 */
export const storedFingerprints = (request: BookingRequest, requestId: string, sha256: Sha256): ReadonlySet<string> => {
  const hashUnder = hashing(request, requestId, sha256);
  return new Set(
    [true, false].flatMap((offerCounts) =>
      [true, false].map((requestIdCounts) => hashUnder({ offerCounts, requestIdCounts })),
    ),
  );
};
