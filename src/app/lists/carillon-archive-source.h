#pragma once

#include <comms-source.h>
#include <json-glib/json-glib.h>

#include "carillon-session.h"

G_BEGIN_DECLS

/* One of the archive's lists that come in pages, as a table. */
typedef struct {
  /* Begins what archive_store_list_finish () ends. @query is the source's. */
  void (*list_async) (ArchiveStore *store,
                      const char *account_id,
                      gconstpointer query,
                      const char *after,
                      guint n_rows,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data);
  /* What a row is made of: members for @object, of which "id" tells it from all others. Called in a
   * worker. */
  void (*describe) (gconstpointer row, JsonObject *object);
} CarillonArchiveList;

/* The pages of a list of the archive, of CarillonRecord. */
#define CARILLON_TYPE_ARCHIVE_SOURCE (carillon_archive_source_get_type ())
G_DECLARE_FINAL_TYPE (
  CarillonArchiveSource, carillon_archive_source, CARILLON, ARCHIVE_SOURCE, GObject)

CommsSource *carillon_archive_source_new (CarillonSession *session,
                                          const CarillonArchiveList *list, /* static */
                                          gpointer query, /* (transfer full) (nullable) */
                                          GDestroyNotify free_query);

G_END_DECLS
