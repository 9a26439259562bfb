// Schemathesis against the built server and its own description: node .ci/schemathesis.mjs <path of st> <seed>
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { whileServing } from './serving.mjs';

const [program = 'st', seed = '1', ...more] = process.argv.slice(2);
const example = (name) => readFileSync(resolve('docs/examples', name), 'utf8');

/**
 * Each key opens the routes of its role; that a route refuses whoever has none is checked as well. A request that fits the
 * schema may still be refused, with 400 as NewStore has it: an address that is none, a route that nobody serves.
 */
const settings = (newstore, operator, { code, capability }) => `
seed = ${seed}
request-timeout = 20.0
continue-on-failure = true
headers = { Authorization = "${newstore}" }

[generation]
max-examples = 60

[phases.stateful]
enabled = false

[checks.positive_data_acceptance]
enabled = false

[[operations]]
include-tag = "operator"
headers = { Authorization = "${operator}" }

[[operations]]
include-operation-id = "explainOffers"
parameters = { request_id = "asked" }

[[operations]]
include-operation-id = "cancelShipment"
parameters = { tracking_code = "${code}" }

[[operations]]
include-operation-id = "getLabel"
parameters = { capability = "${capability}" }
`;

/** The description as it is served, with a body for each webhook that gets more than a refusal. */
const description = async (base) => {
  const document = await (await fetch(`${base}/openapi.json`)).json();
  for (const [path, name] of [
    ['shipping_offers', 'offers.json'],
    ['shipments', 'booking.json'],
  ])
    document.paths[`/api/integrations/newstore/v1/${path}`].post.requestBody.content['application/json'].example =
      JSON.parse(example(name));
  return JSON.stringify(document);
};

await whileServing(170, async ({ base, folder, longshore }) => {
  const newstore = await longshore('keys', 'create');
  const operator = await longshore('keys', 'create', '--role', 'operator');
  const post = async (path, body) => {
    const answer = await fetch(`${base}/api/integrations/newstore/v1/${path}`, {
      method: 'POST',
      headers: { authorization: newstore, 'content-type': 'application/json', 'x-request-id': 'asked' },
      body,
    });
    assert.equal(answer.status, 201);
    return answer.json();
  };
  await post('shipping_offers', example('offers.json'));
  const { tracking_code: code } = await post('shipments', example('booking.json'));
  // The label of one that is not cancelled.
  const { label_url: url } = await post(
    'shipments',
    example('booking.json').replace(/("external_order_id": *")/, '$1kept-'),
  );
  const capability = /([^/]+)\.pdf$/.exec(url)[1];
  writeFileSync(join(folder, 'schemathesis.toml'), settings(newstore, operator, { code, capability }));
  writeFileSync(join(folder, 'openapi.json'), await description(base));
  const words = ['--config-file', 'schemathesis.toml', 'run', 'openapi.json', '--url', base, ...more];
  const child = spawn(program, words, { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] });
  const ended = await new Promise((done) => child.once('close', done));
  assert.equal(ended, 0, 'Schemathesis has found something');
});
