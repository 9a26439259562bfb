import type { Db } from 'mongodb';

/** The index of an earlier release, by which a database of it is known. */
const BEFORE_WORK = 'unfinished';

/**
 * Puts down what is to be done about the bookings of a release that did not know of it, once, and ends by dropping that
 * release's index. Doing it again, or at the same time elsewhere, changes nothing more.
 */
export const upgrade = async (database: Db): Promise<void> => {
  const bookings = database.collection('bookings');
  const found = await bookings.indexes();
  if (!found.some(({ name }) => name === BEFORE_WORK)) return;
  const before = { docVersion: 1, duties: { $exists: false } };
  await bookings.updateMany({ ...before, unfinished: true }, [
    {
      $set: { due: '$updatedAt', duties: [{ $cond: [{ $gt: ['$owner', null] }, 'settle:running', 'settle:waiting'] }] },
    },
    { $unset: 'unfinished' },
  ]);
  await bookings.updateMany(
    {
      ...before,
      answer: { $exists: false },
      'legs.0.state._tag': { $ne: 'Cancelled' },
      'legs.state._tag': 'Parked',
    },
    { $set: { duties: ['settle:parked'] } },
  );
  try {
    await bookings.dropIndex(BEFORE_WORK);
  } catch {
    // Another process that starts just now has dropped it.
  }
};
