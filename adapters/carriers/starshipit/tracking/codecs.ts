import * as t from 'io-ts';
import { Rows, Text } from '../codecs.js';

/** The body of a webhook: one flat object of one tracking number. What is undocumented of it is read where it is there. */
export const WebhookBody = t.type({
  order_number: Text,
  order_reference: Text,
  tracking_number: Text,
  tracking_status: Text,
  last_updated_date: Text,
  event_id: Text,
  id: Text,
});

const TrackingEvent = t.type({ event_datetime: Text, status: Text });

const TrackingResult = t.type({
  order_number: Text,
  tracking_number: Text,
  tracking_status: Text,
  last_updated_date: Text,
  tracking_events: Rows(TrackingEvent),
});
export type TrackingResult = t.TypeOf<typeof TrackingResult>;

/** Of `/api/track`: one object. */
export const Tracked = t.type({ results: Rows(TrackingResult) });

const ShippedPackage = t.type({ tracking_number: Text, delivery_status: Text });

/** A row of `/api/orders/shipped`: flat as it is answered, with packages as it is documented. */
const ShippedRow = t.type({
  order_number: Text,
  reference: Text,
  tracking_number: Text,
  tracking_short_status: Text,
  packages: Rows(ShippedPackage),
});
export type ShippedRow = t.TypeOf<typeof ShippedRow>;

export const Shipped = t.type({ orders: Rows(ShippedRow), total_pages: Text });
