/* Each choice has the whole file read anew, which takes less time than to choose; what was being
 * read for other choices is given up. What is added in the end is what was read last, as it is
 * shown. Where another draft comes in the meantime, nothing is added before somebody says that it
 * is meant for that one. */

#include "carillon-import-dialog.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "carillon-announce.h"
#include "carillon-bad-rows.h"
#include "carillon-choose-file.h"
#include "carillon-config.h"
#include "carillon-import-columns.h"
#include "carillon-import-mistakes.h"
#include "carillon-import-text.h"
#include "carillon-left-out.h"
#include "carillon-problem.h"
#include "carillon-sheet.h"
#include "carillon-toast.h"

#define SHEET_WIDTH 720
#define SHEET_HEIGHT 720

struct _CarillonImportDialog {
  GtkWidget parent_instance;

  CarillonRecipientsGrid *grid;   /* (weak) (nullable): that asked */
  DispatchDraft *draft;           /* (owned): which the rows are for */
  CarillonSheet *sheet;           /* (unowned) (nullable): around it */
  GCancellable *cancellable;      /* (owned) (nullable): of what is being read */
  DispatchProgress *progress;     /* (owned) (nullable): of the same */
  DispatchImportFile *file;       /* (owned) (nullable) */
  DispatchImportPreview *preview; /* (owned) (nullable): of @file, as the format is chosen */
  DispatchImportMapping *mapping; /* (owned) (nullable): as it is chosen */
  DispatchImport *import;         /* (owned) (nullable): what was read last */
  GListModel *bad_rows;           /* (owned) (nullable): of @import */
  char *mistake;                  /* (owned) (nullable): in @mapping */
  const char *state;
  gboolean is_filling; /* the choices are set by the program */
  gboolean is_building;
  gboolean is_elsewhere; /* another draft is shown than @draft */

  GtkWidget *cancel_button;
  GtkWidget *choose_button;
  CarillonProblem *problem;
  CarillonProblem *elsewhere;
  GtkWidget *toasts;
  CarillonImportColumns *columns;
  GtkWidget *header_switch;
  GtkWidget *replace_switch;
  AdwComboRow *delimiter_row;
  AdwComboRow *quote_row;
  AdwComboRow *encoding_row;
};

typedef enum {
  PROP_STATE = 1,
  PROP_FILE_NAME,
  PROP_GOOD_TEXT,
  PROP_BAD_TEXT,
  PROP_WARNING_TEXT,
  PROP_MISTAKE_TEXT,
  PROP_FORMAT_TEXT,
  PROP_REPLACE_TEXT,
  PROP_BUTTON_LABEL,
  PROP_BAD_ROWS,
  PROP_PROGRESS,
  PROP_BUSY,
  PROP_CAN_IMPORT,
  N_PROPERTIES,
} CarillonImportDialogProperty;

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (CarillonImportDialog, carillon_import_dialog, GTK_TYPE_WIDGET)

static void
notify_all (CarillonImportDialog *self)
{
  for (guint i = PROP_STATE; i < N_PROPERTIES; i++) {
    g_object_notify_by_pspec (G_OBJECT (self), properties[i]);
  }
}

static void
set_state (CarillonImportDialog *self, const char *state)
{
  self->state = state;
  notify_all (self);
}

static void
forget_import (CarillonImportDialog *self)
{
  g_clear_object (&self->bad_rows);
  g_clear_pointer (&self->import, dispatch_import_unref);
}

static void
on_progress (CarillonImportDialog *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROGRESS]);
}

static void
stop_reading (CarillonImportDialog *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->progress != NULL) {
    g_signal_handlers_disconnect_by_func (self->progress, on_progress, self);
  }
  g_clear_object (&self->progress);
}

/* What is under way for other choices is of no use any more. */
static void
begin_reading (CarillonImportDialog *self)
{
  stop_reading (self);
  self->cancellable = g_cancellable_new ();
  self->progress = dispatch_progress_new ();
  g_signal_connect_object (self->progress, "notify::fraction", G_CALLBACK (on_progress), self,
                           G_CONNECT_SWAPPED);
}

static DispatchAudience *
get_audience (CarillonImportDialog *self)
{
  return dispatch_draft_get_audience (self->draft);
}

