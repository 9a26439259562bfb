import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUILT, makeHubFolder, RATES, type HubFolder } from './hub-folder.js';
import { load, percentile, post, type Exchange, type Load } from './load.js';
import { leaveServersAlone, startServer, type ServerProcess } from './processes.js';
import { machine, median, nodeOptions, option, print, table, whole } from './report.js';
import { expectedPrice, offersRequest } from './requests.js';

/**
 * Offers a second over HTTP, against a bare `node:http` server that parses the same requests and writes answers of the
 * same size. The two take turns, so that what slows the machine slows both.
 */
const CONNECTIONS = 64;
const PATH = '/api/integrations/newstore/v1/shipping_offers';
const REQUESTS = 1_024;
const WARM = 12_000;
const RAW = new URL('raw-server.js', import.meta.url).pathname;

type Rate = keyof typeof RATES;

type WireOffer = {
  readonly offer: string;
  readonly provider_rate: string;
  readonly service_level: string;
  readonly delivery_estimate: { readonly starts_at: string; readonly ends_at: string; readonly expires_at: string };
  readonly quote: { readonly price: number; readonly currency: string };
};

/** Cheapest first, as the card's services are. */
const offersFault =
  (turn: number, rate: Rate) =>
  (status: number, body: string): string | undefined => {
    if (status !== 201) return 'not a 201';
    const offers = JSON.parse(body) as readonly WireOffer[];
    if (offers.length !== RATES[rate]) return `not ${RATES[rate]} offers`;
    const isRight = offers.every(
      ({ offer, provider_rate, quote, delivery_estimate }, service) =>
        provider_rate === rate &&
        quote.price === expectedPrice(turn, service) &&
        offer.startsWith('ls1.') &&
        delivery_estimate.starts_at < delivery_estimate.ends_at,
    );
    return isRight ? undefined : `not as the card says for turn ${turn}`;
  };

const rawFault = (rate: Rate) => (status: number, body: string) =>
  status === 201 && (JSON.parse(body) as readonly unknown[]).length === RATES[rate] ? undefined : 'not the raw answer';

type FaultOf = (turn: number) => Exchange['fault'];

const exchanges = (key: string, rate: Rate, faultOf: FaultOf): (() => Exchange) => {
  const all = Array.from({ length: REQUESTS }, (_, turn) => ({
    bytes: post(PATH, key, offersRequest(turn, rate)),
    fault: faultOf(turn),
  }));
  let turn = 0;
  return () => all[(turn += 1) % REQUESTS] as Exchange;
};

/** What one server did under load; `cpu` is microseconds of processor time for an answer, `busy` its share of a processor. */
type Measured = Load & { readonly cpu: number; readonly busy: number; readonly memory: number };

const measure = async (server: ServerProcess, seconds: number, next: () => Exchange): Promise<Measured> => {
  const before = server.cpu();
  const loaded = await load(server.port, CONNECTIONS, seconds, next);
  const used = server.cpu() - before;
  return {
    ...loaded,
    cpu: (used / loaded.answers) * 1e6,
    busy: used / loaded.seconds,
    memory: server.memory(),
  };
};

/** By answers and not by time: beside other work a server is compiled as much later as it is slower. */
const warm = async (server: ServerProcess, next: () => Exchange): Promise<void> => {
  for (let answers = 0; answers < WARM;) answers += (await load(server.port, CONNECTIONS, 1, next)).answers;
};

const sampleAnswer = async (hub: ServerProcess, key: string, rate: Rate): Promise<string> => {
  const response = await fetch(`http://127.0.0.1:${hub.port}${PATH}`, {
    method: 'POST',
    headers: { Authorization: key, 'Content-Type': 'application/json' },
    body: offersRequest(0, rate),
  });
  return response.text();
};

const perSecond = ({ answers, seconds }: Load): number => answers / seconds;

const row = (name: string, all: readonly Measured[], ratio: string): readonly string[] => {
  const of = (value: (one: Measured) => number): number => median(all.map(value));
  return [
    name,
    whole(of(perSecond)),
    ratio,
    of(({ cpu }) => cpu).toFixed(1),
    `${Math.round(of(({ busy }) => busy) * 100)} %`,
    of(({ latencies }) => percentile(latencies, 0.5)).toFixed(2),
    of(({ latencies }) => percentile(latencies, 0.99)).toFixed(2),
    Math.max(...all.map(({ memory }) => memory)).toFixed(0),
  ];
};

const compare = async (hub: ServerProcess, { path, key }: HubFolder, rate: Rate) => {
  const file = join(path, `${rate}.json`);
  writeFileSync(file, await sampleAnswer(hub, key, rate));
  const raw = await startServer([RAW, file], path);
  const [askRaw, askHub] = [
    exchanges(key, rate, () => rawFault(rate)),
    exchanges(key, rate, (turn) => offersFault(turn, rate)),
  ];
  const [rounds, seconds] = [option('rounds', 5), option('seconds', 5)];
  await warm(raw, askRaw);
  await warm(hub, askHub);
  const pairs: { readonly raw: Measured; readonly hub: Measured }[] = [];
  for (let round = 0; round < rounds; round += 1)
    pairs.push({ raw: await measure(raw, seconds, askRaw), hub: await measure(hub, seconds, askHub) });
  await raw.stop();

  // As often as Longshore, and no oftener: each answer then wakes the caller, and finds less of itself in the caches.
  const beside = Math.round(median(pairs.map((pair) => pair.hub.cpu - pair.raw.cpu)));
  const busyRaw = await startServer([RAW, file, String(beside)], path);
  await warm(busyRaw, askRaw);
  const busy: Measured[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const measured = await measure(busyRaw, seconds, askRaw);
    busy.push({ ...measured, cpu: measured.cpu - beside });
  }
  await busyRaw.stop();

  const ofRaw = median(pairs.map((pair) => perSecond(pair.hub) / perSecond(pair.raw)));
  const ofRawCpu = median(pairs.map((pair) => pair.raw.cpu / pair.hub.cpu));
  const services = RATES[rate] === 1 ? 'one service' : `${RATES[rate]} services`;
  return [
    row(
      `raw, ${services}`,
      pairs.map((pair) => pair.raw),
      '1.00',
    ),
    row(`raw beside ${beside} µs of other work, which is left out`, busy, ''),
    row(
      `Longshore, ${services}`,
      pairs.map((pair) => pair.hub),
      `${ofRaw.toFixed(2)} (${ofRawCpu.toFixed(2)})`,
    ),
  ];
};

leaveServersAlone();
const folder = makeHubFolder();
try {
  const hub = await startServer([...nodeOptions(), '--enable-source-maps', BUILT, 'serve'], folder.path);
  const rows = [...(await compare(hub, folder, 'ONE')), ...(await compare(hub, folder, 'TEN'))];
  await hub.stop();
  print(machine());
  print('');
  print(table(['server', 'answers/s', 'of raw (by CPU)', 'CPU µs/answer', 'CPU', 'p50 ms', 'p99 ms', 'RSS MB'], rows));
} finally {
  folder.remove();
}
