#pragma once

#include "archive-store.h"

G_BEGIN_DECLS

/* What an operator chose on a page of an account: which columns, in which order, how wide. Texts
 * that only the page itself understands. */
void archive_store_set_choice_async (ArchiveStore *self,
                                     const char *account_id,
                                     const char *page,
                                     const char *name,
                                     const char *value,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data); /* archive_store_write_finish () */
void archive_store_list_choices_async (ArchiveStore *self,
                                       const char *account_id,
                                       const char *page,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
GHashTable *archive_store_list_choices_finish (ArchiveStore *self,
                                               GAsyncResult *result,
                                               GError **error); /* of char * by name */

G_END_DECLS
