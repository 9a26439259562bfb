import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { aFolder } from '../support/folder.js';
import { writeSettings } from '../support/hub.js';
import { isListening } from '../support/serving.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

describe('npm start', () => {
  const { folder, remove } = aFolder();
  after(() => remove());

  it('hands a request to end on to the server, which ends in order', async () => {
    writeSettings(folder);
    // Without its build: the tests run on one.
    const npm = spawn('npm', ['start', '--ignore-scripts'], {
      cwd: ROOT,
      env: { ...process.env, LONGSHORE_CONFIG: join(folder, 'longshore.yaml') },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    npm.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
    npm.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    const ended = once(npm, 'close') as Promise<[number | null]>;
    let port: number | undefined;
    while (port === undefined && npm.exitCode === null) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      const [, digits] = /listens on http:\/\/127\.0\.0\.1:(\d+)/.exec(said) ?? [];
      if (digits !== undefined) port = Number(digits);
    }
    expect(existsSync(join(folder, 'data', 'serve.json'))).to.equal(true);
    npm.kill('SIGTERM');
    const [code] = await ended;
    // Who ends in order takes its name off the folder.
    expect([code, existsSync(join(folder, 'data', 'serve.json'))]).to.deep.equal([0, false]);
    expect(await isListening(port ?? 0)).to.equal(false);
  });
});
