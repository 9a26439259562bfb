/**
 * Tells that there is work to be looked at now: rung after a write of this process that added some. Apart from whoever
 * answers it, since what adds work is also used by what does it. Ringing never fails, and is heard by nobody where no work
 * is done.
 */
export type Bell = {
  readonly ring: () => void;
  readonly answeredBy: (listener: () => void) => void;
};

export const makeBell = (): Bell => {
  let answer = (): void => undefined;
  return {
    ring: () => answer(),
    answeredBy: (listener) => {
      answer = listener;
    },
  };
};
