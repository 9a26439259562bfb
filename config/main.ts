#!/usr/bin/env node
import { Command, Option } from 'commander';
import { keyRoles, type KeyRole } from '../application/ports/api-keys.js';
import { sideStates, trackingStatuses } from '../domain/tracking.js';
import { dutyKinds, dutyStates } from '../domain/work.js';
import type { CardImportOptions } from './commands/card-import.js';
import type { CardCheckOptions } from './commands/card.js';
import type { PrintOptions } from './commands/labels.js';
import type { MigrateOptions } from './commands/storage.js';
import type { DealOptions, WorkOptions } from './commands/work.js';
import { ExitCode } from './commands/exit-codes.js';
import { outliveReaders } from './commands/terminal.js';
import { holdHangUps } from './hang-ups.js';
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
  .action(async () => {
    // Before all that takes time: whoever has changed a file does not look whether it serves yet.
    const hangUps = holdHangUps();
    await (await import('./commands/serve.js')).serve(hangUps);
  });

program
  .command('check')
  .description('check settings, files and storage, and say what to mend; no carrier is called')
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

const card = program.command('card').description('rate cards');
card
  .command('check')
  .description('check a card, and say what it changes against the one in force, per service and zone')
  .argument('<file>', 'the card; its tables are read too')
  .addOption(account)
  .option('--on <date>', 'the pickup day that prices are compared for; default: today')
  .option('--strict', 'end with 1 where a price, a service or a zone changes')
  .addOption(json)
  .action(async (file: string, options: CardCheckOptions) =>
    (await import('./commands/card.js')).checkCard(file, options),
  );

card
  .command('import')
  .description("make a card's table of a carrier's price list")
  .argument('<files...>', 'CSV files')
  .addOption(
    new Option('--shape <shape>', 'matrix: weights by zones; postcodes: ranges of postcodes and their zone')
      .choices(['matrix', 'postcodes'])
      .makeOptionMandatory(),
  )
  .option('-o, --out <file>', 'a new file; default: standard output')
  .option('--service <code>', "matrix: the service; default: each file's name")
  .option('--transit-days <days>', 'matrix: business days from pickup to delivery', '1-5')
  .addOption(
    new Option('--unit <unit>', 'matrix: of weights without one').choices(['g', 'kg', 'oz', 'lb']).default('kg'),
  )
  .addOption(
    new Option('--decimal <sign>', 'matrix: before decimals; the other of the two parts thousands').choices([
      'point',
      'comma',
    ]),
  )
  .option('--digits <count>', 'postcodes: fill numbers up with zeros at their beginning')
  .action(async (files: readonly string[], options: CardImportOptions) =>
    (await import('./commands/card-import.js')).importCard(files, options),
  );

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
  .description('say where a parcel is, such as one of your own courier; it never moves backwards')
  .argument('<code>', 'tracking code')
  .argument('<status>', [...trackingStatuses, ...sideStates].join(', '))
  .addOption(account)
  .action(async (code: string, status: string, options: Account) =>
    (await import('./commands/track.js')).track(code, status, options),
  );

program
  .command('labels')
  .description('labels of bookings')
  .command('print')
  .description('send the ZPL of a label to a printer in the network')
  .argument('<reference>', 'our reference of the leg, or an order or tracking code that has one label')
  .requiredOption('--zpl <host:port>', 'the printer; its port is 9100 where none is named')
  .option('--copies <count>', 'how many', '1')
  .option('--return', 'where the word names an order: the label of its return')
  .addOption(new Option('--dpi <dots>', "dots to the inch; default: the account's").choices(['203', '300']))
  .addOption(account)
  .action(async (reference: string, options: PrintOptions) =>
    (await import('./commands/labels.js')).printLabel(reference, options),
  );

program
  .command('tracking')
  .description('what carriers tell of parcels')
  .command('unknown')
  .description('parcels that a carrier told of, and that no booking of the account is about')
  .addOption(account)
  .option('-n, --limit <count>', 'how many', '50')
  .addOption(json)
  .action(async (options: Account & Json & { readonly limit: string }) =>
    (await import('./commands/track.js')).listUnknown(options),
  );

const work = program
  .command('work')
  .description('what goes on after the request that caused it, and what of it is parked');
const workKind = new Option('-k, --kind <kind>', 'only this kind').choices(dutyKinds);
const workState = new Option('-s, --state <state>', 'only in this state').choices(dutyStates);
const workAccount = new Option('-a, --account <id>', 'only of this account');
work
  .command('list')
  .description('what is waiting, running or parked, of all accounts')
  .addOption(workAccount)
  .addOption(workKind)
  .addOption(workState)
  .option('-n, --limit <count>', 'how many', '50')
  .addOption(json)
  .action(async (options: WorkOptions & { readonly limit: string }) =>
    (await import('./commands/work.js')).listWork(options),
  );
work
  .command('show')
  .description('everything about a job, or about the work of a booking')
  .argument('<id>', 'as work list shows it, or our reference of a booking')
  .addOption(workAccount)
  .addOption(json)
  .action(async (id: string, options: WorkOptions) => (await import('./commands/work.js')).showWork(id, options));
for (const [verb, does] of [
  ['retry', 'do it now, with all its attempts'],
  ['cancel', 'never do it; what is behind it goes on'],
] as const)
  work
    .command(verb)
    .description(`${does}: one, or all that the filters mean`)
    .argument('[id]', 'as work list shows it, or our reference of a booking')
    .addOption(workAccount)
    .addOption(workKind)
    .addOption(workState)
    .option('--all', 'everything there is, where no id and no filter is given')
    .addOption(json)
    .action(async (id: string | undefined, options: DealOptions) =>
      (await import('./commands/work.js')).dealWithWork(verb, id, options),
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

outliveReaders();
await program.parseAsync();
