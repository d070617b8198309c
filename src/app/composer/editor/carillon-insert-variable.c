#include "carillon-insert-variable.h"

#include <glib/gi18n.h>
#include <string.h>

#include "carillon-config.h"
#include "carillon-liquid-place.h"

struct _CarillonInsertVariable {
  GtkPopover parent_instance;

  GtkEntry *name_entry;
  GtkEntry *fallback_entry;
  GtkListBox *names_list;
  GtkWidget *names_frame;
  GtkLabel *result_label;
  GtkWidget *insert_button;
};

enum {
  SIGNAL_INSERT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CarillonInsertVariable, carillon_insert_variable, GTK_TYPE_POPOVER)

static const char *
get_entry_text (GtkEntry *entry)
{
  return gtk_editable_get_text (GTK_EDITABLE (entry));
}

/* Liquid has no way to write a quotation mark inside of its own kind, or what closes an output. */
static const char *
find_problem (CarillonInsertVariable *self)
{
  const char *name = get_entry_text (self->name_entry);
  const char *fallback = get_entry_text (self->fallback_entry);

  if (*name == '\0') {
    return "";
  }
  if (!carillon_liquid_place_is_name (name)) {
    return _ ("A name has letters, digits and “_”, and begins with a letter");
  }
  if (strchr (fallback, '"') != NULL && strchr (fallback, '\'') != NULL) {
    return _ ("The text can have ' or \" in it, not both");
  }
  if (strstr (fallback, "}}") != NULL || strstr (fallback, "%}") != NULL) {
    return _ ("The text cannot have }} or %} in it");
  }
  return NULL;
}

static char *
make_expression (CarillonInsertVariable *self)
{
  const char *name = get_entry_text (self->name_entry);
  const char *fallback = get_entry_text (self->fallback_entry);
  char quote = strchr (fallback, '"') != NULL ? '\'' : '"';

  return *fallback == '\0' ? g_strdup (name)
                           : g_strdup_printf ("%s | default: %c%s%c", name, quote, fallback, quote);
}

static void
on_changed (CarillonInsertVariable *self)
{
  const char *problem = find_problem (self);

  if (problem == NULL) {
    g_autofree char *expression = make_expression (self);
    g_autofree char *output = g_strdup_printf ("{{ %s }}", expression);
    gtk_label_set_label (self->result_label, output);
  } else {
    gtk_label_set_label (self->result_label, problem);
  }
  gtk_widget_set_sensitive (self->insert_button, problem == NULL);
  gtk_list_box_invalidate_filter (self->names_list);
}

static void
insert (CarillonInsertVariable *self)
{
  if (find_problem (self) == NULL) {
    g_autofree char *expression = make_expression (self);
    gtk_popover_popdown (GTK_POPOVER (self));
    g_signal_emit (self, signals[SIGNAL_INSERT], 0, expression);
  }
}

static const char *
get_row_name (GtkListBoxRow *row)
{
  return gtk_label_get_label (GTK_LABEL (gtk_list_box_row_get_child (row)));
}

/* What to read where it is missing may still be said. */
static void
on_row_activated (CarillonInsertVariable *self, GtkListBoxRow *row)
{
  g_autofree char *name = g_strdup (get_row_name (row));

  gtk_editable_set_text (GTK_EDITABLE (self->name_entry), name);
  gtk_widget_grab_focus (GTK_WIDGET (self->fallback_entry));
}

static gboolean
is_shown (GtkListBoxRow *row, gpointer user_data)
{
  CarillonInsertVariable *self = user_data;
  g_autofree char *wanted = g_utf8_casefold (get_entry_text (self->name_entry), -1);
  g_autofree char *name = g_utf8_casefold (get_row_name (row), -1);

  return strstr (name, wanted) != NULL;
}

static void
set_names (CarillonInsertVariable *self, const char *const *names)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->names_list, 0)) != NULL) {
    gtk_list_box_remove (self->names_list, GTK_WIDGET (row));
  }
  for (guint i = 0; names[i] != NULL; i++) {
    GtkWidget *label = gtk_label_new (names[i]);
    gtk_label_set_xalign (GTK_LABEL (label), 0);
    gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
    gtk_list_box_append (self->names_list, label);
  }
  gtk_widget_set_visible (self->names_frame, *names != NULL);
}

/**
 * carillon_insert_variable_open:
 * @self: the popover
 * @names: the variables that there are
 *
 * Asks for one of them, or for a new one.
 */
void
carillon_insert_variable_open (CarillonInsertVariable *self, const char *const *names)
{
  g_return_if_fail (CARILLON_IS_INSERT_VARIABLE (self));
  g_return_if_fail (names != NULL);

  gtk_editable_set_text (GTK_EDITABLE (self->name_entry), "");
  gtk_editable_set_text (GTK_EDITABLE (self->fallback_entry), "");
  set_names (self, names);
  gtk_popover_popup (GTK_POPOVER (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->name_entry));
}

static void
carillon_insert_variable_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CARILLON_TYPE_INSERT_VARIABLE);
  G_OBJECT_CLASS (carillon_insert_variable_parent_class)->dispose (object);
}

static void
carillon_insert_variable_class_init (CarillonInsertVariableClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = carillon_insert_variable_dispose;
  signals[SIGNAL_INSERT] = g_signal_new ("insert", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class, CARILLON_RESOURCE_PREFIX
                                               "/composer/editor/carillon-insert-variable.ui");
  gtk_widget_class_bind_template_child (widget_class, CarillonInsertVariable, name_entry);
  gtk_widget_class_bind_template_child (widget_class, CarillonInsertVariable, fallback_entry);
  gtk_widget_class_bind_template_child (widget_class, CarillonInsertVariable, names_list);
  gtk_widget_class_bind_template_child (widget_class, CarillonInsertVariable, names_frame);
  gtk_widget_class_bind_template_child (widget_class, CarillonInsertVariable, result_label);
  gtk_widget_class_bind_template_child (widget_class, CarillonInsertVariable, insert_button);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, insert);
}

static void
carillon_insert_variable_init (CarillonInsertVariable *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_filter_func (self->names_list, is_shown, self, NULL);
}
