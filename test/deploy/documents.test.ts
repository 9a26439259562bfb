import { expect } from 'chai';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeMetrics } from '../../adapters/system/metrics.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const textOf = (name: string): string => readFileSync(join(root, name), 'utf8');
const documents = ['README.md', 'SECURITY.md', ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`)].filter(
  (name) => name.endsWith('.md'),
);

const sources = (): readonly string[] =>
  ['application', 'adapters', 'config'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true })
      .map(String)
      .filter((name) => name.endsWith('.ts'))
      .map((name) => textOf(join(folder, name))),
  );

describe('the documents', () => {
  const operations = textOf('docs/operations.md');

  it('name every event of the log', () => {
    const events = sources().flatMap((text) =>
      [...text.matchAll(/\blog(?:\.log)?\.(?:info|warn|error)\(\s*'([a-z_]+)'/g)].map(([, event]) => event),
    );
    expect(new Set(events).size, 'none found proves nothing').to.be.greaterThan(25);
    expect([...new Set(events)].filter((event) => !operations.includes(`\`${event}\``))).to.deep.equal([]);
  });

  it('name every metric of our own', async () => {
    const ours = (await makeMetrics().text()).match(/^# TYPE longshore_\w+/gm)?.map((line) => line.split(' ')[2]) ?? [];
    expect(ours.length).to.be.greaterThan(8);
    expect(ours.filter((name) => !operations.includes(`\`${name}\``))).to.deep.equal([]);
  });

  it('lead to files and headings that are there', () => {
    const anchorOf = (heading: string): string =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} -]/gu, '')
        .trim()
        .replaceAll(' ', '-');
    const broken = documents.flatMap((name) =>
      [...textOf(name).matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)/g)].flatMap(([link, path = '', anchor]) => {
        const target = path === '' ? name : join(name, '..', path);
        if (!existsSync(join(root, target))) return [`${name}: ${link}`];
        if (anchor === undefined) return [];
        const anchors = [...textOf(target).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));
        return anchors.includes(anchor) ? [] : [`${name}: ${link}`];
      }),
    );
    expect(broken).to.deep.equal([]);
  });
});
