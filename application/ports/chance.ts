/** Chance: names that nobody else has drawn, and names that nobody can guess. */
export interface Chance {
  /** A short name, unique among all processes: of a write, a process, a request. */
  readonly id: () => string;
  /** 128 bits that nobody can guess, as 22 URL-safe characters. */
  readonly capability: () => string;
  /** A new API key of 256 bits behind a readable prefix. */
  readonly apiKey: () => string;
  /** A number in [0, 1): for jitter. */
  readonly fraction: () => number;
}
