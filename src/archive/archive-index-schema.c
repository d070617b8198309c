/* The tables of the index: what a crawl has found at the API.
 *
 * It is a file of its own, attached to the archive's connection. The index can be made again, may
 * be larger than all else by a hundred times, and is written all the time while a crawl runs; so it
 * must not make the archive slow to check when it is opened, nor take it along when it is damaged.
 *
 * Keys begin with the number of their account, so that a range of keys is an account: in each
 * table, at the end of each of its indexes, and in the full-text index. Times are microseconds
 * since 1970, NULL where the API does not tell. */

#include "archive-index-private.h"
#include "archive-schema.h"

#define KEY_BITS G_STRINGIFY (ARCHIVE_INDEX_KEY_BITS)
#define SAME_ACCOUNT(a, b) "(" a ".key >> " KEY_BITS ") = (" b ".key >> " KEY_BITS ")"

const char *const archive_index_migrations[] = {
  /* `generation` is the number of the crawl that runs or ran last, and of the one that last saw a
   * user. `token` is where a crawl goes on with the list of users. */
  "CREATE TABLE accounts ("
  "  number INTEGER PRIMARY KEY,"
  "  id TEXT NOT NULL UNIQUE,"
  "  generation INTEGER NOT NULL DEFAULT 0,"
  "  phase TEXT NOT NULL DEFAULT 'none'"
  "    CHECK (phase IN ('none', 'listing', 'retrying', 'sweeping', 'done')),"
  "  token TEXT,"
  "  began_at INTEGER,"
  "  finished_at INTEGER,"
  "  complete_since INTEGER,"
  "  n_users INTEGER NOT NULL DEFAULT 0,"
  "  n_registrations INTEGER NOT NULL DEFAULT 0,"
  "  n_devices INTEGER NOT NULL DEFAULT 0);"
  "CREATE TABLE users ("
  "  key INTEGER PRIMARY KEY,"
  "  account INTEGER NOT NULL REFERENCES accounts,"
  "  id TEXT NOT NULL,"
  "  created_at INTEGER,"
  "  updated_at INTEGER,"
  "  seen_at INTEGER NOT NULL,"
  "  generation INTEGER NOT NULL,"
  "  n_registrations INTEGER NOT NULL DEFAULT 0,"
  "  n_devices INTEGER NOT NULL DEFAULT 0,"
  "  most_devices INTEGER NOT NULL DEFAULT 0,"
  "  UNIQUE (account, id));"
  "CREATE INDEX users_by_devices ON users (account, most_devices);"
  "CREATE INDEX users_by_generation ON users (account, generation);"
  "CREATE TABLE registrations ("
  "  key INTEGER PRIMARY KEY,"
  "  account INTEGER NOT NULL REFERENCES accounts,"
  "  user INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,"
  "  id TEXT NOT NULL,"
  "  app TEXT NOT NULL,"
  "  created_at INTEGER,"
  "  updated_at INTEGER,"
  "  n_devices INTEGER NOT NULL DEFAULT 0,"
  "  UNIQUE (account, id));"
  "CREATE INDEX registrations_by_user ON registrations (user);"
  /* `digest` is of the token: an index of it is an eighth of one of tokens. `is_shared` is kept by
   * the triggers: another user of the account has the same token. */
  "CREATE TABLE devices ("
  "  key INTEGER PRIMARY KEY,"
  "  registration INTEGER NOT NULL REFERENCES registrations ON DELETE CASCADE,"
  "  user INTEGER NOT NULL,"
  "  app TEXT NOT NULL,"
  "  provider TEXT NOT NULL,"
  "  token TEXT NOT NULL,"
  "  digest INTEGER NOT NULL,"
  "  is_shared INTEGER NOT NULL DEFAULT 0);"
  "CREATE INDEX devices_by_registration ON devices (registration);"
  "CREATE INDEX devices_by_app ON devices (app);"
  "CREATE INDEX devices_by_app_and_provider ON devices (app, provider);"
  "CREATE INDEX devices_by_provider ON devices (provider);"
  "CREATE INDEX devices_by_digest ON devices (digest);"
  "CREATE INDEX devices_shared ON devices (digest) WHERE is_shared;"
  /* Without positions it is almost half as large; whether the trigrams of a needle stand in a row
   * is seen from the token itself. */
  "CREATE VIRTUAL TABLE tokens USING fts5"
  "  (token, content = 'devices', content_rowid = 'key', tokenize = 'trigram', detail = 'none');"
  /* What a crawl could not read, to be tried again at its end. */
  "CREATE TABLE failures ("
  "  account INTEGER NOT NULL REFERENCES accounts,"
  "  user_id TEXT NOT NULL,"
  "  n_attempts INTEGER NOT NULL,"
  "  reason TEXT,"
  "  PRIMARY KEY (account, user_id)) WITHOUT ROWID;"
  /* Whom this console changed at the API while a crawl ran, so that an older answer does not bring
   * back what was before. */
  "CREATE TABLE touches ("
  "  account INTEGER NOT NULL REFERENCES accounts,"
  "  user_id TEXT NOT NULL,"
  "  at INTEGER NOT NULL,"
  "  PRIMARY KEY (account, user_id)) WITHOUT ROWID;"
  "CREATE TRIGGER user_added AFTER INSERT ON users BEGIN"
  "  UPDATE accounts SET n_users = n_users + 1 WHERE number = new.account; END;"
  "CREATE TRIGGER user_deleted AFTER DELETE ON users BEGIN"
  "  UPDATE accounts SET n_users = n_users - 1 WHERE number = old.account; END;"
  "CREATE TRIGGER registration_added AFTER INSERT ON registrations BEGIN"
  "  UPDATE accounts SET n_registrations = n_registrations + 1 WHERE number = new.account; END;"
  "CREATE TRIGGER registration_deleted AFTER DELETE ON registrations BEGIN"
  "  UPDATE accounts SET n_registrations = n_registrations - 1 WHERE number = old.account; END;"
  "CREATE TRIGGER device_added AFTER INSERT ON devices BEGIN"
  "  INSERT INTO tokens (rowid, token) VALUES (new.key, new.token);"
  "  UPDATE accounts SET n_devices = n_devices + 1 WHERE number = new.key >> " KEY_BITS ";"
  "  UPDATE devices SET is_shared = 1"
  "   WHERE digest = new.digest AND token = new.token AND " SAME_ACCOUNT (
    "devices",
    "new") "   AND EXISTS (SELECT 1 FROM devices AS other WHERE other.digest = new.digest"
           "     AND other.token = new.token AND other.user <> new.user"
           "     AND " SAME_ACCOUNT (
             "other",
             "new") ");"
                    "  END;"
                    "CREATE TRIGGER device_deleted AFTER DELETE ON devices BEGIN"
                    "  INSERT INTO tokens (tokens, rowid, token) VALUES ('delete', old.key, old.token);"
                    "  UPDATE accounts SET n_devices = n_devices - 1 WHERE number = old.key >> " KEY_BITS
                    ";"
                    "  UPDATE devices SET is_shared ="
                    "   EXISTS (SELECT 1 FROM devices AS other WHERE other.digest = devices.digest"
                    "     AND other.token = devices.token AND other.user <> devices.user"
                    "     AND " SAME_ACCOUNT (
                      "other",
                      "devices") ")"
                                 "   WHERE old.is_shared AND digest = old.digest AND " SAME_ACCOUNT (
                                   "devices", "old") ";"
                                                     "  END;",
};

const guint archive_n_index_migrations = G_N_ELEMENTS (archive_index_migrations);
