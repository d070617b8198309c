/* What this console did at the API itself, so that the index shows it at once. */

#include "archive-index-private.h"

static gboolean
write_registration (sqlite3 *db, gpointer data, GError **error)
{
  const ArchiveCrawlCall *call = data;
  g_autoptr (ArchiveIndexWriter) writer =
    archive_index_writer_new (db, call->base.account_id, error);

  return writer != NULL && archive_index_put_registration (writer, call->registration, error);
}

static gboolean
index_registration (sqlite3 *db, gpointer data, gpointer *result, GError **error)
{
  return archive_sql_transact (db, write_registration, data, error);
}

static gboolean
drop_registration (sqlite3 *db, gpointer data, GError **error)
{
  const ArchiveCrawlCall *call = data;
  g_autoptr (ArchiveIndexWriter) writer =
    archive_index_writer_new (db, call->base.account_id, error);

  return writer != NULL && archive_index_forget_registration (writer, call->text, error);
}

static gboolean
forget_registration (sqlite3 *db, gpointer data, gpointer *result, GError **error)
{
  return archive_sql_transact (db, drop_registration, data, error);
}

static gboolean
drop_user (sqlite3 *db, gpointer data, GError **error)
{
  const ArchiveCrawlCall *call = data;
  g_autoptr (ArchiveIndexWriter) writer =
    archive_index_writer_new (db, call->base.account_id, error);

  return writer != NULL && archive_index_forget_user (writer, call->text, error);
}

static gboolean
forget_user (sqlite3 *db, gpointer data, gpointer *result, GError **error)
{
  return archive_sql_transact (db, drop_user, data, error);
}

/**
 * archive_store_index_registration_async:
 * @self: a store
 * @account_id: whose registration
 * @registration: what it is now, with all its devices
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is written
 * @user_data: for @callback
 *
 * For a registration that this console made, changed or just fetched. Finish with
 * [method@Archive.Store.write_finish].
 */
void
archive_store_index_registration_async (ArchiveStore *self,
                                        const char *account_id,
                                        const ArchiveRegistration *registration,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data)
{
  g_return_if_fail (ARCHIVE_IS_STORE (self));
  g_return_if_fail (account_id != NULL && registration != NULL);

  ArchiveCrawlCall *call = g_new0 (ArchiveCrawlCall, 1);
  call->registration = archive_registration_copy (registration);
  archive_crawl_push (self, archive_store_index_registration_async, account_id, call,
                      index_registration, NULL, cancellable, callback, user_data);
}

/**
 * archive_store_forget_registration_async:
 * @self: a store
 * @account_id: whose registration
 * @registration_id: what this console deleted; one that is not in the index is forgotten already
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is forgotten
 * @user_data: for @callback
 *
 * Finish with [method@Archive.Store.write_finish].
 */
void
archive_store_forget_registration_async (ArchiveStore *self,
                                         const char *account_id,
                                         const char *registration_id,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data)
{
  g_return_if_fail (ARCHIVE_IS_STORE (self));
  g_return_if_fail (account_id != NULL && registration_id != NULL);

  ArchiveCrawlCall *call = g_new0 (ArchiveCrawlCall, 1);
  call->text = g_strdup (registration_id);
  archive_crawl_push (self, archive_store_forget_registration_async, account_id, call,
                      forget_registration, NULL, cancellable, callback, user_data);
}

/**
 * archive_store_forget_user_async:
 * @self: a store
 * @account_id: whose user
 * @user_id: whom this console deleted, with all registrations
 * @cancellable: (nullable): a cancellable
 * @callback: called when the user is forgotten
 * @user_data: for @callback
 *
 * Finish with [method@Archive.Store.write_finish].
 */
void
archive_store_forget_user_async (ArchiveStore *self,
                                 const char *account_id,
                                 const char *user_id,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_return_if_fail (ARCHIVE_IS_STORE (self));
  g_return_if_fail (account_id != NULL && user_id != NULL);

  ArchiveCrawlCall *call = g_new0 (ArchiveCrawlCall, 1);
  call->text = g_strdup (user_id);
  archive_crawl_push (self, archive_store_forget_user_async, account_id, call, forget_user, NULL,
                      cancellable, callback, user_data);
}