static gboolean
is_replacing (CarillonImportDialog *self)
{
  return dispatch_audience_get_n_rows (get_audience (self)) > 0 &&
         gtk_switch_get_active (GTK_SWITCH (self->replace_switch));
}

static guint
get_n_good (CarillonImportDialog *self)
{
  return self->import != NULL ? dispatch_table_get_n_rows (dispatch_import_get_table (self->import))
                              : 0;
}

static gboolean
can_import (CarillonImportDialog *self)
{
  return !self->is_building && !self->is_elsewhere && get_n_good (self) > 0;
}

static void
add_name (GPtrArray *names, const char *name)
{
  if (!g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL)) {
    g_ptr_array_add (names, g_strdup (name));
  }
}

/* The variables that the templates use, and those that have a column. */
static GStrv
get_variables (CarillonImportDialog *self)
{
  DispatchAudience *audience = get_audience (self);
  GPtrArray *names = g_ptr_array_new ();
  g_auto (GStrv) used = dispatch_draft_list_variables (self->draft);

  for (guint i = 0; used[i] != NULL; i++) {
    add_name (names, used[i]);
  }
  for (guint i = DISPATCH_N_FIXED_COLUMNS; i < dispatch_audience_get_n_columns (audience); i++) {
    add_name (names, dispatch_audience_get_column_name (audience, i));
  }
  g_ptr_array_add (names, NULL);
  return (GStrv) g_ptr_array_free (names, FALSE);
}

/* Reading rows. */

static void
on_built (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonImportDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DispatchImport) import = dispatch_import_build_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    return;
  }
  self->is_building = FALSE;
  forget_import (self);
  if (error != NULL) {
    carillon_problem_set_error (self->problem, error);
    set_state (self, "failed");
    return;
  }
  self->import = g_steal_pointer (&import);
  self->bad_rows = G_LIST_MODEL (carillon_bad_rows_new (self->import));
  notify_all (self);
  g_autofree char *text = carillon_import_good_text (get_n_good (self), 0);
  carillon_announce (GTK_WIDGET (self), text);
}

/* What nobody can mean is not read. */
static void
tell_mistake (CarillonImportDialog *self)
{
  stop_reading (self);
  forget_import (self);
  self->is_building = FALSE;
  notify_all (self);
  carillon_announce (GTK_WIDGET (self), self->mistake);
}

static void
build (CarillonImportDialog *self)
{
  g_free (self->mistake);
  self->mistake = carillon_import_mistakes_find (self->mapping, self->preview);
  carillon_import_columns_show_mistakes (self->columns, self->mapping, self->preview);
  if (self->mistake != NULL) {
    tell_mistake (self);
    return;
  }
  begin_reading (self);
  self->is_building = TRUE;
  notify_all (self);
  dispatch_import_build_async (self->file, self->mapping, self->progress, self->cancellable,
                               on_built, g_object_ref (self));
}

static void
forget_columns (CarillonImportDialog *self)
{
  g_clear_pointer (&self->mapping, dispatch_import_mapping_free);
  g_clear_pointer (&self->preview, dispatch_import_preview_free);
}

static void
guess_columns (CarillonImportDialog *self, const DispatchCsvOptions *options)
{
  g_auto (GStrv) variables = get_variables (self);
  const char *const *names = (const char *const *) variables;

  forget_columns (self);
  self->preview = dispatch_import_preview_new (self->file, options);
  self->mapping = dispatch_import_mapping_guess (self->file, options, names);
  carillon_import_columns_fill (self->columns, self->preview, self->mapping, names);
}

static guint
find_index (const char *set, char c)
{
  return c != '\0' ? (guint) (strchr (set, c) - set) : (guint) strlen (set);
}

static void
show_options (CarillonImportDialog *self, const DispatchCsvOptions *options)
{
  self->is_filling = TRUE;
  adw_combo_row_set_selected (self->delimiter_row,
                              find_index (dispatch_csv_delimiters, options->delimiter));
  adw_combo_row_set_selected (self->quote_row, find_index (dispatch_csv_quotes, options->quote));
  adw_combo_row_set_selected (self->encoding_row, options->encoding);
  gtk_switch_set_active (GTK_SWITCH (self->header_switch), options->has_header);
  self->is_filling = FALSE;
}

