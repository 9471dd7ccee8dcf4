package parley.server.logfile;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.server.config.UserError;

/**
 * The tables, as a list of steps. {@code user_version} says how many of them a file has been
 * through; a step that was released is never changed, a new one is added behind it.
 */
public final class Schema {
  /** Marks the file as Parley's, for {@code file(1)} and for {@link #migrate}: "Prly". */
  private static final int APPLICATION_ID = 0x50726c79;

  private static final Logger LOG = LoggerFactory.getLogger(Schema.class);

  private static final List<List<String>> STEPS =
      List.of(
          List.of(
              """
              CREATE TABLE event (
                seq INTEGER PRIMARY KEY,
                at INTEGER NOT NULL,        -- milliseconds since 1970 UTC
                kind TEXT NOT NULL,
                room TEXT,                  -- folded; whose members see it
                person TEXT,                -- who did it, or whom it is about
                recipient TEXT,             -- of a direct message
                body TEXT,                  -- JSON; NULL once it was erased, as is salt
                salt BLOB,
                content BLOB NOT NULL,      -- SHA-256(salt, body)
                digest BLOB NOT NULL        -- SHA-256(digest before, this row but body and salt)
              ) STRICT\
              """,
              // Every event with an audience is in exactly one of the first two (a room's) or in
              // the last three (a direct message's): little to write, and each read is a range,
              // because an index holds equal keys in the order of seq, the rowid.
              "CREATE INDEX event_said ON event(room) WHERE kind = 'said' AND room IS NOT"
                  + " NULL",
              """
              CREATE INDEX event_happened ON event(room)
              WHERE kind <> 'said' AND room IS NOT NULL\
              """,
              "CREATE INDEX event_written ON event(person) WHERE recipient IS NOT NULL",
              """
              CREATE INDEX event_received ON event(recipient)
              WHERE recipient IS NOT NULL AND person IS NOT recipient\
              """,
              """
              CREATE INDEX event_between ON event(min(person, recipient), max(person, recipient))
              WHERE recipient IS NOT NULL\
              """,
              """
              CREATE TABLE person (
                id TEXT PRIMARY KEY,
                number INTEGER NOT NULL UNIQUE,  -- the one in the id, never used again
                name TEXT NOT NULL,
                session TEXT,                    -- SHA-256 in hex; NULL once expired
                operator INTEGER NOT NULL DEFAULT 0,
                muted_until INTEGER NOT NULL DEFAULT 0,
                expired INTEGER                  -- the event that ended the person, or NULL
              ) STRICT\
              """,
              "CREATE INDEX person_present ON person(id) WHERE expired IS NULL",
              """
              CREATE TABLE room (
                folded TEXT PRIMARY KEY,
                name TEXT NOT NULL,
                topic TEXT NOT NULL DEFAULT '',
                made INTEGER NOT NULL            -- the event that made it
              ) STRICT\
              """,
              """
              CREATE TABLE membership (
                person TEXT NOT NULL REFERENCES person(id),
                from_seq INTEGER NOT NULL,       -- the person's own joined
                to_seq INTEGER,                  -- the person's own left, NULL for a member
                room TEXT NOT NULL,              -- folded
                PRIMARY KEY (person, from_seq)
              ) STRICT, WITHOUT ROWID\
              """,
              """
              CREATE UNIQUE INDEX membership_open ON membership(room, person)
              WHERE to_seq IS NULL\
              """,
              """
              CREATE TABLE ban (
                target TEXT PRIMARY KEY,
                until INTEGER NOT NULL,
                reason TEXT,
                by TEXT,
                since INTEGER NOT NULL,
                seq INTEGER NOT NULL             -- the event that first banned the target
              ) STRICT\
              """,
              // Keyed by seq, so that the oldest are forgotten from one end.
              """
              CREATE TABLE nonce (
                seq INTEGER PRIMARY KEY,
                at INTEGER NOT NULL,
                person TEXT NOT NULL,
                nonce TEXT NOT NULL,
                content TEXT NOT NULL
              ) STRICT\
              """,
              "CREATE UNIQUE INDEX nonce_key ON nonce(person, nonce)",
              "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
              "PRAGMA application_id = " + APPLICATION_ID),
          List.of(
              // Of a message alone, and outside its digest: the newest of its edits, whose body
              // holds it now, and the event that deleted it.
              "ALTER TABLE event ADD COLUMN latest INTEGER",
              "ALTER TABLE event ADD COLUMN deleted INTEGER",
              // What else happens in a talk is no message of it.
              "DROP INDEX event_between",
              """
              CREATE INDEX event_between ON event(min(person, recipient), max(person, recipient))
              WHERE kind = 'said' AND recipient IS NOT NULL\
              """,
              """
              CREATE TABLE reaction (
                target INTEGER NOT NULL,         -- the message
                emoji TEXT NOT NULL,
                person TEXT NOT NULL,
                seq INTEGER NOT NULL,            -- the event
                PRIMARY KEY (target, emoji, person)
              ) STRICT, WITHOUT ROWID\
              """,
              """
              CREATE TABLE readmark (
                person TEXT NOT NULL,
                place TEXT NOT NULL,             -- a room: '#' and its folded name; a talk: an id
                seq INTEGER NOT NULL,            -- read up to here
                PRIMARY KEY (person, place)
              ) STRICT, WITHOUT ROWID\
              """),
          List.of(
              """
              CREATE TABLE floor (
                place TEXT PRIMARY KEY,          -- a folded room; '' for all without one of their own
                seq INTEGER NOT NULL             -- retention took what was said up to here
              ) STRICT\
              """,
              """
              CREATE TABLE erasure (
                place TEXT PRIMARY KEY,          -- of floor
                seq INTEGER NOT NULL             -- what is erased already, up to here
              ) STRICT\
              """),
          List.of(
              """
              CREATE TABLE attachment (
                seq INTEGER PRIMARY KEY,         -- the message
                person TEXT NOT NULL,            -- who said it
                sha256 TEXT NOT NULL,            -- of the file's bytes, in hex
                size INTEGER NOT NULL            -- bytes
              ) STRICT\
              """,
              "CREATE INDEX attachment_file ON attachment(sha256, size)",
              "CREATE INDEX attachment_sender ON attachment(person, sha256, size)"),
          List.of(
              """
              CREATE TABLE mute (
                network TEXT PRIMARY KEY,        -- whose newcomers may not speak
                person TEXT NOT NULL,            -- who was muted
                until INTEGER NOT NULL,          -- milliseconds since 1970 UTC, 0 for ever
                by TEXT,
                since INTEGER NOT NULL
              ) STRICT\
              """),
          List.of(
              // From here on it is known which nonces must be there, and the facts have their sum.
              """
              INSERT INTO meta(key, value) VALUES ('nonce.forgotten', ifnull(
                (SELECT min(seq) - 1 FROM nonce), ifnull((SELECT max(seq) FROM event), 0)))\
              """),
          List.of(
              """
              CREATE TABLE partner (
                person TEXT NOT NULL,
                name TEXT NOT NULL,              -- folded; under which messages were exchanged
                other TEXT NOT NULL,             -- with whom
                seq INTEGER NOT NULL,            -- the message since which it is so
                wrote INTEGER NOT NULL,          -- whether the person said something themselves
                PRIMARY KEY (person, name)
              ) STRICT, WITHOUT ROWID\
              """),
          List.of(
              "ALTER TABLE person ADD COLUMN forgotten INTEGER", // the event that did, or NULL
              """
              CREATE INDEX person_gone ON person(expired)
              WHERE expired IS NOT NULL AND forgotten IS NULL\
              """,
              """
              CREATE INDEX event_deed ON event(person)
              WHERE kind <> 'said' AND person IS NOT NULL\
              """,
              // Events that were taken out: what the chain needs of them.
              """
              CREATE TABLE gap (
                to_seq INTEGER PRIMARY KEY,
                from_seq INTEGER NOT NULL,
                digests BLOB NOT NULL            -- of each event, one after another
              ) STRICT\
              """),
          List.of(
              """
              CREATE TABLE account (
                person TEXT PRIMARY KEY,
                role TEXT NOT NULL,
                suspended TEXT,                  -- why nobody may sign in, or NULL
                made INTEGER NOT NULL            -- the event that made it
              ) STRICT\
              """,
              // Told by no event, so that nothing is left of it once it is replaced.
              """
              CREATE TABLE credential (
                person TEXT PRIMARY KEY,
                verifier TEXT NOT NULL           -- what a password is compared with
              ) STRICT\
              """,
              """
              CREATE TABLE signin (
                number INTEGER PRIMARY KEY,      -- the event that opened it
                person TEXT NOT NULL,
                session TEXT NOT NULL,           -- SHA-256 in hex
                device TEXT,                     -- NULL: it ends with its visit
                since INTEGER NOT NULL,          -- milliseconds since 1970 UTC
                used INTEGER NOT NULL
              ) STRICT\
              """,
              "CREATE INDEX signin_person ON signin(person)",
              """
              CREATE TABLE invitation (
                number INTEGER PRIMARY KEY,      -- the event that made it
                hash TEXT NOT NULL,              -- SHA-256 in hex
                name TEXT,
                person TEXT,                     -- whose password it sets
                role TEXT,
                rooms TEXT NOT NULL,             -- a JSON list
                until INTEGER NOT NULL,          -- milliseconds since 1970 UTC, 0 for ever
                uses INTEGER NOT NULL,           -- left
                by TEXT,
                maker TEXT
              ) STRICT\
              """,
              """
              CREATE TABLE keptname (
                folded TEXT PRIMARY KEY,         -- an account's name before
                name TEXT NOT NULL,
                person TEXT NOT NULL
              ) STRICT\
              """),
          List.of(
              // What a room is not plain in: JSON.
              "ALTER TABLE room ADD COLUMN settings TEXT NOT NULL DEFAULT '{}'",
              "UPDATE room SET settings = '" + Projection.OPEN_TO_GUESTS + "'",
              """
              INSERT INTO meta(key, value)
              VALUES ('%s', ifnull((SELECT max(seq) FROM event), 0))\
              """
                  .formatted(Meta.GUESTS_UP_TO),
              "ALTER TABLE membership ADD COLUMN role TEXT NOT NULL DEFAULT 'member'",
              """
              CREATE TABLE keptroom (
                folded TEXT PRIMARY KEY,         -- a private room that was closed and not erased
                closed INTEGER NOT NULL          -- the event
              ) STRICT\
              """,
              // What people who keep order did, to be read without all that was said.
              "CREATE INDEX event_audit ON event(seq) WHERE " + Audited.WHICH,
              """
              CREATE TABLE roombar (
                room TEXT NOT NULL,              -- folded
                bar TEXT NOT NULL,               -- mute or ban
                person TEXT NOT NULL,
                name TEXT NOT NULL,
                until INTEGER NOT NULL,          -- milliseconds since 1970 UTC, 0 for ever
                reason TEXT NOT NULL,
                by TEXT,
                networks TEXT NOT NULL,          -- a JSON list
                since INTEGER NOT NULL,
                PRIMARY KEY (room, bar, person)
              ) STRICT, WITHOUT ROWID\
              """,
              """
              CREATE TABLE roominvitation (
                room TEXT NOT NULL,              -- folded
                person TEXT NOT NULL,            -- who may come in, and did not yet
                seq INTEGER NOT NULL,            -- the event
                PRIMARY KEY (room, person)
              ) STRICT, WITHOUT ROWID\
              """,
              """
              CREATE TABLE token (
                number INTEGER PRIMARY KEY,      -- the event that made it
                person TEXT NOT NULL,
                hash TEXT NOT NULL,              -- SHA-256 in hex
                name TEXT NOT NULL,
                scope TEXT NOT NULL,             -- JSON: rooms, and what it may
                since INTEGER NOT NULL,          -- milliseconds since 1970 UTC
                by TEXT,
                used INTEGER NOT NULL            -- 0 for never
              ) STRICT\
              """),
          List.of(
              """
              CREATE TABLE unsaying (
                person TEXT PRIMARY KEY,         -- whose words are being taken back
                name TEXT NOT NULL,
                seq INTEGER NOT NULL             -- up to this event
              ) STRICT\
              """,
              // Who takes back their own words buries nothing.
              "DROP INDEX event_audit",
              "CREATE INDEX event_audit ON event(seq) WHERE " + Audited.WHICH,
              // A JSON list of networks whose newcomers are banned with a name.
              "ALTER TABLE ban ADD COLUMN networks TEXT NOT NULL DEFAULT '[]'",
              // When a token ends, in milliseconds since 1970 UTC; 0 for never.
              "ALTER TABLE token ADD COLUMN until INTEGER NOT NULL DEFAULT 0"));

