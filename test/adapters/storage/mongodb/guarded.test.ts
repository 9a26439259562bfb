import { expect } from 'chai';
import { MongoServerError } from 'mongodb';
import { guarded } from '../../../../adapters/storage/mongodb/guarded.js';

const answered = (code: number): MongoServerError => new MongoServerError({ message: 'no', code });

/** A write that fails with each of these in turn, then succeeds. */
const failing = (...failures: readonly Error[]) => {
  let sent = 0;
  return {
    sent: () => sent,
    write: async (): Promise<string> => {
      const failure = failures[sent];
      sent += 1;
      if (failure !== undefined) throw failure;
      return 'written';
    },
  };
};

const failureOf = (write: () => Promise<string>): Promise<unknown> =>
  guarded(write, 200).then(
    () => expect.fail('it was written'),
    (error: unknown) => error,
  );

describe('a write that its key or version guards', () => {
  it('is sent again when the server answers that it cannot be done now', async () => {
    const { write, sent } = failing(answered(112), answered(16_908_292));
    expect(await guarded(write, 10_000)).to.equal('written');
    expect(sent()).to.equal(3);
  });

  it('is not sent again for a duplicate, which is an answer', async () => {
    const { write, sent } = failing(answered(11_000));
    expect(await failureOf(write)).to.have.property('code', 11_000);
    expect(sent()).to.equal(1);
  });

  it('is not sent again without an answer, since the server may be away', async () => {
    const { write, sent } = failing(new Error('no answer in time'));
    expect(await failureOf(write)).to.have.property('message', 'no answer in time');
    expect(sent()).to.equal(1);
  });

  it('is given up while its caller still waits', async () => {
    const { write, sent } = failing(...Array.from({ length: 100 }, () => answered(112)));
    expect(await failureOf(write)).to.have.property('code', 112);
    expect(sent()).to.be.within(2, 99);
  });
});
