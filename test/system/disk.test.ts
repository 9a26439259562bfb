import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { asking, NEWSTORE } from '../support/asking.js';
import { aFolder } from '../support/folder.js';
import { writeSettings } from '../support/hub.js';
import { aBookingBody } from '../support/newstore-bodies.js';
import { canMount, onOwnDisk } from '../support/own-disk.js';
import { longshore, MAIN, runProgram, type Ran } from '../support/serving.js';

describe('longshore on a disk that fails', () => {
  let folder: string;
  let remove: () => void;
  beforeEach(async () => {
    ({ folder, remove } = aFolder());
    writeSettings(folder);
    mkdirSync(join(folder, 'data'));
  });
  afterEach(() => remove());

  if (!canMount) {
    it('needs a system that lets a test mount a disk of its own (unshare -rm)');
    return;
  }

  const node = `"${process.execPath}" "${MAIN}"`;
  const data = (): string => join(folder, 'data');
  const onDisk = (size: string, prepare: string, command: string): Promise<Ran> =>
    runProgram('unshare', onOwnDisk(data(), size, prepare, command), folder);

  it('that is read-only does not start, and says so', async () => {
    const { code, stderr } = await onDisk('8m', `mount -o remount,ro "${data()}"`, `${node} serve`);
    expect(code).to.equal(74);
    expect(stderr).to.include(`${data()}: the data folder cannot be used (EROFS)`);
  });

  it('that is full already does not start, and says so', async () => {
    const { code, stderr } = await onDisk(
      '64k',
      `dd if=/dev/zero of="${data()}/filler" 2>/dev/null || true`,
      `${node} serve`,
    );
    expect(code).to.equal(74);
    expect(stderr).to.match(/the data folder cannot be used \(ENOSPC\); the disk is full: make room/);
  });

  it('that has no room for a backup says whose disk it is, and leaves nothing there', async () => {
    const small = join(folder, 'small');
    mkdirSync(small);
    expect((await longshore(folder, ['keys', 'create', '--account', 'demo'])).code).to.equal(0);
    const backup = `sh -c '${node} backup "${small}/saved.db"; code=$?; ls -A "${small}"; exit $code'`;
    const { code, stdout, stderr } = await runProgram('unshare', onOwnDisk(small, '64k', 'true', backup), folder);
    expect([code, stdout]).to.deep.equal([74, '']);
    expect(stderr).to.include(
      `${small}/saved.db: the copy cannot be written (ENOSPC); its disk is full: make room there`,
    );
  });

  it('that fills up answers 503 and sells nothing, keeps what it answered, and books on once there is room', async () => {
    // The key is made before, where the folder is a disk of its own only for whoever begins in it.
    const server = spawn(
      'unshare',
      onOwnDisk(data(), '3m', `${node} keys create --account demo --json > "${folder}/key"`, `${node} serve`),
      { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    let complaints = '';
    server.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text));
    const ended = once(server, 'close');
    try {
      let url: string | undefined;
      while (url === undefined && server.exitCode === null) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        url = /listens on (http:\S+)/.exec(complaints)?.[1];
      }
      const { key } = JSON.parse((await runProgram('cat', ['key'], folder)).stdout) as { readonly key: string };
      const ask = asking(url ?? '');
      const book = (order: string) =>
        ask(`${NEWSTORE}/shipments`, { body: aBookingBody({ external_order_id: order }), key });
      // What the server sees as its folder, seen from outside.
      const inside = `/proc/${server.pid}/root${data()}`;
      const first = await book('order-0');
      expect(first.status).to.equal(201);
      await runProgram('sh', ['-c', `dd if=/dev/zero of="${inside}/filler" bs=4k 2>/dev/null`], folder);
      expect(statSync(join(inside, 'filler')).size).to.be.greaterThan(0);

      const answered = new Map([['order-0', first.text]]);
      let refused = 0;
      for (let n = 1; n <= 60 && refused < 3; n += 1) {
        const answer = await book(`order-${n}`);
        if (answer.status === 201) answered.set(`order-${n}`, answer.text);
        else {
          expect(answer.status).to.equal(503);
          refused += 1;
        }
      }
      expect(refused).to.equal(3);
      expect((await book('order-0')).text).to.equal(first.text);

      rmSync(join(inside, 'filler'));
      for (const [order, text] of answered) expect((await book(order)).text).to.equal(text);
      expect((await book('order-after')).status).to.equal(201);
    } finally {
      server.kill('SIGTERM');
      expect((await ended)[0]).to.equal(0);
    }
  });
});
