#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Devices to be registered, as they stood in a file: what a job is made of. It is filled by one
 * thread and then only read, by any. The texts of all rows stand in a few large blocks, so that a
 * hundred thousand of them are let go of at once. */
typedef struct _ArchiveBatch ArchiveBatch;

typedef struct {
  guint line; /* of the file, from 1 */
  const char *app_name;
  const char *provider;
  const char *token;
  const char *user_id; /* (nullable) */
  const char *cells;   /* (nullable): the row of the file, as a line of CSV with commas */
  const char *reason;  /* (nullable): why it is not to be registered; the first three may be NULL */
} ArchiveBatchRow;

ArchiveBatch *archive_batch_new (const char *title, const char *header);
ArchiveBatch *archive_batch_ref (ArchiveBatch *self);
void archive_batch_unref (ArchiveBatch *self);
void archive_batch_add (ArchiveBatch *self, const ArchiveBatchRow *row);
const char *archive_batch_get_title (const ArchiveBatch *self);
const char *archive_batch_get_header (const ArchiveBatch *self);
guint archive_batch_get_n_rows (const ArchiveBatch *self);
const ArchiveBatchRow *archive_batch_get_row (const ArchiveBatch *self, guint row);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ArchiveBatch, archive_batch_unref)

G_END_DECLS
