import { expect } from 'chai';
import * as O from 'fp-ts/lib/Option.js';
import type { ApiKey, ApiKeys } from '../../application/ports/api-keys.js';
import { later } from '../../domain/time.js';
import { anAccountId, MORNING } from '../support/bookings.js';
import { leftOf, rightOf } from '../support/either.js';
import { oddStrings } from '../support/odd-strings.js';

export type OpenedApiKeys = {
  readonly apiKeys: ApiKeys;
  readonly reopen: () => Promise<ApiKeys>;
  readonly close: () => Promise<void>;
};

const anApiKey = (over: Partial<ApiKey> = {}): ApiKey => ({
  id: 'lsk_ab12',
  account: anAccountId(),
  role: 'newstore',
  hash: 'a'.repeat(64),
  createdAt: MORNING,
  ...over,
});

/** What every `ApiKeys` must do. */
export const itIsApiKeys = (open: () => Promise<OpenedApiKeys>): void => {
  let opened: OpenedApiKeys;
  let apiKeys: ApiKeys;
  beforeEach(async () => {
    opened = await open();
    apiKeys = opened.apiKeys;
  });
  afterEach(() => opened.close());

  it('finds a key by its hash, in either role', async () => {
    for (const key of [anApiKey(), anApiKey({ id: 'lsk_cd34', hash: 'b'.repeat(64), role: 'operator' })]) {
      await rightOf(apiKeys.add(key));
      expect(await rightOf(apiKeys.byHash(key.hash))).to.deep.equal(O.some(key));
    }
  });

  it('finds nothing by a hash that it never had', async () => {
    await rightOf(apiKeys.add(anApiKey()));
    expect(await rightOf(apiKeys.byHash('A'.repeat(64)))).to.deep.equal(O.none);
    expect(await rightOf(apiKeys.byHash('a'.repeat(63)))).to.deep.equal(O.none);
    expect(await rightOf(apiKeys.list(anAccountId('other')))).to.deep.equal([]);
  });

  it('does not take one hash twice, however it is asked', async () => {
    const adds = await Promise.all(
      Array.from({ length: 16 }, (_, n) => apiKeys.add(anApiKey({ account: anAccountId(`account-${n}`) }))()),
    );
    expect(adds.filter(({ _tag }) => _tag === 'Right')).to.have.length(1);
    const winner = adds.findIndex(({ _tag }) => _tag === 'Right');
    expect(O.toUndefined(await rightOf(apiKeys.byHash(anApiKey().hash)))?.account).to.equal(`account-${winner}`);
    expect((await leftOf(apiKeys.add(anApiKey())))._tag).to.equal('Unavailable');
  });

  it("lists an account's keys, the revoked ones too, in the order of their making", async () => {
    const keys = [3, 1, 2].map((n) => anApiKey({ id: `k${n}`, hash: `${n}`, createdAt: later(MORNING, n) }));
    for (const key of keys) await rightOf(apiKeys.add(key));
    await rightOf(apiKeys.add(anApiKey({ hash: 'others', account: anAccountId('other') })));
    await rightOf(apiKeys.revoke(anAccountId(), 'k2', MORNING));
    const listed = await rightOf(apiKeys.list(anAccountId()));
    expect(listed.map(({ id, revokedAt }) => [id, revokedAt])).to.deep.equal([
      ['k1', undefined],
      ['k2', MORNING],
      ['k3', undefined],
    ]);
  });

  it('marks a revoked key once, and only in its own account', async () => {
    const key = anApiKey();
    await rightOf(apiKeys.add(key));
    expect(await rightOf(apiKeys.revoke(anAccountId('other'), key.id, MORNING))).to.equal(false);
    expect(await rightOf(apiKeys.revoke(key.account, 'nothing', MORNING))).to.equal(false);
    expect(await rightOf(apiKeys.byHash(key.hash))).to.deep.equal(O.some(key));
    expect(await rightOf(apiKeys.revoke(key.account, key.id, MORNING))).to.equal(true);
    expect(await rightOf(apiKeys.revoke(key.account, key.id, later(MORNING, 1)))).to.equal(false);
    expect(await rightOf(apiKeys.byHash(key.hash))).to.deep.equal(O.some({ ...key, revokedAt: MORNING }));
  });

  it('keeps odd strings whole and apart', async () => {
    const odd = oddStrings.map((text) => anApiKey({ id: text, account: anAccountId(text), hash: text }));
    for (const key of odd) await rightOf(apiKeys.add(key));
    for (const key of odd) {
      expect(await rightOf(apiKeys.byHash(key.hash))).to.deep.equal(O.some(key));
      expect(await rightOf(apiKeys.list(key.account))).to.deep.equal([key]);
    }
  });

  it('has every key and every revocation when it is opened again', async () => {
    const key = anApiKey();
    await rightOf(apiKeys.add(key));
    await rightOf(apiKeys.revoke(key.account, key.id, MORNING));
    const again = await opened.reopen();
    expect(await rightOf(again.byHash(key.hash))).to.deep.equal(O.some({ ...key, revokedAt: MORNING }));
  });
};
