/* Recipients from other pages and from files, and to files. */

#include "carillon-composer-page-private.h"

#include <glib/gi18n.h>

#include "carillon-import-dialog.h"
#include "carillon-recipients-export.h"
#include "carillon-toast.h"

static void
keep_waiting (CarillonComposerPage *self, GVariant *recipients)
{
  g_ptr_array_add (self->waiting, g_variant_ref_sink (recipients));
}

static void
append_recipients (DispatchAudience *audience, GVariant *recipients)
{
  g_autoptr (DispatchTable) rows = dispatch_table_new ();
  g_autoptr (DispatchBlockBuilder) builder =
    dispatch_block_builder_new (dispatch_table_get_n_slots (rows));
  GVariantIter iter;
  const char *address, *provider;

  g_variant_iter_init (&iter, recipients);
  while (g_variant_iter_next (&iter, "(&s&s)", &address, &provider)) {
    guint column = *provider != '\0' ? DISPATCH_COLUMN_TOKEN : DISPATCH_COLUMN_USER;
    dispatch_block_builder_set (builder, column, address, strlen (address));
    dispatch_block_builder_set (builder, DISPATCH_COLUMN_PROVIDER, provider, strlen (provider));
    dispatch_block_builder_end_row (builder);
    if (dispatch_block_builder_is_full (builder)) {
      dispatch_table_append_block (rows, dispatch_block_builder_finish (builder));
    }
  }
  dispatch_table_append_block (rows, dispatch_block_builder_finish (builder));
  dispatch_audience_insert_table (audience, dispatch_audience_get_n_rows (audience), rows);
}

void
carillon_composer_recipients_append (CarillonComposerPage *self)
{
  DispatchAudience *audience =
    dispatch_draft_get_audience (carillon_composer_page_get_draft (self));

  for (guint i = 0; i < self->waiting->len; i++) {
    append_recipients (audience, g_ptr_array_index (self->waiting, i));
    self->user_added = TRUE;
  }
  g_ptr_array_set_size (self->waiting, 0);
}

/**
 * carillon_composer_page_add_recipients:
 * @self: the page
 * @recipients: `a(ss)`: users' IDs, each with "", and tokens with their providers; a floating one
 * is consumed
 *
 * Adds recipients to the draft, as soon as that is loaded; to the next one while a send has it.
 */
void
carillon_composer_page_add_recipients (CarillonComposerPage *self, GVariant *recipients)
{
  g_return_if_fail (CARILLON_IS_COMPOSER_PAGE (self));
  g_return_if_fail (g_variant_is_of_type (recipients, G_VARIANT_TYPE ("a(ss)")));

  carillon_panes_set_current (self->panes, CARILLON_PANE_RECIPIENTS);
  keep_waiting (self, recipients);
  if (carillon_composer_page_get_draft (self) != NULL &&
      (self->send == NULL || !carillon_send_has_draft (self->send))) {
    carillon_composer_recipients_append (self);
  }
}

/**
 * carillon_composer_page_add_user:
 * @self: the page
 * @user_id: a user
 *
 * Adds a recipient to the draft, as soon as that is loaded; to the next one while a send has it.
 */
void
carillon_composer_page_add_user (CarillonComposerPage *self, const char *user_id)
{
  g_return_if_fail (CARILLON_IS_COMPOSER_PAGE (self));
  g_return_if_fail (user_id != NULL);

  carillon_composer_page_add_recipients (self, g_variant_new_parsed ("[(%s, '')]", user_id));
}

/**
 * carillon_composer_page_begin:
 * @self: the page
 * @recipients: see carillon_composer_page_add_recipients()
 *
 * Begins another draft with @recipients, unless nothing was written yet. The one before is saved,
 * and can be gone back to.
 */
void
carillon_composer_page_begin (CarillonComposerPage *self, GVariant *recipients)
{
  g_return_if_fail (CARILLON_IS_COMPOSER_PAGE (self));
  g_return_if_fail (g_variant_is_of_type (recipients, G_VARIANT_TYPE ("a(ss)")));

  DispatchDraft *draft = carillon_composer_page_get_draft (self);
  if (draft == NULL || dispatch_draft_is_empty (draft)) {
    carillon_composer_page_add_recipients (self, recipients);
    return;
  }

  g_autofree char *before = g_strdup (dispatch_draft_get_id (draft));
  carillon_composer_sending_close_review (self);
  carillon_composer_sending_drop (self);
  carillon_panes_set_current (self->panes, CARILLON_PANE_RECIPIENTS);
  keep_waiting (self, recipients);
  carillon_draft_keeper_begin (self->keeper);
  carillon_toast_with_action (GTK_WIDGET (self), _ ("The other draft is kept"), _ ("_Go Back"),
                              "win.open-draft", before);
}

static void
import_recipients (GtkWidget *widget, const char *action, GVariant *parameter)
{
  carillon_import_dialog_present (CARILLON_COMPOSER_PAGE (widget)->grid);
}

static void
export_recipients (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DispatchDraft *draft = carillon_composer_page_get_draft (CARILLON_COMPOSER_PAGE (widget));

  if (draft != NULL) {
    carillon_recipients_export (widget, dispatch_draft_get_audience (draft));
  }
}

static gboolean
on_file_dropped (CarillonComposerPage *self, const GValue *value)
{
  GFile *file = g_value_get_object (value);

  return file != NULL && carillon_import_dialog_present_file (self->grid, file) != NULL;
}

void
carillon_composer_recipients_accept_files (CarillonComposerPage *self)
{
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_FILE, GDK_ACTION_COPY);

  g_signal_connect_object (target, "drop", G_CALLBACK (on_file_dropped), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->grid), GTK_EVENT_CONTROLLER (target));
}

void
carillon_composer_recipients_install (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "composer.import", NULL, import_recipients);
  gtk_widget_class_install_action (widget_class, "composer.export", NULL, export_recipients);
}
