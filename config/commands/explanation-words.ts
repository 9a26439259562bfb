import type {
  ExplainedCarrier,
  ExplainedPlace,
  ExplainedService,
  ExplainedStandIn,
  Explanation,
} from '../../domain/explanation.js';
import type { DeclineReason } from '../../domain/quote.js';
import { rfc3339 } from '../../domain/time.js';
import { bold, dim, green, red } from './terminal.js';

const place = ({ country = '?', state, postcode }: ExplainedPlace): string =>
  [country, state, postcode].filter((part) => part !== undefined).join(' ');

const reasonWords = (reason: DeclineReason): string => {
  switch (reason._tag) {
    case 'NotServed':
      return 'does not serve this route';
    case 'SenderNotServed':
      return 'does not fetch from the sender';
    case 'PartMissing':
      return `needs the ${reason.part} of the ${reason.side}'s address`;
    case 'TooHeavy':
      return `carries at most ${reason.limit} g`;
    case 'TooBig':
      return `carries at most ${reason.limit} mm`;
    case 'Declined':
      return reason.detail;
  }
};

/** Lines are exact, before rounding: `41.50000` is 41.50, and 0.125 stays. */
const readable = (amount: string): string => amount.replace(/(\.\d\d\d*?)0+$/, '$1');

type Sum = { readonly label: string; readonly amount: string };

/** Sums below each other, point under point. */
const column = (sums: readonly Sum[]): readonly string[] => {
  const parts = sums.map(({ label, amount }) => {
    const [whole = '', fraction] = readable(amount).split('.');
    return { label, whole, fraction: fraction === undefined ? '' : `.${fraction}` };
  });
  const widest = (part: 'label' | 'whole'): number => Math.max(...parts.map((one) => one[part].length));
  const [labels, wholes] = [widest('label'), widest('whole')];
  return parts.map(
    ({ label, whole, fraction }) => `      ${label.padEnd(labels)}  ${whole.padStart(wholes)}${fraction}`,
  );
};

/** A bill: its lines, what they add up to, and below that what is in them. */
const bill = ({ lines, price }: Extract<ExplainedService, { readonly outcome: 'offered' }>): readonly string[] =>
  column([
    ...lines.filter(({ included }) => included !== true),
    { label: 'total', amount: price },
    ...lines
      .filter(({ included }) => included === true)
      .map(({ label, amount }) => ({ label: `of it ${label}`, amount })),
  ]);

const standInWords = ({ basis, since, service, why }: ExplainedStandIn): string => {
  const price =
    basis === 'last_known' ? `the price of ${since ?? 'before'}` : `the price of rate-card/${service ?? ''}`;
  return `${price}; ${why}`;
};

const serviceLines = (service: ExplainedService): readonly string[] => {
  if (service.outcome === 'declined') return [`  ${red('-')} ${service.service}: ${reasonWords(service.reason)}`];
  return [
    `  ${green('+')} ${bold(service.service)}  ${service.price} ${service.currency}  ${service.startsAt} to ${service.endsAt}`,
    ...(service.standIn === undefined ? [] : [red(`      FALLBACK: ${standInWords(service.standIn)}`)]),
    ...bill(service).map(dim),
  ];
};

const carrierLines = ({ carrier, outcome, took, detail, services }: ExplainedCarrier): readonly string[] => [
  `${bold(carrier)} ${outcome} after ${took.toFixed(1)} ms${detail === undefined ? '' : `: ${detail}`}`,
  ...services.flatMap(serviceLines),
];

/** An explanation as an operator reads it: what was asked, what each carrier said, why what is missing is missing. */
export const explanationLines = (explanation: Explanation): readonly string[] => {
  const { requestId, at, providerRate, serviceLevel, from, to, parcel, selected, selection, carriers, faults } =
    explanation;
  return [
    `${bold(`Request ${requestId}`)} at ${rfc3339(at)}: ${explanation.answer}, ${explanation.offered} offered, ${explanation.took.toFixed(1)} ms`,
    `asked for provider_rate ${providerRate}${serviceLevel === undefined ? '' : `, service_level ${serviceLevel}`}`,
    `which leads to ${selected.length === 0 ? 'no service' : selected.join(', ')} (${selection})`,
    `from ${place(from)} to ${place(to)}`,
    ...(parcel === undefined
      ? []
      : [
          `parcel ${parcel.grams} g, ${parcel.lengthMm} x ${parcel.widthMm} x ${parcel.heightMm} mm ${dim(parcel.notes.map(({ fact }) => fact).join(', '))}`,
        ]),
    ...faults.map(({ field, rule }) => `${red('!')} ${field}: ${rule}`),
    ...carriers.flatMap(carrierLines),
  ];
};
