// The built program in a folder of its own, as a first start leaves it, but on free ports: another Longshore may run here.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const main = resolve('dist/config/main.js');
const { demoCardText } = await import(resolve('dist/config/demo-card.js'));
const { starterSettingsText } = await import(resolve('dist/config/starter-settings.js'));

/** The base URL that the server says it listens on. */
const listening = async (server, ended) => {
  let said = '';
  for await (const part of server.stderr.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
    said += part;
    const found = /listens on (http:\S+)/.exec(said);
    if (found !== null) return found[1];
  }
  throw new Error(`the server ended before it listened (${await ended}): ${said}`);
};

/** Serves while `use` works with its base URL, its folder and a way to run commands beside it; ends it within a time. */
export const whileServing = async (seconds, use) => {
  const folder = mkdtempSync(join(tmpdir(), 'longshore-ci-'));
  writeFileSync(join(folder, 'rate-card.yaml'), demoCardText);
  const settings = starterSettingsText.replace('port: 8080', 'port: 0');
  assert.notEqual(settings, starterSettingsText);
  writeFileSync(join(folder, 'longshore.yaml'), `${settings}\nmetrics:\n  port: 0\n`);
  const server = spawn(process.execPath, [main, 'serve'], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise((done) => server.once('exit', (code, signal) => done(code ?? signal)));
  const patience = setTimeout(() => server.kill('SIGKILL'), seconds * 1000);
  try {
    const base = await listening(server, ended);
    server.stderr.resume();
    const longshore = async (...words) =>
      (await run(process.execPath, [main, ...words], { cwd: folder })).stdout.trim();
    await use({ base, folder, longshore });
  } finally {
    server.kill('SIGTERM');
    assert.equal(await ended, 0, 'SIGTERM ends the server with 0');
    clearTimeout(patience);
    rmSync(folder, { recursive: true, force: true });
  }
};
