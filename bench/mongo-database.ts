import { randomBytes } from 'node:crypto';
import { MongoClient } from 'mongodb';

/** Any MongoDB server that benchmarks may make databases on, and drop them. */
export const mongoServer = process.env['LONGSHORE_TEST_MONGODB_URI'];

/** A database that nobody has used. */
export type FreshDatabase = { readonly uri: string; readonly drop: () => Promise<void> };

export const freshDatabase = (server: string): FreshDatabase => {
  const name = `longshore_bench_${randomBytes(6).toString('hex')}`;
  const uri = server.replace(/^(mongodb(?:\+srv)?:\/\/[^/?]+)\/?[^?]*/, `$1/${name}`);
  const drop = async (): Promise<void> => {
    const client = await new MongoClient(uri).connect();
    await client.db(name).dropDatabase();
    await client.close();
  };
  return { uri, drop };
};

/** Settings of a hub on it, for any number of processes. */
export const mongoSettings = (uri: string): string => `
storage: { kind: mongodb, uri: '${uri}' }
offers: { signing_keys: [{ id: bench, secret: ${'bench-'.repeat(8)} }] }`;
