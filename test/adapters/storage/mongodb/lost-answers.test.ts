import { itOutlivesLostAnswers } from '../../../contract/lost-answers.contract.js';
import { describeMongo, openLosing } from '../../../support/mongodb.js';

describeMongo('MongoDB bookings whose answers are lost', (server) => {
  itOutlivesLostAnswers(async () => {
    const opened = await openLosing(server);
    const { bookings, errands } = opened.storage;
    return { ...opened, bookings, errands, reopen: () => Promise.resolve(bookings) };
  });
});
