import * as E from 'fp-ts/lib/Either.js';
import type { CarrierOrder } from '../../../application/ports/carrier.js';
import type { JournalEntry } from '../../../application/ports/journal.js';
import type { AccountId } from '../../../domain/account.js';
import type { CallAbout, CallFault, CallRecord } from './client.js';
import { Orders, RatedServices } from './codecs.js';
import { reasonOf, saysNotFound } from './refusals.js';
import { STARSHIPIT } from './settings.js';

export const aboutOf = ({ requestId, externalOrder, plan, isUnhurried }: CarrierOrder): CallAbout => ({
  requestId,
  order: externalOrder,
  reference: plan.reference,
  ...(isUnhurried !== undefined && { isUnhurried }),
});

/** Rows of one list that are kept. */
const MOST_ROWS = 10;
const MOST_CHARACTERS = 100;

/** What may be kept, wherever it stands in a body. No name, street, phone, e-mail, key or label has one of these names. */
const KEPT = new Set([
  ...['order_id', 'order_number', 'status', 'archived', 'manifested', 'return_order', 'reprint', 'delete'],
  ...['carrier', 'carrier_service_code', 'tracking_number', 'tracking_numbers', 'package_id', 'quantity'],
  ...['weight', 'height', 'width', 'length', 'signature_required', 'state', 'post_code', 'country', 'country_code'],
  ...['tracking_status', 'tracking_short_status', 'last_updated_date', 'since_last_updated', 'page', 'total_pages'],
  ...['success', 'statusCode'],
]);

/** What is looked into. */
const OPENED = new Set(['order', 'orders', 'packages', 'destination', 'sender', 'sender_details', 'results']);

const keptOf = (value: unknown, isKept: boolean): unknown => {
  if (Array.isArray(value)) return value.slice(0, MOST_ROWS).map((row) => keptOf(row, isKept));
  if (typeof value === 'object' && value !== null) return allowed(value);
  if (!isKept) return undefined;
  return typeof value === 'string' ? value.slice(0, MOST_CHARACTERS) : value;
};

const allowed = (body: object): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) => {
      const kept = KEPT.has(name) || OPENED.has(name) ? keptOf(value, KEPT.has(name)) : undefined;
      return kept === undefined ? [] : [[name, kept] as const];
    }),
  );

const allowedOf = (body: unknown): Readonly<Record<string, unknown>> | undefined =>
  typeof body === 'object' && body !== null && !Array.isArray(body) ? allowed(body) : undefined;

const rowsOf = (body: unknown) => {
  const read = Orders.decode(body);
  return E.isRight(read) ? [...read.right.order, ...read.right.orders] : [];
};

const pricesIn = (body: unknown): number => {
  const read = RatedServices.decode(body);
  return E.isRight(read) ? read.right.services.length + read.right.rates.length : 0;
};

const didOf = ({ call, outcome }: CallRecord): string => {
  if (E.isRight(outcome)) return call.does === 'found' && rowsOf(outcome.right).length === 0 ? 'found none' : call.does;
  switch (outcome.left._tag) {
    case 'Rejected':
      return call.does === 'found' && saysNotFound(outcome.left.errors) ? 'found none' : 'refused';
    case 'Denied':
    case 'NotSent':
      return 'nothing';
    case 'Silent':
      return 'unknown';
  }
};

/** Starshipit's own words may quote an address: what kind of refusal it is must do. */
const faultOf = (fault: CallFault): Readonly<Record<string, unknown>> => {
  switch (fault._tag) {
    case 'Rejected':
      return { refusal: reasonOf(fault.errors) };
    case 'Denied':
      return {};
    case 'NotSent':
    case 'Silent':
      return { reason: fault.detail };
  }
};

const answerOf = ({ call, outcome }: CallRecord): Readonly<Record<string, unknown>> => {
  if (E.isLeft(outcome)) return faultOf(outcome.left);
  if (call.does === 'quoted') return { prices: pricesIn(outcome.right) };
  const answer = allowedOf(outcome.right);
  return answer === undefined ? {} : { answer };
};

/** The journal's entry of a call. Its query is left out but for what it asks about. */
export const entryOf = (account: AccountId, record: CallRecord): JournalEntry => {
  const { at, call, status, outcome, retries, took } = record;
  const { method, path, query, body } = call;
  const { isUnhurried, ...about } = call.about;
  const [row] = E.isRight(outcome) ? rowsOf(outcome.right) : [];
  const carrierOrder = query?.['order_id'] ?? row?.order_id;
  const asked = allowedOf({ ...query, ...(typeof body === 'object' ? body : {}) });
  return {
    ...{ at, account, system: STARSHIPIT, direction: 'out', method, endpoint: path, retries },
    ...about,
    status: status === undefined ? (E.isLeft(outcome) ? outcome.left._tag : '') : String(status),
    ...(carrierOrder !== undefined && { carrierOrder }),
    did: didOf(record),
    took: Math.round(took),
    body: { ...(asked !== undefined && { asked }), ...answerOf(record) },
  };
};
