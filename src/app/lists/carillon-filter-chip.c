#include "carillon-filter-chip.h"

#include <glib/gi18n.h>

#include "carillon-filter-editor.h"

/* An ID is longer than a narrow window is wide; its end is what tells it from others. */
#define LABEL_WIDTH_CHARS 8
#define LABEL_MAX_WIDTH_CHARS 32

struct _CarillonFilterChip {
  GtkWidget parent_instance;

  const CarillonFilterField *field;
  char *value;       /* (owned) (nullable) */
  GtkWidget *box;    /* (unowned): the only child */
  GtkWidget *button; /* (unowned): in the box */
  GtkWidget *label;  /* (unowned): in the button */
  GtkWidget *editor; /* (unowned): in the popover of the button */
  GtkWidget *remove; /* (unowned): in the box */
};

G_DEFINE_FINAL_TYPE (CarillonFilterChip, carillon_filter_chip, GTK_TYPE_WIDGET)

typedef enum {
  PROP_VALUE = 1,
} CarillonFilterChipProperty;

static GParamSpec *properties[PROP_VALUE + 1];

static gboolean
is_edited (CarillonFilterChip *self)
{
  GtkPopover *popover = gtk_menu_button_get_popover (GTK_MENU_BUTTON (self->button));

  return gtk_widget_get_visible (GTK_WIDGET (popover));
}

static void
tell (CarillonFilterChip *self)
{
  const char *title = _ (self->field->title);
  g_autofree char *described =
    self->value != NULL ? carillon_filter_describe (self->field, self->value) : NULL;
  /* Translators: a filter in force: what it is about, and its value */
  g_autofree char *text =
    described != NULL ? g_strdup_printf (_ ("%1$s: %2$s"), title, described) : g_strdup (title);
  /* Translators: %s is what a list is narrowed by, "Status" for instance */
  g_autofree char *remove = g_strdup_printf (_ ("Remove Filter %s"), title);

  gtk_label_set_text (GTK_LABEL (self->label), text);
  gtk_widget_set_tooltip_text (self->button, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  text, -1);
  gtk_widget_set_tooltip_text (self->remove, remove);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->remove), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  remove, -1);
}

static void
on_chosen (CarillonFilterChip *self, const char *value)
{
  g_autofree char *chosen = g_strdup (*value != '\0' ? value : NULL);

  carillon_filter_chip_set_value (self, chosen);
  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->button));
}

static void
on_closed (CarillonFilterChip *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), self->value != NULL);
}

static void
on_opened (CarillonFilterChip *self)
{
  carillon_filter_editor_show (CARILLON_FILTER_EDITOR (self->editor), self->value);
}

static void
on_removed (CarillonFilterChip *self)
{
  carillon_filter_chip_set_value (self, NULL);
}

static void
carillon_filter_chip_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarillonFilterChip *self = CARILLON_FILTER_CHIP (object);

  switch ((CarillonFilterChipProperty) id) {
  case PROP_VALUE:
    g_value_set_string (value, self->value);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_filter_chip_set_property (GObject *object,
                                   guint id,
                                   const GValue *value,
                                   GParamSpec *pspec)
{
  CarillonFilterChip *self = CARILLON_FILTER_CHIP (object);

  switch ((CarillonFilterChipProperty) id) {
  case PROP_VALUE:
    carillon_filter_chip_set_value (self, g_value_get_string (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_filter_chip_dispose (GObject *object)
{
  CarillonFilterChip *self = CARILLON_FILTER_CHIP (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (carillon_filter_chip_parent_class)->dispose (object);
}

static void
carillon_filter_chip_finalize (GObject *object)
{
  g_free (CARILLON_FILTER_CHIP (object)->value);
  G_OBJECT_CLASS (carillon_filter_chip_parent_class)->finalize (object);
}

static void
carillon_filter_chip_class_init (CarillonFilterChipClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = carillon_filter_chip_get_property;
  object_class->set_property = carillon_filter_chip_set_property;
  object_class->dispose = carillon_filter_chip_dispose;
  object_class->finalize = carillon_filter_chip_finalize;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "chip");

  properties[PROP_VALUE] =
    g_param_spec_string ("value", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
carillon_filter_chip_init (CarillonFilterChip *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  self->label = gtk_label_new (NULL);
  gtk_label_set_ellipsize (GTK_LABEL (self->label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_width_chars (GTK_LABEL (self->label), LABEL_WIDTH_CHARS);
  gtk_label_set_max_width_chars (GTK_LABEL (self->label), LABEL_MAX_WIDTH_CHARS);
  self->button = gtk_menu_button_new ();
  gtk_menu_button_set_child (GTK_MENU_BUTTON (self->button), self->label);
  self->remove = gtk_button_new_from_icon_name ("window-close-symbolic");
  g_signal_connect_object (self->remove, "clicked", G_CALLBACK (on_removed), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->box), self->button);
  gtk_box_append (GTK_BOX (self->box), self->remove);
  gtk_widget_add_css_class (self->box, "linked");
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

/**
 * carillon_filter_chip_new:
 * @field: what it narrows by; static
 *
 * Returns: (transfer floating): a chip without a value, which is not seen
 */
GtkWidget *
carillon_filter_chip_new (const CarillonFilterField *field)
{
  g_return_val_if_fail (field != NULL, NULL);

  CarillonFilterChip *self = g_object_new (CARILLON_TYPE_FILTER_CHIP, "visible", FALSE, NULL);
  GtkWidget *popover = gtk_popover_new ();
  g_autofree char *name = g_strconcat ("filter-", field->id, NULL);

  self->field = field;
  self->editor = carillon_filter_editor_new (field);
  gtk_popover_set_child (GTK_POPOVER (popover), self->editor);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->button), popover);
  g_signal_connect_object (self->editor, "chosen", G_CALLBACK (on_chosen), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (popover, "show", G_CALLBACK (on_opened), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (popover, "closed", G_CALLBACK (on_closed), self, G_CONNECT_SWAPPED);
  gtk_widget_set_name (GTK_WIDGET (self), name);
  tell (self);
  return GTK_WIDGET (self);
}

/**
 * carillon_filter_chip_get_field:
 *
 * Returns: what it narrows by
 */
const CarillonFilterField *
carillon_filter_chip_get_field (CarillonFilterChip *self)
{
  g_return_val_if_fail (CARILLON_IS_FILTER_CHIP (self), NULL);

  return self->field;
}

/**
 * carillon_filter_chip_get_value:
 *
 * Returns: (nullable): the value in force
 */
const char *
carillon_filter_chip_get_value (CarillonFilterChip *self)
{
  g_return_val_if_fail (CARILLON_IS_FILTER_CHIP (self), NULL);

  return self->value;
}

/**
 * carillon_filter_chip_set_value:
 * @value: (nullable): a value of its field; %NULL to lift the filter
 */
void
carillon_filter_chip_set_value (CarillonFilterChip *self, const char *value)
{
  g_return_if_fail (CARILLON_IS_FILTER_CHIP (self));

  if (g_strcmp0 (self->value, value) == 0) {
    return;
  }
  g_free (self->value);
  self->value = g_strdup (value);
  tell (self);
  gtk_widget_set_visible (GTK_WIDGET (self), value != NULL || is_edited (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VALUE]);
}

/**
 * carillon_filter_chip_edit:
 *
 * Opens the editor.
 */
void
carillon_filter_chip_edit (CarillonFilterChip *self)
{
  g_return_if_fail (CARILLON_IS_FILTER_CHIP (self));

  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  gtk_menu_button_popup (GTK_MENU_BUTTON (self->button));
}
