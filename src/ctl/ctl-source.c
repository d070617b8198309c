#include "ctl-source.h"

#include <dispatch-sheet.h>
#include <dispatch-token.h>

/* What is read from a pipe is kept in a file without a name, so that it can be mapped. */
static GFile *
open_input (const char *path)
{
  return g_file_new_for_path (g_str_equal (path, "-") ? "/dev/stdin" : path);
}

void
ctl_source_free (CtlSource *self)
{
  g_clear_object (&self->draft);
  g_clear_pointer (&self->lines, g_array_unref);
  g_clear_pointer (&self->bad_lines, g_array_unref);
  g_free (self);
}

guint
ctl_source_get_n_recipients (const CtlSource *self)
{
  return self->lines->len + self->bad_lines->len;
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static DispatchSheet *
load_sheet (const char *path, GError **error)
{
  g_autoptr (GFile) file = open_input (path);
  g_autoptr (GAsyncResult) result = NULL;

  dispatch_sheet_load_async (file, NULL, on_loaded, &result);
  while (result == NULL) {
    g_main_context_iteration (NULL, TRUE);
  }
  return dispatch_sheet_load_finish (result, error);
}

/* "User ID", "user_id" and "userId" are one name. */
static char *
fold_name (const char *name)
{
  GString *folded = g_string_new (NULL);

  for (const char *at = name; *at != '\0'; at++) {
    if (g_ascii_isalnum (*at)) {
      g_string_append_c (folded, g_ascii_tolower (*at));
    }
  }
  return g_string_free (folded, FALSE);
}

static guint
find_column (DispatchAudience *audience, const char *name)
{
  static const struct {
    const char *name;
    guint column;
  } known[] = {
    { "user", DISPATCH_COLUMN_USER },
    { "userid", DISPATCH_COLUMN_USER },
    { "token", DISPATCH_COLUMN_TOKEN },
    { "provider", DISPATCH_COLUMN_PROVIDER },
  };
  g_autofree char *folded = fold_name (name);

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++) {
    if (g_str_equal (folded, known[i].name)) {
      return known[i].column;
    }
  }
  g_autofree char *trimmed = g_strstrip (g_strdup (name));
  return *trimmed != '\0' ? dispatch_audience_add_column (audience, trimmed) : DISPATCH_NONE;
}

static gboolean
add_row (CtlSource *self, DispatchCsv *row, GArray *columns)
{
  DispatchAudience *audience = dispatch_draft_get_audience (self->draft);
  guint at = dispatch_audience_append (audience, "", "");

  for (guint i = 0; i < dispatch_csv_get_n_cells (row); i++) {
    guint column = i < columns->len ? g_array_index (columns, guint, i) : DISPATCH_NONE;
    const char *cell = dispatch_csv_get_cell (row, i);
    const char *provider = NULL;
    if (column == DISPATCH_NONE || *cell == '\0') {
      continue;
    }
    if (column == DISPATCH_COLUMN_PROVIDER) {
      provider = dispatch_provider_parse (cell);
    }
    dispatch_audience_set_value (audience, at, column, provider != NULL ? provider : cell);
  }
  return TRUE;
}

static gboolean
load_csv (CtlSource *self, const char *path, GError **error)
{
  g_autoptr (DispatchSheet) sheet = load_sheet (path, error);
  g_autoptr (GArray) columns = g_array_new (FALSE, FALSE, sizeof (guint));
  g_auto (DispatchCsv) csv = { 0 };

  if (sheet == NULL) {
    return FALSE;
  }
  dispatch_sheet_begin (sheet, &csv);
  dispatch_sheet_read (sheet, 0, &csv);
  for (guint i = 0; i < dispatch_csv_get_n_cells (&csv); i++) {
    guint column =
      find_column (dispatch_draft_get_audience (self->draft), dispatch_csv_get_cell (&csv, i));
    g_array_append_val (columns, column);
  }
  for (guint row = 1; row < dispatch_sheet_get_n_rows (sheet); row++) {
    guint line = dispatch_sheet_get_line (sheet, row);
    dispatch_sheet_read (sheet, row, &csv);
    add_row (self, &csv, columns);
    g_array_append_val (self->lines, line);
  }
  return TRUE;
}

/**
 * ctl_source_load:
 * @options: what to read
 * @error: return location for an error of reading, or of what was read
 *
 * Returns: (transfer full) (nullable): the message and its recipients
 */
CtlSource *
ctl_source_load (const CtlOptions *options, GError **error)
{
  g_autoptr (CtlSource) self = g_new0 (CtlSource, 1);

  self->lines = g_array_new (FALSE, FALSE, sizeof (guint));
  self->bad_lines = g_array_new (FALSE, FALSE, sizeof (guint));
  if (options->draft != NULL) {
    g_autoptr (GFile) file = open_input (options->draft);
    g_autofree char *json = NULL;
    if (!g_file_load_contents (file, NULL, &json, NULL, NULL, error)) {
      return NULL;
    }
    self->draft = dispatch_draft_from_json (json, error);
  } else {
    self->draft = dispatch_draft_new ();
    g_object_set (self->draft, "title", options->title, "body", options->body, NULL);
  }
  if (self->draft == NULL || (options->csv != NULL && !load_csv (self, options->csv, error))) {
    return NULL;
  }
  return g_steal_pointer (&self);
}
