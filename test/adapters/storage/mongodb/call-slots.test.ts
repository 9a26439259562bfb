import { expect } from 'chai';
import { itIsCallSlots, itOutlivesLostSlots } from '../../../contract/call-slots.contract.js';
import { leftOf, rightOf } from '../../../support/either.js';
import { aDatabase, describeMongo, describeMongoPort, openLosing, openStorage } from '../../../support/mongodb.js';

describeMongoPort(
  'MongoDB call slots',
  (storage) => storage.callSlots,
  (open) => {
    itIsCallSlots(async () => {
      const opened = await open();
      return { ...opened, slots: opened.storage.callSlots };
    });
  },
);

describeMongo('MongoDB call slots whose answers are lost', (server) => {
  itOutlivesLostSlots(async () => {
    const opened = await openLosing(server);
    const slots = opened.storage.callSlots;
    return { ...opened, slots, reopen: () => Promise.resolve(slots) };
  });
});

describeMongo('MongoDB call slots of a newer release', (server) => {
  it('are not written over', async () => {
    const database = await aDatabase(server);
    const storage = await openStorage(database.uri);
    const rules = { most: 2, span: 1_100, patience: 60_000, lead: 0, trialTakes: 1_000 };
    await rightOf(storage.callSlots.reserve('key', rules));
    await database.change('callSlots', { $set: { docVersion: 99 } });
    const before = await database.documents('callSlots');
    await leftOf(storage.callSlots.reserve('key', rules));
    await leftOf(storage.callSlots.pause('key', 1_000));
    expect(await database.documents('callSlots')).to.deep.equal(before);
    await storage.close();
    await database.drop();
  });
});
