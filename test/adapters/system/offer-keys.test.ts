import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { loadOfferKeys, OFFER_KEYS_FILE } from '../../../adapters/system/offer-keys.js';

const run = promisify(execFile);

describe('the offer keys of a data folder', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'longshore-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('are made once, and are the same at every later start', () => {
    const data = join(folder, 'a', 'b');
    const first = loadOfferKeys(data);
    expect(E.isRight(first) && first.right).to.have.length(1);
    expect(loadOfferKeys(data)).to.deep.equal(first);
    expect(readdirSync(data)).to.deep.equal([OFFER_KEYS_FILE]);
  });

  it('differ between folders', () => {
    expect(loadOfferKeys(join(folder, 'a'))).to.not.deep.equal(loadOfferKeys(join(folder, 'b')));
  });

  it('are readable by their user alone', function () {
    if (process.platform === 'win32') this.skip();
    loadOfferKeys(folder);
    expect(statSync(join(folder, OFFER_KEYS_FILE)).mode & 0o777).to.equal(0o600);
  });

  it('are the same for starts that race', async () => {
    const module = new URL('../../../adapters/system/offer-keys.js', import.meta.url).href;
    const script = `import('${module}').then(({ loadOfferKeys }) => console.log(JSON.stringify(loadOfferKeys(${JSON.stringify(folder)}))))`;
    const starts = await Promise.all(Array.from({ length: 4 }, () => run(process.execPath, ['-e', script])));
    const seen = new Set(starts.map(({ stdout }) => stdout.trim()));
    expect(seen.size).to.equal(1);
    expect(JSON.parse([...seen][0]!)).to.have.property('_tag', 'Right');
    expect(readdirSync(folder)).to.deep.equal([OFFER_KEYS_FILE]);
  });

  it('are never made anew over a file that cannot be understood', () => {
    const good = { id: 'k1', secret: 'a secret of more than 32 characters' };
    for (const text of [
      '',
      '{"keys":[]}',
      'CANARY',
      '{"keys":[{"id":"a.b","secret":"x"}]}',
      JSON.stringify({ keys: [good, good] }),
    ]) {
      writeFileSync(join(folder, OFFER_KEYS_FILE), text);
      const keys = loadOfferKeys(folder);
      expect(E.isLeft(keys) && keys.left.reason, text).to.equal('malformed');
      expect(JSON.stringify(keys)).to.not.contain('CANARY');
    }
  });

  it('keep their order: the first is the one that signs', () => {
    const keys = ['k2', 'k1'].map((id) => ({ id, secret: `a secret of more than 32 characters, ${id}` }));
    writeFileSync(join(folder, OFFER_KEYS_FILE), JSON.stringify({ keys }));
    expect(loadOfferKeys(folder)).to.deep.equal(E.right(keys));
  });
});
