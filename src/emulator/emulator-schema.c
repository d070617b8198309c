/* The tables. `created` is the time of creation in microseconds since 1970, unique in its table and
 * rising with each insert (see emulator_clock_stamp()): key, date and order in one. Indexes end in
 * it by themselves, so each list, filtered or not, is a range read backwards. */

#include "emulator-schema.h"

/* A notification keeps a text of its own only where it differs from what the operation was sent
 * with. */
static const char first_tables[] =
  "CREATE TABLE apps ("
  "  created INTEGER PRIMARY KEY,"
  "  name TEXT NOT NULL UNIQUE,"
  "  is_default INTEGER NOT NULL,"
  "  updated INTEGER NOT NULL);"

  "CREATE TABLE credentials ("
  "  created INTEGER PRIMARY KEY,"
  "  id TEXT NOT NULL UNIQUE,"
  "  app INTEGER NOT NULL REFERENCES apps ON DELETE CASCADE,"
  "  type INTEGER NOT NULL,"
  "  is_default INTEGER NOT NULL,"
  "  updated INTEGER NOT NULL);"
  "CREATE INDEX credentials_by_app ON credentials (app);"

  "CREATE TABLE users ("
  "  created INTEGER PRIMARY KEY,"
  "  id TEXT NOT NULL UNIQUE,"
  "  updated INTEGER NOT NULL,"
  "  deleted INTEGER);"

  "CREATE TABLE registrations ("
  "  created INTEGER PRIMARY KEY,"
  "  id TEXT NOT NULL UNIQUE,"
  "  user INTEGER NOT NULL REFERENCES users,"
  "  app INTEGER NOT NULL REFERENCES apps ON DELETE CASCADE,"
  "  updated INTEGER NOT NULL,"
  "  UNIQUE (user, app));"
  "CREATE INDEX registrations_by_user ON registrations (user);"
  "CREATE INDEX registrations_by_app ON registrations (app);"

  "CREATE TABLE devices ("
  "  id INTEGER PRIMARY KEY,"
  "  registration INTEGER NOT NULL REFERENCES registrations ON DELETE CASCADE,"
  "  app INTEGER NOT NULL,"
  "  provider INTEGER NOT NULL,"
  "  token TEXT NOT NULL,"
  "  UNIQUE (app, provider, token));"
  "CREATE INDEX devices_by_registration ON devices (registration);"

  "CREATE TABLE operations ("
  "  created INTEGER PRIMARY KEY,"
  "  id TEXT NOT NULL UNIQUE,"
  "  status INTEGER NOT NULL,"
  "  content TEXT NOT NULL,"
  "  priority TEXT NOT NULL,"
  "  sound TEXT,"
  "  tags TEXT,"
  "  fcm TEXT,"
  "  apn TEXT,"
  "  scheduled_for INTEGER,"
  "  updated INTEGER NOT NULL,"
  "  total INTEGER NOT NULL,"
  "  recipients INTEGER NOT NULL,"
  "  unaddressable INTEGER NOT NULL,"
  "  scheduled INTEGER NOT NULL,"
  "  queued INTEGER NOT NULL,"
  "  sent INTEGER NOT NULL,"
  "  failed INTEGER NOT NULL,"
  "  canceled INTEGER NOT NULL);"
  "CREATE INDEX operations_by_status ON operations (status);"
  "CREATE INDEX operations_scheduled ON operations (scheduled_for) WHERE status = 0;"

  "CREATE TABLE notifications ("
  "  created INTEGER PRIMARY KEY,"
  "  id TEXT NOT NULL UNIQUE,"
  "  operation INTEGER NOT NULL REFERENCES operations ON DELETE CASCADE,"
  "  status INTEGER NOT NULL,"
  "  outcome INTEGER NOT NULL,"
  "  providers INTEGER NOT NULL,"
  "  user INTEGER REFERENCES users,"
  "  token TEXT,"
  "  title TEXT,"
  "  body TEXT,"
  "  tags TEXT,"
  "  due INTEGER NOT NULL,"
  "  updated INTEGER NOT NULL);"
  "CREATE INDEX notifications_by_operation ON notifications (operation);"
  "CREATE INDEX notifications_by_status ON notifications (status);"
  "CREATE INDEX notifications_by_user ON notifications (user) WHERE user IS NOT NULL;"
  "CREATE INDEX notifications_queued ON notifications (due) WHERE status = 1;"

  "CREATE TABLE tags ("
  "  id INTEGER PRIMARY KEY,"
  "  key TEXT NOT NULL,"
  "  value TEXT NOT NULL,"
  "  UNIQUE (key, value));"
  "CREATE TABLE notification_tags ("
  "  tag INTEGER NOT NULL,"
  "  notification INTEGER NOT NULL,"
  "  PRIMARY KEY (tag, notification)) WITHOUT ROWID;";

