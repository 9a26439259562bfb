import { expect } from 'chai';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openSqliteStorage } from '../../adapters/storage/sqlite/storage.js';
import { demoCardText } from '../../config/demo-card.js';
import { aBooking } from '../support/bookings.js';
import { rightOf } from '../support/either.js';
import { aFolder } from '../support/folder.js';
import { aDatabase, describeMongo, type TestDatabase } from '../support/mongodb.js';
import { runCommand } from '../support/server-process.js';

describeMongo('longshore storage migrate', (server) => {
  const { folder, remove } = aFolder();
  const settingsFile = join(folder, 'longshore.yaml');
  const data = join(folder, 'data');
  let database: TestDatabase;
  before(async () => {
    database = await aDatabase(server);
    writeFileSync(join(folder, 'rate-card.yaml'), demoCardText);
    writeFileSync(
      settingsFile,
      `
storage: { folder: ./data, uri: '${database.uri}' }
house: { gs1_company_prefix: '9521234' }
accounts:
  demo:
    time_zone: Australia/Brisbane
    carriers: { rate-card: { file: rate-card.yaml } }
`,
    );
  });
  after(async () => {
    await database.drop();
    remove();
  });

  const migrate = (...more: readonly string[]): Promise<string> =>
    runCommand(settingsFile, 'storage', 'migrate', '--from', 'sqlite', '--to', 'mongodb', '--json', ...more);

  const failureOf = async (work: Promise<string>): Promise<string> =>
    work.then(
      () => 'it did not fail',
      (failure: unknown) => String(failure),
    );

  it('moves everything while nobody serves, once', async () => {
    const serving = rightOf(await openSqliteStorage({ folder: data, owner: 'serve:a', role: 'serve' }));
    await rightOf(serving.bookings.insert(aBooking()));
    expect(await failureOf(migrate())).to.match(/ended with 75: .*serves from this folder/s);
    await serving.close();

    expect(JSON.parse(await migrate())).to.deep.include({ bookings: 1, labels: 0 });
    expect(await database.documents('bookings')).to.have.length(1);
    expect(await failureOf(migrate())).to.match(/ended with 1: .*the target holds 1 bookings/s);
    expect(JSON.parse(await migrate('--resume'))).to.deep.include({ bookings: 1 });
  });
});
