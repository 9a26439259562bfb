/** Tells that there is work to be looked at now: given after a write of this process that added some. It never fails. */
export type Nudge = () => void;
