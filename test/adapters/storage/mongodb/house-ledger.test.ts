import { itIsAHouseLedger } from '../../../contract/house-ledger.contract.js';
import { describeMongoPort } from '../../../support/mongodb.js';

describeMongoPort(
  'MongoDB house ledger',
  (storage) => storage.houseLedger,
  (open) => {
    itIsAHouseLedger(async () => {
      const opened = await open();
      return { ...opened, ledger: opened.storage.houseLedger };
    });
  },
);
