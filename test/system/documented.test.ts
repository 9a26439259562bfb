import { expect } from 'chai';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { aFolder } from '../support/folder.js';
import { longshore } from '../support/serving.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Each `npx longshore ...` of the documents, without what is only an example of a value. */
const written = (): ReadonlyMap<string, ReadonlySet<string>> => {
  const names = ['README.md', ...readdirSync(join(root, 'docs')).map((name) => join('docs', name))];
  const lines = names
    .filter((name) => name.endsWith('.md'))
    .flatMap((name) => [
      ...readFileSync(join(root, name), 'utf8').matchAll(/npx longshore((?: [a-z]+(?![\w.-]))+)([^`#\n]*)/g),
    ]);
  const commands = new Map<string, Set<string>>();
  for (const [, words = '', rest = ''] of lines) {
    const command = words.trim();
    const flags = commands.get(command) ?? new Set<string>();
    for (const [flag] of rest.matchAll(/--[a-z-]+/g)) flags.add(flag);
    commands.set(command, flags);
  }
  return commands;
};

describe('the command lines of the documents', () => {
  it('are those of the program, options included', async () => {
    const { folder, remove } = aFolder();
    const commands = [...written()];
    expect(commands.length).to.be.greaterThan(15);
    for (const [command, flags] of commands) {
      const { code, stdout } = await longshore(folder, [...command.split(' '), '--help']);
      expect([command, code]).to.deep.equal([command, 0]);
      expect(stdout).to.match(new RegExp(`^Usage: longshore ${command} `));
      expect([command, ...[...flags].filter((flag) => !stdout.includes(flag))]).to.deep.equal([command]);
    }
    remove();
  });
});
