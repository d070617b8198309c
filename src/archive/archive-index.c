/* What the calls of the index have in common: its accounts, its types, and what to do when the file
 * turns out to be damaged. */

#include "archive-index-private.h"

#include "archive-file.h"

ArchiveRegistration *
archive_registration_new (const char *id, const char *user_id, const char *app_name)
{
  ArchiveRegistration *self = g_new0 (ArchiveRegistration, 1);

  self->id = g_strdup (id);
  self->user_id = g_strdup (user_id);
  self->app_name = g_strdup (app_name);
  self->created_at = -1;
  self->updated_at = -1;
  self->devices = g_ptr_array_new ();
  return self;
}

static void
device_name_free (ArchiveDeviceName *name)
{
  g_free (name->provider);
  g_free (name->token);
  g_free (name);
}

void
archive_registration_add_device (ArchiveRegistration *self, const char *provider, const char *token)
{
  ArchiveDeviceName *name = g_new0 (ArchiveDeviceName, 1);

  name->provider = g_strdup (provider);
  name->token = g_strdup (token);
  g_ptr_array_set_free_func (self->devices, (GDestroyNotify) device_name_free);
  g_ptr_array_add (self->devices, name);
}

ArchiveRegistration *
archive_registration_copy (const ArchiveRegistration *self)
{
  ArchiveRegistration *copy = archive_registration_new (self->id, self->user_id, self->app_name);

  copy->created_at = self->created_at;
  copy->updated_at = self->updated_at;
  for (guint i = 0; i < self->devices->len; i++) {
    const ArchiveDeviceName *name = self->devices->pdata[i];
    archive_registration_add_device (copy, name->provider, name->token);
  }
  return copy;
}

void
archive_registration_free (ArchiveRegistration *self)
{
  g_free (self->id);
  g_free (self->user_id);
  g_free (self->app_name);
  g_ptr_array_unref (self->devices);
  g_free (self);
}

void
archive_device_free (ArchiveDevice *self)
{
  g_free (self->registration_id);
  g_free (self->user_id);
  g_free (self->app_name);
  g_free (self->provider);
  g_free (self->token);
  g_free (self);
}

void
archive_user_free (ArchiveUser *self)
{
  g_free (self->id);
  g_free (self);
}

void
archive_page_free (ArchivePage *self)
{
  g_ptr_array_unref (self->rows);
  g_free (self->next);
  g_free (self);
}

void
archive_index_state_free (ArchiveIndexState *self)
{
  g_free (self->page_token);
  g_free (self);
}

ArchiveFinding *
archive_finding_new (ArchiveFound found, const char *user_id)
{
  ArchiveFinding *self = g_new0 (ArchiveFinding, 1);

  self->found = found;
  self->user_id = g_strdup (user_id);
  self->created_at = -1;
  self->updated_at = -1;
  return self;
}

void
archive_finding_free (ArchiveFinding *self)
{
  g_free (self->user_id);
  g_free (self->reason);
  g_clear_pointer (&self->registrations, g_ptr_array_unref);
  g_free (self);
}

/* A damaged index says nothing that could be relied on, so the call is made once more, of an empty
 * one. */
static gboolean
run_call (sqlite3 *db, gpointer data, gpointer *result, GError **error)
{
  const ArchiveIndexCall *call = data;
  g_autoptr (GError) failure = NULL;

  if (call->work (db, data, result, &failure)) {
    return TRUE;
  }
  if (g_error_matches (failure, ARCHIVE_ERROR, ARCHIVE_ERROR_DAMAGED)) {
    return archive_file_renew_index (db, error) && call->work (db, data, result, error);
  }
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/**
 * archive_index_push:
 * @self: a store
 * @task: (transfer full): the call
 * @call: (transfer full): its data, which begins with an ArchiveIndexCall
 * @account_id: whose part of the index
 * @work: what to do on the thread
 * @free_call: frees what is in @call beside its beginning, and @call
 * @free_result: (nullable): for a call that answers something
 *
 * Hands a call to the store's thread.
 */
void
archive_index_push (ArchiveStore *self,
                    GTask *task,
                    ArchiveIndexCall *call,
                    const char *account_id,
                    ArchiveWork work,
                    GDestroyNotify free_call,
                    GDestroyNotify free_result)
{
  call->work = work;
  call->account_id = g_strdup (account_id);
  g_task_set_task_data (task, call, free_call);
  archive_store_push (self, task, run_call, free_result);
}

/**
 * archive_index_find_account:
 * @db: a connection
 * @account_id: an account
 * @account: (out): what its rows have as keys; none where nothing was ever found of it
 * @error: return location for a [error@Archive.Error]
 *
 * Returns: whether that could be read
 */
gboolean
archive_index_find_account (sqlite3 *db,
                            const char *account_id,
                            ArchiveIndexAccount *account,
                            GError **error)
{
  g_autoptr (ArchiveStatement) statement =
    archive_statement_new (db, "SELECT number FROM found.accounts WHERE id = ?1", error);

  if (statement == NULL) {
    return FALSE;
  }
  archive_statement_bind_text (statement, 1, account_id);
  if (!archive_statement_query_int (statement, &account->number, error)) {
    return FALSE;
  }
  account->low = account->number << ARCHIVE_INDEX_KEY_BITS;
  account->high = (account->number + 1) << ARCHIVE_INDEX_KEY_BITS;
  if (account->number == 0) {
    account->high = 0;
  }
  return TRUE;
}

/**
 * archive_index_make_account:
 * @db: a connection
 * @account_id: an account, which gets a number if it has none
 * @account: (out): what its rows have as keys
 * @error: return location for a [error@Archive.Error]
 *
 * Returns: whether it has
 */
gboolean
archive_index_make_account (sqlite3 *db,
                            const char *account_id,
                            ArchiveIndexAccount *account,
                            GError **error)
{
  g_autoptr (ArchiveStatement) statement = archive_statement_new (
    db, "INSERT INTO found.accounts (id) VALUES (?1) ON CONFLICT DO NOTHING", error);

  if (statement == NULL) {
    return FALSE;
  }
  archive_statement_bind_text (statement, 1, account_id);
  return archive_statement_run (statement, error) &&
         archive_index_find_account (db, account_id, account, error);
}

/**
 * archive_index_parse_place:
 * @after: (nullable): what a page said about where the next one begins
 * @first: (inout): the first number of it; stays as it is where there is none
 * @second: (inout): the second
 */
void
archive_index_parse_place (const char *after, gint64 *first, gint64 *second)
{
  char *end = NULL;

  if (after != NULL) {
    *first = g_ascii_strtoll (after, &end, 10);
    *second = *end == ':' ? g_ascii_strtoll (end + 1, NULL, 10) : 0;
  }
}

char *
archive_index_make_place (gint64 first, gint64 second)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT ":%" G_GINT64_FORMAT, first, second);
}

/**
 * archive_index_walk:
 * @statement: a statement whose first column is an ID
 * @each: called with each of them
 * @data: for @each
 * @error: return location for a [error@Archive.Error], or what @each has to say
 *
 * Returns: whether @each was called for all
 */
gboolean
archive_index_walk (ArchiveStatement *statement,
                    ArchiveIndexEach each,
                    gpointer data,
                    GError **error)
{
  ArchiveStep step;

  while ((step = archive_statement_step (statement, error)) == ARCHIVE_STEP_ROW) {
    if (!each (archive_statement_get_text (statement, 0), data, error)) {
      return FALSE;
    }
  }
  return step == ARCHIVE_STEP_DONE;
}
