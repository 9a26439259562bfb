/** Milliseconds of the processor's time that this process takes for `work`: other work of the machine adds nothing to it. */
export const processorTime = async (work: () => unknown): Promise<number> => {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
};

/** The least of three times, since whatever is done for the first time takes longer. */
export const leastProcessorTime = async (work: () => unknown): Promise<number> =>
  Math.min(await processorTime(work), await processorTime(work), await processorTime(work));