static const char whole_api[] =
  "ALTER TABLE credentials ADD COLUMN tags TEXT;"

  /* What each device of a recipient answered. `notification` and `operation` are keys; `provider`
   * is an index in emulator_providers; `credential` is a bare ID; `cause` is an EmulatorCause, 0
   * where the provider took it. The title and the body that went out are the notification's. */
  "CREATE TABLE attempts ("
  "  id INTEGER PRIMARY KEY,"
  "  notification INTEGER NOT NULL,"
  "  operation INTEGER NOT NULL,"
  "  provider INTEGER NOT NULL,"
  "  token TEXT NOT NULL,"
  "  credential TEXT,"
  "  cause INTEGER NOT NULL,"
  "  attempted INTEGER NOT NULL);"
  "CREATE INDEX attempts_by_operation ON attempts (operation);"
  "CREATE INDEX attempts_by_token ON attempts (token);"
  "CREATE INDEX attempts_by_provider ON attempts (provider);"
  "ALTER TABLE operations ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0;"
  "ALTER TABLE operations ADD COLUMN delivered INTEGER NOT NULL DEFAULT 0;"
  /* What became of a notification was foretold; now it is found out. Why it failed: */
  "ALTER TABLE notifications DROP COLUMN outcome;"
  "ALTER TABLE notifications ADD COLUMN cause INTEGER NOT NULL DEFAULT 0;"
  "ALTER TABLE notifications ADD COLUMN cause_provider INTEGER NOT NULL DEFAULT 0;"
  "UPDATE notifications SET cause = 9 WHERE status = 3;"
  "CREATE INDEX notifications_failed ON notifications (operation) WHERE status = 3;"

  /* The lists, see emulator-notification-filter.c: status and providers have few values, so one
   * index serves either and both. It begins with the providers, so that no statement about one
   * status takes it instead of the small index made for that. */
  "DROP INDEX notifications_by_status;"
  "CREATE INDEX notifications_by_state ON notifications (providers, status);"
  "DROP INDEX notifications_by_user;"
  "CREATE INDEX notifications_by_recipient ON notifications (user, providers, status)"
  " WHERE user IS NOT NULL;"
  /* What the unique key of registrations finds needs no other. */
  "DROP INDEX registrations_by_user;"
  "CREATE INDEX users_listed ON users (created) WHERE deleted IS NULL;"

  /* Sends since the tables are there, whatever is forgotten: the totals, in one row, the bodies by
   * SHA-256, and who was told what by the first 64 bits of theirs. */
  "CREATE TABLE send_totals ("
  "  accepted INTEGER NOT NULL,"
  "  recipients INTEGER NOT NULL,"
  "  unaddressable INTEGER NOT NULL,"
  "  duplicates INTEGER NOT NULL,"
  "  duplicate_recipients INTEGER NOT NULL);"
  "INSERT INTO send_totals VALUES (0, 0, 0, 0, 0);"
  "CREATE TABLE send_digests (digest TEXT PRIMARY KEY) WITHOUT ROWID;"
  "CREATE TABLE recipient_digests (digest INTEGER PRIMARY KEY);"

  /* Where the clock stands, if it was set: at one time of the machine, at which of its own. */
  "CREATE TABLE clock ("
  "  id INTEGER PRIMARY KEY CHECK (id = 1),"
  "  machine INTEGER NOT NULL,"
  "  world INTEGER NOT NULL,"
  "  speed TEXT NOT NULL);";

const char *const emulator_schema_steps[EMULATOR_SCHEMA_VERSION] = { first_tables, whole_api };

const char *const emulator_notification_statuses[] = {
  [EMULATOR_SCHEDULED] = "SCHEDULED", [EMULATOR_QUEUED] = "QUEUED",     [EMULATOR_SENT] = "SENT",
  [EMULATOR_FAILED] = "FAILED",       [EMULATOR_CANCELED] = "CANCELED", NULL,
};

const char *const emulator_operation_statuses[] = {
  [EMULATOR_OPERATION_SCHEDULED] = "SCHEDULED",
  [EMULATOR_OPERATION_PROCESSING] = "PROCESSING",
  [EMULATOR_OPERATION_COMPLETED] = "COMPLETED",
  [EMULATOR_OPERATION_CANCELED] = "CANCELED",
  NULL,
};

const char *const emulator_providers[] = { "FCM", "APN", NULL };

const char *const emulator_credential_types[] = {
  [EMULATOR_CREDENTIAL_FCM] = "FCM",
  [EMULATOR_CREDENTIAL_APN] = "APN",
  [EMULATOR_CREDENTIAL_APN_SANDBOX] = "APN_SANDBOX",
  NULL,
};

const char *const emulator_priorities[] = { "HIGH", "LOW", NULL };

/**
 * emulator_index_of:
 * @names: (array zero-terminated=1): the names of an enumeration
 * @name: (nullable): one of them, or something else
 *
 * Returns: where it stands, -1 where it does not
 */
int
emulator_index_of (const char *const *names, const char *name)
{
  for (int i = 0; name != NULL && names[i] != NULL; i++) {
    if (g_str_equal (names[i], name)) {
      return i;
    }
  }
  return -1;
}
