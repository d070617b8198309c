#include "ctl-source.h"

#include <dispatch-draft-file.h>
#include <dispatch-sheet.h>
#include <errno.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Bytes at a time. */
#define CHUNK (64 * 1024)

void
ctl_source_free (CtlSource *self)
{
  g_clear_pointer (&self->content, dispatch_content_unref);
  g_clear_pointer (&self->ignored, g_strfreev);
  g_clear_pointer (&self->table, dispatch_table_free);
  g_clear_pointer (&self->import, dispatch_import_unref);
  g_clear_pointer (&self->file, dispatch_import_file_unref);
  g_clear_pointer (&self->mapping, dispatch_import_mapping_free);
  g_free (self);
}

static gboolean
set_io_error (GError **error, const char *message)
{
  int code = errno;

  g_set_error (error, G_IO_ERROR, (int) g_io_error_from_errno (code), "%s: %s", message,
               g_strerror (code));
  return FALSE;
}

static gboolean
copy_input (int fd, GError **error)
{
  g_autofree char *chunk = g_malloc (CHUNK);
  gssize length;

  while ((length = read (STDIN_FILENO, chunk, CHUNK)) != 0) {
    if (length < 0 && errno != EINTR) {
      return set_io_error (error, "standard input cannot be read");
    }
    for (const char *at = chunk; length > 0;) {
      gssize written = write (fd, at, (gsize) length);
      if (written < 0 && errno != EINTR) {
        return set_io_error (error, "standard input cannot be kept in a file");
      }
      at += MAX (written, 0);
      length -= MAX (written, 0);
    }
  }
  return TRUE;
}

/* What comes through a pipe is kept in a file without a name. It stays open: the path is how it is
 * found. */
static GFile *
open_input (GError **error)
{
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp ("carillonctl-XXXXXX", &path, error);

  if (fd < 0) {
    return NULL;
  }
  g_unlink (path);
  if (!copy_input (fd, error)) {
    g_close (fd, NULL);
    return NULL;
  }
  g_autofree char *open_path = g_strdup_printf ("/proc/self/fd/%d", fd);
  return g_file_new_for_path (open_path);
}

static GFile *
open_file (const char *path, GError **error)
{
  return g_str_equal (path, "-") ? open_input (error) : g_file_new_for_path (path);
}

static void
prefix (GError **error, const char *path)
{
  g_autofree char *name =
    g_str_equal (path, "-") ? g_strdup ("standard input") : g_filename_display_name (path);

  g_prefix_error (error, "%s: ", name);
}

static gboolean
open_draft (CtlSource *self, const char *path, GError **error)
{
  g_autoptr (GFile) file = open_file (path, error);
  g_autoptr (DispatchDraftFile) draft =
    file != NULL ? dispatch_draft_file_load (file, NULL, NULL, error) : NULL;

  if (draft == NULL) {
    return FALSE;
  }
  self->content = dispatch_content_ref (draft->content);
  self->ignored = g_strdupv (draft->ignored);
  self->table = dispatch_table_copy (draft->table);
  self->import = draft->import != NULL ? dispatch_import_ref (draft->import) : NULL;
  return TRUE;
}

/* A variable that is left out would be missed by everybody. */
static gboolean
check_mapping (const DispatchImportMapping *mapping, GError **error)
{
  guint n_variables = 0, n_nothing = 0;

  for (guint i = 0; i < mapping->n_columns; i++) {
    n_variables += mapping->columns[i].role == DISPATCH_IMPORT_VARIABLE;
    n_nothing += mapping->columns[i].role == DISPATCH_IMPORT_NOTHING;
  }
  if (n_variables + DISPATCH_N_FIXED_COLUMNS == DISPATCH_MAX_COLUMNS && n_nothing > 0) {
    g_set_error (error, CTL_ERROR, CTL_STATUS_DATA, "more than %u variables", n_variables);
    return FALSE;
  }
  return TRUE;
}

