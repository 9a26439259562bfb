import Router from '@koa/router';
import type { Schema } from '../codec/wire.js';
import { BookingBody, OffersBody } from './newstore/codecs.js';
import { errorTypes } from './newstore/errors.js';
import { NEWSTORE_BASE } from './newstore/routes.js';
import { trackingPaths, trackingSchemas } from './openapi-tracking.js';
import type { RequestState } from './state.js';

const text = { type: 'string' };

const json = (schema: Schema): Schema => ({ 'application/json': { schema } });
const reference = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });
const refusal = (description: string): Schema => ({ description, content: json(reference('Error')) });
const problem = (description: string): Schema => ({
  description,
  content: { 'application/problem+json': { schema: reference('Problem') } },
});
const words = (description: string): Schema => ({ description, content: { 'text/plain': { schema: text } } });

const moment = { type: 'string', format: 'date-time' };
const address = { type: 'string', format: 'uri' };

const money = {
  type: 'object',
  required: ['price', 'currency'],
  properties: { price: { type: 'number' }, currency: { type: 'string', minLength: 3, maxLength: 3 } },
};

const offer = {
  type: 'object',
  required: ['offer', 'provider_rate', 'delivery_estimate', 'quote'],
  additionalProperties: false,
  properties: {
    offer: { type: 'string', maxLength: 999 },
    provider_rate: { type: 'string', maxLength: 256 },
    service_level: { type: 'string', maxLength: 256 },
    delivery_estimate: {
      type: 'object',
      required: ['starts_at', 'ends_at', 'expires_at'],
      properties: { starts_at: moment, ends_at: moment, expires_at: moment },
    },
    quote: money,
  },
};

const booking = {
  type: 'object',
  required: ['tracking_code', 'label_url', 'offer', 'cost'],
  properties: {
    tracking_code: text,
    label_url: address,
    tracking_url: address,
    commercial_invoice_url: { ...address, description: 'For parcels that cross a border with customs data' },
    return_tracking_code: text,
    return_label_url: address,
    return_tracking_url: address,
    return_commercial_invoice_url: address,
    offer: { ...text, description: 'Our shipment id' },
    cost: money,
  },
};

const error = {
  type: 'object',
  required: ['type', 'message', 'data'],
  properties: {
    type: { type: 'string', enum: errorTypes },
    message: { type: ['string', 'null'] },
    data: {
      type: ['array', 'object', 'null'],
      items: { type: 'object', required: ['field', 'error'], properties: { field: text, error: text } },
      properties: { reason: { type: 'string', enum: ['missing_itn'] } },
    },
  },
};

const problemDetails = {
  type: 'object',
  required: ['type', 'title', 'status', 'request_id'],
  properties: {
    faults: {
      type: 'array',
      items: { type: 'object', required: ['field', 'error'], properties: { field: text, error: text } },
    },
    type: { ...text, description: 'A stable word' },
    title: { ...text, description: 'For people' },
    status: { type: 'integer' },
    request_id: text,
  },
};

const refusals = {
  '400': refusal('What is wrong, for NewStore'),
  '401': refusal('The API key is missing or not valid'),
  '413': refusal('The body is too large'),
  '415': refusal('The body is not JSON'),
  '503': refusal('The storage does not answer'),
};

const webhook = (operationId: string, summary: string, body: string, answer: Schema): Schema => ({
  post: {
    operationId,
    summary,
    tags: ['newstore'],
    security: [{ apiKey: [] }],
    requestBody: { required: true, content: json(reference(body)) },
    responses: { '201': { description: 'Done', content: json(answer) }, ...refusals },
  },
});

const parameter = (name: string, pattern?: string): Schema => ({
  name,
  in: 'path',
  required: true,
  schema: { ...text, ...(pattern !== undefined && { pattern }) },
});

const CAPABILITY = '^[A-Za-z0-9_-]{22}$';

const labelAnswers = (media: string): Schema => ({
  '200': { description: 'Its bytes, always the same', content: { [media]: { schema: {} } } },
  '304': { description: 'As the caller has it: If-None-Match named its ETag' },
  '404': words('Unknown or revoked, or not to be had in this format'),
  '503': words('The storage, or the drawing, does not answer'),
});

const dpi = {
  name: 'dpi',
  in: 'query',
  description: "Dots to the inch of the printer; by default the account's",
  schema: { type: 'integer', enum: [203, 300] },
};

const printable = (operationId: string, summary: string, media: string): Schema => ({
  get: {
    ...{ operationId, summary, tags: ['labels'], security: [] },
    parameters: [parameter('capability', CAPABILITY), dpi],
    responses: labelAnswers(media),
  },
});

