/** How one account reaches its NewStore. */
export type NewStoreSettings = {
  readonly tenant: string;
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Of the tenant, by all accounts and processes together. */
  readonly callsPerSecond: number;
  /** Whether it is told that a courier cancelled a parcel by itself. */
  readonly tellsCancels: boolean;
};

/** Where a tenant's NewStore is, as NewStore's documents say. */
export const baseUrlOf = (tenant: string): string => `https://${tenant}.p.newstore.net`;

export const tokenUrlOf = (tenant: string): string =>
  `https://id.p.newstore.net/auth/realms/${tenant}/protocol/openid-connect/token`;
