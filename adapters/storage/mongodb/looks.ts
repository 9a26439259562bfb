type Look = { readonly connectionId: string };
type Connection = { readonly address: string; readonly connectionId: number | '<monitor>' };

/** What is needed of a client to see that a step of the driver never ends, and to begin anew. */
export type LookingClient = {
  on(
    event: 'serverHeartbeatStarted' | 'serverHeartbeatSucceeded' | 'serverHeartbeatFailed',
    listener: (look: Look) => void,
  ): unknown;
  on(
    event: 'connectionCreated' | 'connectionReady' | 'connectionClosed',
    listener: (connection: Connection) => void,
  ): unknown;
  readonly connect: () => Promise<unknown>;
  readonly close: () => Promise<void>;
};

/** Milliseconds. */
type Rules = {
  /** For how long no server that takes writes has been there. */
  readonly awayFor: () => number;
  /** Longer than any look takes that ends. */
  readonly lookPatience: number;
  /** Longer than any connection takes to be made, its login included. */
  readonly connectionPatience: number;
  /** Between two attempts to begin anew. */
  readonly pause: number;
};

const moment = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => void setTimeout(resolve, milliseconds).unref());

/**
 * Begins anew where a look at a server, or a connection that is being made, would never end: the driver looks by one
 * connection, one look after the other, and makes two at a time, and one that is closed as soon as it is taken, as by a
 * balancer without a server behind it, may be waited for without any end. Answers how to leave off.
 */
export const mendLooks = (client: LookingClient, rules: Rules): (() => void) => {
  const underway = new Map<string, NodeJS.Timeout>();
  let [isMending, isOver] = [false, false];

  const end = (step: string): void => {
    clearInterval(underway.get(step));
    underway.delete(step);
  };
  const endAll = (): void => {
    for (const step of underway.keys()) end(step);
  };

  const beginAnew = async (): Promise<void> => {
    isMending = true;
    endAll();
    for (let isThere = false; !isThere && !isOver;) {
      // What it cannot close properly it has let go all the same.
      await client.close().catch(() => undefined);
      isThere = await client.connect().then(
        () => true,
        () => false,
      );
      if (!isThere) await moment(rules.pause);
    }
    isMending = false;
    if (isOver) await client.close();
  };

  const begin = (step: string, patience: number, isNeeded: () => boolean): void => {
    end(step);
    if (isOver) return;
    const timer = setInterval(() => {
      if (isNeeded() && !isMending) void beginAnew();
    }, patience);
    underway.set(step, timer.unref());
  };

  const nameOf = ({ address, connectionId }: Connection): string => `${address} ${connectionId}`;
  client.on('serverHeartbeatStarted', ({ connectionId: server }) => {
    begin(server, rules.lookPatience, () => rules.awayFor() > 0);
  });
  client.on('serverHeartbeatSucceeded', ({ connectionId: server }) => end(server));
  client.on('serverHeartbeatFailed', ({ connectionId: server }) => end(server));
  client.on('connectionCreated', (connection) => begin(nameOf(connection), rules.connectionPatience, () => true));
  client.on('connectionReady', (connection) => end(nameOf(connection)));
  client.on('connectionClosed', (connection) => end(nameOf(connection)));

  return () => {
    isOver = true;
    endAll();
  };
};