/* An empty file has no recipients, which is nothing wrong with it. */
static gboolean
open_csv (CtlSource *self, const CtlOptions *options, GError **error)
{
  g_autoptr (GFile) file = open_file (options->csv, error);
  g_autoptr (GError) failure = NULL;

  self->file = file != NULL ? dispatch_import_file_load (file, NULL, NULL, &failure) : NULL;
  if (g_error_matches (failure, DISPATCH_SHEET_ERROR, DISPATCH_SHEET_ERROR_EMPTY)) {
    g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);
    self->file = dispatch_import_file_new_for_bytes ("", nothing, 1);
  } else if (failure != NULL) {
    g_propagate_error (error, g_steal_pointer (&failure));
  }
  if (self->file == NULL) {
    return FALSE;
  }
  DispatchCsvOptions how = *dispatch_import_file_get_options (self->file);
  ctl_options_apply (options, &how);
  self->mapping = dispatch_import_mapping_read (self->file, &how);
  return check_mapping (self->mapping, error);
}

/**
 * ctl_source_open:
 * @options: what to read
 * @error: return location for an error of reading, or of what was read
 *
 * Returns: (transfer full) (nullable): the message; recipients that are in a file of their own are
 *   not read yet
 */
CtlSource *
ctl_source_open (const CtlOptions *options, GError **error)
{
  g_autoptr (CtlSource) self = g_new0 (CtlSource, 1);

  if (options->draft == NULL) {
    const DispatchContent content = { .title = options->title, .body = options->body };
    self->content = dispatch_content_new (&content);
    self->ignored = g_new0 (char *, 1);
  } else if (!open_draft (self, options->draft, error)) {
    prefix (error, options->draft);
    return NULL;
  }
  if (options->csv != NULL && !open_csv (self, options, error)) {
    prefix (error, options->csv);
    return NULL;
  }
  return g_steal_pointer (&self);
}

typedef struct {
  CtlPartFunc func;
  gpointer data;
} Each;

static gboolean
tell_part (const DispatchImport *part, gpointer data)
{
  const Each *each = data;

  return each->func (dispatch_import_get_table (part), part, each->data);
}

/**
 * ctl_source_each:
 * @self: a source
 * @func: (scope call): called with some recipients after others, until it answers %FALSE
 * @data: for @func
 * @error: return location for an error of reading
 *
 * Returns: whether all could be read
 */
gboolean
ctl_source_each (const CtlSource *self, CtlPartFunc func, gpointer data, GError **error)
{
  Each each = { func, data };

  if (self->file != NULL) {
    return dispatch_import_each (self->file, self->mapping, tell_part, &each, error);
  }
  if (self->table != NULL) {
    func (self->table, self->import, data);
  }
  return TRUE;
}

/**
 * ctl_source_load:
 * @self: a source
 * @error: return location for an error of reading
 *
 * Returns: whether all recipients are in its table now
 */
gboolean
ctl_source_load (CtlSource *self, GError **error)
{
  if (self->file == NULL) {
    self->table = self->table != NULL ? self->table : dispatch_table_new ();
    return TRUE;
  }
  g_clear_pointer (&self->table, dispatch_table_free);
  g_clear_pointer (&self->import, dispatch_import_unref);
  self->import = dispatch_import_build (self->file, self->mapping, NULL, NULL, error);
  if (self->import == NULL) {
    return FALSE;
  }
  self->table = dispatch_table_copy (dispatch_import_get_table (self->import));
  return TRUE;
}

/**
 * ctl_source_to_snapshot:
 * @self: a source that was loaded
 *
 * Returns: (transfer full): what a check looks at
 */
DispatchSnapshot *
ctl_source_to_snapshot (const CtlSource *self)
{
  DispatchSnapshot *snapshot = g_new0 (DispatchSnapshot, 1);

  snapshot->id = g_strdup ("");
  snapshot->name = g_strdup ("");
  snapshot->content = dispatch_content_ref (self->content);
  snapshot->table = dispatch_table_copy (self->table);
  snapshot->ignored = g_strdupv (self->ignored);
  return snapshot;
}

guint
ctl_source_get_n_bad (const CtlSource *self)
{
  return self->import != NULL ? dispatch_import_get_n_bad (self->import) : 0;
}

guint
ctl_source_get_n_recipients (const CtlSource *self)
{
  return dispatch_table_get_n_rows (self->table) + ctl_source_get_n_bad (self);
}

guint
ctl_source_get_line (const CtlSource *self, guint row)
{
  return ctl_line_of_row (self->import, row);
}

guint
ctl_line_of_row (const DispatchImport *import, guint row)
{
  return import != NULL ? dispatch_import_get_line (import, row) : row + 1;
}
