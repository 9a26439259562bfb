import { itOutlivesLostAnswers } from '../../../contract/lost-answers.contract.js';
import { eventually } from '../../../support/eventually.js';
import { rightOf } from '../../../support/either.js';
import { aProxiedDatabase, describeMongo, openStorage } from '../../../support/mongodb.js';

describeMongo('MongoDB bookings whose answers are lost', (server) => {
  itOutlivesLostAnswers(async () => {
    // A replica set's driver would write once more by itself, and be told that it is done.
    const { database, uri, proxy } = await aProxiedDatabase(server, '&retryWrites=false&retryReads=false');
    const storage = await openStorage(uri);
    return {
      bookings: storage.bookings,
      errands: storage.errands,
      reopen: () => Promise.resolve(storage.bookings),
      loseAnswer: () => proxy.set('deaf'),
      mend: async () => {
        proxy.set('open');
        await eventually(() => rightOf(storage.ping));
      },
      close: async () => {
        await storage.close();
        await proxy.close();
        await database.drop();
      },
    };
  });
});
