import type { Schema } from '../codec/wire.js';
import { TrackingBody } from './api/tracking.js';
import { STARSHIPIT_BASE } from './starshipit/routes.js';

const text = { type: 'string' };
const moment = { type: 'string', format: 'date-time' };

const pathText = (name: string): Schema => ({ name, in: 'path', required: true, schema: text });

const problems = (words: Readonly<Record<string, string>>): Schema =>
  Object.fromEntries(
    Object.entries(words).map(([status, description]) => [
      status,
      { description, content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } },
    ]),
  );

const unreadable = {
  '400': 'The body is not JSON, or names no parcel',
  '413': 'The body is too large',
  '415': 'The body is not JSON',
};

/** The routes by which parcels are followed. */
export const trackingPaths: Schema = {
  [`${STARSHIPIT_BASE}/tracking/{account}`]: {
    post: {
      operationId: 'takeStarshipitWebhook',
      summary: "Starshipit's tracking webhook of one account",
      description:
        'Where the account has a webhook secret, X-Starshipit-Signature must be the HMAC-SHA256 of the body, in hex or base64.',
      tags: ['starshipit'],
      security: [],
      parameters: [
        pathText('account'),
        { name: 'X-Starshipit-Signature', in: 'header', required: false, schema: text },
      ],
      requestBody: {
        required: true,
        content: {
          'application/json': {
            schema: {
              type: 'object',
              properties: {
                order_number: { type: ['string', 'number', 'null'] },
                order_reference: { type: ['string', 'null'] },
                tracking_number: { type: ['string', 'null'] },
                tracking_status: { type: ['string', 'null'] },
                last_updated_date: { type: ['string', 'null'] },
              },
            },
          },
        },
      },
      responses: {
        '200': {
          description: 'Taken durably, or nothing that is to be taken',
          content: {
            'application/json': {
              schema: { type: 'object', properties: { taken: { type: 'string', enum: ['kept', 'asked', 'ignored'] } } },
            },
          },
        },
        ...problems({
          ...unreadable,
          '401': 'The signature is missing or does not fit',
          '404': 'No account of this name takes webhooks here',
          '503': 'The storage does not answer: send it again',
        }),
      },
    },
  },
  '/api/v1/parcels/{tracking_code}/tracking': {
    post: {
      operationId: 'trackParcel',
      summary: 'Where a parcel is, or what happened to it beside its way',
      tags: ['operator'],
      security: [{ apiKey: [] }],
      parameters: [pathText('tracking_code')],
      requestBody: {
        required: true,
        content: { 'application/json': { schema: { $ref: '#/components/schemas/TrackingReport' } } },
      },
      responses: {
        '200': {
          description: 'Written down; what was known already changes nothing',
          content: {
            'application/json': {
              schema: {
                type: 'object',
                required: ['tracking_code', 'status', 'since'],
                properties: {
                  tracking_code: text,
                  status: text,
                  since: moment,
                  note: { type: 'object', properties: { state: text, at: moment } },
                },
              },
            },
          },
        },
        ...problems({
          ...unreadable,
          '401': 'The API key is missing or not valid',
          '403': "The API key is not an operator's",
          '404': 'No parcel of this account has the tracking code',
          '409': 'The parcel is beyond that, or does not move',
          '422': 'The report cannot be read',
          '503': 'The storage does not answer, or somebody works on the booking',
        }),
      },
    },
  },
};

export const trackingSchemas: Schema = { TrackingReport: TrackingBody.schema };
