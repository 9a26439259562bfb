import type { StarshipitSettings } from '../adapters/carriers/starshipit/settings.js';
import { DAY, HOUR } from '../domain/time.js';
import { defaulted, optional, Section, type Decoded } from './setting.js';
import { confidential, textLike, wholeNumber } from './setting-values.js';

const shape = {
  webhook_secret: optional(
    confidential(textLike(/^[\x20-\x7e]{8,256}$/, 'the secret of the webhook, with 8 to 256 characters')),
  ),
  poll_ms: defaulted(wholeNumber(0, DAY, 'milliseconds'), HOUR),
  ask_after_hours: defaulted(wholeNumber(1, 240, 'hours'), 24),
  ask_for_days: defaulted(wholeNumber(1, 120, 'days'), 30),
};

export const starshipitTrackingSection = new Section(shape);

export const toStarshipitTracking = (read: Decoded<typeof shape>): StarshipitSettings['tracking'] => ({
  interval: read.poll_ms,
  silentAfter: read.ask_after_hours * HOUR,
  upTo: read.ask_for_days * DAY,
  ...(read.webhook_secret === undefined ? {} : { webhookSecret: read.webhook_secret }),
});
