#include "carillon-count-legend.h"

#include <glib/gi18n.h>

#include "carillon-count-swatch.h"
#include "carillon-format.h"

/* Two sums, which have no part in the bar, stand before the parts. */
typedef enum {
  ENTRY_RECIPIENTS,
  ENTRY_TOTAL,
  FIRST_PART,
  N_ENTRIES = FIRST_PART + CARILLON_N_PARTS,
} Entry;

/* Columns at 360 pixels, where "Unaddressable" sets the width. */
#define MIN_COLUMNS 2

struct _CarillonCountLegend {
  GtkWidget parent_instance;

  GtkFlowBox *box;               /* (unowned): the only child */
  GtkWidget *entries[N_ENTRIES]; /* (unowned) */
  GtkLabel *numbers[N_ENTRIES];  /* (unowned) */
  CommsOperation *operation;     /* (owned) (nullable) */
};

typedef enum {
  PROP_OPERATION = 1,
} CarillonCountLegendProperty;

static GParamSpec *properties[PROP_OPERATION + 1];

G_DEFINE_FINAL_TYPE (CarillonCountLegend, carillon_count_legend, GTK_TYPE_WIDGET)

static const char *
get_title (Entry entry)
{
  switch ((int) entry) {
  case ENTRY_RECIPIENTS:
    return _ ("Recipients");
  case ENTRY_TOTAL:
    return _ ("Notifications");
  default:
    return carillon_part_get_label (entry - FIRST_PART);
  }
}

static gint64
get_number (const CarillonCounts *counts, Entry entry)
{
  switch ((int) entry) {
  case ENTRY_RECIPIENTS:
    return counts->recipients;
  case ENTRY_TOTAL:
    return counts->total;
  default:
    return counts->parts[entry - FIRST_PART];
  }
}

static GtkWidget *
create_heading (Entry entry)
{
  GtkWidget *heading = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  if (entry >= FIRST_PART) {
    gtk_box_append (GTK_BOX (heading), carillon_count_swatch_new (entry - FIRST_PART));
  }
  GtkWidget *title = gtk_label_new (get_title (entry));
  gtk_widget_add_css_class (title, "caption");
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_box_append (GTK_BOX (heading), title);
  return heading;
}

static void
add_entry (CarillonCountLegend *self, Entry entry)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  self->entries[entry] = box;
  self->numbers[entry] = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->numbers[entry], 0);
  gtk_label_set_selectable (self->numbers[entry], FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self->numbers[entry]), "heading");
  gtk_widget_add_css_class (GTK_WIDGET (self->numbers[entry]), "numeric");
  gtk_box_append (GTK_BOX (box), create_heading (entry));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->numbers[entry]));

  GtkWidget *child = gtk_flow_box_child_new ();
  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), box);
  gtk_widget_set_focusable (child, FALSE);
  gtk_flow_box_append (self->box, child);
}

/* What there is none of steps back. */
static void
show_number (CarillonCountLegend *self, Entry entry, gint64 number)
{
  g_autofree char *text = carillon_format_count (number);
  gtk_label_set_text (self->numbers[entry], text);
  if (number == 0) {
    gtk_widget_add_css_class (self->entries[entry], "dim-label");
  } else {
    gtk_widget_remove_css_class (self->entries[entry], "dim-label");
  }
  GtkWidget *child = gtk_widget_get_parent (self->entries[entry]);
  /* Translators: a count's name and its number, for screen readers. */
  g_autofree char *spoken = g_strdup_printf (_ ("%1$s: %2$s"), get_title (entry), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken,
                                  -1);
}

static void
carillon_count_legend_set_property (GObject *object,
                                    guint id,
                                    const GValue *value,
                                    GParamSpec *pspec)
{
  CarillonCountLegend *self = CARILLON_COUNT_LEGEND (object);
  switch ((CarillonCountLegendProperty) id) {
  case PROP_OPERATION:
    carillon_count_legend_set_operation (self, g_value_get_object (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_count_legend_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarillonCountLegend *self = CARILLON_COUNT_LEGEND (object);
  switch ((CarillonCountLegendProperty) id) {
  case PROP_OPERATION:
    g_value_set_object (value, self->operation);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_count_legend_dispose (GObject *object)
{
  CarillonCountLegend *self = CARILLON_COUNT_LEGEND (object);
  if (self->box != NULL) {
    gtk_widget_unparent (GTK_WIDGET (self->box));
    self->box = NULL;
  }
  g_clear_object (&self->operation);
  G_OBJECT_CLASS (carillon_count_legend_parent_class)->dispose (object);
}

static void
carillon_count_legend_class_init (CarillonCountLegendClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = carillon_count_legend_set_property;
  object_class->get_property = carillon_count_legend_get_property;
  object_class->dispose = carillon_count_legend_dispose;

  properties[PROP_OPERATION] =
    g_param_spec_object ("operation", NULL, NULL, COMMS_TYPE_OPERATION,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
carillon_count_legend_init (CarillonCountLegend *self)
{
  self->box = GTK_FLOW_BOX (g_object_new (
    GTK_TYPE_FLOW_BOX, "halign", GTK_ALIGN_START, "selection-mode", GTK_SELECTION_NONE,
    "column-spacing", 18, "row-spacing", 6, "min-children-per-line", MIN_COLUMNS,
    "max-children-per-line", N_ENTRIES, "activate-on-single-click", FALSE, NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->box), "carillon-legend");
  gtk_widget_set_parent (GTK_WIDGET (self->box), GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->box), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Counts"), -1);
  for (guint i = 0; i < N_ENTRIES; i++) {
    add_entry (self, i);
  }
  carillon_count_legend_set_counts (self, &(CarillonCounts){ 0 });
}

/**
 * carillon_count_legend_new:
 *
 * Returns: a new legend, of zeroes
 */
GtkWidget *
carillon_count_legend_new (void)
{
  return g_object_new (CARILLON_TYPE_COUNT_LEGEND, NULL);
}

/**
 * carillon_count_legend_set_operation:
 * @self: a legend
 * @operation: (nullable): whose counts to show
 *
 * Shows the counts of @operation.
 */
void
carillon_count_legend_set_operation (CarillonCountLegend *self, CommsOperation *operation)
{
  g_return_if_fail (CARILLON_IS_COUNT_LEGEND (self));
  g_return_if_fail (operation == NULL || COMMS_IS_OPERATION (operation));

  if (!g_set_object (&self->operation, operation)) {
    return;
  }
  CarillonCounts counts;
  carillon_counts_init_operation (&counts, operation);
  carillon_count_legend_set_counts (self, &counts);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OPERATION]);
}

/**
 * carillon_count_legend_set_counts:
 * @self: a legend
 * @counts: what to show
 *
 * Shows counts that do not come from an operation.
 */
void
carillon_count_legend_set_counts (CarillonCountLegend *self, const CarillonCounts *counts)
{
  g_return_if_fail (CARILLON_IS_COUNT_LEGEND (self));
  g_return_if_fail (counts != NULL);

  for (guint i = 0; i < N_ENTRIES; i++) {
    show_number (self, i, get_number (counts, i));
  }
}