static DispatchCsvOptions
read_options (CarillonImportDialog *self)
{
  /* The one behind the last is NUL: no quotes. */
  return (DispatchCsvOptions){
    .delimiter = dispatch_csv_delimiters[adw_combo_row_get_selected (self->delimiter_row)],
    .quote = dispatch_csv_quotes[adw_combo_row_get_selected (self->quote_row)],
    .encoding = (DispatchEncoding) adw_combo_row_get_selected (self->encoding_row),
    .has_header = gtk_switch_get_active (GTK_SWITCH (self->header_switch)),
  };
}

static void
on_format (CarillonImportDialog *self)
{
  if (!self->is_filling && self->file != NULL) {
    const DispatchCsvOptions options = read_options (self);
    guess_columns (self, &options);
    build (self);
  }
}

static void
on_columns (CarillonImportDialog *self)
{
  carillon_import_columns_apply (self->columns, self->mapping);
  build (self);
}

static void
on_replace (CarillonImportDialog *self)
{
  notify_all (self);
}

/* Files. */

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonImportDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DispatchImportFile) file = dispatch_import_file_load_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    return;
  }
  if (error != NULL) {
    carillon_problem_set_error (self->problem, error);
    set_state (self, "failed");
    return;
  }
  self->file = g_steal_pointer (&file);
  show_options (self, dispatch_import_file_get_options (self->file));
  guess_columns (self, dispatch_import_file_get_options (self->file));
  set_state (self, "preview");
  build (self);
}

/**
 * carillon_import_dialog_open:
 * @self: a dialog
 * @file: a file to show instead of the one that is shown, if any
 */
void
carillon_import_dialog_open (CarillonImportDialog *self, GFile *file)
{
  g_return_if_fail (CARILLON_IS_IMPORT_DIALOG (self));
  g_return_if_fail (G_IS_FILE (file));

  begin_reading (self);
  forget_import (self);
  self->is_building = FALSE;
  forget_columns (self);
  g_clear_pointer (&self->file, dispatch_import_file_unref);
  gtk_widget_grab_focus (self->cancel_button);
  set_state (self, "reading");
  dispatch_import_file_load_async (file, self->progress, self->cancellable, on_loaded,
                                   g_object_ref (self));
}

static void
on_chosen (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonImportDialog) self = user_data;
  g_autoptr (GFile) file = carillon_choose_file_finish (result);

  if (file != NULL && self->sheet != NULL) {
    carillon_import_dialog_open (self, file);
  }
}

static void
on_choose (CarillonImportDialog *self)
{
  carillon_choose_file_async (GTK_WIDGET (self), CARILLON_FILE_TO_READ, _ ("Import Recipients"),
                              NULL, on_chosen, g_object_ref (self));
}

static gboolean
on_drop (CarillonImportDialog *self, const GValue *value)
{
  GFile *file = g_value_get_object (value);

  if (file == NULL) {
    return FALSE;
  }
  carillon_import_dialog_open (self, file);
  return TRUE;
}

/* Bad rows. */

static void
on_copy_bad (CarillonImportDialog *self)
{
  carillon_left_out_copy (GTK_WIDGET (self), CARILLON_BAD_ROWS (self->bad_rows));
}

static void
on_save_bad (CarillonImportDialog *self)
{
  carillon_left_out_save (GTK_WIDGET (self->toasts), CARILLON_BAD_ROWS (self->bad_rows));
}

/* Importing. */

static void
close_sheet (CarillonImportDialog *self)
{
  if (self->sheet != NULL) {
    carillon_sheet_close (self->sheet);
  }
}

/* One step of undo. */
static gboolean
add_rows (CarillonImportDialog *self, guint *first)
{
  DispatchAudience *audience = get_audience (self);
  const DispatchTable *table = dispatch_import_get_table (self->import);

  *first = dispatch_audience_get_n_rows (audience);
  dispatch_audience_begin_edit_named (audience, _ ("Import"));
  if (is_replacing (self)) {
    dispatch_audience_remove (audience, 0, *first);
    *first = 0;
  }
  if (!dispatch_audience_insert_table (audience, *first, table)) {
    dispatch_audience_cancel_edit (audience);
    return FALSE;
  }
  dispatch_audience_end_edit (audience);
  return TRUE;
}

