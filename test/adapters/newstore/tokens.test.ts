import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import type { Answer, NoAnswer } from '../../../adapters/newstore/http.js';
import { makeTokens, type Tokens } from '../../../adapters/newstore/tokens.js';
import type { Clock } from '../../../application/ports/clock.js';
import { rightOf } from '../../support/either.js';

const SECOND = 1_000;

const settings = {
  ...{ tenant: 'example', baseUrl: '', tokenUrl: '', clientId: 'the id', clientSecret: 'a&b=c' },
  ...{ callsPerSecond: 1, tellsCancels: true },
};

describe('NewStore’s tokens', () => {
  let passed: number;
  let posted: { readonly headers: Readonly<Record<string, string>>; readonly body: string }[];
  let answer: () => Promise<E.Either<NoAnswer, Answer>>;
  let tokens: Tokens;

  const given = (body: object): Promise<E.Either<NoAnswer, Answer>> =>
    Promise.resolve(E.right({ status: 200, text: JSON.stringify(body) }));

  beforeEach(() => {
    passed = 0;
    posted = [];
    answer = () => given({ access_token: `token-${posted.length}`, expires_in: 300 });
    // The wall's clock may jump: it is not looked at.
    const clock = { monotonic: () => passed, now: () => expect.fail('the wall was looked at') } as unknown as Clock;
    tokens = makeTokens({
      ...{ settings, clock },
      post: (headers, body) => {
        posted.push({ headers, body });
        return answer();
      },
    });
  });

  const after = async (milliseconds: number): Promise<string> => {
    passed += milliseconds;
    return rightOf(await tokens.current());
  };

  it('are asked for with the client’s credentials in a form', async () => {
    await after(0);
    expect(posted).to.deep.equal([
      {
        headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
        body: 'grant_type=client_credentials&client_id=the+id&client_secret=a%26b%3Dc',
      },
    ]);
  });

  it('are kept until half a minute before their end', async () => {
    expect(await after(0)).to.equal('token-1');
    expect(await after(270 * SECOND - 1)).to.equal('token-1');
    expect(await after(1)).to.equal('token-2');
  });

  it('of a short life are kept for half of it, from when they were asked for', async () => {
    answer = () => {
      passed += 4 * SECOND;
      return given({ access_token: `token-${posted.length}`, expires_in: 20 });
    };
    await after(0);
    expect(await after(6 * SECOND - 1)).to.equal('token-1');
    expect(await after(1)).to.equal('token-2');
  });

  it('that do not say how long they are good for are kept for some minutes', async () => {
    answer = () => given({ access_token: `token-${posted.length}` });
    await after(0);
    expect(await after(200 * SECOND)).to.equal('token-1');
    expect(await after(100 * SECOND)).to.equal('token-2');
  });

  it('are fetched once for all who wait, however long that takes, and anew after it failed', async () => {
    let fail = (): void => undefined;
    answer = () => new Promise((resolve) => (fail = () => resolve(E.left({ _tag: 'NoAnswer', code: 'TimeoutError' }))));
    const waiting = [tokens.current(), tokens.current(), tokens.current()];
    passed += 8 * SECOND;
    waiting.push(tokens.current());
    fail();
    expect(await Promise.all(waiting)).to.deep.equal(
      waiting.map(() => E.left({ _tag: 'Silent', detail: 'the token URL: TimeoutError' })),
    );
    expect(posted).to.have.length(1);
    answer = () => given({ access_token: 'another', expires_in: 300 });
    expect(await after(0)).to.equal('another');
  });

  it('are forgotten by name: who was refused with an older one drops nothing', async () => {
    await after(0);
    tokens.drop('token-1');
    expect(await after(0)).to.equal('token-2');
    tokens.drop('token-1');
    expect(await after(0)).to.equal('token-2');
  });

  it('are none where the text would not be a header, or is no token', async () => {
    for (const body of [{ access_token: 'a\nb' }, { access_token: '' }, { access_token: 7 }, [], { expires_in: 5 }]) {
      answer = () => given(body);
      expect(await tokens.current()).to.deep.equal(
        E.left({ _tag: 'Silent', detail: 'the token URL: HTTP status 200 and no token' }),
      );
    }
  });
});
