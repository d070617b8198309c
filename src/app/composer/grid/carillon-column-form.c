#include "carillon-column-form.h"

#include <dispatch-rules.h>
#include <glib/gi18n.h>
#include <string.h>

struct _CarillonColumnForm {
  GtkWidget parent_instance;

  char **taken; /* (owned) */
  GtkEditable *name;
  GtkLabel *fault;
  GtkSwitch *option; /* (nullable) */
  gboolean valid;
};

enum {
  PROP_VALID = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (CarillonColumnForm, carillon_column_form, GTK_TYPE_WIDGET)

static const char *
find_fault (CarillonColumnForm *self, const char *name)
{
  if (*name == '\0') {
    return "";
  }
  if (!dispatch_variable_name_is_valid (name)) {
    return _ ("Letters without accents, digits, “_” and “-” only, and a letter first");
  }
  if (strlen (name) > DISPATCH_MAX_VARIABLE_NAME) {
    return _ ("This name is too long");
  }
  if (g_strv_contains ((const char *const *) self->taken, name)) {
    return _ ("There is a column of this name");
  }
  return NULL;
}

static void
on_name_changed (CarillonColumnForm *self)
{
  const char *fault = find_fault (self, gtk_editable_get_text (self->name));
  gboolean valid = fault == NULL;

  gtk_label_set_label (self->fault, fault != NULL ? fault : "");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->name), GTK_ACCESSIBLE_STATE_INVALID,
                               fault != NULL && *fault != '\0' ? GTK_ACCESSIBLE_INVALID_TRUE
                                                               : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
  if (self->valid != valid) {
    self->valid = valid;
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VALID]);
  }
}

const char *
carillon_column_form_get_name (CarillonColumnForm *self)
{
  g_return_val_if_fail (CARILLON_IS_COLUMN_FORM (self), NULL);
  return gtk_editable_get_text (self->name);
}

gboolean
carillon_column_form_get_option (CarillonColumnForm *self)
{
  g_return_val_if_fail (CARILLON_IS_COLUMN_FORM (self), FALSE);
  return self->option != NULL && gtk_switch_get_active (self->option);
}

static void
carillon_column_form_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_VALID) {
    g_value_set_boolean (value, CARILLON_COLUMN_FORM (object)->valid);
  } else {
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_column_form_dispose (GObject *object)
{
  CarillonColumnForm *self = CARILLON_COLUMN_FORM (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL) {
    gtk_widget_unparent (child);
  }
  g_clear_pointer (&self->taken, g_strfreev);
  G_OBJECT_CLASS (carillon_column_form_parent_class)->dispose (object);
}

static void
carillon_column_form_class_init (CarillonColumnFormClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = carillon_column_form_get_property;
  object_class->dispose = carillon_column_form_dispose;
  properties[PROP_VALID] =
    g_param_spec_boolean ("valid", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static void
carillon_column_form_init (CarillonColumnForm *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 6);
}

static GtkWidget *
create_option (CarillonColumnForm *self, const char *option)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *toggle = gtk_switch_new ();

  self->option = GTK_SWITCH (toggle);
  gtk_widget_set_name (toggle, "column-option");
  gtk_switch_set_active (self->option, TRUE);
  gtk_widget_set_valign (toggle, GTK_ALIGN_CENTER);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), option);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), toggle);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), toggle);
  return row;
}

GtkWidget *
carillon_column_form_new (const char *const *taken, const char *name, const char *option)
{
  g_return_val_if_fail (taken != NULL, NULL);

  CarillonColumnForm *self = g_object_new (CARILLON_TYPE_COLUMN_FORM, NULL);
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *entry = adw_entry_row_new ();
  GtkWidget *fault = gtk_label_new (NULL);

  self->taken = g_strdupv ((char **) taken);
  self->name = GTK_EDITABLE (entry);
  self->fault = GTK_LABEL (fault);
  gtk_widget_set_name (entry, "column-name");
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (entry), _ ("Name of the Variable"));
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (entry), TRUE);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), entry);
  if (option != NULL) {
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), create_option (self, option));
  }
  gtk_widget_set_parent (group, GTK_WIDGET (self));
  gtk_label_set_wrap (self->fault, TRUE);
  gtk_label_set_xalign (self->fault, 0);
  gtk_widget_set_name (fault, "column-fault");
  gtk_widget_add_css_class (fault, "error");
  gtk_widget_add_css_class (fault, "caption");
  gtk_widget_set_parent (fault, GTK_WIDGET (self));
  g_signal_connect_object (entry, "changed", G_CALLBACK (on_name_changed), self, G_CONNECT_SWAPPED);
  gtk_editable_set_text (self->name, name != NULL ? name : "");
  return GTK_WIDGET (self);
}
