import { expect } from 'chai';
import { openSqliteStorage } from '../../../../adapters/storage/sqlite/storage.js';
import { anAccountId, anOrder } from '../../../support/bookings.js';
import { leftOf, rightOf } from '../../../support/either.js';
import { eventually } from '../../../support/eventually.js';
import { aFolder } from '../../../support/folder.js';
import { startProcess, type OtherProcess } from '../../../support/sqlite-process.js';

describe('SQLite storage and other processes', () => {
  const { folder: parent, remove } = aFolder();
  let running: OtherProcess[] = [];
  let count = 0;
  let folder: string;
  beforeEach(() => {
    count += 1;
    folder = `${parent}/${count}`;
  });
  afterEach(async () => {
    for (const { process, ended } of running) {
      process.kill('SIGKILL');
      await ended;
    }
    running = [];
  });
  after(remove);

  const start = async (...[role, job]: [Parameters<typeof startProcess>[1], Parameters<typeof startProcess>[2]]) => {
    const started = await startProcess(folder, role, job);
    running.push(started);
    return started;
  };
  const openHere = (): ReturnType<typeof openSqliteStorage> =>
    openSqliteStorage({ folder, owner: 'serve:here', role: 'serve' });

  it('names the process that serves from the folder, and takes over at once when that is killed', async () => {
    const other = await start('serve', 'hold');
    expect(leftOf(await openHere())).to.deep.include({ _tag: 'AnotherServes', pid: other.process.pid });
    other.process.kill('SIGKILL');
    await other.ended;
    const storage = rightOf(await openHere());
    expect(storage.bookings.isGone(`serve:${other.process.pid ?? 0}`)).to.equal(true);
    await storage.close();
  });

  it('has every booking that a killed process was answered for', async () => {
    for (let round = 0; round < 3; round += 1) {
      folder = `${parent}/${count}-${round}`;
      const other = await start('serve', 'insert');
      await eventually(async () => expect(other.lines()).to.have.length.above(40 * round));
      other.process.kill('SIGKILL');
      await other.ended;
      const numbers = await stored();
      expect(numbers).to.include.members(other.lines().map(Number));
    }
  });

  const stored = async (): Promise<readonly number[]> => {
    const storage = rightOf(await openHere());
    const bookings = await rightOf(storage.bookings.ofOrder(anAccountId(), anOrder()));
    await storage.close();
    return bookings.map(({ parcelNumber }) => parcelNumber);
  };

  it('never gives one serial to two of 64 callers in each of two processes', async () => {
    const [first, second] = await Promise.all([start('serve', 'reserve'), start('command', 'reserve')]);
    await Promise.all([first.ended, second.ended]);
    const blocks = [...first.lines(), ...second.lines()].map(Number).sort((a, b) => a - b);
    expect(blocks).to.have.length(2 * 64 * 5);
    expect(blocks).to.deep.equal(Array.from(blocks, (_, n) => n * 3));
  });
});
