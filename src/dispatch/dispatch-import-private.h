#pragma once

#include "dispatch-import.h"

G_BEGIN_DECLS

/* The beginning of a file in UTF-8, for who looks at a few rows. */
typedef struct {
  GString *decoded; /* (owned) (nullable): in place of the bytes of the file */
  const char *text;
  gsize length;
  guint first_line;  /* of @text */
  gboolean is_whole; /* otherwise the last row may be cut off */
} DispatchImportSample;

GBytes *dispatch_import_file_get_bytes (const DispatchImportFile *self);
guint dispatch_import_file_get_first_line (const DispatchImportFile *self);
void dispatch_import_file_sample (const DispatchImportFile *self,
                                  DispatchEncoding encoding,
                                  DispatchImportSample *sample);
void dispatch_import_sample_clear (DispatchImportSample *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DispatchImportSample, dispatch_import_sample_clear)

/* Where a column of the file goes; of the role NOTHING, nowhere. */
typedef struct {
  DispatchImportRole role;
  guint slot;           /* of ADDRESS, one of the fixed columns' */
  gboolean is_repeated; /* an earlier column is the same variable */
} DispatchImportTarget;

/* Rows from @row on come from lines from @line on, one each. */
typedef struct {
  guint row;
  guint line;
} DispatchImportRun;

typedef struct {
  const char *at;
  gsize length;
  guint line;
  DispatchImportReason reason;
} DispatchImportBad;

/* What all threads of a build have in common. */
typedef struct {
  const DispatchImportMapping *mapping;
  const DispatchImportTarget *targets; /* of its columns */
  guint n_slots;
  guint slots[DISPATCH_N_FIXED_COLUMNS]; /* of the fixed columns */
  const char *text;
  const char *end;
  DispatchProgress *progress; /* (nullable) */
  GCancellable *cancellable;  /* (nullable) */
  gboolean is_alone;
  gsize n_done; /* (atomic): bytes */
  int n_rows;   /* (atomic) */
} DispatchImportShared;

/* Rows that one thread reads; their numbers and lines are counted from the piece's start. */
typedef struct {
  DispatchImportShared *shared;
  const char *start;
  const char *stop; /* the rows that begin before it */

  const char *end;   /* where the last of them ended */
  GPtrArray *blocks; /* of DispatchBlock */
  GArray *runs;      /* of DispatchImportRun */
  GArray *bad;       /* of DispatchImportBad */
  guint n_rows;
  guint n_lines;
  guint n_bad;
} DispatchImportPiece;

void dispatch_import_set_piece_bytes (gsize n_bytes);
gboolean dispatch_import_shared_go_on (DispatchImportShared *self, gsize n_bytes, guint n_rows);
const char *
dispatch_import_find_cut (const DispatchImportShared *shared, const char *at, gsize n_bytes);
void dispatch_import_piece_init (DispatchImportPiece *self,
                                 DispatchImportShared *shared,
                                 const char *start,
                                 const char *stop);
void dispatch_import_piece_clear (gpointer piece);
void dispatch_import_piece_read (DispatchImportPiece *self, guint max_rows);

gboolean dispatch_import_name_is_known (const char *name);

G_END_DECLS
