import { createHmac } from 'node:crypto';

export const WEBHOOK_SECRET = 'webhook-secret-CANARY';

/** Sends a webhook as Starshipit does, its signature in hex unless there is no secret. */
export const sendWebhook = (url: string, body: object, secret: string | null = WEBHOOK_SECRET): Promise<Response> => {
  const text = JSON.stringify(body);
  const signature = secret === null ? undefined : createHmac('sha256', secret).update(text).digest('hex');
  return fetch(url, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      ...(signature !== undefined && { 'X-Starshipit-Signature': signature }),
    },
    body: text,
  });
};
