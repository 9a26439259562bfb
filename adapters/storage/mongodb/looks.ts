/** What is needed of a client to see that the driver's look at a server never ends, and to begin anew. */
export type LookingClient = {
  readonly on: (
    event: 'serverHeartbeatStarted' | 'serverHeartbeatSucceeded' | 'serverHeartbeatFailed',
    listener: (look: { readonly connectionId: string }) => void,
  ) => unknown;
  readonly connect: () => Promise<unknown>;
  readonly close: () => Promise<void>;
};

type Rules = {
  /** For how many milliseconds no server that takes writes has been there. */
  readonly awayFor: () => number;
  /** Longer than any look takes that ends, in milliseconds. */
  readonly patience: number;
  /** Between two attempts to begin anew, in milliseconds. */
  readonly pause: number;
};

const moment = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => void setTimeout(resolve, milliseconds).unref());

/**
 * Begins anew where the driver would never look at its server again. It looks by a connection of its own, one look after
 * the other, and one that is closed as soon as it is taken, as a balancer without a server behind it does, may leave its
 * look without any end: then nobody is told that the server is back. Answers how to leave off.
 */
export const mendLooks = (client: LookingClient, { awayFor, patience, pause }: Rules): (() => void) => {
  const looks = new Map<string, NodeJS.Timeout>();
  let [isMending, isOver] = [false, false];

  const end = (server: string): void => {
    clearInterval(looks.get(server));
    looks.delete(server);
  };

  const beginAnew = async (): Promise<void> => {
    isMending = true;
    for (const server of looks.keys()) end(server);
    for (let isThere = false; !isThere && !isOver;) {
      // What it cannot close properly it has let go all the same.
      await client.close().catch(() => undefined);
      isThere = await client.connect().then(
        () => true,
        () => false,
      );
      if (!isThere) await moment(pause);
    }
    isMending = false;
    if (isOver) await client.close();
  };

  client.on('serverHeartbeatStarted', ({ connectionId: server }) => {
    end(server);
    if (isOver) return;
    const look = setInterval(() => {
      if (awayFor() > 0 && !isMending) void beginAnew();
    }, patience);
    looks.set(server, look.unref());
  });
  client.on('serverHeartbeatSucceeded', ({ connectionId: server }) => end(server));
  client.on('serverHeartbeatFailed', ({ connectionId: server }) => end(server));

  return () => {
    isOver = true;
    for (const server of looks.keys()) end(server);
  };
};
