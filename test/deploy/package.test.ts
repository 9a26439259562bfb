import { expect } from 'chai';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { demoCardText } from '../../config/demo-card.js';
import { decodeSettings } from '../../config/settings-file.js';
import { makeZones } from '../../adapters/system/zones.js';
import { rightOf } from '../support/either.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const textOf = (...names: readonly string[]): string => readFileSync(join(ROOT, ...names), 'utf8');

type Lock = { readonly packages: Readonly<Record<string, { readonly integrity?: string; readonly link?: boolean }>> };

describe('what is shipped', () => {
  const { dependencies, devDependencies } = JSON.parse(textOf('package.json')) as Readonly<
    Record<'dependencies' | 'devDependencies', Readonly<Record<string, string>>>
  >;

  it('names every package in one version and no range', () => {
    const exact = /^(npm:(@[\w.-]+\/)?[\w.-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/;
    const all = Object.entries({ ...dependencies, ...devDependencies });
    expect(all.filter(([, version]) => !exact.test(version))).to.deep.equal([]);
    expect(all.length).to.be.greaterThan(20);
  });

  it('has the digest of every package that it installs', () => {
    const { packages } = JSON.parse(textOf('package-lock.json')) as Lock;
    const installed = Object.entries(packages).filter(([path]) => path !== '');
    expect(installed.filter(([, { integrity }]) => integrity === undefined).map(([path]) => path)).to.deep.equal([]);
    expect(installed.length).to.be.greaterThan(100);
  });

  it('says what it is made of, in the same words each time', () => {
    const bill = (): string => execFileSync(process.execPath, ['deploy/sbom.mjs'], { cwd: ROOT, encoding: 'utf8' });
    const [first, second] = [bill(), bill()];
    expect(second).to.equal(first);
    const { components } = JSON.parse(first) as { readonly components: readonly { readonly name: string }[] };
    const names = components.map(({ name }) => name);
    expect(names).to.include.members(Object.keys(dependencies));
    expect(names).to.not.include('mocha');
  });

  const { http } = rightOf(
    decodeSettings(
      "house: { gs1_company_prefix: '9521234' }\naccounts: { a: { time_zone: UTC, carriers: { rate-card: { file: x } } } }",
      '/',
      { env: {}, readFile: () => demoCardText },
      makeZones(),
    ),
  );

  it('is given longer to end than it takes at most, by systemd and by the compose file', () => {
    const [, seconds] = /^TimeoutStopSec=(\d+)$/m.exec(textOf('deploy', 'systemd', 'longshore.service')) ?? [];
    expect(Number(seconds) * 1000).to.be.greaterThan(http.shutdownGrace);
    const [, patience] = /stop_grace_period: (\d+)s/.exec(textOf('compose.yaml')) ?? [];
    expect(Number(patience) * 1000).to.be.greaterThan(http.shutdownGrace);
  });

  it('goes into the image whole, and nothing else does', () => {
    const copied = [...textOf('deploy', 'Dockerfile').matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, names]) =>
      (names ?? '').split(' '),
    );
    const let_in = textOf('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1));
    expect(copied).to.have.members(let_in);
    expect(copied.filter((name) => !existsSync(join(ROOT, name)))).to.deep.equal([]);
  });
});