const open = (operationId: string, summary: string, responses: Schema): Schema => ({
  get: { operationId, summary, tags: ['service'], security: [], responses },
});

const health = json({
  type: 'object',
  required: ['status'],
  properties: {
    status: { ...text, enum: ['ok', 'not_ready'] },
    storage: { ...text, enum: ['ok', 'unavailable'] },
    shutdown: { type: 'boolean', description: 'Whether the process is on its way out' },
    cards: { type: 'array', items: text, description: 'Rate cards that were refused; those before them are in force' },
    products: { type: 'array', items: text, description: 'Products files that were refused, likewise' },
  },
});

/** OpenAPI 3.1 of this deployment, its request bodies read off the codecs that check them. */
export const openApiDocument = (version: string): Schema => ({
  openapi: '3.1.0',
  info: {
    title: 'Longshore',
    version,
    summary: 'A shipping provider for NewStore',
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
  servers: [{ url: '/' }],
  tags: [
    { name: 'newstore', description: "NewStore's shipping provider webhooks" },
    { name: 'labels', description: 'Labels, by their unguessable address' },
    { name: 'starshipit', description: "Starshipit's webhooks" },
    { name: 'operator', description: 'For operators and their tools' },
    { name: 'service', description: 'The state of the service' },
  ],
  paths: {
    [`${NEWSTORE_BASE}/shipping_offers`]: webhook('requestOffers', 'Offers for one parcel', 'OffersRequest', {
      type: 'array',
      items: reference('Offer'),
    }),
    [`${NEWSTORE_BASE}/shipments`]: webhook('bookShipment', 'Book one parcel', 'BookingRequest', reference('Booking')),
    [`${NEWSTORE_BASE}/shipments/{tracking_code}/_cancel`]: {
      post: {
        operationId: 'cancelShipment',
        summary: 'Cancel one shipment',
        tags: ['newstore'],
        security: [{ apiKey: [] }],
        parameters: [parameter('tracking_code')],
        responses: {
          '200': { description: 'Cancelled, now or before' },
          '400': refusal('Too late, refused, or not known yet'),
          '401': refusals['401'],
          '404': refusal('No shipment of this account has the tracking code'),
          '503': refusals['503'],
        },
      },
    },
    '/labels/{capability}.pdf': {
      get: {
        operationId: 'getLabel',
        summary: 'A label of 4 x 6 inches, or a commercial invoice',
        tags: ['labels'],
        security: [],
        parameters: [parameter('capability', CAPABILITY)],
        responses: labelAnswers('application/pdf'),
      },
    },
    '/labels/{capability}.zpl': printable('getLabelAsZpl', 'A label for ZPL II printers', 'application/zpl'),
    '/labels/{capability}.png': printable('getLabelAsPng', 'A label as a picture', 'image/png'),
    '/api/v1/explanations/{request_id}': {
      get: {
        operationId: 'explainOffers',
        summary: 'Why requests under this id got the offers that they got',
        tags: ['operator'],
        security: [{ apiKey: [] }],
        parameters: [parameter('request_id')],
        responses: {
          '200': {
            description: 'Oldest first',
            content: json({
              type: 'object',
              required: ['explanations'],
              properties: { explanations: { type: 'array', items: { type: 'object' } } },
            }),
          },
          '401': problem('The API key is missing or not valid'),
          '403': problem("The API key is not an operator's"),
          '404': problem('No request of this id left an explanation'),
          '503': problem('The storage does not answer'),
        },
      },
    },
    ...trackingPaths,
    '/health/live': open('isLive', 'Whether the process answers', {
      '200': { description: 'It does', content: health },
    }),
    '/health/ready': open('isReady', 'Whether requests can be served', {
      '200': { description: 'They can', content: health },
      '503': { description: 'They cannot', content: health },
    }),
    '/openapi.json': open('describe', 'This document', {
      '200': { description: 'OpenAPI 3.1', content: json({ type: 'object' }) },
    }),
  },
  components: {
    securitySchemes: {
      apiKey: { type: 'apiKey', in: 'header', name: 'Authorization', description: 'The key, bare or after `Bearer `' },
    },
    schemas: {
      OffersRequest: OffersBody.schema,
      BookingRequest: BookingBody.schema,
      ...trackingSchemas,
      Offer: offer,
      Booking: booking,
      Error: error,
      Problem: problemDetails,
    },
  },
});

export const openApi = (version: string): Router<RequestState> => {
  const router = new Router<RequestState>();
  let document: string | undefined;
  router.get('/openapi.json', (ctx) => {
    ctx.state.route = '/openapi.json';
    document ??= JSON.stringify(openApiDocument(version));
    ctx.type = 'application/json';
    ctx.body = document;
  });
  return router;
};
