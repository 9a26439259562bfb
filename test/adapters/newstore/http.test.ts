import { expect } from 'chai';
import { makeNewStoreAgent, post } from '../../../adapters/newstore/http.js';
import { MORNING } from '../../support/bookings.js';
import { leftOf } from '../../support/either.js';
import { startNewStore, type NewStoreFault, type NewStoreSimulator } from '../../support/newstore/simulator.js';

describe('a call of NewStore', () => {
  const agent = makeNewStoreAgent();
  let newstore: NewStoreSimulator;
  before(async () => {
    newstore = await startNewStore();
  });
  after(async () => {
    await newstore.close();
    await agent.destroy();
  });

  const noAnswerOf = async (fault: NewStoreFault, patience?: number): Promise<string> => {
    newstore.fail('token', fault);
    const sent = { headers: {}, body: '' };
    return leftOf(await post(agent, newstore.tokenUrl, sent, () => MORNING, patience)).code;
  };

  it('is given up where nothing is answered', async () => {
    expect(await noAnswerOf('hang', 50)).to.match(/TimeoutError|UND_ERR_HEADERS_TIMEOUT/);
  });

  it('is given up where the answer is longer than any of NewStore’s, before it ends', async () => {
    expect(await noAnswerOf('endless')).to.equal('an answer that is too long');
  });
});
