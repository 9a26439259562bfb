const inside = (...folders) => `^(${folders.join('|')})/`;
const npm = (...names) => `node_modules/(${names.join('|')})/`;
const error = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

/** The half of fp-ts that runs no effects. */
const pureFpTs =
  'node_modules/fp-ts/lib/(?!(index|Console|Date|Random|Task|TaskEither|TaskOption|Reader\\w*|State\\w*|IO\\w*)\\.)';

/** A port may name what crosses it: the domain's types and a TaskEither. */
module.exports = {
  forbidden: [
    error(
      'domain-is-pure',
      'The domain knows itself and the synchronous half of fp-ts.',
      { path: inside('domain') },
      { pathNot: [inside('domain'), pureFpTs] },
    ),
    error(
      'application-knows-only-the-domain',
      'Use cases reach the outside through application/ports.',
      { path: inside('application') },
      { pathNot: [inside('domain', 'application'), npm('fp-ts')] },
    ),
    error(
      'ports-do-not-know-use-cases',
      'A port is shaped by need, not by one user of it.',
      { path: '^application/ports/' },
      { path: '^application/(?!ports/)' },
    ),
    error(
      'adapters-are-strangers',
      'What adapters share is in the inside, or in adapters/codec.',
      { path: '^adapters/([^/]+)/' },
      { path: '^adapters/', pathNot: ['^adapters/$1/', '^adapters/codec/'] },
    ),
    error(
      'siblings-are-strangers',
      'A storage does not know another, nor a carrier another, nor a surface another.',
      { path: '^adapters/(storage|carriers|http)/([^/]+)/' },
      { path: '^adapters/(storage|carriers|http)/[^/]+/', pathNot: ['^adapters/$1/$2/', '^adapters/http/middleware/'] },
    ),
    error(
      'driven-adapters-see-ports-only',
      'Only the driving side calls use cases.',
      { path: '^adapters/', pathNot: '^adapters/http/' },
      { path: '^application/(?!ports/)' },
    ),
    error(
      'only-config-wires',
      'Inversify is the composition root and stays there.',
      { pathNot: inside('config') },
      { path: npm('inversify', 'reflect-metadata') },
    ),
    error(
      'nobody-imports-config',
      'The root knows all; nobody knows the root.',
      { pathNot: inside('config', 'test', 'bench') },
      { path: inside('config') },
    ),
    error(
      'koa-lives-in-http',
      'The web framework is a detail of one adapter.',
      { pathNot: '^(adapters/http|test|bench)/' },
      { path: npm('koa', '@koa') },
    ),
    error(
      'sqlite-lives-in-its-storage',
      'The database driver is a detail of one adapter.',
      { pathNot: '^(adapters/storage/sqlite|test|bench)/' },
      { path: npm('@photostructure') },
    ),
    error(
      'mongodb-lives-in-its-storage',
      'The database driver is a detail of one adapter.',
      { pathNot: '^(adapters/storage/mongodb|test|bench)/' },
      { path: npm('mongodb', 'bson') },
    ),
    error(
      'no-test-in-production',
      'Test doubles never ship.',
      { pathNot: inside('test', 'bench') },
      { path: inside('test') },
    ),
    error(
      'no-dev-dependency-in-production',
      'What production imports is a dependency.',
      { pathNot: inside('test', 'bench') },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    ),
    error('no-circular', 'A circle has no inside.', {}, { circular: true }),
    error(
      'no-orphans',
      'What nobody imports goes.',
      { orphan: true, pathNot: ['[.]test[.]ts$', '^config/main[.]ts$'] },
      {},
    ),
    error('no-unresolvable', 'An import that does not resolve fails in production.', {}, { couldNotResolve: true }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|[.]build)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
