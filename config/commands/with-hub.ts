import * as E from 'fp-ts/lib/Either.js';
import type { Unavailable } from '../../application/ports/unavailable.js';
import type { Desk } from '../../application/ports/desks.js';
import { openHub, type OpenHub } from '../open-hub.js';
import { settingsPlace } from '../settings-file.js';
import { ExitCode } from './exit-codes.js';
import { openingWords } from './opening-words.js';
import { complain } from './terminal.js';

export type AccountOption = { readonly account?: string };

/** Opens the hub beside a serving process, works with it, closes it; the work answers the exit code. */
export const withHub = async (work: (opened: OpenHub) => Promise<number>): Promise<void> => {
  const opened = await openHub(settingsPlace(process.env, process.cwd()), process.env, 'command');
  if (E.isLeft(opened)) {
    const { lines, exitCode } = openingWords(opened.left);
    lines.forEach(complain);
    process.exitCode = exitCode;
    return;
  }
  try {
    process.exitCode = await work(opened.right);
  } finally {
    await opened.right.close();
  }
};

/** The account that a command is about: the one it names, or the only one there is. */
export const withDesk = (
  { account }: AccountOption,
  work: (desk: Desk, opened: OpenHub) => Promise<number>,
): Promise<void> =>
  withHub(async (opened) => {
    const { all } = opened.hub.desks;
    const [only, another] = all;
    const desk =
      account === undefined
        ? another === undefined
          ? only
          : undefined
        : all.find((one) => one.account.id === account);
    if (desk !== undefined) return work(desk, opened);
    const ids = all.map((one) => one.account.id).join(', ');
    complain(
      account === undefined ? `name an account with --account: ${ids}` : `no account ${account}; there are: ${ids}`,
    );
    return ExitCode.usage;
  });

/** Storage that does not answer, in words. */
export const storageFailed = ({ what }: Unavailable): number => {
  complain(`the storage does not answer (${what}); nothing was changed that is not shown`);
  return ExitCode.storage;
};
