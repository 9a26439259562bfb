import { itIsBookings } from '../../../contract/bookings.contract.js';
import { openSqlite } from '../../../support/sqlite.js';

describe('SQLite bookings', () => {
  itIsBookings(async () => {
    const opened = await openSqlite(({ bookings }) => bookings);
    return { ...opened, bookings: opened.storage.bookings };
  });
});
