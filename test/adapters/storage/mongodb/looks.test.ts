import { expect } from 'chai';
import { EventEmitter } from 'node:events';
import { mendLooks, type LookingClient } from '../../../../adapters/storage/mongodb/looks.js';
import { eventually } from '../../../support/eventually.js';
import { pause } from '../../../support/pause.js';

const PATIENCE = 40;

describe('the driver’s looks at its servers', () => {
  let leaveOff: () => void;
  afterEach(() => leaveOff());

  /** A client that is away; the first `refusals` attempts to connect again fail. */
  const aClient = (refusals = 0) => {
    const events = new EventEmitter();
    const did: string[] = [];
    const state = { awayFor: 1 };
    let left = refusals;
    const client: LookingClient = {
      on: (event: string, listener: unknown) => events.on(event, listener as () => void),
      close: () => {
        did.push('close');
        return Promise.resolve();
      },
      connect: () => {
        did.push('connect');
        left -= 1;
        return left < 0 ? Promise.resolve() : Promise.reject(new Error('away'));
      },
    };
    leaveOff = mendLooks(client, {
      awayFor: () => state.awayFor,
      ...{ lookPatience: PATIENCE, connectionPatience: PATIENCE, pause: 1 },
    });
    const look = (step: 'Started' | 'Succeeded' | 'Failed', server = 'db:27017') =>
      events.emit(`serverHeartbeat${step}`, { connectionId: server });
    const connection = (step: 'Created' | 'Ready' | 'Closed', connectionId: number) =>
      events.emit(`connection${step}`, { address: 'db:27017', connectionId });
    return { did, look, connection, state };
  };

  it('are begun anew where one of them never ends, as often as it takes', async () => {
    const { did, look } = aClient(2);
    look('Started');
    await eventually(() =>
      Promise.resolve(expect(did).to.deep.equal(['close', 'connect', 'close', 'connect', 'close', 'connect'])),
    );
    await pause(3 * PATIENCE);
    expect(did).to.have.length(6);
  });

  it('are left alone where each comes to an end', async () => {
    const { did, look } = aClient();
    look('Started', 'a');
    look('Started', 'b');
    look('Succeeded', 'a');
    look('Failed', 'b');
    await pause(3 * PATIENCE);
    expect(did).to.deep.equal([]);
  });

  it('are left alone while another server takes writes, and begun anew once none does', async () => {
    const { did, look, state } = aClient();
    state.awayFor = 0;
    look('Started');
    await pause(3 * PATIENCE);
    expect(did).to.deep.equal([]);
    state.awayFor = 1;
    await eventually(() => Promise.resolve(expect(did).to.deep.equal(['close', 'connect'])));
  });

  it('are begun anew where a connection is never made, though the server is there', async () => {
    const { did, connection, state } = aClient();
    state.awayFor = 0;
    for (const made of [1, 2, 3]) connection('Created', made);
    connection('Ready', 1);
    connection('Closed', 2);
    await eventually(() => Promise.resolve(expect(did).to.deep.equal(['close', 'connect'])));
    await pause(3 * PATIENCE);
    expect(did).to.have.length(2);
  });

  it('are left alone where each connection is made or given up', async () => {
    const { did, connection } = aClient();
    for (const made of [1, 2]) connection('Created', made);
    connection('Ready', 1);
    connection('Closed', 2);
    await pause(3 * PATIENCE);
    expect(did).to.deep.equal([]);
  });

  it('are nobody’s once the storage is closed', async () => {
    const { did, look } = aClient();
    look('Started');
    leaveOff();
    look('Started');
    await pause(3 * PATIENCE);
    expect(did).to.deep.equal([]);
  });
});
