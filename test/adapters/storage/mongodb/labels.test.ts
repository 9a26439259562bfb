import { itIsLabels } from '../../../contract/labels.contract.js';
import { describeMongoPort } from '../../../support/mongodb.js';

describeMongoPort(
  'MongoDB labels',
  (storage) => storage.labels,
  (open) => {
    itIsLabels(async () => {
      const opened = await open();
      return { ...opened, labels: opened.storage.labels };
    });
  },
);
