// Prints what the program is made of, as CycloneDX: every package of production by name, version, license and digest, from
// the lock file alone. The same lock file gives the same bytes: no time is in it, and its serial number is made from it.
//   npm run -s sbom > longshore.cdx.json
// Not `npm sbom --omit dev`: npm 11 leaves out what a package for development needs too, such as commander.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const text = readFileSync('package-lock.json', 'utf8');
const { name, version, packages } = JSON.parse(text);

const purlOf = (one, at) => `pkg:npm/${one.replace('@', '%40')}@${at}`;

const componentOf = ([path, { version: at, license, integrity, optional }]) => {
  const one = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
  const [algorithm, digest] = integrity.split('-');
  return {
    type: 'library',
    // Two places may hold one version, and each has a reference of its own.
    'bom-ref': path,
    name: one,
    version: at,
    scope: optional === true ? 'optional' : 'required',
    hashes: [{ alg: algorithm.replace('sha', 'SHA-'), content: Buffer.from(digest, 'base64').toString('hex') }],
    ...(license === undefined ? {} : { licenses: [{ expression: license }] }),
    purl: purlOf(one, at),
  };
};

const hex = createHash('sha256').update(text).digest('hex');
const serial = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)];
const bill = {
  $schema: 'http://cyclonedx.org/schema/bom-1.5.schema.json',
  bomFormat: 'CycloneDX',
  specVersion: '1.5',
  serialNumber: `urn:uuid:${serial.join('-')}`,
  version: 1,
  metadata: { component: { type: 'application', 'bom-ref': 'longshore', name, version, purl: purlOf(name, version) } },
  components: Object.entries(packages)
    .filter(([path, { dev }]) => path !== '' && dev !== true)
    .map(componentOf),
};
process.stdout.write(`${JSON.stringify(bill, null, 2)}\n`);
