/* Adding, renaming and removing columns. */

#include <glib/gi18n.h>

#include "carillon-ask.h"
#include "carillon-column-form.h"
#include "carillon-recipients-grid-private.h"
#include "carillon-rename.h"
#include "carillon-variables.h"

typedef struct {
  CarillonRecipientsGrid *grid; /* (owned) */
  DispatchDraft *draft;         /* (owned): it may be another one by the time of the answer */
  CarillonColumnForm *form;     /* (owned) (nullable) */
  char *name;                   /* (owned) (nullable): of the column */
} Question;

static Question *
question_new (CarillonRecipientsGrid *self, const char *name, GtkWidget *form)
{
  Question *question = g_new0 (Question, 1);

  question->grid = g_object_ref (self);
  question->draft = g_object_ref (self->draft);
  question->form = form != NULL ? g_object_ref_sink (CARILLON_COLUMN_FORM (form)) : NULL;
  question->name = g_strdup (name);
  return question;
}

static void
question_free (Question *question)
{
  g_object_unref (question->grid);
  g_object_unref (question->draft);
  g_clear_object (&question->form);
  g_free (question->name);
  g_free (question);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

static char **
list_names (CarillonRecipientsGrid *self, const char *but)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; i < self->shown->len; i++) {
    CarillonGridColumn *column = carillon_grid_columns_at (self, i);
    if (column->kind == DISPATCH_COLUMN_VARIABLE && g_strcmp0 (column->name, but) != 0) {
      g_strv_builder_add (names, column->name);
    }
  }
  return g_strv_builder_end (names);
}

/* Adding. */

static void
on_add_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Question) question = user_data;
  CarillonRecipientsGrid *self = question->grid;

  if (!carillon_ask_finish (result) || self->draft != question->draft) {
    return;
  }
  const char *name = carillon_column_form_get_name (question->form);
  g_hash_table_add (self->kept, g_strdup (name)); /* asked for, so not in the way */
  DispatchAudience *audience = carillon_recipients_grid_get_audience (self);
  dispatch_audience_begin_edit_named (audience, _ ("Add Column"));
  guint added = dispatch_audience_add_column (audience, name);
  dispatch_audience_end_edit (audience);
  if (added == DISPATCH_NONE) {
    carillon_recipients_grid_tell (self, _ ("A message can have at most 100 columns."));
    return;
  }
  carillon_recipients_grid_browse (self);
  CarillonGridColumn *column = carillon_grid_columns_find_id (self, name);
  carillon_grid_cursor_go (self, carillon_grid_selection_get_row (self->selection),
                           (guint) carillon_grid_columns_index (self, column));
}

static void
add_column (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CarillonRecipientsGrid *self = CARILLON_RECIPIENTS_GRID (widget);
  g_auto (GStrv) taken = list_names (self, NULL);
  GtkWidget *form = carillon_column_form_new ((const char *const *) taken, NULL, NULL);
  CarillonQuestion question = {
    .heading = _ ("Add Column"),
    .body = _ ("The message reads it as “{{ name }}”."),
    .confirm = _ ("_Add"),
    .appearance = CARILLON_ASK_SUGGESTED,
    .extra = form,
    .needs = "valid",
  };

  carillon_ask_question_async (widget, &question, NULL, on_add_answered,
                               question_new (self, NULL, form));
}

/* Renaming. */

static void
rename_column (CarillonRecipientsGrid *self, const char *old, const char *name)
{
  DispatchAudience *audience = carillon_recipients_grid_get_audience (self);
  guint column;

  if (dispatch_audience_find_column (audience, old, &column)) {
    dispatch_audience_begin_edit_named (audience, _ ("Rename Column"));
    dispatch_audience_rename_column (audience, column, name);
    dispatch_audience_end_edit (audience);
  }
}

static void
rename_in_message (DispatchDraft *draft, const char *old, const char *name)
{
  g_autofree char *title = carillon_rename_variable (dispatch_draft_get_title (draft), old, name);
  g_autofree char *body = carillon_rename_variable (dispatch_draft_get_body (draft), old, name);

  g_object_set (draft, "title", title, "body", body, NULL);
}

static void
on_rename_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Question) question = user_data;
  CarillonRecipientsGrid *self = question->grid;
  const char *name = carillon_column_form_get_name (question->form);

  if (!carillon_ask_finish (result) || self->draft != question->draft ||
      g_str_equal (name, question->name)) {
    return;
  }
  g_hash_table_add (self->kept, g_strdup (name));
  rename_column (self, question->name, name);
  if (carillon_column_form_get_option (question->form)) {
    rename_in_message (self->draft, question->name, name);
    carillon_grid_columns_scan_now (self);
  }
}

static void
ask_for_name (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CarillonRecipientsGrid *self = CARILLON_RECIPIENTS_GRID (widget);
  const char *name = g_variant_get_string (parameter, NULL);
  g_auto (GStrv) taken = list_names (self, name);
  gboolean used = carillon_variables_find (self->variables, name) != NULL;
  GtkWidget *form = carillon_column_form_new ((const char *const *) taken, name,
                                              used ? _ ("Rename It in the Message, Too") : NULL);
  CarillonQuestion question = {
    .heading = _ ("Rename Column"),
    .body = _ ("The values stay as they are."),
    .confirm = _ ("_Rename"),
    .appearance = CARILLON_ASK_SUGGESTED,
    .extra = form,
    .needs = "valid",
  };

  carillon_ask_question_async (widget, &question, NULL, on_rename_answered,
                               question_new (self, name, form));
}

/* Removing: it can be undone, so nobody is asked. */

static void
remove_column (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CarillonRecipientsGrid *self = CARILLON_RECIPIENTS_GRID (widget);
  DispatchAudience *audience = carillon_recipients_grid_get_audience (self);
  guint column;

  if (dispatch_audience_find_column (audience, g_variant_get_string (parameter, NULL), &column)) {
    dispatch_audience_begin_edit_named (audience, _ ("Remove Column"));
    dispatch_audience_remove_column (audience, column);
    dispatch_audience_end_edit (audience);
  }
}

void
carillon_grid_dialogs_install (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "grid.add-column", NULL, add_column);
  gtk_widget_class_install_action (widget_class, "grid.rename-column", "s", ask_for_name);
  gtk_widget_class_install_action (widget_class, "grid.remove-column", "s", remove_column);
}
