import { expect } from 'chai';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NEWSTORE } from '../support/asking.js';
import { eventually } from '../support/eventually.js';
import { aFolder } from '../support/folder.js';
import { writeSettings } from '../support/hub.js';
import { isListening, longshore, MAIN, runProgram } from '../support/serving.js';

const LONGSHORE = `"${process.execPath}" "${MAIN}"`;

type Begun = { readonly server: ChildProcess; readonly url: string; readonly ended: Promise<unknown> };

describe('longshore', () => {
  let folder: string;
  let remove: () => void;
  beforeEach(() => {
    ({ folder, remove } = aFolder());
    writeSettings(folder);
  });
  afterEach(() => remove());

  const logTo = (destination: string): void => {
    const settings = join(folder, 'longshore.yaml');
    writeFileSync(
      settings,
      readFileSync(settings, 'utf8').replace(/^log:.*$/m, `log: { destination: ${destination} }`),
    );
  };
  const shell = (words: string) => runProgram('sh', ['-c', words], folder);

  /** Once it listens. It is killed where the test takes too long. */
  const begin = async (words: string): Promise<Begun> => {
    const server = spawn('sh', ['-c', words], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
    const patience = setTimeout(() => server.kill('SIGKILL'), 150_000);
    let complaints = '';
    server.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text));
    const ended = once(server, 'close').finally(() => clearTimeout(patience));
    while (server.exitCode === null) {
      const [, url] = /listens on (http:\S+)/.exec(complaints) ?? [];
      if (url !== undefined) return { server, url, ended };
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`it ended before it listened: ${complaints}`);
  };

  it('does not start where the log cannot be written, and names the setting', async () => {
    mkdirSync(join(folder, 'log'));
    logTo('log');
    const { code, stdout, stderr } = await longshore(folder, ['serve']);
    expect([code, stdout]).to.deep.equal([78, '']);
    expect(stderr).to.equal(
      `${join(folder, 'log')}: the log cannot be written there (EISDIR); let this user write there, or set log.destination\n`,
    );
  });

  const takers: readonly (readonly [string, string])[] = [
    ['on a disk that is full', `exec ${LONGSHORE} serve > /dev/full`],
    ['a pipe that is closed', `mkfifo end; exec 4<>end 5>end 4>&-; exec ${LONGSHORE} serve >&5`],
    ['a pipe that nobody reads', `mkfifo end; exec ${LONGSHORE} serve <>end >&0`],
  ];
  for (const [what, words] of takers)
    it(`serves, and ends when it is asked to, where its log is ${what}`, async () => {
      logTo('stdout');
      const { server, url, ended } = await begin(words);
      for (let n = 0; n < 600; n += 1) expect((await fetch(`${url}/health/live`)).status).to.equal(200);
      server.kill('SIGTERM');
      expect(await ended).to.deep.equal([0, null]);
    });

  it('prints no trace, and does what it was told, where nobody reads on', async () => {
    for (const words of ['check', 'keys create --account demo', '--help'])
      expect((await shell(`{ sleep 0.2; ${LONGSHORE} ${words}; echo "ended with $?" >&2; } | true`)).stderr).to.match(
        /^(A key .*\n)?ended with 0\n$/,
      );
    expect((await longshore(folder, ['keys', 'list', '--account', 'demo'])).stdout).to.include('lsk_');
  });

  it('ends with 1 where what it prints finds no room', async () => {
    const { stderr } = await shell(`${LONGSHORE} check > /dev/full; echo "ended with $?" >&2`);
    expect(stderr).to.equal('ended with 1\n');
  });

  it('that was asked to end ends at once at the second signal, whichever it is', async () => {
    const { server, url, ended } = await begin(`exec ${LONGSHORE} serve`);
    const { stdout: key } = await longshore(folder, ['keys', 'create', '--account', 'demo']);
    const headers = {
      ...{ Authorization: `Bearer ${key.trim()}`, 'Content-Type': 'application/json' },
      ...{ 'Transfer-Encoding': 'chunked', Expect: '100-continue' },
    };
    // A request whose body never ends keeps it, once it has been told to go on.
    const asked = request(`${url}${NEWSTORE}/shipments`, { method: 'POST', headers }).on('error', () => undefined);
    asked.flushHeaders();
    await once(asked, 'continue');
    asked.write('{');
    server.kill('SIGTERM');
    await eventually(async () => expect(await isListening(Number(new URL(url).port))).to.equal(false));
    expect(server.exitCode).to.equal(null);
    server.kill('SIGINT');
    expect(await ended).to.deep.equal([null, 'SIGINT']);
  });
});
