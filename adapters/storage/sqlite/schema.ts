/**
 * The schema of `longshore.db`, one text per version. Each table has an integer rowid, which keeps new rows together at
 * its end, and no index but those that a promise or a question needs.
 */
export const storageMigrations: readonly string[] = [
  `
  CREATE TABLE bookings (
    id             INTEGER PRIMARY KEY,
    account        TEXT    NOT NULL,
    external_order TEXT    NOT NULL,
    fingerprint    TEXT    NOT NULL,
    generation     INTEGER NOT NULL,
    parcel_number  INTEGER NOT NULL,
    version        INTEGER NOT NULL,
    created_at     INTEGER NOT NULL,
    unfinished     INTEGER NOT NULL,
    handles        TEXT    NOT NULL,
    doc            TEXT    NOT NULL
  ) STRICT;
  -- An insert is its own idempotency key; and an order's bookings lie together.
  CREATE UNIQUE INDEX bookings_key ON bookings (account, external_order, fingerprint, generation);
  -- No two parcels of an order have one number.
  CREATE UNIQUE INDEX bookings_parcel ON bookings (account, external_order, parcel_number);
  CREATE INDEX bookings_recent ON bookings (account, created_at);
  CREATE INDEX bookings_unfinished ON bookings (created_at) WHERE unfinished = 1;

  -- Tracking codes, carriers' order numbers and references of ours. Not unique: couriers use codes again.
  CREATE TABLE handles (
    account TEXT    NOT NULL,
    handle  TEXT    NOT NULL,
    booking INTEGER NOT NULL,
    PRIMARY KEY (account, handle, booking)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE labels (
    id             INTEGER PRIMARY KEY,
    capability     TEXT    NOT NULL,
    format         TEXT    NOT NULL,
    account        TEXT    NOT NULL,
    external_order TEXT    NOT NULL,
    fingerprint    TEXT    NOT NULL,
    generation     INTEGER NOT NULL,
    leg            TEXT    NOT NULL,
    stored_at      INTEGER NOT NULL,
    bytes          BLOB    NOT NULL
  ) STRICT;
  -- The first label stays.
  CREATE UNIQUE INDEX labels_capability ON labels (capability, format);

  CREATE TABLE api_keys (
    id         INTEGER PRIMARY KEY,
    hash       TEXT    NOT NULL,
    account    TEXT    NOT NULL,
    key_id     TEXT    NOT NULL,
    role       TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
  ) STRICT;
  -- One key is one account's.
  CREATE UNIQUE INDEX api_keys_hash ON api_keys (hash);

  CREATE TABLE journal (
    id             INTEGER PRIMARY KEY,
    at             INTEGER NOT NULL,
    account        TEXT    NOT NULL,
    external_order TEXT,
    reference      TEXT,
    bytes          INTEGER NOT NULL,
    doc            TEXT    NOT NULL
  ) STRICT;
  CREATE INDEX journal_order ON journal (account, external_order) WHERE external_order IS NOT NULL;
  CREATE INDEX journal_reference ON journal (account, reference) WHERE reference IS NOT NULL;
  -- What is purged is found, and all of it summed, without reading the entries.
  CREATE INDEX journal_age ON journal (at, bytes);

  CREATE TABLE serials (
    id   INTEGER PRIMARY KEY,
    name TEXT    NOT NULL UNIQUE,
    next INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE house_ledger (
    id           INTEGER PRIMARY KEY,
    account      TEXT    NOT NULL,
    reference    TEXT    NOT NULL,
    sscc         TEXT    NOT NULL,
    service      TEXT    NOT NULL,
    routing_code TEXT,
    booked_at    INTEGER NOT NULL,
    cancelled_at INTEGER
  ) STRICT;
  -- A parcel that is entered twice is one parcel.
  CREATE UNIQUE INDEX house_ledger_reference ON house_ledger (account, reference);
  -- GS1: no SSCC is given to two parcels.
  CREATE UNIQUE INDEX house_ledger_sscc ON house_ledger (sscc);
  `,
  `
  -- When something is to be done about a booking, and what, in words such as ' settle:waiting '. Absent where there is none.
  ALTER TABLE bookings ADD COLUMN due INTEGER;
  ALTER TABLE bookings ADD COLUMN duties TEXT;
  UPDATE bookings SET
    due    = doc ->> '$.updatedAt',
    duties = CASE WHEN doc ->> '$.owner' IS NULL THEN ' settle:waiting ' ELSE ' settle:running ' END
  WHERE unfinished = 1;
  UPDATE bookings SET duties = ' settle:parked '
  WHERE unfinished = 0 AND doc ->> '$.answer' IS NULL
    AND doc ->> '$.legs[0].state._tag' <> 'Cancelled'
    AND 'Parked' IN (doc ->> '$.legs[0].state._tag', doc ->> '$.legs[1].state._tag');
  DROP INDEX bookings_unfinished;
  ALTER TABLE bookings DROP COLUMN unfinished;
  CREATE INDEX bookings_due ON bookings (due) WHERE due IS NOT NULL;
  CREATE INDEX bookings_duties ON bookings (id, duties, account) WHERE duties IS NOT NULL;

  CREATE TABLE errands (
    id      INTEGER PRIMARY KEY,
    account TEXT    NOT NULL,
    topic   TEXT    NOT NULL,
    name    TEXT    NOT NULL,
    version INTEGER NOT NULL,
    due     INTEGER,
    duties  TEXT,
    doc     TEXT    NOT NULL
  ) STRICT;
  -- An insert is its own idempotency key.
  CREATE UNIQUE INDEX errands_key ON errands (account, topic, name);
  CREATE INDEX errands_due ON errands (due) WHERE due IS NOT NULL;
  CREATE INDEX errands_duties ON errands (id, duties, account) WHERE duties IS NOT NULL;
  -- One row per key that is called with; it stands for a few seconds of time and is not moved to another storage.
  CREATE TABLE call_slots (
    name TEXT NOT NULL PRIMARY KEY,
    doc  TEXT NOT NULL
  ) STRICT;
  `,
  `
  -- What outlives the bookings of an order: no number of theirs is given out again.
  CREATE TABLE retired_orders (
    id             INTEGER PRIMARY KEY,
    account        TEXT    NOT NULL,
    external_order TEXT    NOT NULL,
    parcel_number  INTEGER NOT NULL,
    generation     INTEGER NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX retired_orders_key ON retired_orders (account, external_order);
  `,
];

/** The schema of `explanations.db`. */
export const explanationMigrations: readonly string[] = [
  `
  CREATE TABLE explanations (
    id         INTEGER PRIMARY KEY,
    account    TEXT    NOT NULL,
    request_id TEXT    NOT NULL,
    bytes      INTEGER NOT NULL,
    doc        TEXT    NOT NULL
  ) STRICT;
  CREATE INDEX explanations_request ON explanations (account, request_id);

  -- One row: what there is, kept beside it so that nobody has to count.
  CREATE TABLE total (
    id    INTEGER PRIMARY KEY CHECK (id = 1),
    rows  INTEGER NOT NULL,
    bytes INTEGER NOT NULL
  ) STRICT;
  INSERT INTO total VALUES (1, 0, 0);
  `,
];
