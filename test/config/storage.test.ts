import { expect } from 'chai';
import { storageWords } from '../../config/storage.js';

describe('the words for a storage', () => {
  it('say where it is, and no login', () => {
    expect(storageWords({ kind: 'sqlite', folder: '/srv/data' })).to.equal('sqlite in /srv/data');
    const uri = 'mongodb://shop:p%40ss@db-1:27017,db-2:27017/longshore?replicaSet=rs0';
    expect(storageWords({ kind: 'mongodb', uri, timeout: 1 })).to.equal('mongodb at db-1:27017,db-2:27017');
    expect(storageWords({ kind: 'mongodb', uri: 'mongodb+srv://db.example', timeout: 1 })).to.equal(
      'mongodb at db.example',
    );
  });
});
