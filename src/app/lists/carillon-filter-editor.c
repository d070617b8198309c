#include "carillon-filter-editor.h"

#include <base-time.h>
#include <glib/gi18n.h>

#define ENTRY_WIDTH_CHARS 28
#define DATE_WIDTH_CHARS 18
#define SECONDS_PER_HOUR 3600

struct _CarillonFilterEditor {
  GtkWidget parent_instance;

  const CarillonFilterField *field;
  GtkWidget *box;      /* (unowned): the only child */
  GtkWidget *entry;    /* (unowned) (nullable): the text, or the beginning */
  GtkWidget *end;      /* (unowned) (nullable): the end */
  GtkWidget *problem;  /* (unowned) (nullable): a label */
  GPtrArray *choices;  /* (owned): of GtkCheckButton, (unowned): "any", then one for each value */
  gboolean is_showing; /* what toggles was not the operator */
};

G_DEFINE_FINAL_TYPE (CarillonFilterEditor, carillon_filter_editor, GTK_TYPE_WIDGET)

static guint chosen_signal;

/* Spans that end now, for the busy. */
static const struct {
  const char *label;
  gint64 hours;
} spans[] = {
  { N_ ("Last Hour"), 1 },
  { N_ ("Last 24 Hours"), 24 },
  { N_ ("Last 3 Days"), 72 },
};

static void
choose (CarillonFilterEditor *self, const char *value)
{
  g_signal_emit (self, chosen_signal, 0, value);
}

static void
show_problem (CarillonFilterEditor *self, const char *problem)
{
  gtk_label_set_text (GTK_LABEL (self->problem), problem != NULL ? problem : "");
  gtk_widget_set_visible (self->problem, problem != NULL);
  if (problem != NULL) {
    gtk_widget_add_css_class (self->entry, "error");
  } else {
    gtk_widget_remove_css_class (self->entry, "error");
  }
}

static void
on_apply (CarillonFilterEditor *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  g_autofree char *problem = NULL;
  g_autofree char *value = self->end == NULL
                             ? carillon_filter_parse (self->field, text, &problem)
                             : carillon_filter_parse_dates (
                                 text, gtk_editable_get_text (GTK_EDITABLE (self->end)), &problem);

  show_problem (self, problem);
  if (value != NULL) {
    choose (self, value);
  }
}

static void
on_typed (CarillonFilterEditor *self)
{
  show_problem (self, NULL);
}

static GtkWidget *
entry_new (CarillonFilterEditor *self, const char *label, const char *placeholder, int width_chars)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), placeholder);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), width_chars);
  gtk_widget_set_hexpand (entry, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect_object (entry, "activate", G_CALLBACK (on_apply), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (entry, "changed", G_CALLBACK (on_typed), self, G_CONNECT_SWAPPED);
  return entry;
}

static void
append_problem (CarillonFilterEditor *self)
{
  self->problem = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->problem), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (self->problem), ENTRY_WIDTH_CHARS);
  gtk_label_set_xalign (GTK_LABEL (self->problem), 0);
  gtk_widget_add_css_class (self->problem, "error");
  gtk_widget_add_css_class (self->problem, "caption");
  gtk_widget_set_visible (self->problem, FALSE);
  gtk_box_append (GTK_BOX (self->box), self->problem);
}

static void
append_apply (CarillonFilterEditor *self)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Apply"));

  gtk_widget_add_css_class (button, "suggested-action");
  gtk_widget_set_halign (button, GTK_ALIGN_END);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_apply), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->box), button);
}

static void
build_text (CarillonFilterEditor *self)
{
  const char *hint = self->field->type == CARILLON_FILTER_TAGS ? _ ("campaign:gates; region:eu")
                     : self->field->hint != NULL               ? _ (self->field->hint)
                                                               : NULL;

  self->entry = entry_new (self, _ (self->field->title), hint, ENTRY_WIDTH_CHARS);
  gtk_box_append (GTK_BOX (self->box), self->entry);
  append_problem (self);
  append_apply (self);
}

static void
on_span (GtkButton *button, gpointer user_data)
{
  CarillonFilterEditor *self = CARILLON_FILTER_EDITOR (
    gtk_widget_get_ancestor (GTK_WIDGET (button), CARILLON_TYPE_FILTER_EDITOR));
  gint64 hours = GPOINTER_TO_INT (user_data);
  g_autofree char *start =
    base_time_format (g_get_real_time () - hours * SECONDS_PER_HOUR * G_USEC_PER_SEC);
  g_autofree char *value = g_strconcat (start, "/", NULL);

  choose (self, value);
}

static void
append_spans (CarillonFilterEditor *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (spans); i++) {
    GtkWidget *button = gtk_button_new_with_label (_ (spans[i].label));

    g_signal_connect (button, "clicked", G_CALLBACK (on_span),
                      GINT_TO_POINTER ((int) spans[i].hours));
    gtk_box_append (GTK_BOX (self->box), button);
  }
}