/* The sheet closes first: it gives the focus back to where it was opened. */
static void
go_on_in_grid (CarillonImportDialog *self, guint first)
{
  g_autoptr (CarillonRecipientsGrid) grid = g_object_ref (self->grid);
  guint n_bad = dispatch_import_get_n_bad (self->import);
  g_autofree char *text = carillon_import_done_text (get_n_good (self), n_bad);

  close_sheet (self);
  carillon_recipients_grid_go_to (grid, first, "");
  carillon_announce (GTK_WIDGET (grid), text);
  gtk_widget_insert_action_group (GTK_WIDGET (grid), "import", NULL);
  if (n_bad > 0) {
    carillon_left_out_offer (GTK_WIDGET (grid), CARILLON_BAD_ROWS (self->bad_rows), text);
  } else {
    carillon_toast (GTK_WIDGET (grid), text);
  }
}

static void
on_import (CarillonImportDialog *self)
{
  guint first;

  if (!can_import (self)) {
    return;
  }
  if (!add_rows (self, &first)) {
    carillon_problem_set_text (
      self->problem, _ ("These Are Too Many Rows or Columns"),
      _ ("A list has at most a million recipients and a hundred columns. Replace the recipients "
         "that are there, or choose which columns are not used."));
    set_state (self, "failed");
    return;
  }
  g_object_ref (self);
  go_on_in_grid (self, first);
  g_object_unref (self);
}

/* Another draft. */

static void
adopt_draft (CarillonImportDialog *self, DispatchDraft *draft)
{
  g_set_object (&self->draft, draft);
  self->is_elsewhere = FALSE;
  if (self->file != NULL) {
    const DispatchCsvOptions options = read_options (self);
    guess_columns (self, &options);
    build (self);
  }
  notify_all (self);
}

static void
tell_elsewhere (CarillonImportDialog *self)
{
  const char *name = dispatch_draft_get_name (self->draft);
  g_autofree char *advice =
    *name != '\0'
      /* Translators: %s is the name of a draft */
      ? g_strdup_printf (_ ("These rows were for “%s”. Nothing was added to any draft."), name)
      : g_strdup (_ ("These rows were for another draft. Nothing was added to any."));

  self->is_elsewhere = TRUE;
  gtk_widget_grab_focus (self->cancel_button);
  carillon_problem_set_text (self->elsewhere, _ ("Another Draft Was Opened"), advice);
  notify_all (self);
  carillon_announce (GTK_WIDGET (self), advice);
}

static void
on_draft (CarillonImportDialog *self)
{
  g_autoptr (DispatchDraft) draft = NULL;

  g_object_get (self->grid, "draft", &draft, NULL);
  if (draft == self->draft) {
    self->is_elsewhere = FALSE;
    notify_all (self);
  } else if (self->sheet != NULL) {
    tell_elsewhere (self);
  }
}

static void
on_take_here (CarillonImportDialog *self)
{
  g_autoptr (DispatchDraft) draft = NULL;

  if (self->grid != NULL) {
    g_object_get (self->grid, "draft", &draft, NULL);
  }
  if (draft != NULL) {
    adopt_draft (self, draft);
  }
}

static void
on_cancel (CarillonImportDialog *self)
{
  close_sheet (self);
}

static void
on_closed (CarillonImportDialog *self)
{
  self->sheet = NULL;
  stop_reading (self);
}

/* Closures of the interface. */

static gboolean
has_text (GtkWidget *row, const char *text)
{
  return text != NULL;
}

static gboolean
has_rows (GtkWidget *group, GListModel *rows)
{
  return rows != NULL && g_list_model_get_n_items (rows) > 0;
}

static char *
get_replace_text (CarillonImportDialog *self)
{
  guint n_rows = dispatch_audience_get_n_rows (get_audience (self));

  return n_rows > 0
           ? g_strdup_printf (ngettext ("_Replace the %'u Recipient That Is There",
                                        "_Replace the %'u Recipients That Are There", n_rows),
                              n_rows)
           : NULL;
}

