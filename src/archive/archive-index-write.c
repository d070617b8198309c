/* Writing into the index, user by user: what stays the same is left alone, so that a crawl that
 * finds nothing new writes little more than when it saw whom. */

#include "archive-index-private.h"

#include <string.h>

/* The smallest free key behind those of a table that an account has. */
#define NEXT_KEY(table)                                                                 \
  "coalesce ((SELECT max (key) FROM found." table " WHERE key > ?1 AND key <= ?2), ?1)" \
  " + 1"

/* In a hash table a device is provider, a byte that no text has, and token. */
#define SEPARATOR "\xff"

struct _ArchiveIndexWriter {
  sqlite3 *db;
  ArchiveIndexAccount account;
  gint64 user;            /* key of the one that is being written */
  GHashTable *statements; /* of ArchiveStatement by (unowned) SQL, which is static */
};

/* Preparing a statement takes as long as running it, and a crawl writes thousands of users. */
static ArchiveStatement *
get_statement (ArchiveIndexWriter *self, const char *sql, GError **error)
{
  ArchiveStatement *statement = g_hash_table_lookup (self->statements, sql);

  if (statement != NULL) {
    archive_statement_reset (statement);
    return statement;
  }
  statement = archive_statement_new (self->db, sql, error);
  if (statement != NULL) {
    g_hash_table_insert (self->statements, (gpointer) sql, statement);
  }
  return statement;
}

static gboolean
run_with (
  ArchiveIndexWriter *self, const char *sql, gint64 first, const char *second, GError **error)
{
  ArchiveStatement *statement = get_statement (self, sql, error);

  if (statement == NULL) {
    return FALSE;
  }
  archive_statement_bind_int (statement, 1, first);
  if (second != NULL) {
    archive_statement_bind_text (statement, 2, second);
  }
  return archive_statement_run (statement, error);
}

/**
 * archive_index_writer_new:
 * @db: a connection, in a transaction that outlives the writer
 * @account_id: the account that is written of; it gets a place in the index
 * @error: return location for a [error@Archive.Error]
 *
 * Returns: (transfer full) (nullable): a writer
 */
ArchiveIndexWriter *
archive_index_writer_new (sqlite3 *db, const char *account_id, GError **error)
{
  g_autoptr (ArchiveIndexWriter) self = g_new0 (ArchiveIndexWriter, 1);

  self->db = db;
  self->statements =
    g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) archive_statement_free);
  return archive_index_make_account (db, account_id, &self->account, error)
           ? g_steal_pointer (&self)
           : NULL;
}

void
archive_index_writer_free (ArchiveIndexWriter *self)
{
  g_hash_table_unref (self->statements);
  g_free (self);
}

static gint64
make_digest (const char *token)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 bytes[32];
  gsize length = sizeof bytes;
  gint64 digest = 0;

  g_checksum_update (checksum, (const guchar *) token, (gssize) strlen (token));
  g_checksum_get_digest (checksum, bytes, &length);
  memcpy (&digest, bytes, sizeof digest);
  return digest;
}

/* Key by device, of a registration as the index has it. */
static GHashTable *
read_devices (ArchiveIndexWriter *self, gint64 registration, GError **error)
{
  ArchiveStatement *statement = get_statement (
    self, "SELECT key, provider, token FROM found.devices WHERE registration = ?1", error);
  g_autoptr (GHashTable) devices = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  ArchiveStep step;

  if (statement == NULL) {
    return NULL;
  }
  archive_statement_bind_int (statement, 1, registration);
  while ((step = archive_statement_step (statement, error)) == ARCHIVE_STEP_ROW) {
    gint64 key = archive_statement_get_int (statement, 0);
    g_hash_table_insert (devices,
                         g_strconcat (archive_statement_get_text (statement, 1), SEPARATOR,
                                      archive_statement_get_text (statement, 2), NULL),
                         g_memdup2 (&key, sizeof key));
  }
  return step == ARCHIVE_STEP_DONE ? g_steal_pointer (&devices) : NULL;
}

