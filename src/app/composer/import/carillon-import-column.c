/* The list has what is no variable, then the variables that there are, then the entry that asks for
 * another name, which is typed below. */

#include "carillon-import-column.h"

#include <glib/gi18n.h>

#include "carillon-import-text.h"

#define NAME_WIDTH 12 /* characters */

/* The roles before VARIABLE come first in each list. */
#define N_FIXED_CHOICES DISPATCH_IMPORT_VARIABLE

struct _CarillonImportColumn {
  GtkWidget parent_instance;

  guint position; /* in the file */
  GtkDropDown *choice;
  GtkEditable *name;
  GtkLabel *mistake;
};

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CarillonImportColumn, carillon_import_column, GTK_TYPE_WIDGET)

static GtkStringList *
get_list (CarillonImportColumn *self)
{
  return GTK_STRING_LIST (gtk_drop_down_get_model (self->choice));
}

static gboolean
is_named (CarillonImportColumn *self)
{
  guint n_choices = g_list_model_get_n_items (G_LIST_MODEL (get_list (self)));

  return gtk_drop_down_get_selected (self->choice) + 1 == n_choices;
}

static void
on_typed (CarillonImportColumn *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_selected (CarillonImportColumn *self)
{
  gboolean was_named = gtk_widget_get_visible (GTK_WIDGET (self->name));

  gtk_widget_set_visible (GTK_WIDGET (self->name), is_named (self));
  g_signal_emit (self, signals[CHANGED], 0);
  if (is_named (self) && !was_named) {
    gtk_widget_grab_focus (GTK_WIDGET (self->name));
  }
}

/* Answers which of @names it is. */
static guint
append_once (GtkStringList *list, const char *name)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (list));

  for (guint i = N_FIXED_CHOICES; i < n; i++) {
    if (g_str_equal (gtk_string_list_get_string (list, i), name)) {
      return i;
    }
  }
  gtk_string_list_append (list, name);
  return n;
}

/* Variables that there are, the one that was guessed, and the column's own name. */
static guint
fill_list (GtkStringList *list,
           const char *own,
           const DispatchImportColumn *guessed,
           const char *const *names)
{
  guint selected = guessed->role;

  for (guint role = 0; role < N_FIXED_CHOICES; role++) {
    gtk_string_list_append (list, carillon_import_role_label (role));
  }
  for (guint i = 0; names != NULL && names[i] != NULL; i++) {
    append_once (list, names[i]);
  }
  if (guessed->name != NULL) {
    selected = append_once (list, guessed->name);
  }
  append_once (list, own);
  /* Translators: the last of a list of names, for one that is not in the list */
  gtk_string_list_append (list, _ ("Other Name…"));
  return selected;
}

static char *
choose_own_name (const char *heading, guint position)
{
  g_autofree char *own = g_strstrip (g_strdup (heading));

  return *own != '\0' ? g_steal_pointer (&own) : g_strdup_printf ("column_%u", position + 1);
}

static void
set_label (gpointer widget, const char *label)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
}

static void
label_widgets (CarillonImportColumn *self, const char *heading)
{
  /* Translators: the number of a column of a file */
  g_autofree char *number = g_strdup_printf (_ ("Column %u"), self->position + 1);
  const char *column = *heading != '\0' ? heading : number;
  /* Translators: %s is the name of a column of a file, which one chooses a meaning for */
  g_autofree char *choice = g_strdup_printf (_ ("What the column %s is"), column);
  /* Translators: %s is the name of a column of a file */
  g_autofree char *name = g_strdup_printf (_ ("Name of the variable of the column %s"), column);

  gtk_widget_set_tooltip_text (GTK_WIDGET (self->choice), choice);
  set_label (self->choice, choice);
  set_label (self->name, name);
}

static void
name_widgets (CarillonImportColumn *self)
{
  g_autofree char *choice = g_strdup_printf ("import-column-%u", self->position);
  g_autofree char *name = g_strdup_printf ("import-name-%u", self->position);

  gtk_widget_set_name (GTK_WIDGET (self->choice), choice);
  gtk_widget_set_name (GTK_WIDGET (self->name), name);
}

/**
 * carillon_import_column_new:
 * @position: of the column in the file, from 0
 * @heading: its name there, or ""
 * @guessed: what it is, to begin with
 * @names: (nullable) (array zero-terminated=1): of variables
 */
