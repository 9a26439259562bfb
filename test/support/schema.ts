import type { Schema } from '../../adapters/codec/wire.js';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const typeOf = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value === 'object' ? 'object' : typeof value;

const isOfType = (value: unknown, type: unknown): boolean =>
  type === typeOf(value) || (type === 'integer' && Number.isInteger(value));

/** The least and the most that a schema allows of a length, a count or a number. */
const isWithin = (value: number, least: unknown, most: unknown): boolean =>
  (typeof least !== 'number' || value >= least) && (typeof most !== 'number' || value <= most);

/**
 * Where a value is not as a JSON Schema says, for the keywords that the codecs write. Not a validator: `format`, `$ref` and
 * whatever else is not read here counts as fitting.
 */
export const misfits = (schema: Schema, value: unknown, at = '$'): readonly string[] => {
  const types: readonly unknown[] = Array.isArray(schema['type']) ? schema['type'] : [schema['type']];
  if (!types.some((type) => isOfType(value, type))) return [`${at}: ${typeOf(value)} is not ${types.join(' or ')}`];
  const found: string[] = [];
  const demand = (fits: boolean, keyword: string): void => {
    if (!fits) found.push(`${at}: ${keyword}`);
  };
  const { enum: choices, required = [], properties = {}, items } = schema;
  if (Array.isArray(choices)) demand(choices.includes(value), 'enum');
  if (typeof value === 'string')
    demand(isWithin(Array.from(value).length, schema['minLength'], schema['maxLength']), 'length');
  if (typeof value === 'number') {
    demand(isWithin(value, schema['minimum'], schema['maximum']), 'minimum');
    demand(typeof schema['exclusiveMinimum'] !== 'number' || value > schema['exclusiveMinimum'], 'exclusiveMinimum');
  }
  if (Array.isArray(value)) {
    demand(isWithin(value.length, schema['minItems'], schema['maxItems']), 'minItems');
    value.forEach((one, n) => found.push(...misfits(items as Schema, one, `${at}[${n}]`)));
  }
  if (isObject(value)) {
    for (const key of required as readonly string[]) demand(Object.hasOwn(value, key), `${key} is missing`);
    for (const [key, member] of Object.entries(properties as Readonly<Record<string, Schema>>))
      if (Object.hasOwn(value, key)) found.push(...misfits(member, value[key], `${at}.${key}`));
  }
  return found;
};
