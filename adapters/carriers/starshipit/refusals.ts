import type { CarrierRefused } from '../../../application/ports/carrier.js';
import type { Refusal } from '../../../domain/booking.js';
import type { DeclineReason } from '../../../domain/quote.js';
import type { ErrorRow } from './codecs.js';

/** Longer ones are cut: the text is for a person. */
const MOST_CHARACTERS = 300;

/** Starshipit's own words, the particular before the general. E-mail addresses are left out. */
export const wordsOf = (errors: readonly ErrorRow[]): string => {
  const texts = errors.flatMap(({ message, details, description }) => {
    const text = [message, details ?? description].filter((part) => part !== undefined).join(': ');
    return text === '' ? [] : [text];
  });
  const text = texts.length === 0 ? 'refused without a reason' : texts.join('; ');
  return text.replaceAll(/\S+@\S+/g, '***').slice(0, MOST_CHARACTERS);
};

const textOf = (errors: readonly ErrorRow[]): string =>
  errors.map(({ message, details, description }) => [message, details, description].join(' ')).join(' ');

const NOT_FOUND =
  /not (be )?(found|exist)|no (\w+ )?orders?\b|n.t (be )?(find|found|exist|locate)|unable to (find|locate)|unknown order/i;

/** In this order: what stands in one text with other words decides first. */
const REASONS: readonly (readonly [Refusal['reason'], RegExp])[] = [
  ['configuration', /api.?key|subscription|credential|unauthori[sz]ed|not authori[sz]ed|licen[cs]e|permission/i],
  // The thing itself is at fault: "invalid for this courier" says that of something else, most often of an address.
  [
    'configuration',
    /\b(courier|carrier|account|contract|integration|service)s?( (account|number|code|name|settings|is|are|was|has|have|been|does))* (not (been )?(set up|configured|enabled|valid|active|activated|connected|found|exist)|invalid|inactive|disabled|expired)/i,
  ],
  ['configuration', /\b(invalid|inactive|unknown|disabled|expired) (courier|carrier|account|contract|service)/i],
  ['configuration', /not (set up|configured|enabled|activated|available) (on|for|in|with) (this|the|your) account/i],
  ['configuration', /insufficient (account )?(balance|funds|credit)/i],
  ['customs', /customs|tariff|\bhs.?code|commodity|country of origin|declared value|incoterm|\beori\b|\bioss\b/i],
  [
    'sender_not_served',
    /(sender|pick.?up|collection|origin)[^.;]*((not|n.t|no) (be )?(serviced?|available|covered|supported)|outside|out of area)/i,
  ],
  [
    'sender_not_served',
    /(not|n.t|no) (be )?(serviced?|available|covered|supported|collect(ed)?|pick(ed)? up)[^.;]*(sender|pick.?up|collection|origin)/i,
  ],
  [
    'not_served',
    /(not|n.t|no) (be )?(serviced?|deliver(ed|y)?|covered|supported)|(not|n.t|unable to) (ship|send|deliver)|(service|courier|carrier)\b[^.;]*not available|not available (at|for|in|to)\b|no service|outside|out of area|remote/i,
  ],
  ['sender_address', /sender|pick.?up address|collection address|origin address/i],
  ['address', /suburb|post.?code|zip|address|street|city|state|country|phone|e-?mail|recipient|receiver|destination/i],
  ['too_late', /manifest|already (shipped|dispatched|delivered)|in transit/i],
];

/** What a refusal is about, by the words of it: Starshipit documents no codes. */
export const reasonOf = (errors: readonly ErrorRow[]): Refusal['reason'] => {
  const text = textOf(errors);
  return REASONS.find(([, words]) => words.test(text))?.[0] ?? 'other';
};

/** Only a text tells that an order is not there, and no text is documented. That another thing is not there says nothing of it. */
export const saysNotFound = (errors: readonly ErrorRow[]): boolean =>
  NOT_FOUND.test(textOf(errors)) && reasonOf(errors) === 'other';

export const refused = (reason: Refusal['reason'], detail: string): CarrierRefused => ({
  _tag: 'CarrierRefused',
  refusal: { reason, detail },
});

export const rejected = (errors: readonly ErrorRow[]): CarrierRefused => refused(reasonOf(errors), wordsOf(errors));

/** Why there is no price, by the words of the refusal. */
export const declineOf = (errors: readonly ErrorRow[]): DeclineReason => {
  const text = textOf(errors);
  const side = reasonOf(errors) === 'sender_address' ? 'sender' : 'receiver';
  const isMissing = /required|missing|must (be|have|not be)|empty|blank/i.test(text);
  if (isMissing && /post.?code|zip/i.test(text)) return { _tag: 'PartMissing', side, part: 'postcode' };
  if (isMissing && /\bstate\b/i.test(text)) return { _tag: 'PartMissing', side, part: 'state' };
  if (isMissing && /suburb|city/i.test(text)) return { _tag: 'PartMissing', side, part: 'city' };
  switch (reasonOf(errors)) {
    case 'not_served':
      return { _tag: 'NotServed' };
    case 'sender_not_served':
      return { _tag: 'SenderNotServed' };
    default:
      return { _tag: 'Declined', detail: wordsOf(errors) };
  }
};
