import { expect } from 'chai';
import { createRequire } from 'node:module';
import { cruise, type ICruiseOptions, type ICruiseResult } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';

const require = createRequire(import.meta.url);
const root = new URL('../../../', import.meta.url);

describe('the dependency rule', () => {
  it('holds for every module, and was checked against more than a handful', async () => {
    const { forbidden, options } = require(new URL('.dependency-cruiser.cjs', root).pathname) as {
      forbidden: [];
      options: ICruiseOptions;
    };
    const { output } = await cruise(
      ['domain', 'application', 'adapters', 'config'],
      { ...options, baseDir: root.pathname, ruleSet: { forbidden }, validate: true },
      undefined,
      { tsConfig: extractTSConfig(new URL('tsconfig.json', root).pathname) },
    );
    const { summary } = output as ICruiseResult;
    expect(
      summary.violations.map((violation) => `${violation.rule.name}: ${violation.from} -> ${violation.to}`),
    ).to.deep.equal([]);
    expect(summary.totalCruised, 'an empty cruise proves nothing').to.be.greaterThan(20);
  });
});
