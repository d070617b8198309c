#include "carillon-filter-bar.h"

#include <glib/gi18n.h>

#include "carillon-filter-chip.h"
#include "carillon-wrap-layout.h"

struct _CarillonFilterBar {
  GtkWidget parent_instance;

  const CarillonListKind *kind; /* (nullable) */
  GtkWidget *clear;             /* (unowned): behind the chips */
  gboolean is_clearing;
};

G_DEFINE_FINAL_TYPE (CarillonFilterBar, carillon_filter_bar, GTK_TYPE_WIDGET)

typedef enum {
  PROP_NARROWED = 1,
} CarillonFilterBarProperty;

static GParamSpec *properties[PROP_NARROWED + 1];
static guint changed_signal;

/* The next chip at or after @widget. */
static CarillonFilterChip *
next_chip (GtkWidget *widget)
{
  while (widget != NULL && !CARILLON_IS_FILTER_CHIP (widget)) {
    widget = gtk_widget_get_next_sibling (widget);
  }
  return (CarillonFilterChip *) widget;
}

static CarillonFilterChip *
first_chip (CarillonFilterBar *self)
{
  return next_chip (gtk_widget_get_first_child (GTK_WIDGET (self)));
}

static CarillonFilterChip *
chip_after (CarillonFilterChip *chip)
{
  return next_chip (gtk_widget_get_next_sibling (GTK_WIDGET (chip)));
}

static CarillonFilterChip *
find_chip (CarillonFilterBar *self, const char *id)
{
  CarillonFilterChip *chip = first_chip (self);

  while (chip != NULL && !g_str_equal (carillon_filter_chip_get_field (chip)->id, id)) {
    chip = chip_after (chip);
  }
  return chip;
}

static guint
count_values (CarillonFilterBar *self)
{
  guint n_values = 0;

  for (CarillonFilterChip *chip = first_chip (self); chip != NULL; chip = chip_after (chip)) {
    n_values += carillon_filter_chip_get_value (chip) != NULL ? 1 : 0;
  }
  return n_values;
}

static void
on_value_changed (CarillonFilterBar *self)
{
  if (self->is_clearing) {
    return;
  }
  gtk_widget_set_visible (self->clear, count_values (self) > 1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NARROWED]);
  g_signal_emit (self, changed_signal, 0);
}

static void
carillon_filter_bar_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarillonFilterBar *self = CARILLON_FILTER_BAR (object);

  switch ((CarillonFilterBarProperty) id) {
  case PROP_NARROWED:
    g_value_set_boolean (value, carillon_filter_bar_get_narrowed (self));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_filter_bar_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL) {
    gtk_widget_unparent (child);
  }
  G_OBJECT_CLASS (carillon_filter_bar_parent_class)->dispose (object);
}

