import { fileURLToPath } from 'node:url';
import { plainWords } from './plain-words.js';

/** What the log says of something that was caught. */
export type ErrorFacts = {
  readonly name: string;
  readonly code?: string | number;
  /** Which port did not answer. */
  readonly what?: string;
  /** The message with every word that might be somebody's left out. */
  readonly message?: string;
  /** Where it was thrown: function, file and line, the innermost first. */
  readonly stack?: readonly string[];
  readonly causes?: readonly ErrorFacts[];
};

const DEEPEST = 4;
const MOST_FRAMES = 8;
const MOST_CAUSES = 3;

const property = (value: unknown, key: string): unknown => {
  try {
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
  } catch {
    return undefined;
  }
};

const isPlain = (word: string): boolean => plainWords.has(word.toLowerCase()) || /^\d{1,3}$/.test(word);

/** `...` for each run of words that are not known to be nobody's. */
const plainMessage = (message: string): string =>
  message
    .slice(0, 400)
    .split(/[^\p{L}\p{N}_@-]+/u)
    .filter((word) => word !== '')
    .map((word) => (isPlain(word) ? word : '...'))
    .filter((word, at, words) => word !== '...' || words[at - 1] !== '...')
    .join(' ');

/** Where this release is installed: its frames are told by what is below. */
const installed = fileURLToPath(new URL('../../../', import.meta.url));

const shortened = (file: string): string | undefined => {
  if (file.startsWith('node:')) return file;
  if (file.startsWith(installed)) return file.slice(installed.length);
  return /[/\\](node_modules[/\\].*)$/.exec(file)?.[1];
};

const FRAME = /^ {4}at (?:async )?(?:([\w.$<>[\] ]+) \()?(?:file:\/\/)?([\w@.:/\\+ -]+?):(\d+:\d+)\)?$/;

/** A function of ours, of a package or of Node, with file, line and column. */
const frame = (line: string): string | undefined => {
  const [, place, file = '', position = ''] = FRAME.exec(line) ?? [];
  const short = shortened(file);
  if (short === undefined) return undefined;
  return [place, `${short}:${position}`].filter((part) => part !== undefined).join(' ');
};

/** The message comes first in a stack and may look like frames: what is not cut off with it is not shown. */
const framesOf = (error: Error): readonly string[] => {
  const { stack, message } = error;
  const at = typeof stack === 'string' ? stack.indexOf(message) : -1;
  if (typeof stack !== 'string' || at < 0) return [];
  return stack
    .slice(at + message.length)
    .split('\n')
    .map(frame)
    .filter((line) => line !== undefined)
    .slice(0, MOST_FRAMES);
};

const codeOf = (error: unknown): string | number | undefined => {
  const code = property(error, 'code') ?? property(error, 'errcode');
  if (typeof code === 'number') return code;
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,49}$/.test(code) ? code : undefined;
};

const nameOf = (error: unknown): string => {
  const name = property(error, '_tag') ?? property(error, 'name');
  return typeof name === 'string' && /^[A-Z][A-Za-z]{1,49}$/.test(name) ? name : typeof error;
};

/** The ports' own words for themselves and for what befell them; a detail goes through the same sieve as a message. */
const whatOf = (error: unknown): string | undefined => {
  const what = property(error, 'what');
  return property(error, '_tag') === 'Unavailable' && typeof what === 'string' && /^[A-Za-z -]{1,40}$/.test(what)
    ? what
    : undefined;
};

const messageOf = (error: unknown): string => {
  const message = error instanceof Error ? error.message : property(error, 'detail');
  return typeof message === 'string' ? plainMessage(message) : '';
};

const causesOf = (error: unknown): readonly unknown[] => {
  const errors = property(error, 'errors');
  const cause = property(error, 'cause');
  const several: readonly unknown[] = Array.isArray(errors) ? errors.slice(0, MOST_CAUSES) : [];
  return cause === undefined || cause === null ? several : [cause, ...several];
};

/**
 * Reduces anything that was thrown or returned as a cause to what is surely no secret and nobody's: its kind, its code, the
 * plain words of its message, where it happened, and the same of its causes.
 */
export const errorFacts = (error: unknown, depth = 0): ErrorFacts => {
  const code = codeOf(error);
  const causes = depth < DEEPEST ? causesOf(error).map((cause) => errorFacts(cause, depth + 1)) : [];
  const stack = error instanceof Error ? framesOf(error) : [];
  const [what, message] = [whatOf(error), messageOf(error)];
  return {
    name: nameOf(error),
    ...(code === undefined ? {} : { code }),
    ...(what === undefined ? {} : { what }),
    ...(message === '' ? {} : { message }),
    ...(stack.length === 0 ? {} : { stack }),
    ...(causes.length === 0 ? {} : { causes }),
  };
};
