import { itIsExplanations } from '../../../contract/explanations.contract.js';
import { describeMongoPort } from '../../../support/mongodb.js';

describeMongoPort(
  'MongoDB explanations',
  (storage) => storage.explanations,
  (open) => {
    itIsExplanations(async () => {
      const opened = await open();
      return { ...opened, explanations: opened.storage.explanations };
    });
  },
);
