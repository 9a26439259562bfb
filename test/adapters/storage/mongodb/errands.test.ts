import { itIsErrands } from '../../../contract/errands.contract.js';
import { describeMongoPort } from '../../../support/mongodb.js';

describeMongoPort(
  'MongoDB errands',
  (storage) => storage.errands,
  (open) => {
    itIsErrands(async () => {
      const opened = await open();
      return { ...opened, errands: opened.storage.errands };
    });
  },
);
