import { itIsBookings } from '../../../contract/bookings.contract.js';
import { describeMongoPort } from '../../../support/mongodb.js';

describeMongoPort(
  'MongoDB bookings',
  (storage) => storage.bookings,
  (open) => {
    itIsBookings(async () => {
      const opened = await open();
      return { ...opened, bookings: opened.storage.bookings };
    });
  },
);
