/* Looking things up in the index. Each list is walked along one of the indexes of its table, from
 * behind the row that the last page ended with, so that a page costs the same wherever it is. What
 * the index does not decide is looked at row by row; the way is chosen so that those are few. */

#include "archive-index-private.h"

#include <string.h>

/* The full-text index knows nothing shorter (SQLite FTS5, "The Trigram Tokenizer"). */
#define TRIGRAM 3

/* So many trigrams of a needle are looked up; more only cost time, as the rows that have all of
 * them hardly ever turn out not to have the needle. */
#define MAX_TRIGRAMS 16

/* With at most so many devices under an App, they are looked at one by one rather than all devices
 * with the needle, of which there may be as many as there are devices: that takes ten
 * milliseconds. */
#define FEW_DEVICES 10000

/* Where every device has to be looked at, so many are before others have their turn: some thirty
 * milliseconds. */
#define DEVICES_PER_TURN 25000

typedef struct {
  ArchiveIndexCall base;
  ArchiveDeviceQuery *query;
  char *after; /* (nullable) */
  guint n_rows;

  gint64 reached;     /* in the turns before */
  ArchivePage *page;  /* (owned) (nullable): found in them */
  gint64 key, digest; /* of the last row of the page */
  gint64 count;       /* counted in them */
} DeviceCall;

/* The parameters of all statements on devices. */
enum {
  LOW = 1,
  HIGH,
  N_ROWS,
  NEEDLE,
  USER,
  REGISTRATION,
  APP,
  PROVIDER,
  MATCH,
  ACCOUNT,
  AFTER_DIGEST,
  IS_SHARED,
};

/* A way to walk over devices. */
typedef struct {
  const char *from;
  const char *condition;
  const char *order;
} Way;

#define IN_RANGE "d.key > ?1 AND d.key <= ?2"

static const Way way_by_token = {
  "found.tokens CROSS JOIN found.devices AS d ON d.key = tokens.rowid",
  "tokens.tokens MATCH ?9 AND tokens.rowid > ?1 AND tokens.rowid <= ?2",
  "tokens.rowid",
};
static const Way way_shared = {
  "found.devices AS d INDEXED BY devices_shared",
  "d.is_shared AND (d.digest, d.key) > (?11, ?1) AND d.key <= ?2 AND d.key >> " G_STRINGIFY (
    ARCHIVE_INDEX_KEY_BITS) " = ?10",
  "d.digest, d.key",
};
static const Way way_by_user = {
  "found.devices AS d INDEXED BY devices_by_registration",
  "d.registration IN (SELECT key FROM found.registrations WHERE user ="
  " (SELECT key FROM found.users WHERE account = ?10 AND id = ?5)) AND " IN_RANGE,
  "d.key",
};
static const Way way_by_registration = {
  "found.devices AS d INDEXED BY devices_by_registration",
  "d.registration ="
  " (SELECT key FROM found.registrations WHERE account = ?10 AND id = ?6) AND " IN_RANGE,
  "d.key",
};
static const Way way_by_app_and_provider = {
  "found.devices AS d INDEXED BY devices_by_app_and_provider",
  "d.app = ?7 AND d.provider = ?8 AND " IN_RANGE,
  "d.key",
};
static const Way way_by_app = {
  "found.devices AS d INDEXED BY devices_by_app",
  "d.app = ?7 AND " IN_RANGE,
  "d.key",
};
static const Way way_by_provider = {
  "found.devices AS d INDEXED BY devices_by_provider",
  "d.provider = ?8 AND " IN_RANGE,
  "d.key",
};
static const Way way_all = { "found.devices AS d NOT INDEXED", IN_RANGE, "d.key" };

/* In every statement, so that each has all parameters and none has to ask which it has. */
#define REST                                                                      \
  " AND (?4 IS NULL OR instr (lower (d.token), lower (?4)) > 0)"                  \
  " AND (?5 IS NULL OR u.id = ?5) AND (?6 IS NULL OR r.id = ?6)"                  \
  " AND (?7 IS NULL OR d.app = ?7) AND (?8 IS NULL OR d.provider = ?8)"           \
  " AND (?9 IS NULL OR TRUE) AND (?10 IS NULL OR TRUE) AND (?11 IS NULL OR TRUE)" \
  " AND (?12 = 0 OR d.is_shared)"

