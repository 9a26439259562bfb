import * as E from 'fp-ts/lib/Either.js';
import type { KeyRole } from '../../application/ports/api-keys.js';
import { rfc3339 } from '../../domain/time.js';
import { ExitCode } from './exit-codes.js';
import { bold, complain, print, printJson, printTable } from './terminal.js';
import { storageFailed, withDesk, type AccountOption } from './with-hub.js';

export const createKey = (
  options: AccountOption & { readonly role: KeyRole; readonly json?: boolean },
): Promise<void> =>
  withDesk(options, async ({ account }, { hub }) => {
    const made = await hub.keys.create(account.id, options.role)();
    if (E.isLeft(made)) return storageFailed(made.left);
    const { key, secret } = made.right;
    if (options.json === true) printJson({ id: key.id, account: key.account, role: key.role, key: secret });
    else {
      complain(`A key of account ${account.id}, role ${key.role}. It is shown this once; storage keeps only its hash.`);
      print(bold(secret));
    }
    return ExitCode.done;
  });

export const listKeys = (options: AccountOption & { readonly json?: boolean }): Promise<void> =>
  withDesk(options, async ({ account }, { hub }) => {
    const keys = await hub.keys.list(account.id)();
    if (E.isLeft(keys)) return storageFailed(keys.left);
    const rows = keys.right.map(({ id, role, createdAt, revokedAt }) => ({
      id,
      role,
      created_at: rfc3339(createdAt),
      revoked_at: revokedAt === undefined ? null : rfc3339(revokedAt),
    }));
    if (options.json === true) printJson(rows);
    else if (rows.length === 0)
      complain(`no keys yet; make one with: npx longshore keys create --account ${account.id}`);
    else
      printTable(
        ['KEY', 'ROLE', 'CREATED', 'REVOKED'],
        rows.map((row) => [row.id, row.role, row.created_at, row.revoked_at ?? '']),
      );
    return ExitCode.done;
  });

export const revokeKey = (id: string, options: AccountOption): Promise<void> =>
  withDesk(options, async ({ account }, { hub }) => {
    const revoked = await hub.keys.revoke(account.id, id)();
    if (E.isLeft(revoked)) return storageFailed(revoked.left);
    if (!revoked.right) {
      complain(`account ${account.id} has no live key ${id}; see: npx longshore keys list --account ${account.id}`);
      return ExitCode.notDone;
    }
    print(`revoked ${id}`);
    return ExitCode.done;
  });
