import * as E from 'fp-ts/lib/Either.js';
import type { AccountSettings } from '../account-settings.js';
import { openHub } from '../open-hub.js';
import { publicUrlWarnings } from '../public-url.js';
import { settingsPlace } from '../settings-file.js';
import { storageWords } from '../storage.js';
import { ExitCode } from './exit-codes.js';
import { openingWords } from './opening-words.js';
import { complain, green, print, printJson, red } from './terminal.js';

type Finding = { readonly what: string; readonly ok: boolean; readonly detail: string };

const warningWords = {
  loopback: 'public_url is on this machine only: NewStore cannot fetch labels from it',
  plain_http: 'public_url is plain http: labels and keys travel in the clear',
} as const;

/** What an account does without, where its parcels are concerned. */
const trackingWarnings = ({ account: { id }, newstore, carriers }: AccountSettings): readonly string[] => [
  ...(newstore === undefined
    ? [`account ${id}: NewStore is told of no status: newstore.tenant, client_id and client_secret are not set`]
    : []),
  ...carriers.flatMap((carrier) =>
    carrier.carrier === 'starshipit' && carrier.tracking.webhookSecret === undefined
      ? [`account ${id}: carriers.starshipit.tracking.webhook_secret is not set: a webhook is only a hint to ask`]
      : [],
  ),
];

/** Looks at everything that can be looked at without buying. */
export const check = async ({ json = false }: { readonly json?: boolean }): Promise<void> => {
  const place = settingsPlace(process.env, process.cwd());
  const opened = await openHub(place, process.env, 'command');
  if (E.isLeft(opened)) {
    const { lines, exitCode } = openingWords(opened.left);
    if (json) printJson({ ok: false, faults: lines });
    else lines.forEach(complain);
    process.exitCode = exitCode;
    return;
  }
  const { hub, settings, close } = opened.right;
  try {
    const storage = await hub.isReady();
    const { font } = settings.labels;
    const fonts =
      font === undefined ? undefined : await (await import('../../adapters/labels/fonts.js')).checkLabelFont(font)();
    const findings: readonly Finding[] = [
      { what: 'settings', ok: true, detail: place.path },
      { what: 'storage', ok: E.isRight(storage), detail: storageWords(settings.storage) },
      ...(fonts === undefined ? [] : [{ what: 'labels.font', ok: E.isRight(fonts), detail: font ?? '' }]),
      ...hub.desks.all.flatMap(({ account, carriers }) =>
        carriers.map(({ id, services }) => ({
          what: `account ${account.id}`,
          ok: services.length > 0,
          detail: `${id}: ${services.map(({ ref }) => ref.service).join(', ')}`,
        })),
      ),
    ];
    const warnings = [
      ...publicUrlWarnings(settings.publicUrl).map((warning) => warningWords[warning]),
      ...settings.accounts.flatMap(trackingWarnings),
    ];
    const ok = findings.every((finding) => finding.ok);
    if (json) printJson({ ok, findings, warnings });
    else {
      for (const { what, ok: good, detail } of findings)
        print(`${good ? green('ok  ') : red('FAIL')} ${what}: ${detail}`);
      for (const warning of warnings) print(`${red('warn')} ${warning}`);
    }
    process.exitCode = ok ? ExitCode.done : ExitCode.notDone;
  } finally {
    await close();
  }
};
