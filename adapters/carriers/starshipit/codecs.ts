import * as E from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';

/**
 * Starshipit's answers, in its own words. What is documented as one type has been seen as another, or as null, or not at
 * all: a member that cannot be read is absent, and no answer is refused for it.
 */
const loose = <A>(name: string, read: (value: unknown) => A | undefined): t.Type<A | undefined, unknown> =>
  new t.Type<A | undefined, unknown>(
    name,
    (value): value is A | undefined => value === undefined || read(value) !== undefined,
    (value) => t.success(read(value)),
    (value) => value,
  );

/** Text, or a number as its text; nothing but blanks counts as absent. */
export const Text = loose('text', (value) => {
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : '';
  return text === '' ? undefined : text;
});

const Flag = loose('flag', (value) => {
  if (value === true || value === 1 || value === 'true') return true;
  return value === false || value === 0 || value === 'false' ? false : undefined;
});

/** A list, one value for a list of one, and nothing for an empty one. Rows that cannot be read are left out. */
export const Rows = <A>(of: t.Decoder<unknown, A>): t.Type<readonly A[], unknown> =>
  new t.Type<readonly A[], unknown>(
    'rows',
    (value): value is readonly A[] => Array.isArray(value),
    (value) => {
      const rows: readonly unknown[] = Array.isArray(value)
        ? value
        : value === undefined || value === null
          ? []
          : [value];
      return t.success(
        rows.flatMap((row) => {
          const read = of.decode(row);
          return E.isRight(read) ? [read.right] : [];
        }),
      );
    },
    (rows) => rows,
  );

const ErrorRow = t.type({ message: Text, details: Text, description: Text });
export type ErrorRow = t.TypeOf<typeof ErrorRow>;

/** What begins every answer. `statusCode` stands only in the gateway's own. */
export const Envelope = t.type({
  success: Flag,
  succeeded: Flag,
  errors: Rows(ErrorRow),
  statusCode: Text,
  message: Text,
});
export type Envelope = t.TypeOf<typeof Envelope>;

const Label = t.type({ label_base64_string: Text });

const Package = t.type({ package_id: Text, tracking_number: Text, tracking_url: Text, labels: Rows(Label) });

export const Order = t.type({
  order_id: Text,
  order_number: Text,
  reference: Text,
  status: Text,
  archived: Flag,
  manifested: Flag,
  carrier_service_code: Text,
  tracking_number: Text,
  tracking_url: Text,
  packages: Rows(Package),
});
export type Order = t.TypeOf<typeof Order>;

/** `order` is one order or a list; some captures have `orders`. */
export const Orders = t.type({ order: Rows(Order), orders: Rows(Order) });

/** Beside the rows of a search. */
export const Pages = t.type({ total_pages: Text });

export const Shipment = t.type({ order_id: Text, tracking_numbers: Rows(Text), labels: Rows(Text) });
export type Shipment = t.TypeOf<typeof Shipment>;

/** A row of /api/deliveryservices or of /api/rates, which knows fewer members. */
const Rated = t.type({
  carrier: Text,
  carrier_name: Text,
  service_code: Text,
  service_name: Text,
  total_price: Text,
  currency: Text,
});
export type Rated = t.TypeOf<typeof Rated>;

export const RatedServices = t.type({ services: Rows(Rated), rates: Rows(Rated) });
