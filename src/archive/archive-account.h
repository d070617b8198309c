#pragma once

#include "archive-store.h"

G_BEGIN_DECLS

/* All that is kept of one account, for when it is removed from the console. */

/* What cannot be had again once it is gone. The index and choices are not among it: they can. */
typedef struct {
  guint n_drafts;
  guint n_sends;
  guint n_unsettled;  /* of these: may have been sent, and nobody knows yet */
  guint n_restorable; /* registrations in the trash that could be restored */
  guint n_open_jobs;  /* with rows that wait */
} ArchiveAccountSummary;

void archive_store_sum_up_account_async (ArchiveStore *self,
                                         const char *account_id,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
ArchiveAccountSummary *archive_store_sum_up_account_finish (ArchiveStore *self,
                                                            GAsyncResult *result,
                                                            GError **error); /* for g_free () */
/* For good; archive_store_write_finish (). */
void archive_store_forget_account_async (ArchiveStore *self,
                                         const char *account_id,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);

G_END_DECLS