#define JOINS                                                      \
  " CROSS JOIN found.registrations AS r ON r.key = d.registration" \
  " CROSS JOIN found.users AS u ON u.key = d.user"

#define COLUMNS                                                                           \
  "d.key, d.digest, r.id, u.id, d.app, d.provider, d.token, r.created_at, r.updated_at, " \
  "u.seen_at, r.n_devices"

ArchiveDeviceQuery *
archive_device_query_copy (const ArchiveDeviceQuery *query)
{
  ArchiveDeviceQuery *copy = g_new0 (ArchiveDeviceQuery, 1);

  if (query != NULL) {
    copy->needle = g_strdup (query->needle);
    copy->user_id = g_strdup (query->user_id);
    copy->registration_id = g_strdup (query->registration_id);
    copy->app_name = g_strdup (query->app_name);
    copy->provider = g_strdup (query->provider);
    copy->is_shared = query->is_shared;
  }
  return copy;
}

void
archive_device_query_free (ArchiveDeviceQuery *query)
{
  g_free ((char *) query->needle);
  g_free ((char *) query->user_id);
  g_free ((char *) query->registration_id);
  g_free ((char *) query->app_name);
  g_free ((char *) query->provider);
  g_free (query);
}

static void
device_call_free (DeviceCall *call)
{
  g_free (call->base.account_id);
  archive_device_query_free (call->query);
  g_free (call->after);
  g_clear_pointer (&call->page, archive_page_free);
  g_free (call);
}

/* A string of FTS5: only the quote means something in it. */
static void
append_phrase (GString *match, const char *begin, const char *end)
{
  g_string_append (match, match->len > 0 ? " AND \"" : "\"");
  for (const char *c = begin; c < end; c++) {
    g_string_append_len (match, c, 1);
    if (*c == '"') {
      g_string_append_c (match, '"');
    }
  }
  g_string_append_c (match, '"');
}

/* Trigrams that cover the needle, or as much of it as is worth it; NULL where it has none. */
static char *
make_match (const char *needle)
{
  glong length = needle != NULL ? g_utf8_strlen (needle, -1) : 0;
  GString *match = NULL;

  if (length < TRIGRAM) {
    return NULL;
  }
  match = g_string_new (NULL);
  for (guint i = 0; i < MAX_TRIGRAMS; i++) {
    glong offset = MIN ((glong) i * TRIGRAM, length - TRIGRAM);
    const char *begin = g_utf8_offset_to_pointer (needle, offset);
    append_phrase (match, begin, g_utf8_offset_to_pointer (begin, TRIGRAM));
    if (offset == length - TRIGRAM) {
      break;
    }
  }
  return g_string_free (match, FALSE);
}

typedef struct {
  const ArchiveDeviceQuery *query;
  const ArchiveIndexAccount *account;
  const char *match; /* (nullable) */
  gint64 after_key;
  gint64 after_digest;
  gint64 n_rows;
} DeviceWalk;

static ArchiveStatement *
prepare_walk (sqlite3 *db, const DeviceWalk *walk, const char *what, const Way *way, GError **error)
{
  g_autofree char *sql =
    g_strdup_printf ("SELECT %s FROM %s" JOINS " WHERE %s" REST " ORDER BY %s LIMIT ?3", what,
                     way->from, way->condition, way->order);
  ArchiveStatement *statement = archive_statement_new (db, sql, error);

  if (statement == NULL) {
    return NULL;
  }
  archive_statement_bind_int (statement, LOW, MAX (walk->account->low, walk->after_key));
  archive_statement_bind_int (statement, HIGH, walk->account->high);
  archive_statement_bind_int (statement, N_ROWS, walk->n_rows);
  archive_statement_bind_text (statement, NEEDLE, walk->query->needle);
  archive_statement_bind_text (statement, USER, walk->query->user_id);
  archive_statement_bind_text (statement, REGISTRATION, walk->query->registration_id);
  archive_statement_bind_text (statement, APP, walk->query->app_name);
  archive_statement_bind_text (statement, PROVIDER, walk->query->provider);
  archive_statement_bind_text (statement, MATCH, walk->match);
  archive_statement_bind_int (statement, ACCOUNT, walk->account->number);
  archive_statement_bind_int (statement, AFTER_DIGEST, walk->after_digest);
  archive_statement_bind_int (statement, IS_SHARED, walk->query->is_shared);
  return statement;
}

