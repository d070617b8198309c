#include "carillon-fact-list.h"

struct _CarillonFactList {
  GtkWidget parent_instance;

  GtkListBox *list_box;
  GHashTable *values; /* of (unowned) GtkLabel by (owned) name */
};

enum {
  PROP_LABEL = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (CarillonFactList, carillon_fact_list, GTK_TYPE_WIDGET)

static GtkWidget *
create_label (const char *label)
{
  GtkWidget *widget = gtk_label_new (label);

  gtk_label_set_xalign (GTK_LABEL (widget), 0.0f);
  gtk_label_set_yalign (GTK_LABEL (widget), 0.0f);
  gtk_widget_add_css_class (widget, "dim-label");
  return widget;
}

static GtkWidget *
create_value (const char *name, const char *value)
{
  GtkWidget *widget = gtk_label_new (value);

  gtk_widget_set_name (widget, name);
  gtk_widget_set_hexpand (widget, TRUE);
  gtk_label_set_xalign (GTK_LABEL (widget), 1.0f);
  gtk_label_set_justify (GTK_LABEL (widget), GTK_JUSTIFY_RIGHT);
  gtk_label_set_wrap (GTK_LABEL (widget), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (widget), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (widget), GTK_NATURAL_WRAP_NONE);
  gtk_widget_add_css_class (widget, "numeric");
  return widget;
}

/**
 * carillon_fact_list_add:
 * @self: the list
 * @name: of the widget that shows @value
 * @label: what it is, translated
 * @value: and what that is
 */
void
carillon_fact_list_add (CarillonFactList *self,
                        const char *name,
                        const char *label,
                        const char *value)
{
  g_return_if_fail (CARILLON_IS_FACT_LIST (self));
  g_return_if_fail (name != NULL && label != NULL && value != NULL);

  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *shown = create_value (name, value);

  gtk_widget_add_css_class (box, "fact");
  gtk_box_append (GTK_BOX (box), create_label (label));
  gtk_box_append (GTK_BOX (box), shown);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_append (self->list_box, row);
  g_hash_table_insert (self->values, g_strdup (name), shown);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}

/**
 * carillon_fact_list_set:
 * @self: the list
 * @name: what was added
 * @value: what it is now
 */
void
carillon_fact_list_set (CarillonFactList *self, const char *name, const char *value)
{
  g_return_if_fail (CARILLON_IS_FACT_LIST (self));
  g_return_if_fail (name != NULL && value != NULL);

  GtkLabel *label = g_hash_table_lookup (self->values, name);
  if (label != NULL) {
    gtk_label_set_label (label, value);
  }
}

/**
 * carillon_fact_list_clear:
 * @self: the list
 */
void
carillon_fact_list_clear (CarillonFactList *self)
{
  g_return_if_fail (CARILLON_IS_FACT_LIST (self));

  GtkListBoxRow *row;
  g_hash_table_remove_all (self->values);
  while ((row = gtk_list_box_get_row_at_index (self->list_box, 0)) != NULL) {
    gtk_list_box_remove (self->list_box, GTK_WIDGET (row));
  }
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static void
carillon_fact_list_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CarillonFactList *self = CARILLON_FACT_LIST (object);

  if (id == PROP_LABEL) {
    gtk_accessible_update_property (GTK_ACCESSIBLE (self->list_box), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    g_value_get_string (value), -1);
  } else {
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_fact_list_dispose (GObject *object)
{
  CarillonFactList *self = CARILLON_FACT_LIST (object);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));

  g_clear_pointer (&self->values, g_hash_table_unref);
  g_clear_pointer (&child, gtk_widget_unparent);
  G_OBJECT_CLASS (carillon_fact_list_parent_class)->dispose (object);
}

static void
carillon_fact_list_class_init (CarillonFactListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = carillon_fact_list_set_property;
  object_class->dispose = carillon_fact_list_dispose;
  properties[PROP_LABEL] =
    g_param_spec_string ("label", NULL, NULL, NULL, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
carillon_fact_list_init (CarillonFactList *self)
{
  GtkWidget *list_box = gtk_list_box_new ();

  self->list_box = GTK_LIST_BOX (list_box);
  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gtk_list_box_set_selection_mode (self->list_box, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list_box, "boxed-list");
  gtk_widget_set_parent (list_box, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
