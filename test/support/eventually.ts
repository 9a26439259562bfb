/** Ends what hangs, and nothing else: a machine that is slow, or busy with other work, takes its time. */
const PATIENCE = 30_000;

/** What `look` comes to once it succeeds; if it never does, its last failure. */
export const eventually = async <A>(look: () => Promise<A>): Promise<A> => {
  const until = performance.now() + PATIENCE;
  for (;;) {
    try {
      return await look();
    } catch (failure) {
      if (performance.now() > until) throw failure;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
};