/* Whether the App has so few devices that one may look at all of them. */
static gboolean
check_few (sqlite3 *db, const DeviceWalk *walk, gboolean *few, GError **error)
{
  g_autoptr (ArchiveStatement) statement = archive_statement_new (
    db,
    "SELECT count(*) FROM (SELECT 1 FROM found.devices INDEXED BY devices_by_app"
    " WHERE app = ?1 AND key > ?2 AND key <= ?3 LIMIT ?4)",
    error);
  gint64 count = 0;

  if (statement == NULL) {
    return FALSE;
  }
  archive_statement_bind_text (statement, 1, walk->query->app_name);
  archive_statement_bind_int (statement, 2, walk->account->low);
  archive_statement_bind_int (statement, 3, walk->account->high);
  archive_statement_bind_int (statement, 4, FEW_DEVICES + 1);
  gboolean done = archive_statement_query_int (statement, &count, error);
  *few = count <= FEW_DEVICES;
  return done;
}

static const Way *
choose_way (sqlite3 *db, const DeviceWalk *walk, GError **error)
{
  const ArchiveDeviceQuery *query = walk->query;
  gboolean few = FALSE;

  if (query->registration_id != NULL) {
    return &way_by_registration;
  }
  if (query->user_id != NULL) {
    return &way_by_user;
  }
  if (query->is_shared) {
    return &way_shared;
  }
  if (walk->match != NULL && query->app_name != NULL && !check_few (db, walk, &few, error)) {
    return NULL;
  }
  if (walk->match != NULL && !few) {
    return &way_by_token;
  }
  if (query->app_name != NULL) {
    return query->provider != NULL ? &way_by_app_and_provider : &way_by_app;
  }
  return query->provider != NULL ? &way_by_provider : &way_all;
}

static ArchiveDevice *
read_device (ArchiveStatement *row)
{
  ArchiveDevice *device = g_new0 (ArchiveDevice, 1);

  device->registration_id = g_strdup (archive_statement_get_text (row, 2));
  device->user_id = g_strdup (archive_statement_get_text (row, 3));
  device->app_name = g_strdup (archive_statement_get_text (row, 4));
  device->provider = g_strdup (archive_statement_get_text (row, 5));
  device->token = g_strdup (archive_statement_get_text (row, 6));
  device->created_at = archive_statement_get_time (row, 7);
  device->updated_at = archive_statement_get_time (row, 8);
  device->seen_at = archive_statement_get_int (row, 9);
  device->n_devices = (guint) archive_statement_get_int (row, 10);
  return device;
}

/* What is not UTF-8 is in no token. */
static gboolean
begin_walk (sqlite3 *db,
            const DeviceCall *call,
            ArchiveIndexAccount *account,
            DeviceWalk *walk,
            char **match,
            GError **error)
{
  if (!archive_index_find_account (db, call->base.account_id, account, error)) {
    return FALSE;
  }
  *walk = (DeviceWalk){ .query = call->query, .account = account };
  walk->after_digest = G_MININT64;
  if (call->query->needle != NULL && !g_utf8_validate (call->query->needle, -1, NULL)) {
    account->high = account->low;
  } else {
    *match = make_match (call->query->needle);
  }
  walk->match = *match;
  return TRUE;
}

/* Whether all devices on @way have to be looked at for the needle, in the order of their keys. */
static gboolean
looks_at_all (const DeviceWalk *walk, const Way *way)
{
  return walk->query->needle != NULL && walk->match == NULL &&
         (way == &way_all || way == &way_by_app || way == &way_by_provider ||
          way == &way_by_app_and_provider);
}

/* Narrows @account, which @walk is of, to what is looked at in one turn. */
static gboolean
begin_turn (sqlite3 *db,
            const DeviceCall *call,
            const DeviceWalk *walk,
            ArchiveIndexAccount *account,
            gboolean *is_last,
            GError **error)
{
  g_autoptr (ArchiveStatement) statement = archive_statement_new (
    db, "SELECT max (key) FROM found.devices WHERE key > ?1 AND key <= ?2", error);
  gint64 last = 0;

  if (statement == NULL) {
    return FALSE;
  }
  archive_statement_bind_int (statement, 1, account->low);
  archive_statement_bind_int (statement, 2, account->high);
  if (!archive_statement_query_int (statement, &last, error)) {
    return FALSE;
  }
  account->low = MAX (account->low, MAX (call->reached, walk->after_key));
  account->high = MIN (account->high, account->low + DEVICES_PER_TURN);
  *is_last = account->high >= last;
  return TRUE;
}

