// Runs the built output once over HTTP, as an operator would: first start, key, offer, booking, label, cancel, stop.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const main = resolve('dist/config/main.js');
const { demoCardText } = await import(resolve('dist/config/demo-card.js'));
const { starterSettingsText } = await import(resolve('dist/config/starter-settings.js'));
const example = (name) => readFileSync(resolve('docs/examples', name), 'utf8');
const [offersRequest, bookingRequest] = [example('offers.json'), example('booking.json')];
const say = (text) => console.log(`  ${text}`);

// What a first start writes, but on free ports: another Longshore may run here.
const folder = mkdtempSync(join(tmpdir(), 'longshore-smoke-'));
writeFileSync(join(folder, 'rate-card.yaml'), demoCardText);
const settings = starterSettingsText.replace('port: 8080', 'port: 0');
assert.notEqual(settings, starterSettingsText);
writeFileSync(join(folder, 'longshore.yaml'), `${settings}\nmetrics:\n  port: 0\n`);

const server = spawn(process.execPath, [main, 'serve'], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
const ended = new Promise((done) => server.once('exit', (code, signal) => done(code ?? signal)));
const patience = setTimeout(() => server.kill('SIGKILL'), 60_000);

/** The base URL that the server says it listens on. */
const listening = async () => {
  let said = '';
  for await (const part of server.stderr.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
    said += part;
    const found = /listens on (http:\S+)/.exec(said);
    if (found !== null) return found[1];
  }
  throw new Error(`the server ended before it listened (${await ended}): ${said}`);
};

try {
  const base = await listening();
  server.stderr.resume();
  assert.equal((await fetch(`${base}/health/ready`)).status, 200);
  say(`ready on ${base}`);

  const specification = await (await fetch(`${base}/openapi.json`)).text();
  if (process.argv[2] !== undefined) writeFileSync(process.argv[2], specification);

  const { stdout } = await run(process.execPath, [main, 'keys', 'create'], { cwd: folder });
  const post = (path, body) =>
    fetch(`${base}/api/integrations/newstore/v1/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${stdout.trim()}`, 'content-type': 'application/json' },
      body,
    });

  const offered = await post('shipping_offers', offersRequest);
  assert.equal(offered.status, 201);
  const [offer] = await offered.json();
  say(`offer: ${offer.quote.price} ${offer.quote.currency}`);

  const request = JSON.stringify({ ...JSON.parse(bookingRequest), offer: offer.offer });
  const booked = await post('shipments', request);
  assert.equal(booked.status, 201);
  const text = await booked.text();
  const { tracking_code: code, label_url: url } = JSON.parse(text);
  assert.equal(await (await post('shipments', request)).text(), text, 'a repeated booking gets the same answer');
  say(`booking: ${code}, and again the same`);

  const label = await fetch(url.replace(/^http:\/\/[^/]+/, base));
  assert.equal(label.status, 200);
  writeFileSync(join(folder, 'label.pdf'), Buffer.from(await label.arrayBuffer()));
  await run('pdftoppm', ['-png', '-r', '203', '-singlefile', 'label.pdf', 'label'], { cwd: folder });
  const scanned = await run('zbarimg', ['-q', '--raw', 'label.png'], { cwd: folder });
  assert.equal(scanned.stdout.trim(), `00${code}`, 'the label carries the SSCC under application identifier 00');
  say(`label: scans as (00)${code}`);

  assert.equal((await post(`shipments/${code}/_cancel`)).status, 200);
  assert.equal((await fetch(label.url)).status, 404, 'the label of a cancelled booking is gone');
  say('cancel: done, and the label is gone');
} finally {
  server.kill('SIGTERM');
  assert.equal(await ended, 0, 'SIGTERM ends the server with 0');
  clearTimeout(patience);
  rmSync(folder, { recursive: true, force: true });
}
say('stop: exit code 0');
