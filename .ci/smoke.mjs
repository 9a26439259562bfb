// Runs the built output once over HTTP, as an operator would: first start, key, offer, booking, label, cancel, stop.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { whileServing } from './serving.mjs';

const run = promisify(execFile);
const example = (name) => readFileSync(resolve('docs/examples', name), 'utf8');
const [offersRequest, bookingRequest] = [example('offers.json'), example('booking.json')];
const say = (text) => console.log(`  ${text}`);

await whileServing(60, async ({ base, folder, longshore }) => {
  assert.equal((await fetch(`${base}/health/ready`)).status, 200);
  say(`ready on ${base}`);

  const specification = await (await fetch(`${base}/openapi.json`)).text();
  if (process.argv[2] !== undefined) writeFileSync(process.argv[2], specification);

  const key = await longshore('keys', 'create');
  const post = (path, body) =>
    fetch(`${base}/api/integrations/newstore/v1/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
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
});
say('stop: exit code 0');
