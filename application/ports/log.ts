/**
 * What a line of the log may say; nothing else gets in. Country, state and postcode are all that it may say of a party.
 * `endpoint` and `path` may hold a label's capability and `error` anything: the adapter takes secrets and people out.
 */
export type LogFields = {
  readonly requestId?: string;
  readonly account?: string;
  /** `newstore`, a carrier's id or `operator`. */
  readonly system?: string;
  readonly direction?: 'in' | 'out';
  readonly method?: string;
  /** The route as it is declared: `/shipments/:tracking_code/_cancel`. */
  readonly route?: string;
  readonly path?: string;
  readonly endpoint?: string;
  readonly status?: number | string;
  /** Milliseconds. */
  readonly took?: number;
  readonly bytes?: number;
  readonly carrier?: string;
  readonly service?: string;
  readonly outcome?: string;
  readonly reason?: string;
  readonly order?: string;
  readonly reference?: string;
  readonly carrierOrder?: string;
  readonly trackingCode?: string;
  readonly parcel?: number;
  readonly leg?: string;
  /** A job of the durable work. */
  readonly job?: string;
  readonly did?: string;
  readonly retries?: number;
  readonly count?: number;
  /** What names an API key to people. */
  readonly keyId?: string;
  readonly country?: string;
  readonly state?: string;
  readonly postcode?: string;
  readonly host?: string;
  readonly port?: number;
  readonly version?: string;
  readonly file?: string;
  readonly signal?: string;
  readonly what?: string;
  /** Anything that was caught; reduced to its kind, its code, and what of its message is surely nobody's. */
  readonly error?: unknown;
};

/** The operator's log: one line per event. It never fails its caller. `event` is a fixed word, such as `request`. */
export interface Log {
  readonly debug: (event: string, fields?: LogFields) => void;
  readonly info: (event: string, fields?: LogFields) => void;
  readonly warn: (event: string, fields?: LogFields) => void;
  readonly error: (event: string, fields?: LogFields) => void;
}
