#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Reads rows of separated cells (RFC 4180), one after the other, from a text that outlives the
 * reader. Rows of nothing but spaces are left out. */
typedef struct {
  const char *at;
  const char *end;
  char separator;
  guint line;         /* of @at, from 1 */
  guint row_line;     /* where the row begins that was read last */
  const char *row_at; /* the same */
  GString *bytes;     /* the cells of that row, each ended by NUL */
  GArray *starts;     /* of gsize: where each begins in @bytes */
} DispatchCsv;

typedef enum {
  DISPATCH_CSV_ROW,
  DISPATCH_CSV_END,
  DISPATCH_CSV_OPEN_QUOTE, /* the row that begins at row_line has a quote that never ends */
} DispatchCsvStep;

void dispatch_csv_init (DispatchCsv *self, const char *text, gsize length);
void dispatch_csv_init_line (DispatchCsv *self, const char *line);
void dispatch_csv_seek (DispatchCsv *self, const char *at, guint line);
void dispatch_csv_clear (DispatchCsv *self);
DispatchCsvStep dispatch_csv_step (DispatchCsv *self);
guint dispatch_csv_get_n_cells (const DispatchCsv *self);
const char *dispatch_csv_get_cell (const DispatchCsv *self, guint cell);
void dispatch_csv_append_cell (GString *line, const char *cell);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DispatchCsv, dispatch_csv_clear)

G_END_DECLS
