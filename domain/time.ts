import type { Branded } from './brand.js';

/** A moment, in milliseconds since 1970 UTC. */
export type Instant = Branded<number, 'Instant'>;

export const instant = (milliseconds: number): Instant => milliseconds as Instant;

export const later = (from: Instant, milliseconds: number): Instant => instant(from + milliseconds);

/** RFC 3339 in UTC without a fraction, rounded down to the second. */
export const rfc3339 = (at: Instant): string => `${new Date(at).toISOString().slice(0, 19)}Z`;

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
