import { itIsACarrier, type OpenedCarrier } from '../../../contract/carrier.contract.js';
import { openStarshipit } from '../../../support/starshipit/carrier.js';
import { startStarshipit } from '../../../support/starshipit/simulator.js';

const ROUTES = ['GET /api/orders', 'POST /api/orders', 'POST /api/orders/shipment', 'POST /api/deliveryservices'];

const open = async (): Promise<OpenedCarrier> => {
  const simulator = await startStarshipit();
  const { carrier, close } = openStarshipit(simulator.url);
  return {
    carrier,
    service: 'EXPRESS',
    sold: () => Promise.resolve(simulator.books.purchases),
    silence: () => {
      for (const route of ROUTES) simulator.fail(route, 'drop', 100);
    },
    close: async () => {
      await close();
      await simulator.close();
    },
  };
};

describe('Starshipit as a carrier', () => {
  itIsACarrier(open);
});