static ArchiveStatement *
prepare_turn (sqlite3 *db,
              const DeviceCall *call,
              DeviceWalk *walk,
              ArchiveIndexAccount *account,
              const char *what,
              gboolean *is_last,
              GError **error)
{
  const Way *way = choose_way (db, walk, error);

  *is_last = TRUE;
  if (way == NULL ||
      (looks_at_all (walk, way) && !begin_turn (db, call, walk, account, is_last, error))) {
    return NULL;
  }
  return prepare_walk (db, walk, what, way, error);
}

/* One row more than the page has tells whether there is a next one. */
static gboolean
list_devices (sqlite3 *db, gpointer data, gpointer *result, GError **error)
{
  DeviceCall *call = data;
  ArchiveIndexAccount account;
  DeviceWalk walk;
  g_autofree char *match = NULL;
  gboolean is_last = TRUE;

  if (!begin_walk (db, call, &account, &walk, &match, error)) {
    return FALSE;
  }
  if (call->page == NULL) {
    call->page = g_new0 (ArchivePage, 1);
    call->page->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) archive_device_free);
  }
  archive_index_parse_place (call->after, &walk.after_key, &walk.after_digest);
  walk.n_rows = (gint64) (call->n_rows - call->page->rows->len) + 1;
  g_autoptr (ArchiveStatement) statement =
    prepare_turn (db, call, &walk, &account, COLUMNS, &is_last, error);
  if (statement == NULL) {
    return FALSE;
  }

  ArchiveStep step;
  while ((step = archive_statement_step (statement, error)) == ARCHIVE_STEP_ROW &&
         call->page->rows->len < call->n_rows) {
    g_ptr_array_add (call->page->rows, read_device (statement));
    call->key = archive_statement_get_int (statement, 0);
    call->digest = archive_statement_get_int (statement, 1);
  }
  if (step == ARCHIVE_STEP_FAILED) {
    return FALSE;
  }
  if (step == ARCHIVE_STEP_DONE && !is_last) {
    call->reached = account.high;
    *result = ARCHIVE_UNFINISHED;
    return TRUE;
  }
  call->page->next =
    step == ARCHIVE_STEP_ROW ? archive_index_make_place (call->key, call->digest) : NULL;
  *result = g_steal_pointer (&call->page);
  return TRUE;
}

static gboolean
count_devices (sqlite3 *db, gpointer data, gpointer *result, GError **error)
{
  DeviceCall *call = data;
  ArchiveIndexAccount account;
  DeviceWalk walk;
  g_autofree char *match = NULL;
  gboolean is_last = TRUE;

  if (!begin_walk (db, call, &account, &walk, &match, error)) {
    return FALSE;
  }
  walk.n_rows = ARCHIVE_MAX_COUNT + 1 - call->count;
  g_autoptr (ArchiveStatement) statement =
    prepare_turn (db, call, &walk, &account, "1", &is_last, error);
  if (statement == NULL) {
    return FALSE;
  }
  ArchiveStep step;
  while ((step = archive_statement_step (statement, error)) == ARCHIVE_STEP_ROW) {
    call->count++;
  }
  if (step != ARCHIVE_STEP_DONE) {
    return FALSE;
  }
  if (!is_last && call->count <= ARCHIVE_MAX_COUNT) {
    call->reached = account.high;
    *result = ARCHIVE_UNFINISHED;
    return TRUE;
  }
  *result = g_memdup2 (&call->count, sizeof call->count);
  return TRUE;
}

/**
 * archive_index_each_device:
 * @db: a connection
 * @account_id: whose devices
 * @query: which
 * @wants_users: whether it is their users that are asked for, rather than their registrations
 * @each: called with an ID, which may come again
 * @data: for @each
 * @error: return location for a [error@Archive.Error], or what @each has to say
 *
 * Returns: whether @each was called for all
 */
