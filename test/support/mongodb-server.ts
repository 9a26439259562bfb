import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const script = fileURLToPath(new URL('../../../.ci/mongodb', import.meta.url));

/** Where `.ci/mongodb start` keeps the server that LONGSHORE_TEST_MONGODB_URI names; undefined for any other server. */
export const mongoFolder = process.env['LONGSHORE_TEST_MONGODB_DIR'];

const run = (...args: readonly string[]): Promise<{ readonly stdout: string }> =>
  promisify(execFile)(script, [...args]);

/** Ends the server as a power cut would. */
export const killMongo = async (folder: string): Promise<void> => {
  await run('kill', folder);
};

/** Starts it again where it was. Its children keep the pipes open, so that only its answer is waited for. */
export const startMongo = async (folder: string): Promise<void> => {
  const { stdout: port } = await run('port', folder);
  await run('start', folder, port.trim());
};
