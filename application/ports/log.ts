/** Facts of one event. No secret, name, street, phone, e-mail or label capability; causes are reduced by the adapter. */
export type LogFields = { readonly [field: string]: unknown };

/** One line per event, for machines. The adapter redacts what must not be there, and never fails its caller. */
export interface Log {
  readonly info: (event: string, fields: LogFields) => void;
  readonly warn: (event: string, fields: LogFields) => void;
  readonly error: (event: string, fields: LogFields) => void;
}
