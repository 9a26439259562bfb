import { itIsSerials } from '../../../contract/serials.contract.js';
import { describeMongoPort } from '../../../support/mongodb.js';

describeMongoPort(
  'MongoDB serials',
  (storage) => storage.serials,
  (open) => {
    itIsSerials(async () => {
      const opened = await open();
      return { ...opened, serials: opened.storage.serials };
    });
  },
);