static char *
get_text (CarillonImportDialog *self, CarillonImportDialogProperty property)
{
  if (property == PROP_BUTTON_LABEL) {
    return carillon_import_button_label (get_n_good (self), is_replacing (self));
  }
  if (property == PROP_REPLACE_TEXT) {
    return get_replace_text (self);
  }
  if (property == PROP_MISTAKE_TEXT) {
    return g_strdup (self->mistake);
  }
  if (property == PROP_FORMAT_TEXT) {
    return self->mapping != NULL ? carillon_import_format_text (&self->mapping->options) : NULL;
  }
  if (self->import == NULL) {
    return NULL;
  }
  if (property == PROP_GOOD_TEXT) {
    guint n_there = dispatch_audience_get_n_rows (get_audience (self));
    return carillon_import_good_text (get_n_good (self), is_replacing (self) ? n_there : 0);
  }
  return property == PROP_BAD_TEXT
           ? carillon_import_bad_text (dispatch_import_get_n_bad (self->import))
           : carillon_import_warning_text (self->mapping);
}

static void
carillon_import_dialog_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarillonImportDialog *self = CARILLON_IMPORT_DIALOG (object);

  switch ((CarillonImportDialogProperty) id) {
  case PROP_STATE:
    g_value_set_static_string (value, self->is_elsewhere ? "elsewhere" : self->state);
    break;
  case PROP_FILE_NAME:
    g_value_set_string (value,
                        self->file != NULL ? dispatch_import_file_get_name (self->file) : NULL);
    break;
  case PROP_GOOD_TEXT:
  case PROP_BAD_TEXT:
  case PROP_WARNING_TEXT:
  case PROP_MISTAKE_TEXT:
  case PROP_FORMAT_TEXT:
  case PROP_REPLACE_TEXT:
  case PROP_BUTTON_LABEL:
    g_value_take_string (value, get_text (self, (CarillonImportDialogProperty) id));
    break;
  case PROP_BAD_ROWS:
    g_value_set_object (value, self->bad_rows);
    break;
  case PROP_PROGRESS:
    g_value_set_double (
      value, self->progress != NULL ? dispatch_progress_get_fraction (self->progress) : 0);
    break;
  case PROP_BUSY:
    g_value_set_boolean (value, self->is_building);
    break;
  case PROP_CAN_IMPORT:
    g_value_set_boolean (value, can_import (self));
    break;
  case N_PROPERTIES:
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_import_dialog_dispose (GObject *object)
{
  CarillonImportDialog *self = CARILLON_IMPORT_DIALOG (object);

  stop_reading (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), CARILLON_TYPE_IMPORT_DIALOG);
  g_clear_weak_pointer (&self->grid);
  g_clear_object (&self->draft);
  forget_columns (self);
  g_clear_pointer (&self->file, dispatch_import_file_unref);
  g_clear_pointer (&self->mistake, g_free);
  forget_import (self);
  G_OBJECT_CLASS (carillon_import_dialog_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child_full (widget_class, "top", FALSE, 0);
  gtk_widget_class_bind_template_child (widget_class, CarillonImportDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, CarillonImportDialog, choose_button);
  gtk_widget_class_bind_template_child (widget_class, CarillonImportDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, CarillonImportDialog, elsewhere);
  gtk_widget_class_bind_template_child (widget_class, CarillonImportDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, CarillonImportDialog, columns);
  gtk_widget_class_bind_template_child (widget_class, CarillonImportDialog, header_switch);
  gtk_widget_class_bind_template_child (widget_class, CarillonImportDialog, replace_switch);
  gtk_widget_class_bind_template_child (widget_class, CarillonImportDialog, delimiter_row);
  gtk_widget_class_bind_template_child (widget_class, CarillonImportDialog, quote_row);
  gtk_widget_class_bind_template_child (widget_class, CarillonImportDialog, encoding_row);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel);
  gtk_widget_class_bind_template_callback (widget_class, on_choose);
  gtk_widget_class_bind_template_callback (widget_class, on_columns);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_bad);
  gtk_widget_class_bind_template_callback (widget_class, on_format);
  gtk_widget_class_bind_template_callback (widget_class, on_import);
  gtk_widget_class_bind_template_callback (widget_class, on_replace);
  gtk_widget_class_bind_template_callback (widget_class, on_save_bad);
  gtk_widget_class_bind_template_callback (widget_class, on_take_here);
  gtk_widget_class_bind_template_callback (widget_class, has_text);
  gtk_widget_class_bind_template_callback (widget_class, has_rows);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  static const char *const texts[] = {
    [PROP_STATE] = "state",
    [PROP_FILE_NAME] = "file-name",
    [PROP_GOOD_TEXT] = "good-text",
    [PROP_BAD_TEXT] = "bad-text",
    [PROP_WARNING_TEXT] = "warning-text",
    [PROP_MISTAKE_TEXT] = "mistake-text",
    [PROP_FORMAT_TEXT] = "format-text",
    [PROP_REPLACE_TEXT] = "replace-text",
    [PROP_BUTTON_LABEL] = "button-label",
  };

  for (guint i = PROP_STATE; i <= PROP_BUTTON_LABEL; i++) {
    properties[i] = g_param_spec_string (texts[i], NULL, NULL, NULL, flags);
  }
  properties[PROP_BAD_ROWS] =
    g_param_spec_object ("bad-rows", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  properties[PROP_PROGRESS] = g_param_spec_double ("progress", NULL, NULL, 0, 1, 0, flags);
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  properties[PROP_CAN_IMPORT] = g_param_spec_boolean ("can-import", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
carillon_import_dialog_class_init (CarillonImportDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = carillon_import_dialog_get_property;
  object_class->dispose = carillon_import_dialog_dispose;
  install_properties (object_class);

  g_type_ensure (CARILLON_TYPE_PROBLEM);
  g_type_ensure (CARILLON_TYPE_IMPORT_COLUMNS);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, CARILLON_RESOURCE_PREFIX
                                               "/composer/import/carillon-import-dialog.ui");
  bind_template (widget_class);
}

static void
set_choices (AdwComboRow *row, const char *(*get_label) (guint index))
{
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);
  const char *label;

  for (guint i = 0; (label = get_label (i)) != NULL; i++) {
    gtk_string_list_append (list, label);
  }
  adw_combo_row_set_model (row, G_LIST_MODEL (list));
}

