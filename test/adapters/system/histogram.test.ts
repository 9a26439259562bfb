import { expect } from 'chai';
import { makeHistogram } from '../../../adapters/system/histogram.js';

const make = () => makeHistogram('took_seconds', 'How long it took.', ['route', 'status'], [0.1, 1]);

describe('a histogram', () => {
  it('counts a value in each bucket that it does not exceed, and every value in the last', () => {
    const { observe, text } = make();
    for (const value of [0.05, 0.1, 0.5, 3]) observe(value, '/offers', '201');
    expect(text().split('\n')).to.deep.equal([
      '# HELP took_seconds How long it took.',
      '# TYPE took_seconds histogram',
      'took_seconds_bucket{le="0.1",route="/offers",status="201"} 2',
      'took_seconds_bucket{le="1",route="/offers",status="201"} 3',
      'took_seconds_bucket{le="+Inf",route="/offers",status="201"} 4',
      'took_seconds_sum{route="/offers",status="201"} 3.65',
      'took_seconds_count{route="/offers",status="201"} 4',
      '',
    ]);
  });

  it('keeps each combination of labels apart', () => {
    const { observe, text } = make();
    observe(1, 'a', 'b');
    observe(1, 'b', 'a');
    observe(1, 'b', 'a');
    expect(text()).to.contain('took_seconds_count{route="a",status="b"} 1\n');
    expect(text()).to.contain('took_seconds_count{route="b",status="a"} 2\n');
  });

  it('escapes what would end the value of a label', () => {
    const { observe, text } = make();
    observe(1, 'a"b\\c\nd', '');
    expect(text()).to.contain('took_seconds_count{route="a\\"b\\\\c\\nd",status=""} 1\n');
  });

  it('has no row before the first value', () => {
    expect(make().text()).to.equal('# HELP took_seconds How long it took.\n# TYPE took_seconds histogram\n');
  });
});