static void
carillon_filter_bar_class_init (CarillonFilterBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = carillon_filter_bar_get_property;
  object_class->dispose = carillon_filter_bar_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, CARILLON_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "filterbar");

  properties[PROP_NARROWED] =
    g_param_spec_boolean ("narrowed", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  changed_signal = g_signal_new ("changed", CARILLON_TYPE_FILTER_BAR, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
carillon_filter_bar_init (CarillonFilterBar *self)
{
  self->clear = gtk_button_new_with_label (_ ("Clear All"));
  gtk_widget_add_css_class (self->clear, "flat");
  gtk_widget_set_visible (self->clear, FALSE);
  g_signal_connect_object (self->clear, "clicked", G_CALLBACK (carillon_filter_bar_clear), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_set_parent (self->clear, GTK_WIDGET (self));
}

/**
 * carillon_filter_bar_set_kind:
 * @kind: whose filters there are, once and for all; static
 */
void
carillon_filter_bar_set_kind (CarillonFilterBar *self, const CarillonListKind *kind)
{
  g_return_if_fail (CARILLON_IS_FILTER_BAR (self));
  g_return_if_fail (kind != NULL && self->kind == NULL);

  self->kind = kind;
  for (guint i = 0; i < kind->n_filters; i++) {
    GtkWidget *chip = carillon_filter_chip_new (&kind->filters[i]);

    g_signal_connect_object (chip, "notify::value", G_CALLBACK (on_value_changed), self,
                             G_CONNECT_SWAPPED);
    gtk_widget_insert_before (chip, GTK_WIDGET (self), self->clear);
  }
}

/**
 * carillon_filter_bar_make_menu:
 *
 * Returns: (transfer full): what to narrow by, as targets of the action "rows.filter"
 */
GMenuModel *
carillon_filter_bar_make_menu (CarillonFilterBar *self)
{
  g_return_val_if_fail (CARILLON_IS_FILTER_BAR (self), NULL);

  GMenu *menu = g_menu_new ();
  for (guint i = 0; i < self->kind->n_filters; i++) {
    const CarillonFilterField *field = &self->kind->filters[i];
    /* Translators: a filter that asks for its value, "Status…" for instance */
    g_autofree char *label = g_strdup_printf (_ ("%s…"), _ (field->title));
    g_autofree char *action = g_strconcat ("rows.filter::", field->id, NULL);

    g_menu_append (menu, label, action);
  }
  return G_MENU_MODEL (menu);
}

/**
 * carillon_filter_bar_get_narrowed:
 *
 * Returns: whether any filter is in force
 */
gboolean
carillon_filter_bar_get_narrowed (CarillonFilterBar *self)
{
  g_return_val_if_fail (CARILLON_IS_FILTER_BAR (self), FALSE);

  return count_values (self) > 0;
}

/**
 * carillon_filter_bar_set_value:
 * @id: of a filter of the kind
 * @value: (nullable): its value from now on
 */
void
carillon_filter_bar_set_value (CarillonFilterBar *self, const char *id, const char *value)
{
  g_return_if_fail (CARILLON_IS_FILTER_BAR (self));
  g_return_if_fail (id != NULL);

  CarillonFilterChip *chip = find_chip (self, id);
  if (chip != NULL) {
    carillon_filter_chip_set_value (chip, value);
  }
}

/**
 * carillon_filter_bar_edit:
 * @id: of a filter of the kind
 *
 * Asks for its value.
 */
void
carillon_filter_bar_edit (CarillonFilterBar *self, const char *id)
{
  g_return_if_fail (CARILLON_IS_FILTER_BAR (self));
  g_return_if_fail (id != NULL);

  CarillonFilterChip *chip = find_chip (self, id);
  if (chip != NULL) {
    carillon_filter_chip_edit (chip);
  }
}

/**
 * carillon_filter_bar_clear:
 *
 * Lifts all filters, in one change.
 */
void
carillon_filter_bar_clear (CarillonFilterBar *self)
{
  g_return_if_fail (CARILLON_IS_FILTER_BAR (self));

  if (!carillon_filter_bar_get_narrowed (self)) {
    return;
  }
  self->is_clearing = TRUE;
  for (CarillonFilterChip *chip = first_chip (self); chip != NULL; chip = chip_after (chip)) {
    carillon_filter_chip_set_value (chip, NULL);
  }
  self->is_clearing = FALSE;
  on_value_changed (self);
}

/**
 * carillon_filter_bar_get_values:
 *
 * Returns: (transfer full) (element-type utf8 utf8): what the chips say, by the IDs of the filters
 */
GHashTable *
carillon_filter_bar_get_values (CarillonFilterBar *self)
{
  g_return_val_if_fail (CARILLON_IS_FILTER_BAR (self), NULL);

  GHashTable *values = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  for (CarillonFilterChip *chip = first_chip (self); chip != NULL; chip = chip_after (chip)) {
    const char *value = carillon_filter_chip_get_value (chip);

    if (value != NULL) {
      g_hash_table_insert (values, (gpointer) carillon_filter_chip_get_field (chip)->id,
                           g_strdup (value));
    }
  }
  return values;
}

/**
 * carillon_filter_bar_merge:
 * @filter: (nullable): what the list is narrowed by anyway
 *
 * Returns: (transfer full): that and what the chips say
 */
CommsFilter *
carillon_filter_bar_merge (CarillonFilterBar *self, const CommsFilter *filter)
{
  g_return_val_if_fail (CARILLON_IS_FILTER_BAR (self), NULL);

  static const CommsFilter nothing = { 0 };
  g_autoptr (CommsFilter) merged = comms_filter_copy (filter != NULL ? filter : &nothing);

  for (CarillonFilterChip *chip = first_chip (self); chip != NULL; chip = chip_after (chip)) {
    const char *value = carillon_filter_chip_get_value (chip);

    if (value != NULL) {
      g_autoptr (CommsFilter) before = g_steal_pointer (&merged);

      merged = carillon_filter_with (before, carillon_filter_chip_get_field (chip), value);
    }
  }
  return g_steal_pointer (&merged);
}
