#include "carillon-left-out.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "carillon-choose-file.h"
#include "carillon-error-text.h"
#include "carillon-toast.h"

/* What is copied is read by people; the file has all that are listed. */
#define MAX_COPIED 1000

/* What is being saved, from the question where to on. */
typedef struct {
  GtkWidget *from; /* (owned) */
  GBytes *text;    /* (owned) */
} Save;

static void
save_free (Save *save)
{
  g_object_unref (save->from);
  g_bytes_unref (save->text);
  g_free (save);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Save, save_free)

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Save) save = user_data;
  g_autoptr (GError) error = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error)) {
    carillon_toast (save->from, _ ("Rows saved"));
    return;
  }
  g_autofree char *title = carillon_error_title (error);
  /* Translators: %s is what went wrong */
  g_autofree char *text = g_strdup_printf (_ ("The rows were not saved: %s"), title);
  carillon_toast (save->from, text);
}

static void
on_chosen (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Save) save = user_data;
  g_autoptr (GFile) file = carillon_choose_file_finish (result);

  if (file != NULL) {
    GBytes *text = save->text;
    g_file_replace_contents_bytes_async (file, text, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL,
                                         on_saved, g_steal_pointer (&save));
  }
}

static GBytes *
make_text (CarillonBadRows *rows)
{
  char *text = carillon_bad_rows_to_csv (rows, G_MAXUINT);

  return g_bytes_new_take (text, strlen (text));
}

static void
save_text (GtkWidget *from, GBytes *text)
{
  Save *save = g_new0 (Save, 1);

  save->from = g_object_ref (from);
  save->text = g_bytes_ref (text);
  carillon_choose_file_async (from, CARILLON_FILE_TO_WRITE, _ ("Save Rows Left Out"),
                              /* Translators: the name of a file */
                              _ ("rows-left-out.csv"), on_chosen, save);
}

/**
 * carillon_left_out_copy:
 * @from: the widget that asks
 * @rows: what to copy
 */
void
carillon_left_out_copy (GtkWidget *from, CarillonBadRows *rows)
{
  g_return_if_fail (GTK_IS_WIDGET (from) && CARILLON_IS_BAD_ROWS (rows));

  g_autofree char *text = carillon_bad_rows_to_csv (rows, MAX_COPIED);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (from), text);
}

/**
 * carillon_left_out_save:
 * @from: the widget that asks, inside toasts
 * @rows: what to save
 *
 * Asks for a file and writes them to it; a toast tells how that ended.
 */
void
carillon_left_out_save (GtkWidget *from, CarillonBadRows *rows)
{
  g_return_if_fail (GTK_IS_WIDGET (from) && CARILLON_IS_BAD_ROWS (rows));

  g_autoptr (GBytes) text = make_text (rows);
  save_text (from, text);
}

/* After an import. */

typedef struct {
  GtkWidget *widget; /* (unowned): it has the action */
  GBytes *text;      /* (owned): the rows themselves would hold the whole file */
  AdwToast *toast;   /* (weak) (nullable): its button is of no use without the action */
} Offer;

static void
offer_free (gpointer data, GClosure *closure)
{
  Offer *offer = data;
  AdwToast *toast = offer->toast;

  g_clear_weak_pointer (&offer->toast);
  if (toast != NULL) {
    adw_toast_dismiss (toast);
  }
  g_bytes_unref (offer->text);
  g_free (offer);
}

static void
on_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const Offer *offer = user_data;

  save_text (offer->widget, offer->text);
}

static void
on_asked (GAction *action)
{
  g_action_activate (action, NULL);
}

static void
on_draft (GtkWidget *widget)
{
  gtk_widget_insert_action_group (widget, "import", NULL);
}

/**
 * carillon_left_out_offer:
 * @widget: what shows the recipients, inside toasts; with a property "draft"
 * @rows: what was left out
 * @toast_text: what is told
 */
void
carillon_left_out_offer (GtkWidget *widget, CarillonBadRows *rows, const char *toast_text)
{
  g_return_if_fail (GTK_IS_WIDGET (widget) && CARILLON_IS_BAD_ROWS (rows));
  g_return_if_fail (toast_text != NULL);

  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  g_autoptr (GSimpleAction) action = g_simple_action_new ("left-out", NULL);
  Offer *offer = g_new0 (Offer, 1);

  offer->widget = widget;
  offer->text = make_text (rows);
  g_signal_connect_data (action, "activate", G_CALLBACK (on_activated), offer, offer_free,
                         G_CONNECT_DEFAULT);
  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (action));
  g_signal_connect_object (widget, "notify::draft", G_CALLBACK (on_draft), group,
                           G_CONNECT_DEFAULT);
  gtk_widget_insert_action_group (widget, "import", G_ACTION_GROUP (group));
  g_set_weak_pointer (&offer->toast,
                      carillon_toast_with_button (widget, toast_text, _ ("_Save Rows…"),
                                                  G_CALLBACK (on_asked), G_OBJECT (action)));
}
