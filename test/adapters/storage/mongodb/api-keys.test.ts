import { itIsApiKeys } from '../../../contract/api-keys.contract.js';
import { describeMongoPort } from '../../../support/mongodb.js';

describeMongoPort(
  'MongoDB API keys',
  (storage) => storage.apiKeys,
  (open) => {
    itIsApiKeys(async () => {
      const opened = await open();
      return { ...opened, apiKeys: opened.storage.apiKeys };
    });
  },
);
