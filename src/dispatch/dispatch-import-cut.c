/* Where a text may be cut for several threads: behind line ends that most likely are not in a cell.
 * Who reads the pieces finds out whether that is so. */

#include <string.h>

#include "dispatch-import-private.h"

/* So many line ends are tried, in rows of so many bytes at most. */
#define MAX_TRIED 32
#define MAX_ROW (16 * 1024)

/* Where nothing but carriage returns ends lines, one of those. */
static const char *
find_line_end (const char *at, const char *end, gsize n_bytes)
{
  const char *found = memchr (at, '\n', MIN ((gsize) (end - at), n_bytes));

  while (found == NULL && at < end) {
    found = *at == '\n' || *at == '\r' ? at : NULL;
    at++;
  }
  return found;
}

/* A row from the middle of a cell has other cells, or a quote where none belongs. */
static gboolean
is_row_start (const DispatchImportShared *shared, DispatchCsv *csv, const char *at)
{
  csv->end = at + MIN ((gsize) (shared->end - at), MAX_ROW);
  dispatch_csv_seek (csv, at, 1);
  if (dispatch_csv_step (csv) != DISPATCH_CSV_ROW || csv->n_odd > 0 ||
      csv->n_cells != shared->mapping->n_columns) {
    return FALSE;
  }
  return csv->n_quoted > 0 ||
         memchr (csv->row_at, csv->quote, (gsize) (csv->row_end - csv->row_at)) == NULL;
}

/**
 * dispatch_import_find_cut:
 * @shared: what is built
 * @at: a place in its text
 * @n_bytes: in which a line end is looked for first
 *
 * Private.
 *
 * Returns: (transfer none): where a row begins, most likely, behind @at; the end where there is
 * none
 */
const char *
dispatch_import_find_cut (const DispatchImportShared *shared, const char *at, gsize n_bytes)
{
  g_auto (DispatchCsv) csv = { 0 };
  const char *first = NULL, *line_end = NULL;

  dispatch_csv_init (&csv, at, (gsize) (shared->end - at), &shared->mapping->options);
  for (guint i = 0; i < MAX_TRIED; i++) {
    line_end = find_line_end (at, shared->end, n_bytes);
    if (line_end == NULL) {
      break;
    }
    at = line_end + 1;
    first = first != NULL ? first : at;
    if (csv.quote == '\0' || is_row_start (shared, &csv, at)) {
      return at;
    }
  }
  return first != NULL ? first : shared->end;
}
