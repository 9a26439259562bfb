/** What `look` comes to once it succeeds; after `patience` milliseconds its last failure. */
export const eventually = async <A>(look: () => Promise<A>, patience = 10_000): Promise<A> => {
  const until = performance.now() + patience;
  for (;;) {
    try {
      return await look();
    } catch (failure) {
      if (performance.now() > until) throw failure;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
};