GtkWidget *
carillon_import_column_new (guint position,
                            const char *heading,
                            const DispatchImportColumn *guessed,
                            const char *const *names)
{
  g_return_val_if_fail (heading != NULL && guessed != NULL, NULL);

  CarillonImportColumn *self = g_object_new (CARILLON_TYPE_IMPORT_COLUMN, NULL);
  g_autofree char *own = choose_own_name (heading, position);
  guint selected = fill_list (get_list (self), own, guessed, names);

  self->position = position;
  name_widgets (self);
  label_widgets (self, heading);
  gtk_editable_set_text (self->name, own);
  gtk_drop_down_set_selected (self->choice, selected);
  g_signal_connect_object (self->choice, "notify::selected", G_CALLBACK (on_selected), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->name, "changed", G_CALLBACK (on_typed), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

/**
 * carillon_import_column_apply:
 * @self: a column
 * @mapping: (inout): which gets what is chosen
 */
void
carillon_import_column_apply (CarillonImportColumn *self, DispatchImportMapping *mapping)
{
  g_return_if_fail (CARILLON_IS_IMPORT_COLUMN (self));

  guint selected = gtk_drop_down_get_selected (self->choice);
  g_autofree char *typed = g_strstrip (g_strdup (gtk_editable_get_text (self->name)));

  if (selected < N_FIXED_CHOICES) {
    dispatch_import_mapping_set (mapping, self->position, (DispatchImportRole) selected, NULL);
  } else {
    dispatch_import_mapping_set (
      mapping, self->position, DISPATCH_IMPORT_VARIABLE,
      is_named (self) ? typed : gtk_string_list_get_string (get_list (self), selected));
  }
}

static void
set_css_class (GtkWidget *widget, const char *name, gboolean is_set)
{
  if (is_set) {
    gtk_widget_add_css_class (widget, name);
  } else {
    gtk_widget_remove_css_class (widget, name);
  }
}

static void
set_invalid (gpointer widget, gboolean is_invalid)
{
  gtk_accessible_update_state (
    GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_STATE_INVALID,
    is_invalid ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}

/**
 * carillon_import_column_set_mistake:
 * @self: a column
 * @text: (nullable): what is wrong with what was chosen
 * @is_odd: whether it may stay so
 */
void
carillon_import_column_set_mistake (CarillonImportColumn *self, const char *text, gboolean is_odd)
{
  g_return_if_fail (CARILLON_IS_IMPORT_COLUMN (self));

  gboolean is_wrong = text != NULL && !is_odd;

  gtk_label_set_label (self->mistake, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->mistake), text != NULL);
  set_css_class (GTK_WIDGET (self->mistake), "error", is_wrong);
  set_css_class (GTK_WIDGET (self->mistake), "warning", text != NULL && is_odd);
  set_css_class (GTK_WIDGET (self->name), "error", is_wrong);
  set_invalid (self->choice, is_wrong);
  set_invalid (self->name, is_wrong);
}

static void
carillon_import_column_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL) {
    gtk_widget_unparent (child);
  }
  G_OBJECT_CLASS (carillon_import_column_parent_class)->dispose (object);
}

static void
carillon_import_column_class_init (CarillonImportColumnClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = carillon_import_column_dispose;
  signals[CHANGED] = g_signal_new ("changed", CARILLON_TYPE_IMPORT_COLUMN, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static void
carillon_import_column_init (CarillonImportColumn *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  GtkStringList *list = gtk_string_list_new (NULL);

  self->choice = GTK_DROP_DOWN (gtk_drop_down_new (G_LIST_MODEL (list), NULL));
  self->name = GTK_EDITABLE (gtk_entry_new ());
  self->mistake = GTK_LABEL (gtk_label_new (NULL));
  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 6);
  gtk_editable_set_width_chars (self->name, NAME_WIDTH);
  gtk_widget_set_visible (GTK_WIDGET (self->name), FALSE);
  gtk_label_set_xalign (self->mistake, 0);
  gtk_label_set_wrap (self->mistake, TRUE);
  gtk_label_set_max_width_chars (self->mistake, NAME_WIDTH);
  gtk_widget_set_visible (GTK_WIDGET (self->mistake), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self->mistake), "caption");
  gtk_widget_set_parent (GTK_WIDGET (self->choice), GTK_WIDGET (self));
  gtk_widget_set_parent (GTK_WIDGET (self->name), GTK_WIDGET (self));
  gtk_widget_set_parent (GTK_WIDGET (self->mistake), GTK_WIDGET (self));
}
