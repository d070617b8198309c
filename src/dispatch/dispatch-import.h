#pragma once

#include "dispatch-csv.h"
#include "dispatch-progress.h"
#include "dispatch-table.h"

G_BEGIN_DECLS

/* From a file of separated cells to recipients: the file is loaded, which recognises how it is
 * written; a mapping is guessed, says what its columns are and may be changed; what is built is the
 * rows that are good, and a list of those that are not. Errors are those of DISPATCH_SHEET_ERROR
 * (EMPTY, TOO_LARGE, CHANGED) and G_IO_ERROR. What ends in _async works in a worker; the functions
 * without it are for who is in one, or has no main loop. */

#define DISPATCH_IMPORT_MAX_BYTES (G_GINT64_CONSTANT (2) << 30)

/* Bad rows beyond are counted but not listed. */
#define DISPATCH_IMPORT_MAX_LISTED 100000

/* A file, immutable, for any thread. */
typedef struct _DispatchImportFile DispatchImportFile;

DispatchImportFile *dispatch_import_file_load (GFile *file,
                                               DispatchProgress *progress,
                                               GCancellable *cancellable,
                                               GError **error);
void dispatch_import_file_load_async (GFile *file,
                                      DispatchProgress *progress,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
DispatchImportFile *dispatch_import_file_load_finish (GAsyncResult *result, GError **error);
DispatchImportFile *
dispatch_import_file_new_for_bytes (const char *name, GBytes *bytes, guint first_line);
DispatchImportFile *dispatch_import_file_ref (DispatchImportFile *self);
void dispatch_import_file_unref (DispatchImportFile *self);
const char *dispatch_import_file_get_name (const DispatchImportFile *self);
const DispatchCsvOptions *
dispatch_import_file_get_options (const DispatchImportFile *self); /* as recognised */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DispatchImportFile, dispatch_import_file_unref)

/* Its first rows, read with some options; what is beyond the last cell of a row is "". Cells are
 * UTF-8 whatever is in the file. Quick enough for the main thread. */
#define DISPATCH_IMPORT_PREVIEW_ROWS 100
typedef struct _DispatchImportPreview DispatchImportPreview;

DispatchImportPreview *
dispatch_import_preview_new (const DispatchImportFile *file, const DispatchCsvOptions *options);
void dispatch_import_preview_free (DispatchImportPreview *self);
guint dispatch_import_preview_get_n_rows (const DispatchImportPreview *self); /* without header */
guint dispatch_import_preview_get_n_columns (const DispatchImportPreview *self);
const char *
dispatch_import_preview_get_name (const DispatchImportPreview *self,
                                  guint column); /* in the header; "" where there is none */
const char *
dispatch_import_preview_get_cell (const DispatchImportPreview *self, guint row, guint column);
guint dispatch_import_preview_get_line (const DispatchImportPreview *self, guint row);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DispatchImportPreview, dispatch_import_preview_free)

/* What a column of the file is. */
typedef enum {
  DISPATCH_IMPORT_NOTHING,
  DISPATCH_IMPORT_USER,
  DISPATCH_IMPORT_TOKEN,
  DISPATCH_IMPORT_ADDRESS, /* a user or a token: each value tells */
  DISPATCH_IMPORT_PROVIDER,
  DISPATCH_IMPORT_VARIABLE,
  DISPATCH_N_IMPORT_ROLES,
} DispatchImportRole;

typedef struct {
  DispatchImportRole role;
  char *name; /* (nullable): of a variable */
} DispatchImportColumn;

/* Of columns that are the same thing, the first that has a value in a row counts. No mapping is
 * guessed that has some. */
typedef struct {
  DispatchCsvOptions options;
  guint n_columns; /* a row that has more cells is bad */
  DispatchImportColumn *columns;
  gboolean is_exact; /* rows of empty cells are rows, and no apostrophe is taken off: for what
                      * dispatch_export_append_row() wrote so */
} DispatchImportMapping;

