#include "carillon-fix-entry.h"

struct _CarillonFixEntry {
  AdwBin parent_instance;

  CarillonFix fix;
  GtkEditable *row;
  gboolean answered;
};

enum {
  PROP_ANSWERED = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (CarillonFixEntry, carillon_fix_entry, ADW_TYPE_BIN)

static void
on_changed (CarillonFixEntry *self)
{
  gboolean answered = carillon_fix_is_answered (self->fix, gtk_editable_get_text (self->row));

  if (self->answered != answered) {
    self->answered = answered;
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ANSWERED]);
  }
}

/**
 * carillon_fix_entry_get_text:
 * @self: the entry
 *
 * Returns: what was typed
 */
const char *
carillon_fix_entry_get_text (CarillonFixEntry *self)
{
  g_return_val_if_fail (CARILLON_IS_FIX_ENTRY (self), "");
  return gtk_editable_get_text (self->row);
}

static void
carillon_fix_entry_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_ANSWERED) {
    g_value_set_boolean (value, CARILLON_FIX_ENTRY (object)->answered);
  } else {
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_fix_entry_class_init (CarillonFixEntryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = carillon_fix_entry_get_property;
  properties[PROP_ANSWERED] =
    g_param_spec_boolean ("answered", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
carillon_fix_entry_init (CarillonFixEntry *self)
{
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *row = adw_entry_row_new ();

  self->row = GTK_EDITABLE (row);
  gtk_widget_set_name (row, "fix-text");
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  adw_bin_set_child (ADW_BIN (self), list);
  g_signal_connect_object (row, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
}

/**
 * carillon_fix_entry_new:
 * @fix: a fix that needs a text
 *
 * Returns: (transfer floating): an empty entry
 */
GtkWidget *
carillon_fix_entry_new (CarillonFix fix)
{
  CarillonFixEntry *self = g_object_new (CARILLON_TYPE_FIX_ENTRY, NULL);

  self->fix = fix;
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->row), carillon_fix_get_question (fix));
  return GTK_WIDGET (self);
}