  /** From this format on the table {@code meta} has its sum. */
  private static final int SUMMED = 6;

  /** The format that this program writes. */
  public static final int NEWEST = STEPS.size();

  private Schema() {}

  /**
   * Brings the file to this version's tables.
   *
   * @return whether there were none before
   * @throws UserError where the file is a newer version's or another program's
   */
  public static boolean migrate(Connection connection, Object file) throws SQLException, UserError {
    boolean empty = number(connection, "SELECT count(*) FROM sqlite_schema") == 0;
    if (!empty) {
      recognize(connection, "main", file);
      boolean summed = number(connection, "PRAGMA user_version") >= SUMMED;
      if (!Meta.whole(connection, "main", summed)) {
        throw new UserError(
            "%s is damaged: its table meta, which holds the log's id, is not as it was written; restore a backup."
                .formatted(file));
      }
    }
    int before = (int) number(connection, "PRAGMA user_version");
    long from = System.nanoTime();
    steps(connection, before);
    if (!empty && before < NEWEST) {
      LOG.atInfo()
          .addKeyValue("from", before)
          .addKeyValue("to", NEWEST)
          .addKeyValue("seconds", Math.round((System.nanoTime() - from) / 1e6) / 1e3)
          .log("{} was brought to this version's format", file);
    }
    return empty;
  }

