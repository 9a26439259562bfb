import * as E from 'fp-ts/lib/Either.js';

/** What the settings may be completed from. `readFile` gives undefined for a file that cannot be read. */
export type Surroundings = {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly readFile: (path: string) => string | undefined;
};

/** `sources` names where parts of the text came from, as they were written: `${PORT}`, `${file:/run/secrets/key}`. */
export type Interpolated = { readonly text: string; readonly sources: readonly string[] };

export type InterpolationFault = { readonly found: string; readonly mend: string };

const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;

const fill = (reference: string, { env, readFile }: Surroundings): E.Either<InterpolationFault, string> => {
  const written = `\${${reference}}`;
  if (reference.startsWith('file:')) {
    const path = reference.slice('file:'.length);
    const text = path === '' ? undefined : readFile(path);
    return text === undefined
      ? E.left({ found: `${written}, a file that cannot be read`, mend: 'name a file that this user can read' })
      : E.right(text.replace(/\r?\n$/, ''));
  }
  if (!VARIABLE.test(reference)) {
    const mend = 'write ${NAME} for an environment variable, ${file:/path} for a file, $$ for a dollar sign';
    return E.left({ found: written, mend });
  }
  const value = env[reference];
  return value === undefined
    ? E.left({ found: `${written}, a variable that is not set`, mend: `set ${reference} in the environment` })
    : E.right(value);
};

/**
 * Puts in what `${NAME}` (environment) and `${file:/path}` (a file's text, without its last line end) stand for; `$$` is a
 * dollar sign. What was put in is not looked at again, and a lone dollar sign stays. Answers every fault at once.
 */
export const interpolate = (
  text: string,
  surroundings: Surroundings,
): E.Either<readonly InterpolationFault[], Interpolated> => {
  const faults: InterpolationFault[] = [];
  const sources: string[] = [];
  const whole = text.replaceAll(/\$\$|\$\{([^}]*)(\}?)/g, (match, reference: string | undefined, end: string) => {
    if (reference === undefined) return '$';
    if (end === '') {
      faults.push({ found: '${ without its }', mend: 'close it with }, or write $${ for the text ${' });
      return '';
    }
    sources.push(match);
    const filled = fill(reference, surroundings);
    if (E.isRight(filled)) return filled.right;
    faults.push(filled.left);
    return '';
  });
  return faults.length === 0 ? E.right({ text: whole, sources }) : E.left(faults);
};
