#include "carillon-toast.h"

#include <adwaita.h>

/* A toast's title is markup, and names of accounts or users may hold anything. */
static AdwToast *
toast_new (const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  return adw_toast_new (escaped);
}

/* A toast that stays is not to keep others waiting behind it, least of all those that tell of a
 * failure: the next one in its place takes it away. Each (weak). */
static AdwToast *lasting = NULL;
static GtkWidget *lasting_overlay = NULL;

static void
set_lasting (GtkWidget *overlay, AdwToast *toast)
{
  g_set_weak_pointer (&lasting_overlay, overlay);
  g_set_weak_pointer (&lasting, toast);
}

static void
make_room (GtkWidget *overlay)
{
  if (lasting != NULL && lasting_overlay == overlay) {
    g_autoptr (AdwToast) toast = g_object_ref (lasting);
    set_lasting (NULL, NULL);
    adw_toast_dismiss (toast);
  }
}

/* Returns: (transfer none) (nullable): where it is shown */
static GtkWidget *
show (GtkWidget *from, AdwToast *toast)
{
  g_autoptr (AdwToast) owned = toast;
  GtkWidget *overlay = gtk_widget_get_ancestor (from, ADW_TYPE_TOAST_OVERLAY);

  if (overlay != NULL) {
    make_room (overlay);
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), g_steal_pointer (&owned));
  }
  return overlay;
}

/**
 * carillon_toast:
 * @from: the widget that has something to say
 * @text: plain text, one line
 *
 * Tells in passing what was done. What must not be missed belongs on a page instead.
 */
void
carillon_toast (GtkWidget *from, const char *text)
{
  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (text != NULL);

  show (from, toast_new (text));
}

/**
 * carillon_toast_with_action:
 * @from: the widget that has something to say
 * @text: plain text, one line
 * @button_label: a verb with a mnemonic, "_Show"
 * @action_name: what the button activates, looked up from the toast overlay on
 * @target: for the action
 *
 * Tells in passing what was done, and leads to it.
 */
void
carillon_toast_with_action (GtkWidget *from,
                            const char *text,
                            const char *button_label,
                            const char *action_name,
                            const char *target)
{
  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (text != NULL && button_label != NULL && action_name != NULL && target != NULL);

  AdwToast *toast = toast_new (text);
  adw_toast_set_button_label (toast, button_label);
  adw_toast_set_action_name (toast, action_name);
  adw_toast_set_action_target (toast, "s", target);
  show (from, toast);
}

/**
 * carillon_toast_with_button:
 * @from: the widget that has something to say
 * @text: plain text, one line
 * @button_label: a verb with a mnemonic, "_Undo"
 * @clicked: (scope forever): called with @object when the button is pressed
 * @object: whom the button concerns
 *
 * Tells what was done, and lets it be taken back for as long as that makes sense: until the toast
 * is closed, or dismissed by the caller, or another toast comes.
 *
 * Returns: (transfer none) (nullable): the toast, where it is shown
 */
AdwToast *
carillon_toast_with_button (
  GtkWidget *from, const char *text, const char *button_label, GCallback clicked, GObject *object)
{
  g_return_val_if_fail (GTK_IS_WIDGET (from), NULL);
  g_return_val_if_fail (text != NULL && button_label != NULL && clicked != NULL, NULL);
  g_return_val_if_fail (G_IS_OBJECT (object), NULL);

  AdwToast *toast = toast_new (text);
  adw_toast_set_button_label (toast, button_label);
  adw_toast_set_timeout (toast, 0);
  g_signal_connect_object (toast, "button-clicked", clicked, object, G_CONNECT_SWAPPED);
  GtkWidget *overlay = show (from, toast);
  if (overlay == NULL) {
    return NULL;
  }
  set_lasting (overlay, toast);
  return toast;
}
