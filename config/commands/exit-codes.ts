/** What the exit code of a command means; the last three are those of sysexits.h. */
export const ExitCode = { done: 0, notDone: 1, usage: 2, storage: 74, busy: 75, settings: 78 } as const;
