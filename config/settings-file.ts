import * as E from 'fp-ts/lib/Either.js';
import * as RNEA from 'fp-ts/lib/ReadonlyNonEmptyArray.js';
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { TimeZones } from '../domain/calendar.js';
import { decodeFaults } from './decode-faults.js';
import type { Surroundings } from './interpolation.js';
import { settingsSection } from './settings-schema.js';
import type { SettingsFault, SettingsFaults } from './settings-fault.js';
import { readTree } from './settings-tree.js';
import { toSettings, type Settings } from './settings.js';

export const SETTINGS_FILE = 'longshore.yaml';

export type Environment = Surroundings['env'];

/** `named`: by the environment variable LONGSHORE_CONFIG. Such a file is never made. */
export type SettingsPlace = { readonly path: string; readonly named: boolean };

/** Where the settings are; an empty LONGSHORE_CONFIG counts as none. */
export const settingsPlace = (env: Environment, workingFolder: string): SettingsPlace => {
  const { LONGSHORE_CONFIG: named = '' } = env;
  return { path: resolve(workingFolder, named === '' ? SETTINGS_FILE : named), named: named !== '' };
};

/** Decodes the text of a settings file; every fault at once. `folder` is where relative paths start. */
export const decodeSettings = (
  yaml: string,
  folder: string,
  surroundings: Surroundings,
  zones: TimeZones,
): E.Either<readonly SettingsFault[], Settings> => {
  const tree = readTree(yaml, surroundings);
  if (E.isLeft(tree)) return tree;
  const decoded = settingsSection(zones).decode(tree.right.value);
  const faults = decodeFaults(E.isLeft(decoded) ? decoded.left : [], tree.right);
  return faults.length > 0 || E.isLeft(decoded) ? E.left(faults) : E.right(toSettings(decoded.right, folder));
};

/** A file's text without a byte order mark; undefined when it cannot be read. */
export const readText = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch {
    return undefined;
  }
};

/**
 * Reads the settings of this deployment. `${file:...}` paths that are relative start at the settings file's folder, as all
 * paths in it do.
 */
export const loadSettings = (
  place: SettingsPlace,
  env: Environment,
  zones: TimeZones,
): E.Either<SettingsFaults, Settings> => {
  const { path, named } = place;
  const faulty = (faults: readonly SettingsFault[]): E.Either<SettingsFaults, Settings> => {
    const all = RNEA.fromReadonlyArray(faults);
    const unknown: SettingsFault = { path: '', found: 'settings that cannot be read', mend: 'look at the whole file' };
    return E.left({ file: path, faults: all._tag === 'Some' ? all.value : [unknown] });
  };
  const yaml = readText(path);
  if (yaml === undefined) {
    const mend = named
      ? 'let LONGSHORE_CONFIG name a settings file that this user can read'
      : 'start `longshore serve` once in this folder, or let LONGSHORE_CONFIG name a settings file';
    return faulty([{ path: '', found: 'no file that can be read', mend }]);
  }
  const folder = dirname(path);
  const surroundings = { env, readFile: (file: string) => readText(resolve(folder, file)) };
  return E.orElse(faulty)(decodeSettings(yaml, folder, surroundings, zones));
};
