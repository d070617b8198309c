#include "carillon-image-row.h"

#include <dispatch-rules.h>
#include <glib/gi18n.h>

struct _CarillonImageRow {
  GtkListBoxRow parent_instance;

  GtkWidget *entry;
  GtkWidget *up;
  GtkWidget *down;
  GtkWidget *message;
};

enum {
  PROP_URL = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

enum {
  MOVE,
  REMOVE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CarillonImageRow, carillon_image_row, GTK_TYPE_LIST_BOX_ROW)

const char *
carillon_image_row_get_url (CarillonImageRow *self)
{
  g_return_val_if_fail (CARILLON_IS_IMAGE_ROW (self), "");

  return gtk_editable_get_text (GTK_EDITABLE (self->entry));
}

/**
 * carillon_image_row_set_place:
 * @self: a row
 * @index: where it stands
 * @n_rows: among how many
 */
void
carillon_image_row_set_place (CarillonImageRow *self, guint index, guint n_rows)
{
  g_return_if_fail (CARILLON_IS_IMAGE_ROW (self));

  /* Translators: an image by its number in a list */
  g_autofree char *name = g_strdup_printf (_ ("Address of Image %u"), index + 1);
  g_autofree char *entry_name = g_strdup_printf ("image-%u", index);
  gtk_widget_set_name (self->entry, entry_name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
  gtk_widget_set_sensitive (self->up, index > 0);
  gtk_widget_set_sensitive (self->down, index + 1 < n_rows);
}

static const char *
find_problem (const char *url)
{
  if (*url == '\0' || dispatch_image_url_is_valid (url)) {
    return NULL;
  }
  return g_ascii_strncasecmp (url, "http://", strlen ("http://")) == 0
           ? _ ("Devices load images over https only")
           : _ ("This is no address of an image, as in https://example.com/picture.png");
}

static void
on_text_changed (CarillonImageRow *self)
{
  const char *problem = find_problem (carillon_image_row_get_url (self));

  gtk_label_set_label (GTK_LABEL (self->message), problem != NULL ? problem : "");
  gtk_widget_set_visible (self->message, problem != NULL);
  if (problem != NULL) {
    gtk_widget_add_css_class (self->entry, "error");
  } else {
    gtk_widget_remove_css_class (self->entry, "error");
  }
  gtk_accessible_update_state (
    GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID,
    problem != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_URL]);
}

static void
move_up (CarillonImageRow *self)
{
  g_signal_emit (self, signals[MOVE], 0, -1);
}

static void
move_down (CarillonImageRow *self)
{
  g_signal_emit (self, signals[MOVE], 0, 1);
}

static void
remove_row (CarillonImageRow *self)
{
  g_signal_emit (self, signals[REMOVE], 0);
}

static gboolean
on_move_key (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  g_signal_emit (widget, signals[MOVE], 0, g_variant_get_int32 (arguments));
  return TRUE;
}

static GtkWidget *
add_button (GtkWidget *box, const char *icon, const char *tooltip)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_box_append (GTK_BOX (box), button);
  return button;
}

static GtkWidget *
make_box (CarillonImageRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  self->entry = gtk_entry_new ();
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry), "https://…");
  gtk_entry_set_input_purpose (GTK_ENTRY (self->entry), GTK_INPUT_PURPOSE_URL);
  gtk_widget_set_hexpand (self->entry, TRUE);
  gtk_widget_set_margin_end (self->entry, 6);
  gtk_box_append (GTK_BOX (box), self->entry);
  self->up = add_button (box, "go-up-symbolic", _ ("Move Up (Alt+Up)"));
  self->down = add_button (box, "go-down-symbolic", _ ("Move Down (Alt+Down)"));
  GtkWidget *remove = add_button (box, "list-remove-symbolic", _ ("Remove Image"));
  g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (on_text_changed), self);
  g_signal_connect_swapped (self->up, "clicked", G_CALLBACK (move_up), self);
  g_signal_connect_swapped (self->down, "clicked", G_CALLBACK (move_down), self);
  g_signal_connect_swapped (remove, "clicked", G_CALLBACK (remove_row), self);
  return box;
}

/* Before the entry, which has its own use for the arrows. */
static void
add_keys (CarillonImageRow *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();
  static const struct {
    guint key;
    int by;
  } moves[] = { { GDK_KEY_Up, -1 }, { GDK_KEY_Down, 1 } };

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  for (gsize i = 0; i < G_N_ELEMENTS (moves); i++) {
    gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new_with_arguments (gtk_keyval_trigger_new (moves[i].key, GDK_ALT_MASK),
                                       gtk_callback_action_new (on_move_key, NULL, NULL), "i",
                                       moves[i].by));
  }
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

static void
carillon_image_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_URL) {
    g_value_set_string (value, carillon_image_row_get_url (CARILLON_IMAGE_ROW (object)));
  } else {
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_image_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_URL) {
    const char *url = g_value_get_string (value);
    gtk_editable_set_text (GTK_EDITABLE (CARILLON_IMAGE_ROW (object)->entry),
                           url != NULL ? url : "");
  } else {
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static gboolean
carillon_image_row_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (CARILLON_IMAGE_ROW (widget)->entry);
}

static void
carillon_image_row_class_init (CarillonImageRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = carillon_image_row_get_property;
  object_class->set_property = carillon_image_row_set_property;
  GTK_WIDGET_CLASS (klass)->grab_focus = carillon_image_row_grab_focus;
  properties[PROP_URL] = g_param_spec_string (
    "url", NULL, NULL, "", G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[MOVE] = g_signal_new ("move", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  signals[REMOVE] = g_signal_new ("remove", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
carillon_image_row_init (CarillonImageRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  gtk_box_append (GTK_BOX (box), make_box (self));
  self->message = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->message), 0);
  gtk_label_set_wrap (GTK_LABEL (self->message), TRUE);
  gtk_widget_set_visible (self->message, FALSE);
  gtk_widget_set_name (self->message, "image-message");
  gtk_widget_add_css_class (self->message, "caption");
  gtk_widget_add_css_class (self->message, "error");
  gtk_box_append (GTK_BOX (box), self->message);
  gtk_widget_add_css_class (box, "tag");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
  add_keys (self);
}

GtkWidget *
carillon_image_row_new (const char *url)
{
  return g_object_new (CARILLON_TYPE_IMAGE_ROW, "url", url, NULL);
}
