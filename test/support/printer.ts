import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

/** What a printer does with a connection; nothing is read of it unless it says so. */
type Manner = (socket: Socket) => void;

export type Printer = {
  readonly port: number;
  /** What was sent, connection by connection. */
  readonly received: readonly string[];
  /** Once so many connections have ended. */
  readonly finished: (count: number) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** A printer on loopback. It takes all that it is sent, unless it has another manner. */
export const aPrinter = async (manner?: Manner): Promise<Printer> => {
  const received: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    if (manner !== undefined) {
      manner(socket);
      return;
    }
    let text = '';
    socket.setEncoding('latin1').on('data', (chunk) => (text += chunk.toString()));
    socket.on('end', () => {
      received.push(text);
      server.emit('printed');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    received,
    finished: async (count) => {
      while (received.length < count) await once(server, 'printed');
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
};