DispatchImportMapping *
dispatch_import_mapping_guess (const DispatchImportFile *file,
                               const DispatchCsvOptions *options,
                               const char *const *variables); /* (nullable): that are known */
DispatchImportMapping *
dispatch_import_mapping_read (const DispatchImportFile *file, const DispatchCsvOptions *options);
DispatchImportMapping *dispatch_import_mapping_copy (const DispatchImportMapping *self);
void dispatch_import_mapping_set (DispatchImportMapping *self,
                                  guint column,
                                  DispatchImportRole role,
                                  const char *name); /* (nullable) */
/* What keeps a mapping from being what somebody meant. */
typedef enum {
  DISPATCH_IMPORT_FITS,
  DISPATCH_IMPORT_REPEATED,  /* an earlier column is the same thing */
  DISPATCH_IMPORT_NO_NAME,   /* a variable without one */
  DISPATCH_IMPORT_LONG_NAME, /* more than DISPATCH_MAX_VARIABLE_NAME bytes */
  DISPATCH_IMPORT_ODD_NAME,  /* one that no template can use */
} DispatchImportMistake;

DispatchImportMistake
dispatch_import_mapping_check (const DispatchImportMapping *self,
                               guint column,
                               guint *other); /* (out): the earlier column of REPEATED */
void dispatch_import_mapping_free (DispatchImportMapping *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DispatchImportMapping, dispatch_import_mapping_free)

/* Why a row is left out. */
typedef enum {
  DISPATCH_IMPORT_MORE_CELLS, /* than there are columns, and not empty ones */
  DISPATCH_IMPORT_ZERO,       /* a zero byte */
  DISPATCH_IMPORT_ENCODING,   /* bytes that are not of the encoding */
  DISPATCH_IMPORT_OPEN_QUOTE, /* of this line; those behind it are read */
  DISPATCH_IMPORT_LONG_CELL,  /* more than DISPATCH_MAX_CELL bytes */
  DISPATCH_IMPORT_BLANK,      /* delimiters, and nothing between them */
  DISPATCH_IMPORT_MANY_ROWS,  /* DISPATCH_MAX_ROWS are there already */
  DISPATCH_N_IMPORT_REASONS,
} DispatchImportReason;

/* What was built, immutable, for any thread. */
typedef struct _DispatchImport DispatchImport;

DispatchImport *dispatch_import_build (DispatchImportFile *file,
                                       const DispatchImportMapping *mapping,
                                       DispatchProgress *progress,
                                       GCancellable *cancellable,
                                       GError **error);
/* A part of the rows after the other, in their order: it lasts as long as the call. FALSE ends it.
 */
typedef gboolean (*DispatchImportFunc) (const DispatchImport *part, gpointer data);
gboolean dispatch_import_each (DispatchImportFile *file,
                               const DispatchImportMapping *mapping,
                               DispatchImportFunc func,
                               gpointer data,
                               GError **error);
void dispatch_import_build_async (DispatchImportFile *file,
                                  const DispatchImportMapping *mapping,
                                  DispatchProgress *progress,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
DispatchImport *dispatch_import_build_finish (GAsyncResult *result, GError **error);
DispatchImport *dispatch_import_ref (DispatchImport *self);
void dispatch_import_unref (DispatchImport *self);
const DispatchTable *dispatch_import_get_table (const DispatchImport *self);
guint dispatch_import_get_line (const DispatchImport *self, guint row); /* of a row of the table */
guint dispatch_import_get_n_bad (const DispatchImport *self);
guint dispatch_import_get_n_listed (const DispatchImport *self); /* of the bad ones */
guint dispatch_import_get_bad_line (const DispatchImport *self, guint bad);
DispatchImportReason dispatch_import_get_bad_reason (const DispatchImport *self, guint bad);
char *dispatch_import_dup_bad_excerpt (const DispatchImport *self, guint bad);
const char *dispatch_import_reason_get_name (DispatchImportReason reason); /* "more-cells" */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DispatchImport, dispatch_import_unref)

G_END_DECLS
