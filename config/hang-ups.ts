/**
 * Keeps SIGHUP from ending the process, from now on. What it gives says who heeds them; hang-ups that came before are one
 * that is heeded at once. Windows has no such signal.
 */
export const holdHangUps = (): ((heed: () => void) => void) => {
  let heeded: (() => void) | undefined;
  let isMissed = false;
  process.on('SIGHUP', () => {
    if (heeded === undefined) isMissed = true;
    else heeded();
  });
  return (heed) => {
    heeded = heed;
    if (isMissed) heed();
  };
};
