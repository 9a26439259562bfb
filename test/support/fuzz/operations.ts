import type { Schema } from '../../../adapters/codec/wire.js';

/** One way to ask one address, as the OpenAPI document has it. */
export type Operation = {
  readonly id: string;
  readonly method: string;
  /** With its parameters in braces. */
  readonly path: string;
  readonly parameters: readonly string[];
  readonly body: Schema | undefined;
  /** By status: what may be answered, by media type; none of them where the answer has no body. */
  readonly answers: ReadonlyMap<number, ReadonlyMap<string, Schema>>;
};

type Json = { readonly [key: string]: unknown };

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;
const object = (value: unknown): Json => (isObject(value) ? value : {});

/** Every `$ref` in its place. The document has none that leads to itself. */
const resolved = (value: unknown, document: Json): unknown => {
  if (Array.isArray(value)) return value.map((one) => resolved(one, document));
  if (!isObject(value)) return value;
  const { $ref: reference } = value;
  if (typeof reference === 'string') {
    const at = reference.replace('#/', '').split('/');
    return resolved(
      at.reduce<unknown>((found, key) => object(found)[key], document),
      document,
    );
  }
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, resolved(member, document)]));
};

const schemasOf = (content: unknown): ReadonlyMap<string, Schema> =>
  new Map(Object.entries(object(content)).map(([type, media]) => [type, object(object(media)['schema'])]));

/** Every operation of an OpenAPI document: what is fuzzed is what is described, so that neither can be forgotten. */
export const operationsOf = (document: unknown): readonly Operation[] => {
  const whole = object(resolved(document, object(document)));
  return Object.entries(object(whole['paths'])).flatMap(([path, ways]) =>
    Object.entries(object(ways)).map(([method, described]): Operation => {
      const { operationId, requestBody, responses } = object(described);
      const [body] = schemasOf(object(requestBody)['content']).values();
      return {
        id: String(operationId),
        method: method.toUpperCase(),
        path,
        parameters: [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name),
        body,
        answers: new Map(
          Object.entries(object(responses)).map(([status, answer]) => [
            Number(status),
            schemasOf(object(answer)['content']),
          ]),
        ),
      };
    }),
  );
};

/**
 * Whether an address may be meant for the operation. Case, doubled slashes, a last slash and a query do not count, nor what
 * else stands beside a parameter: `/labels/x` may be meant for `/labels/{capability}.pdf`.
 */
export const isMeantFor = ({ path }: Operation, target: string): boolean => {
  const [asked = ''] = target.split(/[?#]/);
  const segments = asked
    .replaceAll(/\/{2,}/g, '/')
    .replace(/(?<=.)\/$/, '')
    .split('/');
  const own = path.split('/');
  return (
    own.length === segments.length &&
    own.every((segment, at) => segment.includes('{') || segment.toLowerCase() === segments[at]?.toLowerCase())
  );
};

/** The least value that a schema of a request takes, with every member that it names. */
export const sampleOf = (schema: Schema): unknown => {
  const { type, properties, items, enum: choices, format } = schema;
  const kind: unknown = Array.isArray(type) ? type[0] : type;
  if (Array.isArray(choices)) return choices[0];
  switch (kind) {
    case 'object':
      return Object.fromEntries(Object.entries(object(properties)).map(([key, one]) => [key, sampleOf(object(one))]));
    case 'array':
      return [sampleOf(object(items))];
    case 'integer':
    case 'number':
      return 1;
    case 'boolean':
      return true;
    case 'string':
      return format === 'date-time' ? '2026-06-01T04:00:00Z' : 'word';
    default:
      return null;
  }
};