gboolean
archive_index_each_device (sqlite3 *db,
                           const char *account_id,
                           const ArchiveDeviceQuery *query,
                           gboolean wants_users,
                           ArchiveIndexEach each,
                           gpointer data,
                           GError **error)
{
  const DeviceCall call = {
    .base.account_id = (char *) account_id,
    .query = (ArchiveDeviceQuery *) query,
  };
  ArchiveIndexAccount account;
  DeviceWalk walk;
  g_autofree char *match = NULL;

  if (!begin_walk (db, &call, &account, &walk, &match, error)) {
    return FALSE;
  }
  walk.n_rows = -1; /* SQLite's "all" */
  const Way *way = choose_way (db, &walk, error);
  g_autoptr (ArchiveStatement) statement =
    way != NULL ? prepare_walk (db, &walk, wants_users ? "u.id" : "r.id", way, error) : NULL;
  return statement != NULL && archive_index_walk (statement, each, data, error);
}

static void
push_devices (ArchiveStore *self,
              GTask *task,
              const char *account_id,
              const ArchiveDeviceQuery *query,
              const char *after,
              guint n_rows,
              gboolean counts)
{
  DeviceCall *call = g_new0 (DeviceCall, 1);

  call->query = archive_device_query_copy (query);
  call->after = g_strdup (after);
  call->n_rows = n_rows;
  archive_index_push (self, task, &call->base, account_id, counts ? count_devices : list_devices,
                      (GDestroyNotify) device_call_free,
                      counts ? g_free : (GDestroyNotify) archive_page_free);
}

/**
 * archive_store_list_devices_async:
 * @self: a store
 * @account_id: whose devices
 * @query: (nullable): which; %NULL is all
 * @after: (nullable): where the last page said that the next one begins; %NULL is the first page
 * @n_rows: how many at most, up to %ARCHIVE_MAX_ROWS
 * @cancellable: (nullable): a cancellable
 * @callback: called with them
 * @user_data: for @callback
 *
 * Lists devices in the order in which they were found, those with a token of several users by
 * token. A needle of three characters and more is looked up; a shorter one is in almost every
 * token, so that the first page comes as soon.
 *
 * Finish with [method@Archive.Store.list_finish].
 */
void
archive_store_list_devices_async (ArchiveStore *self,
                                  const char *account_id,
                                  const ArchiveDeviceQuery *query,
                                  const char *after,
                                  guint n_rows,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_return_if_fail (ARCHIVE_IS_STORE (self));
  g_return_if_fail (account_id != NULL);
  g_return_if_fail (n_rows > 0 && n_rows <= ARCHIVE_MAX_ROWS);

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, archive_store_list_devices_async);
  push_devices (self, task, account_id, query, after, n_rows, FALSE);
}

/**
 * archive_store_list_finish:
 * @self: a store
 * @result: what the callback was given
 * @error: return location for a [error@Archive.Error], %G_IO_ERROR_CANCELLED or
 *   %G_IO_ERROR_CLOSED
 *
 * Returns: (transfer full) (nullable): a page of what was asked for: of ArchiveDevice, ArchiveUser
 *   and so on
 */
ArchivePage *
archive_store_list_finish (ArchiveStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * archive_store_count_devices_async:
 * @self: a store
 * @account_id: whose devices
 * @query: (nullable): which; %NULL is all
 * @cancellable: (nullable): a cancellable
 * @callback: called with their number
 * @user_data: for @callback
 *
 * Counts up to %ARCHIVE_MAX_COUNT + 1. How many there are in all is told by
 * [method@Archive.Store.read_index_async]. Finish with [method@Archive.Store.count_finish].
 */
void
archive_store_count_devices_async (ArchiveStore *self,
                                   const char *account_id,
                                   const ArchiveDeviceQuery *query,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_return_if_fail (ARCHIVE_IS_STORE (self));
  g_return_if_fail (account_id != NULL);

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, archive_store_count_devices_async);
  push_devices (self, task, account_id, query, NULL, 0, TRUE);
}

/**
 * archive_store_count_finish:
 * @self: a store
 * @result: what the callback was given
 * @error: return location for a [error@Archive.Error], %G_IO_ERROR_CANCELLED or
 *   %G_IO_ERROR_CLOSED
 *
 * Returns: how many, or -1 where @error is set
 */
gint64
archive_store_count_finish (ArchiveStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), -1);

  g_autofree gint64 *count = g_task_propagate_pointer (G_TASK (result), error);
  return count != NULL ? *count : -1;
}
