import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * The least that an answer to NewStore costs in Node: reads the body, parses it, and writes an answer from an object. The
 * object is read from the file that the command line names; so many microseconds of the processor are spent beside it for
 * each answer.
 */
const answer: unknown = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));
const beside = Number(process.argv[3] ?? 0);

const spend = (microseconds: number): void => {
  const before = process.cpuUsage();
  for (let spent = 0; spent < microseconds;) {
    const { user, system } = process.cpuUsage(before);
    spent = user + system;
  }
};

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { deliverables } = JSON.parse(Buffer.concat(chunks).toString()) as { readonly deliverables?: unknown };
    if (beside > 0) spend(beside);
    const body = JSON.stringify(answer);
    response.writeHead(Array.isArray(deliverables) ? 201 : 400, {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Length': Buffer.byteLength(body),
    });
    response.end(body);
  });
});

server.listen(0, '127.0.0.1', () => {
  process.stderr.write(`raw listens on http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
process.once('SIGTERM', () => process.exit(0));
