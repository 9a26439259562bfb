import { expect } from 'chai';
import { makeGathering, type Gathering } from '../../../adapters/storage/gathering.js';
import { eventually } from '../../support/eventually.js';

describe('a gathering', () => {
  let steps: number[][];
  let lose: (items: readonly number[]) => number;
  let gathering: Gathering<number>;
  beforeEach(() => {
    steps = [];
    lose = () => 0;
    gathering = makeGathering<number>({
      ...{ queue: 10, wait: 5, step: 4 },
      store: async (items) => {
        steps.push([...items]);
        await Promise.resolve();
        return lose(items);
      },
    });
  });

  const add = (count: number): void => {
    for (let n = 0; n < count; n += 1) gathering.add(n);
  };

  it('stores what was added in its order, so many at a time', async () => {
    add(10);
    await gathering.flush();
    expect(steps).to.deep.equal([
      [0, 1, 2, 3],
      [4, 5, 6, 7],
      [8, 9],
    ]);
    expect(gathering.dropped()).to.equal(0);
  });

  it('stores without being asked to', async () => {
    add(1);
    await eventually(async () => expect(steps).to.deep.equal([[0]]));
  });

  it('drops and counts what comes while its queue is full', async () => {
    add(13);
    await gathering.flush();
    expect(steps.flat()).to.have.length(10);
    expect(gathering.dropped()).to.equal(3);
  });

  it('stores each item once, whoever else flushes at the same time', async () => {
    add(6);
    await Promise.all([gathering.flush(), gathering.flush(), gathering.flush()]);
    expect(steps.flat()).to.deep.equal([0, 1, 2, 3, 4, 5]);
  });

  it('counts what a step lost, and goes on', async () => {
    lose = () => 1;
    add(6);
    await gathering.flush();
    expect(steps.flat()).to.have.length(6);
    expect(gathering.dropped()).to.equal(2);
  });

  it('ends a flush with the first step that is lost whole, and tries the rest later', async () => {
    lose = (items) => items.length;
    add(10);
    await gathering.flush();
    expect(steps).to.have.length(1);
    expect(gathering.dropped()).to.equal(4);
    lose = () => 0;
    await eventually(async () => expect(steps).to.have.length(3));
    expect(gathering.dropped()).to.equal(4);
  });
});
