import { expect } from 'chai';
import { faultLine } from '../../config/settings-fault.js';

describe('a fault of the settings in one line', () => {
  it('says where, what stands there and what to do, of a key as of the whole file', () => {
    const words = { found: 'nothing', mend: 'write it' };
    expect(faultLine('a.yaml', { path: 'listen.port', line: 3, column: 9, ...words })).to.equal(
      'a.yaml:3:9 listen.port: found nothing; write it',
    );
    expect(faultLine('a.yaml', { path: '', line: 3, column: 9, ...words })).to.equal(
      'a.yaml:3:9: found nothing; write it',
    );
    expect(faultLine('a.yaml', { path: '', ...words })).to.equal('a.yaml: found nothing; write it');
  });
});