static void
carillon_import_dialog_init (CarillonImportDialog *self)
{
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_FILE, GDK_ACTION_COPY);

  self->state = "choose";
  self->draft = dispatch_draft_new ();
  self->is_filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  set_choices (self->delimiter_row, carillon_import_delimiter_label);
  set_choices (self->quote_row, carillon_import_quote_label);
  set_choices (self->encoding_row, carillon_import_encoding_label);
  self->is_filling = FALSE;
  g_signal_connect_object (target, "drop", G_CALLBACK (on_drop), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

/**
 * carillon_import_dialog_present_file:
 * @grid: what asks, inside the window's toasts; with a draft, where the rows go
 * @file: (nullable): what to show; otherwise it asks for a file
 *
 * Returns: (transfer none) (nullable): the dialog, which is closed and gone some time
 */
CarillonImportDialog *
carillon_import_dialog_present_file (CarillonRecipientsGrid *grid, GFile *file)
{
  g_return_val_if_fail (CARILLON_IS_RECIPIENTS_GRID (grid), NULL);

  g_autoptr (DispatchDraft) draft = NULL;
  g_object_get (grid, "draft", &draft, NULL);
  if (draft == NULL) {
    return NULL;
  }
  CarillonImportDialog *self = g_object_new (CARILLON_TYPE_IMPORT_DIALOG, NULL);
  g_autoptr (CarillonSheet) sheet =
    carillon_sheet_new (_ ("Import Recipients"), GTK_WIDGET (self), SHEET_WIDTH, SHEET_HEIGHT);

  g_set_object (&self->draft, draft);
  g_set_weak_pointer (&self->grid, grid);
  self->sheet = sheet;
  notify_all (self);
  g_signal_connect_object (grid, "notify::draft", G_CALLBACK (on_draft), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (grid, "destroy", G_CALLBACK (close_sheet), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (sheet, "closed", G_CALLBACK (on_closed), self, G_CONNECT_SWAPPED);
  carillon_sheet_present (sheet, GTK_WIDGET (grid));
  gtk_widget_grab_focus (self->choose_button);
  if (file != NULL) {
    carillon_import_dialog_open (self, file);
  }
  return self;
}

/**
 * carillon_import_dialog_present:
 * @grid: what asks, inside the window's toasts; with a draft, where the rows go
 *
 * Asks for a file, and shows what is in it.
 */
void
carillon_import_dialog_present (CarillonRecipientsGrid *grid)
{
  carillon_import_dialog_present_file (grid, NULL);
}
