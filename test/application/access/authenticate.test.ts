import { expect } from 'chai';
import * as O from 'fp-ts/lib/Option.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { makeAuthenticate, type Authenticate } from '../../../application/access/authenticate.js';
import type { ApiKey } from '../../../application/ports/api-keys.js';
import type { Desk } from '../../../application/ports/desks.js';
import { unavailable } from '../../../application/ports/unavailable.js';
import { anAccountId, MORNING } from '../../support/bookings.js';
import { aTimeOfItsOwn } from '../../support/passing-time.js';

const live: ApiKey = { id: 'lsk_1', account: anAccountId(), role: 'newstore', hash: 'secret', createdAt: MORNING };
const revoked: ApiKey = { ...live, revokedAt: MORNING };

/** A storage that answers after `took` milliseconds with what it knew when it was asked. */
const aDoor = () => {
  const clock = aTimeOfItsOwn();
  const storage = { key: live, took: 0, isAway: false, asked: 0 };
  const authenticate: Authenticate = makeAuthenticate({
    clock,
    sha256: (text) => text,
    knownFor: 10_000,
    desks: { all: [], find: () => O.some({} as Desk) },
    keys: {
      add: () => TE.right(undefined),
      list: () => TE.right([]),
      revoke: () => TE.right(true),
      byHash: () => async () => {
        storage.asked += 1;
        const { key, took, isAway } = storage;
        await clock.sleep(took)();
        return isAway ? TE.left(unavailable('ApiKeys')('away'))() : TE.right(O.some(key))();
      },
    },
  });
  const enters = async (): Promise<boolean> => (await clock.until(authenticate('secret')()))._tag === 'Right';
  return { clock, storage, enters };
};

describe('whoever has a key', () => {
  it('is looked up once in half a second', async () => {
    const { clock, storage, enters } = aDoor();
    for (let n = 0; n < 3; n += 1) expect(await enters()).to.equal(true);
    await clock.advance(499);
    expect([await enters(), storage.asked]).to.deep.equal([true, 1]);
    await clock.advance(1);
    expect([await enters(), storage.asked]).to.deep.equal([true, 2]);
  });

  it('is sent away half a second after the key is revoked', async () => {
    const { clock, storage, enters } = aDoor();
    expect(await enters()).to.equal(true);
    storage.key = revoked;
    await clock.advance(500);
    expect(await enters()).to.equal(false);
  });

  it('is not believed any longer because the storage took its time to say what it knew', async () => {
    const { clock, storage, enters } = aDoor();
    storage.took = 3_000;
    const first = enters();
    await clock.rest();
    storage.key = revoked;
    storage.took = 0;
    expect(await first).to.equal(true);
    expect(await enters()).to.equal(false);
  });

  it('is believed for a while after the storage has gone', async () => {
    const { clock, storage, enters } = aDoor();
    expect(await enters()).to.equal(true);
    storage.isAway = true;
    await clock.advance(9_999);
    expect(await enters()).to.equal(true);
    await clock.advance(1);
    expect(await enters()).to.equal(false);
  });
});
