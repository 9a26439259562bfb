import { ExitCode } from './exit-codes.js';
import { faultLine } from '../settings-fault.js';
import type { OpeningFault } from '../open-hub.js';

/** What an operator is told when the hub cannot be opened, and what the process ends with. */
export type OpeningWords = { readonly lines: readonly string[]; readonly exitCode: number };

const since = (at: number | undefined): string => (at === undefined ? '' : ` since ${new Date(at).toISOString()}`);

/** The driver's name for it. Its message may repeat the URI. */
const codeWords = (cause: unknown): string => {
  if (!(cause instanceof Error)) return '';
  const code = 'codeName' in cause ? cause.codeName : undefined;
  return ` (${typeof code === 'string' ? code : cause.name})`;
};

export const openingWords = (fault: OpeningFault): OpeningWords => {
  switch (fault._tag) {
    case 'Settings':
      return {
        lines: fault.faults.faults.map((one) => faultLine(fault.faults.file, one)),
        exitCode: ExitCode.settings,
      };
    case 'Desks':
      return { lines: fault.faults.map((one) => faultLine(one.file, one)), exitCode: ExitCode.settings };
    case 'OfferKeysFault':
      return {
        lines: [
          `${fault.path}: the keys that sign offers are ${fault.reason.replace('_', ' ')}; put the file back, or see docs/operations.md`,
        ],
        exitCode: ExitCode.settings,
      };
    case 'LogUnusable':
      return {
        lines: [
          `${fault.path}: the log cannot be written there (${fault.code}); let this user write there, or set log.destination`,
        ],
        exitCode: ExitCode.settings,
      };
    case 'AnotherServes': {
      const process = fault.pid === undefined ? 'another process' : `process ${fault.pid}`;
      return {
        lines: [
          `${fault.folder}: ${process} serves from this folder${since(fault.since)}; end it first, or set storage.folder`,
        ],
        exitCode: ExitCode.busy,
      };
    }
    case 'FolderUnusable':
      return {
        lines: [
          `${fault.folder}: the data folder cannot be used (${fault.code}); ${fault.code === 'ENOSPC' ? 'the disk is full: make room' : 'let this user write there'}, or set storage.folder`,
        ],
        exitCode: ExitCode.storage,
      };
    case 'NotADatabase':
      return {
        lines: [`${fault.path}: is no database of Longshore; move it away, or set storage.folder`],
        exitCode: ExitCode.storage,
      };
    case 'NewerFile':
      return {
        lines: [
          `${fault.path}: was written by a newer release (schema ${fault.found}, known here: ${fault.known}); run that release, or restore a backup`,
        ],
        exitCode: ExitCode.storage,
      };
    case 'UriUnusable':
      return { lines: ['storage.uri: is no URI of a MongoDB database'], exitCode: ExitCode.settings };
    case 'ServerAway':
      return {
        lines: [
          `${fault.hosts.join(', ')}: no MongoDB server answers that takes writes${codeWords(fault.cause)}; start it, or set storage.uri`,
        ],
        exitCode: ExitCode.storage,
      };
    case 'ServerRefuses':
      return {
        lines: [
          `${fault.hosts.join(', ')}: the MongoDB server refuses the login or the indexes${codeWords(fault.cause)}; see docs/operations.md for what it must allow`,
        ],
        exitCode: ExitCode.storage,
      };
    case 'FileUnusable':
      return {
        lines: [
          `${fault.path}: cannot be opened: ${fault.cause instanceof Error ? fault.cause.message : 'unknown fault'}; see docs/operations.md, "When something breaks"`,
        ],
        exitCode: ExitCode.storage,
      };
  }
};