static void
append_date (CarillonFilterEditor *self, const char *mnemonic, GtkWidget *entry)
{
  GtkWidget *label = gtk_label_new_with_mnemonic (mnemonic);

  gtk_label_set_mnemonic_widget (GTK_LABEL (label), entry);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "caption-heading");
  gtk_box_append (GTK_BOX (self->box), label);
  gtk_box_append (GTK_BOX (self->box), entry);
}

static void
build_dates (CarillonFilterEditor *self)
{
  append_spans (self);
  self->entry = entry_new (self, _ ("From"), _ ("2026-11-22 08:00"), DATE_WIDTH_CHARS);
  self->end = entry_new (self, _ ("Until"), _ ("2026-11-22"), DATE_WIDTH_CHARS);
  append_date (self, _ ("_From"), self->entry);
  append_date (self, _ ("_Until"), self->end);
  append_problem (self);
  append_apply (self);
}

static void
on_toggled (CarillonFilterEditor *self, GtkCheckButton *button)
{
  guint position = 0;

  if (self->is_showing || !gtk_check_button_get_active (button)) {
    return;
  }
  g_ptr_array_find (self->choices, button, &position);
  choose (self, position > 0 ? self->field->values[position - 1] : "");
}

static void
append_choice (CarillonFilterEditor *self, const char *label)
{
  GtkWidget *button = gtk_check_button_new_with_label (label);

  if (self->choices->len > 0) {
    gtk_check_button_set_group (GTK_CHECK_BUTTON (button), self->choices->pdata[0]);
  }
  g_ptr_array_add (self->choices, button);
  g_signal_connect_object (button, "toggled", G_CALLBACK (on_toggled), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->box), button);
}

static void
build_choices (CarillonFilterEditor *self)
{
  append_choice (self, _ ("Any"));
  for (guint i = 0; self->field->values[i] != NULL; i++) {
    const char *value = self->field->values[i];
    g_autofree char *label =
      self->field->label != NULL ? self->field->label (value) : g_strdup (value);

    append_choice (self, label);
  }
}

static void
carillon_filter_editor_dispose (GObject *object)
{
  CarillonFilterEditor *self = CARILLON_FILTER_EDITOR (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->choices, g_ptr_array_unref);
  G_OBJECT_CLASS (carillon_filter_editor_parent_class)->dispose (object);
}

static void
carillon_filter_editor_class_init (CarillonFilterEditorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = carillon_filter_editor_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);

  chosen_signal = g_signal_new ("chosen", CARILLON_TYPE_FILTER_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
carillon_filter_editor_init (CarillonFilterEditor *self)
{
  self->choices = g_ptr_array_new ();
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_set_margin_top (self->box, 6);
  gtk_widget_set_margin_bottom (self->box, 6);
  gtk_widget_set_margin_start (self->box, 6);
  gtk_widget_set_margin_end (self->box, 6);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

/**
 * carillon_filter_editor_new:
 * @field: what is chosen; static
 *
 * Returns: (transfer floating): an editor of no value
 */
GtkWidget *
carillon_filter_editor_new (const CarillonFilterField *field)
{
  static void (*const builders[]) (CarillonFilterEditor * self) = {
    [CARILLON_FILTER_CHOICE] = build_choices,
    [CARILLON_FILTER_TEXT] = build_text,
    [CARILLON_FILTER_TAGS] = build_text,
    [CARILLON_FILTER_DATES] = build_dates,
  };

  g_return_val_if_fail (field != NULL, NULL);

  CarillonFilterEditor *self = g_object_new (CARILLON_TYPE_FILTER_EDITOR, NULL);
  self->field = field;
  builders[field->type](self);
  return GTK_WIDGET (self);
}

static void
show_choice (CarillonFilterEditor *self, const char *value)
{
  guint position = 0;

  for (guint i = 0; self->field->values[i] != NULL; i++) {
    if (g_strcmp0 (self->field->values[i], value) == 0) {
      position = i + 1;
    }
  }
  self->is_showing = TRUE;
  gtk_check_button_set_active (self->choices->pdata[position], TRUE);
  self->is_showing = FALSE;
}

/**
 * carillon_filter_editor_show:
 * @value: (nullable): the value in force
 *
 * Shows @value, whatever was typed and not applied.
 */
void
carillon_filter_editor_show (CarillonFilterEditor *self, const char *value)
{
  g_return_if_fail (CARILLON_IS_FILTER_EDITOR (self));

  g_autofree char *start = NULL;
  g_autofree char *end = NULL;

  if (self->choices->len > 0) {
    show_choice (self, value);
    return;
  }
  if (self->end != NULL) {
    carillon_filter_split_dates (value, &start, &end);
    gtk_editable_set_text (GTK_EDITABLE (self->end), end);
  }
  gtk_editable_set_text (GTK_EDITABLE (self->entry), start != NULL   ? start
                                                     : value != NULL ? value
                                                                     : "");
  show_problem (self, NULL);
}