  /** Makes this version's tables in an empty database. */
  public static void make(Connection connection) throws SQLException {
    steps(connection, 0);
  }

  /**
   * Looks whether a database is a log that this version can read.
   *
   * @return whether its tables are this version's
   * @throws UserError where the file is a newer version's or another program's
   */
  public static boolean recognize(Connection connection, String schema, Object file)
      throws SQLException, UserError {
    if (number(connection, "PRAGMA " + schema + ".application_id") != APPLICATION_ID) {
      throw new UserError(file + " belongs to another program; it is no log of Parley's.");
    }
    long version = number(connection, "PRAGMA " + schema + ".user_version");
    if (version > NEWEST) {
      throw new UserError(
          "%s was written by a newer Parley (its format is %d, this program knows %d); start that one."
              .formatted(file, version, NEWEST));
    }
    return version == NEWEST;
  }

  private static void steps(Connection connection, int done) throws SQLException {
    for (int step = done; step < NEWEST; step++) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("BEGIN IMMEDIATE");
        for (String sql : STEPS.get(step)) {
          statement.execute(sql);
        }
        if (step + 1 >= SUMMED) {
          Meta.seal(connection);
        }
        statement.execute("PRAGMA user_version = " + (step + 1));
        statement.execute("COMMIT");
      }
    }
  }

  public static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? row.getLong(1) : 0;
    }
  }
}
