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

/** Who hears of an account's parcels, and from whom. Neither has to be set up, and who forgets it should see it here. */
const trackingFindings = ({ account: { id }, newstore, carriers }: AccountSettings): readonly Finding[] => {
  const finding = (detail: string): Finding => ({ what: `account ${id}`, ok: true, detail });
  return [
    newstore === undefined
      ? finding('NewStore is told of no status: newstore.tenant, client_id and client_secret are not set')
      : finding(`NewStore is told of statuses: tenant ${newstore.tenant} at ${newstore.baseUrl}`),
    ...carriers.flatMap((carrier) =>
      carrier.carrier === 'starshipit' && carrier.tracking.webhookSecret === undefined
        ? [finding('starshipit: a webhook is only a hint to ask: tracking.webhook_secret is not set')]
        : [],
    ),
  ];
};

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
      ...settings.accounts.flatMap(trackingFindings),
    ];
    const warnings = publicUrlWarnings(settings.publicUrl).map((warning) => warningWords[warning]);
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
