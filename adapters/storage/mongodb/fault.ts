/** Why the database cannot be used. None of them carries the URI, which may hold a password. */
export type MongoFault =
  /** `cause` is the driver's, for the log. */
  | { readonly _tag: 'UriUnusable'; readonly cause: unknown }
  /** No server answered that takes writes: none is there, none can be reached, or there is no primary. */
  | { readonly _tag: 'ServerAway'; readonly hosts: readonly string[]; readonly cause: unknown }
  /** A server answered, and refuses what a storage needs: the login, the database, or one of the indexes. */
  | { readonly _tag: 'ServerRefuses'; readonly hosts: readonly string[]; readonly cause: unknown };
