/**
 * What is in a state file. Its version is the number of scripts that were applied to it; a new version is a new script at the end,
 * and no script is ever changed.
 */

/** Stands in the header of every state file, so that another program's SQLite file is not taken for one. */
export const applicationId = 0x4d616465;

export const scripts: readonly string[] = [
  `
  CREATE TABLE record (
    seq INTEGER PRIMARY KEY,
    run INTEGER NOT NULL,
    at_ms REAL NOT NULL,
    entry TEXT NOT NULL
  ) STRICT;

  CREATE TABLE lease (
    only_one INTEGER PRIMARY KEY CHECK (only_one = 1),
    holder TEXT NOT NULL,
    heartbeat_ms REAL NOT NULL
  ) STRICT;

  -- For people with an SQLite shell; Madeus itself reads the journal from its beginning.
  CREATE VIEW history AS
    SELECT seq, run, at_ms, entry ->> 'type' AS type, entry ->> 'instance' AS instance,
      entry ->> 'transition' AS transition, entry
    FROM record ORDER BY seq;
  `,
  `
  -- Tells this state from every other, also from one of the same assembly.
  CREATE TABLE identity (
    only_one INTEGER PRIMARY KEY CHECK (only_one = 1),
    id TEXT NOT NULL
  ) STRICT;
  INSERT INTO identity VALUES (1, lower(hex(randomblob(6))));
  `,
  `
  -- A row is a stretch of the journal: the records from first to last, as a JSON array of entries, each with its time in it.
  CREATE TABLE journal (
    first INTEGER PRIMARY KEY,
    last INTEGER NOT NULL,
    run INTEGER NOT NULL,
    records TEXT NOT NULL
  ) STRICT;
  INSERT INTO journal SELECT seq, seq, run, json_array(json_insert(entry, '$.atMs', at_ms)) FROM record ORDER BY seq;
  DROP VIEW history;
  DROP TABLE record;

  -- For people with an SQLite shell; Madeus itself reads the journal from its beginning.
  CREATE VIEW history AS
    SELECT first + key AS seq, run, value ->> 'atMs' AS at_ms, value ->> 'type' AS type, value ->> 'instance' AS instance,
      value ->> 'transition' AS transition, json_remove(value, '$.atMs') AS entry
    FROM journal, json_each(records) ORDER BY seq;
  `,
  `
  -- Objects of git: kind is 1 for a commit, 2 for a tree, 3 for a blob, as in git's packs; data is what git writes after the head.
  -- Where size is given, data is deflated, and was as long before. Where base is given, data is what the tree differs in from that of
  -- the row with this number, which comes earlier; weight is how many bytes it takes to rebuild the tree.
  CREATE TABLE object (
    number INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    kind INTEGER NOT NULL,
    size INTEGER,
    base INTEGER,
    weight INTEGER,
    data BLOB NOT NULL
  ) STRICT;

  CREATE TABLE branch (
    name TEXT PRIMARY KEY,
    head BLOB NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- Every move of a branch, with where it came from and where it went. No number is given twice.
  CREATE TABLE move (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    branch TEXT NOT NULL,
    from_id BLOB,
    to_id BLOB,
    at_ms REAL NOT NULL,
    by TEXT NOT NULL,
    why TEXT NOT NULL
  ) STRICT;

  -- Commits whose parents are not here, because they were pruned or never fetched.
  CREATE TABLE boundary (
    id BLOB PRIMARY KEY
  ) STRICT, WITHOUT ROWID;

  -- How often objects were dropped: one who knows of objects by then looks whether they are still there.
  CREATE TABLE dropped (
    only_one INTEGER PRIMARY KEY CHECK (only_one = 1),
    times INTEGER NOT NULL
  ) STRICT;
  INSERT INTO dropped VALUES (1, 0);

  -- For people with an SQLite shell.
  CREATE VIEW reflog AS
    SELECT number, branch, lower(hex(from_id)) AS from_id, lower(hex(to_id)) AS to_id,
      datetime(at_ms / 1000, 'unixepoch') AS at, by, why
    FROM move ORDER BY number;
  `,
  `
  -- A row is somebody who may write to the journal: about the instances and hosts of scope, or where there is none about all; from the record
  -- numbered first on, and since he has begun one, as that run.
  CREATE TABLE lease_of_several (
    id TEXT PRIMARY KEY,
    holder TEXT NOT NULL,
    heartbeat_ms REAL NOT NULL,
    scope TEXT,
    first INTEGER NOT NULL,
    run INTEGER
  ) STRICT;
  INSERT INTO lease_of_several SELECT coalesce(holder ->> '$.id', ''), holder, heartbeat_ms, NULL, 1, NULL FROM lease;
  DROP TABLE lease;
  ALTER TABLE lease_of_several RENAME TO lease;
  `,
  `
  -- Is what was committed last in the log beside this file, and not in the file itself? A file that says so and has no log is not all.
  CREATE TABLE log (
    only_one INTEGER PRIMARY KEY CHECK (only_one = 1),
    expected INTEGER NOT NULL
  ) STRICT;
  INSERT INTO log VALUES (1, 0);
  `,
];

export const schemaVersion: number = scripts.length;
