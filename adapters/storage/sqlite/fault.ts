import type { Instant } from '../../../domain/time.js';

/** Why the data folder cannot be used. */
export type StorageFault =
  /** The folder cannot be made, entered or written; `code` is the operating system's, such as `EACCES`. */
  | { readonly _tag: 'FolderUnusable'; readonly folder: string; readonly code: string }
  /** Another process serves from this folder; who it is may be unknown for the moment in which it starts. */
  | { readonly _tag: 'AnotherServes'; readonly folder: string; readonly pid?: number; readonly since?: Instant }
  /** Something else than a database of ours is under this name. */
  | { readonly _tag: 'NotADatabase'; readonly path: string }
  /** A newer release wrote this file: versions of its schema, found and known. */
  | { readonly _tag: 'NewerFile'; readonly path: string; readonly found: number; readonly known: number }
  /** All else, such as a full disk; `cause` is for the log. */
  | { readonly _tag: 'FileUnusable'; readonly path: string; readonly cause: unknown };

/** The operating system's code of a failed file operation, else `UNKNOWN`. */
export const systemCode = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : 'UNKNOWN';
