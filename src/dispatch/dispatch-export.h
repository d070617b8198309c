#pragma once

#include "dispatch-progress.h"
#include "dispatch-table.h"

G_BEGIN_DECLS

/* From recipients to separated cells (RFC 4180), which dispatch-import.h reads: a header of
 * "userId", "token", "provider" and the variables, and a row for each recipient. */
typedef struct {
  const char *line_end; /* (unowned): "\r\n" of the RFC, or "\n" */
  gboolean has_mark;    /* begins with a byte order mark, for spreadsheets that need one */
  gboolean is_exact;    /* cells as they are and all fixed columns: for files that only this program
                         * reads. Otherwise no cell can be taken for a formula, and the three fixed
                         * columns are there when they have a value, or a variable is called so */
} DispatchExportOptions;

#define DISPATCH_EXPORT_OPTIONS_INIT \
  {                                  \
    "\r\n", FALSE, FALSE             \
  }

/* Which columns of @table are written, in order: (transfer full), ended by DISPATCH_NONE. */
guint *
dispatch_export_choose_columns (const DispatchTable *table, const DispatchExportOptions *options);
void dispatch_export_append_header (GString *text,
                                    const DispatchTable *table,
                                    const guint *columns,
                                    const DispatchExportOptions *options);
void dispatch_export_append_row (GString *text,
                                 const DispatchTable *table,
                                 guint row,
                                 const guint *columns,
                                 const DispatchExportOptions *options);

/* Writes all rows in a worker; the file appears whole or not at all. */
void dispatch_export_async (const DispatchTable *table,
                            GFile *file,
                            const DispatchExportOptions *options,
                            DispatchProgress *progress,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
gboolean dispatch_export_finish (GAsyncResult *result, GError **error);

gboolean dispatch_export_is_guarded (const char *text, gsize length);

G_END_DECLS
