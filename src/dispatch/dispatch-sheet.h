#pragma once

#include <gio/gio.h>

#include "dispatch-csv.h"

G_BEGIN_DECLS

/* A file of separated cells: where its rows are, and how many columns they have. What is in a cell
 * is read when somebody asks, from a copy of the file that nobody else can change; so a million
 * rows are a few megabytes of memory. Immutable, for any thread. */
typedef struct _DispatchSheet DispatchSheet;

#define DISPATCH_SHEET_ERROR (dispatch_sheet_error_quark ())

typedef enum {
  DISPATCH_SHEET_ERROR_EMPTY,
  DISPATCH_SHEET_ERROR_NOT_TEXT,  /* in no encoding that is known: see the message for where */
  DISPATCH_SHEET_ERROR_QUOTE,     /* one is never closed, in the row that begins at the line */
  DISPATCH_SHEET_ERROR_TOO_LARGE, /* more bytes, rows or columns than the reader takes */
  DISPATCH_SHEET_ERROR_CHANGED,   /* it became shorter while it was read */
} DispatchSheetError;

/* What a send or a job takes at most, as rows of some hundred bytes. */
#define DISPATCH_SHEET_MAX_ROWS 1000000
#define DISPATCH_SHEET_MAX_COLUMNS DISPATCH_CSV_MAX_CELLS
#define DISPATCH_SHEET_MAX_BYTES (G_GINT64_CONSTANT (1) << 30)

GQuark dispatch_sheet_error_quark (void);
guint dispatch_sheet_error_get_line (const GError *error); /* of NOT_TEXT and QUOTE, else 0 */

/* Reads in a worker; errors are those of DISPATCH_SHEET_ERROR and G_IO_ERROR. */
void dispatch_sheet_load_async (GFile *file,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
DispatchSheet *dispatch_sheet_load_finish (GAsyncResult *result, GError **error);

DispatchSheet *dispatch_sheet_ref (DispatchSheet *self);
void dispatch_sheet_unref (DispatchSheet *self);
const char *dispatch_sheet_get_name (const DispatchSheet *self); /* of the file */
guint dispatch_sheet_get_n_rows (const DispatchSheet *self);     /* with the first */
guint dispatch_sheet_get_n_columns (const DispatchSheet *self);
guint dispatch_sheet_get_line (const DispatchSheet *self, guint row); /* from 1 */

/* @csv was initialised with _begin, and is cleared by the caller. */
void dispatch_sheet_begin (const DispatchSheet *self, DispatchCsv *csv);
void dispatch_sheet_read (const DispatchSheet *self, guint row, DispatchCsv *csv);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DispatchSheet, dispatch_sheet_unref)

G_END_DECLS
