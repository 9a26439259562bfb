import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/**
 * `open`: everything goes through. `deaf`: requests go through, and the first answer ends the connection unheard, unless
 * it is to a greeting: by those a MongoDB driver looks now and then whether its server is there. `still`: nothing goes
 * through any more, and nobody is told. `shut`: nobody is there.
 */
export type ProxyMode = 'open' | 'deaf' | 'still' | 'shut';

/** Stands before a server, and fails in the ways in which networks and servers do. */
export type TcpProxy = {
  readonly port: number;
  readonly set: (mode: ProxyMode) => void;
  /** All bytes that went to the server since it was last asked. */
  readonly requests: () => Buffer;
  readonly close: () => Promise<void>;
};

const isGreeting = (request: Buffer): boolean => request.includes('hello') || request.includes('ismaster');

export const openProxy = async (host: string, port: number): Promise<TcpProxy> => {
  let mode: ProxyMode = 'open';
  let requests: Buffer[] = [];
  const sockets = new Set<Socket>();
  const track = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    return socket;
  };

  const server = createServer((client) => {
    track(client);
    if (mode === 'shut') {
      client.destroy();
      return;
    }
    const upstream = track(connect(port, host));
    let hasGreeted = false;
    client.on('data', (chunk: Buffer) => {
      if (mode === 'still') return;
      requests.push(chunk);
      hasGreeted = isGreeting(chunk);
      upstream.write(chunk);
    });
    upstream.on('data', (chunk: Buffer) => {
      if (mode === 'open' || (mode === 'deaf' && hasGreeted)) client.write(chunk);
      else if (mode === 'deaf') client.destroy();
    });
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    set: (next) => {
      mode = next;
      if (mode === 'shut') for (const socket of sockets) socket.destroy();
    },
    requests: () => {
      const all = Buffer.concat(requests);
      requests = [];
      return all;
    },
    close: async () => {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
};
