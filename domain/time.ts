import type { Branded } from './brand.js';

/** A moment, in milliseconds since 1970 UTC. */
export type Instant = Branded<number, 'Instant'>;

export const instant = (milliseconds: number): Instant => milliseconds as Instant;

export const later = (from: Instant, milliseconds: number): Instant => instant(from + milliseconds);

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const twoDigits = (number: number): string => (number < 10 ? `0${number}` : String(number));

/** `2026-06-01`, of a day as it is counted from 1970-01-01. By parts: `toISOString` was most of what a quote cost. */
export const isoDate = (day: number): string => {
  const midnight = new Date(day * DAY);
  return `${midnight.getUTCFullYear()}-${twoDigits(midnight.getUTCMonth() + 1)}-${twoDigits(midnight.getUTCDate())}`;
};

/** RFC 3339 in UTC without a fraction, rounded down to the second. */
export const rfc3339 = (at: Instant): string => {
  const day = Math.floor(at / DAY);
  const second = Math.floor((at - day * DAY) / SECOND);
  const [hours, minutes] = [Math.floor(second / 3600), Math.floor(second / 60) % 60];
  return `${isoDate(day)}T${twoDigits(hours)}:${twoDigits(minutes)}:${twoDigits(second % 60)}Z`;
};

/** `rfc3339` for the moments of one answer, most of which it has more than once. */
export const rfc3339Texts = (): typeof rfc3339 => {
  const known = new Map<Instant, string>();
  return (at) => {
    const text = known.get(at) ?? rfc3339(at);
    known.set(at, text);
    return text;
  };
};
