import { itIsAJournal } from '../../../contract/journal.contract.js';
import { describeMongoPort } from '../../../support/mongodb.js';

describeMongoPort(
  'MongoDB journal',
  (storage) => storage.journal,
  (open) => {
    itIsAJournal(async () => {
      const opened = await open();
      return { ...opened, journal: opened.storage.journal };
    });
  },
);
