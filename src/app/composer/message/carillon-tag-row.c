#include "carillon-tag-row.h"

#include <dispatch-rules.h>
#include <glib/gi18n.h>

struct _CarillonTagRow {
  GtkListBoxRow parent_instance;

  DispatchTag *tag; /* (owned) */
  GtkWidget *key;
  GtkWidget *value;
  GtkWidget *message;
};

enum {
  REMOVE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CarillonTagRow, carillon_tag_row, GTK_TYPE_LIST_BOX_ROW)

DispatchTag *
carillon_tag_row_get_tag (CarillonTagRow *self)
{
  g_return_val_if_fail (CARILLON_IS_TAG_ROW (self), NULL);

  return self->tag;
}

static char *
describe_key (const char *key, gboolean is_repeated)
{
  if (*key == '\0') {
    return g_strdup (_ ("The tag has no key yet"));
  }
  if (g_str_equal (key, DISPATCH_SEND_TAG)) {
    return g_strdup (_ ("Each send makes this tag for itself"));
  }
  if (strlen (key) > DISPATCH_MAX_TAG_KEY) {
    return g_strdup_printf (_ ("A key has %d characters at most"), DISPATCH_MAX_TAG_KEY);
  }
  if (!dispatch_tag_key_is_valid (key)) {
    return g_strdup (_ ("A key has letters from a to z, digits, and . _ ~ - only"));
  }
  return is_repeated ? g_strdup (_ ("Another tag has this key")) : NULL;
}

/* What a template becomes, the check sees for each recipient. */
static char *
describe_value (const char *value)
{
  if (*value == '\0') {
    return g_strdup (_ ("The tag has no value yet"));
  }
  if (dispatch_is_template (value) || dispatch_tag_value_is_valid (value)) {
    return NULL;
  }
  if (strlen (value) > DISPATCH_MAX_TAG_VALUE) {
    return g_strdup_printf (_ ("A value has %d characters at most"), DISPATCH_MAX_TAG_VALUE);
  }
  return g_strdup (_ ("A value has letters from a to z, digits, and . _ ~ - only"));
}

char *
carillon_describe_tag (const char *key, const char *value, gboolean is_repeated)
{
  g_return_val_if_fail (key != NULL && value != NULL, NULL);

  if (*key == '\0' && *value == '\0') {
    return NULL;
  }
  char *problem = describe_key (key, is_repeated);
  return problem != NULL ? problem : describe_value (value);
}

static void
mark (GtkWidget *entry, gboolean is_wrong)
{
  if (is_wrong) {
    gtk_widget_add_css_class (entry, "error");
  } else {
    gtk_widget_remove_css_class (entry, "error");
  }
  gtk_accessible_update_state (
    GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID,
    is_wrong ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}

/**
 * carillon_tag_row_check:
 * @self: a row
 * @is_repeated: whether an earlier tag has the same key
 *
 * Says what is wrong with the tag. That one half of it is still missing is said, but is no mistake
 * while the other is being typed.
 */
void
carillon_tag_row_check (CarillonTagRow *self, gboolean is_repeated)
{
  g_return_if_fail (CARILLON_IS_TAG_ROW (self));

  const char *key = dispatch_tag_get_key (self->tag);
  const char *value = dispatch_tag_get_value (self->tag);
  g_autofree char *problem = carillon_describe_tag (key, value, is_repeated);
  g_autofree char *of_key = *key != '\0' ? describe_key (key, is_repeated) : NULL;
  g_autofree char *of_value = *value != '\0' ? describe_value (value) : NULL;

  mark (self->key, of_key != NULL);
  mark (self->value, of_value != NULL);
  gtk_label_set_label (GTK_LABEL (self->message), problem != NULL ? problem : "");
  gtk_widget_set_visible (self->message, problem != NULL);
  if (of_key != NULL || of_value != NULL) {
    gtk_widget_add_css_class (self->message, "error");
  } else {
    gtk_widget_remove_css_class (self->message, "error");
  }
}

static GtkWidget *
create_entry (DispatchTag *tag, const char *property, const char *placeholder, int width)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), placeholder);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), width);
  gtk_widget_set_hexpand (entry, TRUE);
  gtk_widget_set_valign (entry, GTK_ALIGN_CENTER);
  gtk_widget_set_name (entry, property);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  placeholder, -1);
  g_object_bind_property (tag, property, entry, "text",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  return entry;
}

static void
on_remove_clicked (CarillonTagRow *self)
{
  g_signal_emit (self, signals[REMOVE], 0);
}

static GtkWidget *
create_line (CarillonTagRow *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *remove = gtk_button_new_from_icon_name ("list-remove-symbolic");

  self->key = create_entry (self->tag, "key", _ ("Key"), 7);
  self->value = create_entry (self->tag, "value", _ ("Value"), 9);
  gtk_widget_set_tooltip_text (remove, _ ("Remove Tag"));
  gtk_widget_set_valign (remove, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (remove, "flat");
  g_signal_connect_swapped (remove, "clicked", G_CALLBACK (on_remove_clicked), self);
  gtk_box_append (GTK_BOX (line), self->key);
  gtk_box_append (GTK_BOX (line), self->value);
  gtk_box_append (GTK_BOX (line), remove);
  return line;
}

static void
fill (CarillonTagRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  gtk_box_append (GTK_BOX (box), create_line (self));
  self->message = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->message), 0);
  gtk_label_set_wrap (GTK_LABEL (self->message), TRUE);
  gtk_widget_set_name (self->message, "tag-message");
  gtk_widget_add_css_class (self->message, "caption");
  gtk_box_append (GTK_BOX (box), self->message);
  gtk_widget_add_css_class (box, "tag");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
}

static void
carillon_tag_row_dispose (GObject *object)
{
  g_clear_object (&CARILLON_TAG_ROW (object)->tag);
  G_OBJECT_CLASS (carillon_tag_row_parent_class)->dispose (object);
}

static void
carillon_tag_row_class_init (CarillonTagRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = carillon_tag_row_dispose;
  signals[REMOVE] = g_signal_new ("remove", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
carillon_tag_row_init (CarillonTagRow *self)
{
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
}

GtkWidget *
carillon_tag_row_new (DispatchTag *tag)
{
  g_return_val_if_fail (DISPATCH_IS_TAG (tag), NULL);

  CarillonTagRow *self = g_object_new (CARILLON_TYPE_TAG_ROW, NULL);
  self->tag = g_object_ref (tag);
  fill (self);
  return GTK_WIDGET (self);
}