static gboolean
insert_device (ArchiveIndexWriter *self,
               gint64 registration,
               const char *app_name,
               const ArchiveDeviceName *name,
               GError **error)
{
  ArchiveStatement *statement = get_statement (
    self,
    "INSERT INTO found.devices (key, registration, user, app, provider, token, digest)"
    " VALUES (" NEXT_KEY ("devices") ", ?3, ?4, ?5, ?6, ?7, ?8)",
    error);

  if (statement == NULL) {
    return FALSE;
  }
  archive_statement_bind_int (statement, 1, self->account.low);
  archive_statement_bind_int (statement, 2, self->account.high);
  archive_statement_bind_int (statement, 3, registration);
  archive_statement_bind_int (statement, 4, self->user);
  archive_statement_bind_text (statement, 5, app_name);
  archive_statement_bind_text (statement, 6, name->provider);
  archive_statement_bind_text (statement, 7, name->token);
  archive_statement_bind_int (statement, 8, make_digest (name->token));
  return archive_statement_run (statement, error);
}

/* What is left in @devices is no longer there. */
static gboolean
delete_devices (ArchiveIndexWriter *self, GHashTable *devices, GError **error)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, devices);
  while (g_hash_table_iter_next (&iter, NULL, &key)) {
    if (!run_with (self, "DELETE FROM found.devices WHERE key = ?1", *(gint64 *) key, NULL,
                   error)) {
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
write_devices (ArchiveIndexWriter *self,
               gint64 key,
               const ArchiveRegistration *registration,
               GError **error)
{
  g_autoptr (GHashTable) old = read_devices (self, key, error);
  g_autoptr (GHashTable) written = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (old == NULL) {
    return FALSE;
  }
  for (guint i = 0; i < registration->devices->len; i++) {
    const ArchiveDeviceName *name = registration->devices->pdata[i];
    char *device = g_strconcat (name->provider, SEPARATOR, name->token, NULL);
    gboolean known = g_hash_table_remove (old, device);
    if (g_hash_table_add (written, device) && !known &&
        !insert_device (self, key, registration->app_name, name, error)) {
      return FALSE;
    }
  }
  return delete_devices (self, old, error) &&
         run_with (self,
                   "UPDATE found.registrations SET n_devices ="
                   " (SELECT count(*) FROM found.devices WHERE registration = ?1) WHERE key = ?1",
                   key, NULL, error);
}

/* One that has changed hands is another one, with all its devices. */
static gboolean
drop_moved (ArchiveIndexWriter *self, const ArchiveRegistration *registration, GError **error)
{
  ArchiveStatement *statement =
    get_statement (self,
                   "DELETE FROM found.registrations WHERE account = ?1 AND id = ?2"
                   " AND (user <> ?3 OR app <> ?4)",
                   error);

  if (statement == NULL) {
    return FALSE;
  }
  archive_statement_bind_int (statement, 1, self->account.number);
  archive_statement_bind_text (statement, 2, registration->id);
  archive_statement_bind_int (statement, 3, self->user);
  archive_statement_bind_text (statement, 4, registration->app_name);
  return archive_statement_run (statement, error);
}

static gboolean
put_registration (ArchiveIndexWriter *self,
                  const ArchiveRegistration *registration,
                  gint64 *key,
                  GError **error)
{
  ArchiveStatement *statement = get_statement (
    self,
    "INSERT INTO found.registrations (key, account, user, id, app, created_at, updated_at)"
    " VALUES (" NEXT_KEY (
      "registrations") ", ?3, ?4, ?5, ?6, ?7, ?8)"
                       " ON CONFLICT (account, id) DO UPDATE SET created_at = ?7, updated_at = ?8 RETURNING key",
    error);

  if (statement == NULL) {
    return FALSE;
  }
  archive_statement_bind_int (statement, 1, self->account.low);
  archive_statement_bind_int (statement, 2, self->account.high);
  archive_statement_bind_int (statement, 3, self->account.number);
  archive_statement_bind_int (statement, 4, self->user);
  archive_statement_bind_text (statement, 5, registration->id);
  archive_statement_bind_text (statement, 6, registration->app_name);
  archive_statement_bind_time (statement, 7, registration->created_at);
  archive_statement_bind_time (statement, 8, registration->updated_at);
  return archive_statement_query_int (statement, key, error);
}

static gboolean
write_registration (ArchiveIndexWriter *self,
                    const ArchiveRegistration *registration,
                    GError **error)
{
  gint64 key = 0;

  return drop_moved (self, registration, error) &&
         put_registration (self, registration, &key, error) &&
         write_devices (self, key, registration, error);
}

/* Those of the user that are not among @registrations. */
static GArray *
find_vanished (ArchiveIndexWriter *self, GPtrArray *registrations, GError **error)
{
  ArchiveStatement *statement =
    get_statement (self, "SELECT key, id FROM found.registrations WHERE user = ?1", error);
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  ArchiveStep step;

  if (statement == NULL) {
    return NULL;
  }
  for (guint i = 0; registrations != NULL && i < registrations->len; i++) {
    g_hash_table_add (ids, ((ArchiveRegistration *) registrations->pdata[i])->id);
  }
  archive_statement_bind_int (statement, 1, self->user);
  while ((step = archive_statement_step (statement, error)) == ARCHIVE_STEP_ROW) {
    gint64 key = archive_statement_get_int (statement, 0);
    if (!g_hash_table_contains (ids, archive_statement_get_text (statement, 1))) {
      g_array_append_val (keys, key);
    }
  }
  return step == ARCHIVE_STEP_DONE ? g_steal_pointer (&keys) : NULL;
}

static gboolean
delete_vanished (ArchiveIndexWriter *self, GPtrArray *registrations, GError **error)
{
  g_autoptr (GArray) keys = find_vanished (self, registrations, error);

  for (guint i = 0; keys != NULL && i < keys->len; i++) {
    if (!run_with (self, "DELETE FROM found.registrations WHERE key = ?1",
                   g_array_index (keys, gint64, i), NULL, error)) {
      return FALSE;
    }
  }
  return keys != NULL;
}

/* @created_at, @updated_at: negative leaves what is there */
static gboolean
put_user (ArchiveIndexWriter *self,
          const char *user_id,
          gint64 generation,
          gint64 created_at,
          gint64 updated_at,
          GError **error)
{
  ArchiveStatement *statement = get_statement (
    self,
    "INSERT INTO found.users (key, account, id, created_at, updated_at, seen_at, generation)"
    " VALUES (" NEXT_KEY (
      "users") ", ?3, ?4, ?5, ?6, ?7, ?8)"
               " ON CONFLICT (account, id) DO UPDATE SET created_at = coalesce (?5, created_at),"
               " updated_at = coalesce (?6, updated_at), seen_at = ?7, generation = max (generation, ?8)"
               " RETURNING key",
    error);

  if (statement == NULL) {
    return FALSE;
  }
  archive_statement_bind_int (statement, 1, self->account.low);
  archive_statement_bind_int (statement, 2, self->account.high);
  archive_statement_bind_int (statement, 3, self->account.number);
  archive_statement_bind_text (statement, 4, user_id);
  archive_statement_bind_time (statement, 5, created_at);
  archive_statement_bind_time (statement, 6, updated_at);
  archive_statement_bind_int (statement, 7, g_get_real_time ());
  archive_statement_bind_int (statement, 8, generation);
  return archive_statement_query_int (statement, &self->user, error);
}

static gboolean
count_user (ArchiveIndexWriter *self, GError **error)
{
  return run_with (self,
                   "UPDATE found.users SET (n_registrations, n_devices, most_devices) ="
                   " (SELECT count(*), coalesce (sum (n_devices), 0), coalesce (max (n_devices), 0)"
                   "  FROM found.registrations WHERE user = ?1) WHERE key = ?1",
                   self->user, NULL, error);
}

static gboolean
write_user (ArchiveIndexWriter *self,
            gint64 generation,
            const ArchiveFinding *finding,
            GError **error)
{
  if (!put_user (self, finding->user_id, generation, finding->created_at, finding->updated_at,
                 error) ||
      !delete_vanished (self, finding->registrations, error)) {
    return FALSE;
  }
  for (guint i = 0; finding->registrations != NULL && i < finding->registrations->len; i++) {
    if (!write_registration (self, finding->registrations->pdata[i], error)) {
      return FALSE;
    }
  }
  return count_user (self, error);
}

static gboolean
is_outdated (ArchiveIndexWriter *self,
             const ArchiveFinding *finding,
             gboolean *outdated,
             GError **error)
{
  ArchiveStatement *statement = get_statement (
    self, "SELECT count(*) FROM found.touches WHERE account = ?1 AND user_id = ?2 AND at >= ?3",
    error);
  gint64 count = 0;

  if (statement == NULL) {
    return FALSE;
  }
  archive_statement_bind_int (statement, 1, self->account.number);
  archive_statement_bind_text (statement, 2, finding->user_id);
  archive_statement_bind_int (statement, 3, finding->asked_at);
  gboolean done = archive_statement_query_int (statement, &count, error);
  *outdated = count > 0;
  return done;
}

static gboolean
write_failure (ArchiveIndexWriter *self, const char *user_id, const char *reason, GError **error)
{
  ArchiveStatement *statement = get_statement (
    self,
    "INSERT INTO found.failures (account, user_id, n_attempts, reason) VALUES (?1, ?2, 1, ?3)"
    " ON CONFLICT DO UPDATE SET n_attempts = n_attempts + 1, reason = ?3",
    error);

  if (statement == NULL) {
    return FALSE;
  }
  archive_statement_bind_int (statement, 1, self->account.number);
  archive_statement_bind_text (statement, 2, user_id);
  archive_statement_bind_text (statement, 3, reason);
  return archive_statement_run (statement, error);
}

static gboolean
drop_failure (ArchiveIndexWriter *self, const char *user_id, GError **error)
{
  return run_with (self, "DELETE FROM found.failures WHERE account = ?1 AND user_id = ?2",
                   self->account.number, user_id, error);
}

static gboolean
drop_user (ArchiveIndexWriter *self, const char *user_id, GError **error)
{
  return run_with (self, "DELETE FROM found.users WHERE account = ?1 AND id = ?2",
                   self->account.number, user_id, error);
}

/**
 * archive_index_write_finding:
 * @self: a writer
 * @generation: of its crawl
 * @finding: what became of a user
 * @error: return location for a [error@Archive.Error]
 *
 * Returns: whether it was written
 */
gboolean
archive_index_write_finding (ArchiveIndexWriter *self,
                             gint64 generation,
                             const ArchiveFinding *finding,
                             GError **error)
{
  gboolean outdated = FALSE;

  if (finding->found == ARCHIVE_FOUND_FAILURE) {
    return write_failure (self, finding->user_id, finding->reason, error);
  }
  if (!is_outdated (self, finding, &outdated, error)) {
    return FALSE;
  }
  if (outdated) {
    return write_failure (self, finding->user_id, NULL, error);
  }
  if (finding->found == ARCHIVE_FOUND_NOBODY) {
    return drop_user (self, finding->user_id, error) &&
           drop_failure (self, finding->user_id, error);
  }
  return write_user (self, generation, finding, error) &&
         drop_failure (self, finding->user_id, error);
}

/* An answer that was asked for before now is older than what this console did. */
static gboolean
touch (ArchiveIndexWriter *self, const char *user_id, GError **error)
{
  ArchiveStatement *statement =
    get_statement (self,
                   "INSERT INTO found.touches (account, user_id, at) VALUES (?1, ?2, ?3)"
                   " ON CONFLICT DO UPDATE SET at = ?3",
                   error);

  if (statement == NULL) {
    return FALSE;
  }
  archive_statement_bind_int (statement, 1, self->account.number);
  archive_statement_bind_text (statement, 2, user_id);
  archive_statement_bind_int (statement, 3, g_get_real_time ());
  return archive_statement_run (statement, error);
}

/* A user who is new to the index is one that the crawl need not see; one whom it has yet to see
 * stays so. */
static gboolean
get_generation (ArchiveIndexWriter *self, const char *user_id, gint64 *generation, GError **error)
{
  ArchiveStatement *statement =
    get_statement (self,
                   "SELECT coalesce ("
                   " (SELECT generation FROM found.users WHERE account = ?1 AND id = ?2),"
                   " (SELECT generation FROM found.accounts WHERE number = ?1))",
                   error);

  if (statement == NULL) {
    return FALSE;
  }
  archive_statement_bind_int (statement, 1, self->account.number);
  archive_statement_bind_text (statement, 2, user_id);
  return archive_statement_query_int (statement, generation, error);
}

/**
 * archive_index_put_registration:
 * @self: a writer
 * @registration: what one of its registrations is now
 * @error: return location for a [error@Archive.Error]
 *
 * Returns: whether it was written
 */
gboolean
archive_index_put_registration (ArchiveIndexWriter *self,
                                const ArchiveRegistration *registration,
                                GError **error)
{
  gint64 generation = 0;

  return touch (self, registration->user_id, error) &&
         get_generation (self, registration->user_id, &generation, error) &&
         put_user (self, registration->user_id, generation, -1, -1, error) &&
         write_registration (self, registration, error) && count_user (self, error);
}

/* @user_id is NULL where the index does not have the registration. */
static gboolean
find_owner (ArchiveIndexWriter *self, const char *registration_id, char **user_id, GError **error)
{
  ArchiveStatement *statement = get_statement (
    self,
    "SELECT u.key, u.id FROM found.registrations AS r JOIN found.users AS u ON u.key = r.user"
    " WHERE r.account = ?1 AND r.id = ?2",
    error);

  if (statement == NULL) {
    return FALSE;
  }
  archive_statement_bind_int (statement, 1, self->account.number);
  archive_statement_bind_text (statement, 2, registration_id);
  ArchiveStep step = archive_statement_step (statement, error);
  if (step == ARCHIVE_STEP_ROW) {
    self->user = archive_statement_get_int (statement, 0);
    *user_id = g_strdup (archive_statement_get_text (statement, 1));
  }
  archive_statement_reset (statement);
  return step != ARCHIVE_STEP_FAILED;
}

/**
 * archive_index_forget_registration:
 * @self: a writer
 * @registration_id: what is gone; what the index does not have need not be forgotten
 * @error: return location for a [error@Archive.Error]
 *
 * Returns: whether it is forgotten
 */
gboolean
archive_index_forget_registration (ArchiveIndexWriter *self,
                                   const char *registration_id,
                                   GError **error)
{
  g_autofree char *user_id = NULL;

  if (!find_owner (self, registration_id, &user_id, error)) {
    return FALSE;
  }
  return user_id == NULL ||
         (touch (self, user_id, error) &&
          run_with (self, "DELETE FROM found.registrations WHERE account = ?1 AND id = ?2",
                    self->account.number, registration_id, error) &&
          count_user (self, error));
}

/**
 * archive_index_forget_user:
 * @self: a writer
 * @user_id: who is gone, together with all registrations
 * @error: return location for a [error@Archive.Error]
 *
 * Returns: whether the user is forgotten
 */
gboolean
archive_index_forget_user (ArchiveIndexWriter *self, const char *user_id, GError **error)
{
  return touch (self, user_id, error) && drop_user (self, user_id, error) &&
         drop_failure (self, user_id, error);
}
