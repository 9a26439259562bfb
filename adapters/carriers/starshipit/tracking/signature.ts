import { createHmac, timingSafeEqual } from 'node:crypto';

const fits = (expected: Buffer, given: Buffer): boolean =>
  given.length === expected.length && timingSafeEqual(expected, given);

/**
 * Whether `signature` is the HMAC-SHA256 of these very bytes, as hex or base64: which of the two Starshipit writes is not
 * documented. Takes as long for a wrong signature as for another.
 */
export const isSignedWith = (secret: string, raw: Uint8Array, signature: string): boolean => {
  const digest = createHmac('sha256', secret).update(raw).digest();
  const given = signature.trim();
  if (/^[0-9a-f]{64}$/i.test(given)) return fits(digest, Buffer.from(given, 'hex'));
  // The last character of 43 has two bits that mean nothing: the text is compared, not what it decodes to.
  return fits(Buffer.from(digest.toString('base64')), Buffer.from(given));
};
