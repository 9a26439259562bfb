import { itRetiresBookings } from '../../../contract/retirement.contract.js';
import { describeMongoPort } from '../../../support/mongodb.js';

describeMongoPort(
  'MongoDB retirement',
  () => undefined,
  (open) => {
    itRetiresBookings(open);
  },
);
