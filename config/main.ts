#!/usr/bin/env node
import { Command, Option } from 'commander';
import { keyRoles, type KeyRole } from '../application/ports/api-keys.js';
import { trackingStatuses } from '../domain/tracking.js';
import type { MigrateOptions } from './commands/storage.js';
import { ExitCode } from './commands/exit-codes.js';
import { version } from './version.js';

const account = new Option('-a, --account <id>', 'account of the settings; may be left out where there is only one');
const json = new Option('--json', 'print JSON, for machines');

type Json = { readonly json?: boolean };
type Account = { readonly account?: string };

const program = new Command('longshore')
  .description('A shipping provider for NewStore that you host yourself.')
  .version(version)
  .showHelpAfterError()
  // The parser knows but one code for what it does not understand; help and version are none of it.
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? ExitCode.done : ExitCode.usage))
  .addHelpText(
    'after',
    '\nSettings are read from longshore.yaml in this folder, or from the file that LONGSHORE_CONFIG names.\nExit codes: 0 done, 1 not done, 2 wrong usage, 74 storage cannot be used, 75 another serve is running, 78 the settings are at fault.',
  );

program
  .command('serve')
  .description('answer NewStore; the first start in an empty folder writes settings and a demo rate card')
  .action(async () => (await import('./commands/serve.js')).serve());

program
  .command('check')
  .description('check settings, rate cards, storage and every carrier, and say what to mend')
  .addOption(json)
  .action(async (options: Json) => (await import('./commands/check.js')).check(options));

const keys = program.command('keys').description('API keys of an account');
keys
  .command('create')
  .description('make a key and show it, once')
  .addOption(account)
  .addOption(new Option('-r, --role <role>', 'what it opens').choices(keyRoles).default('newstore'))
  .addOption(json)
  .action(async (options: Account & Json & { readonly role: KeyRole }) =>
    (await import('./commands/keys.js')).createKey(options),
  );
keys
  .command('list')
  .description('list the keys, live and revoked')
  .addOption(account)
  .addOption(json)
  .action(async (options: Account & Json) => (await import('./commands/keys.js')).listKeys(options));
keys
  .command('revoke')
  .description('end a key; every process stops taking it within a second')
  .argument('<id>', 'its readable beginning, as keys list shows it')
  .addOption(account)
  .action(async (id: string, options: Account) => (await import('./commands/keys.js')).revokeKey(id, options));

program
  .command('offers')
  .description('what NewStore would get for a request, and why')
  .requiredOption('-f, --from <file>', "NewStore's request as JSON; - for standard input")
  .addOption(account)
  .addOption(json)
  .action(async (options: Account & Json & { readonly from: string }) =>
    (await import('./commands/offers.js')).offers(options),
  );

program
  .command('explain')
  .description('why requests under this id got the offers that they got')
  .argument('<request id>', 'X-Request-ID of the request')
  .addOption(account)
  .addOption(json)
  .action(async (id: string, options: Account & Json) => (await import('./commands/offers.js')).explain(id, options));

const bookings = program.command('bookings').description('bookings of an account');
bookings
  .command('list')
  .description('the newest bookings')
  .addOption(account)
  .option('-n, --limit <count>', 'how many', '20')
  .addOption(json)
  .action(async (options: Account & Json & { readonly limit: string }) =>
    (await import('./commands/bookings.js')).listBookings(options),
  );
bookings
  .command('show')
  .description('everything about the bookings of an order: states, legs, plan, journal')
  .argument('<order, code or reference>')
  .addOption(account)
  .addOption(json)
  .action(async (word: string, options: Account & Json) =>
    (await import('./commands/bookings.js')).showBookings(word, options),
  );
bookings
  .command('settle')
  .description('decide a parked booking, once you have found out what became of it')
  .argument('<reference>', 'our reference of the leg')
  .addOption(
    new Option('--bought <number>', "it was bought, under this number of the carrier's").conflicts('notBought'),
  )
  .option('--not-bought', 'it was not bought: the next identical request buys it')
  .addOption(account)
  .action(async (reference: string, options: Account & { readonly bought?: string; readonly notBought?: boolean }) =>
    (await import('./commands/bookings.js')).settleBooking(reference, options),
  );

program
  .command('track')
  .description("move a parcel of the house's own courier; it never moves backwards")
  .argument('<code>', 'tracking code')
  .argument('<status>', trackingStatuses.join(', '))
  .addOption(account)
  .action(async (code: string, status: string, options: Account) =>
    (await import('./commands/track.js')).track(code, status, options),
  );

program
  .command('backup')
  .description('copy the data folder into one file, also while serve runs, and check the copy')
  .argument('<file>', 'a name that nothing has yet')
  .addOption(json)
  .action(async (file: string, options: Json) => (await import('./commands/backup.js')).backup(file, options));
program
  .command('restore')
  .description('put a backup in the place of the data; end serve first')
  .argument('<file>', 'made by longshore backup')
  .option('--gap <count>', 'how far every counter is moved ahead, so that no number is given out twice', '10000')
  .addOption(json)
  .action(async (file: string, options: Json & { readonly gap: string }) =>
    (await import('./commands/restore.js')).restore(file, options),
  );

program
  .command('purge')
  .description('delete what the settings under keep do not keep any longer; serve does so once a day')
  .option('--dry-run', 'only count what would go')
  .addOption(json)
  .action(async (options: Json & { readonly dryRun?: boolean }) =>
    (await import('./commands/purge.js')).purge(options),
  );

const storageKind = (flag: string, text: string): Option =>
  new Option(`--${flag} <kind>`, text).choices(['sqlite', 'mongodb']).makeOptionMandatory();

program
  .command('storage')
  .description('where everything is kept')
  .command('migrate')
  .description('move everything into the other storage of the settings, and compare both; end every serve first')
  .addOption(storageKind('from', 'where everything is'))
  .addOption(storageKind('to', 'where it is to be; must be empty'))
  .option('--resume', 'go on where an earlier migration ended')
  .addOption(json)
  .action(async (options: MigrateOptions) => (await import('./commands/storage.js')).migrate(options));

await program.parseAsync();
