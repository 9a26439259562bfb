/** NUL, which drivers cut a text at; a surrogate without its half, which UTF-8 cannot say; and the escape itself. */
const UNSAFE = /[\0\\]|\p{Surrogate}/gu;
const ESCAPED = /\\([0-9a-f]{4})/g;

/** Any string as a text that a column keeps whole. Different strings stay different. */
export const toText = (value: string): string =>
  value.replace(UNSAFE, (unit) => `\\${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** The string that `toText` was given. */
export const fromText = (text: string): string =>
  text.replace(ESCAPED, (_, digits: string) => String.fromCharCode(parseInt(digits, 16)));
