/* The lines of the details: a caption over a value that can be selected and copied. */

#include "carillon-details.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "carillon-toast.h"

static void
copy_text (GtkButton *button, gpointer user_data)
{
  const char *text = user_data;

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (button)), text);
  carillon_toast (GTK_WIDGET (button), _ ("Copied"));
}

static void
free_text (gpointer text, GClosure *closure)
{
  g_free (text);
}

static GtkWidget *
caption_new (const char *title)
{
  GtkWidget *caption = gtk_label_new (title);

  gtk_label_set_xalign (GTK_LABEL (caption), 0);
  gtk_label_set_wrap (GTK_LABEL (caption), TRUE);
  gtk_widget_add_css_class (caption, "caption");
  gtk_widget_add_css_class (caption, "dim-label");
  return caption;
}

/* A hyphen that the layout puts into an ID would be read as part of it. */
static void
forbid_hyphens (GtkLabel *label)
{
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  gtk_label_set_attributes (label, attributes);
  pango_attr_list_unref (attributes);
}

static GtkWidget *
value_new (const char *text, CarillonCellStyle style, gboolean selectable)
{
  GtkWidget *value = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (value), 0);
  gtk_label_set_wrap (GTK_LABEL (value), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (value), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (value), selectable);
  forbid_hyphens (GTK_LABEL (value));
  /* Tab goes from button to button; the pointer still selects. Not "focusable": GTK 4.8 sends Tab
   * to a selectable label all the same, and there it stays. */
  gtk_widget_set_can_focus (value, FALSE);
  gtk_widget_add_css_class (value, style == CARILLON_CELL_ID ? "monospace" : "numeric");
  return value;
}

static GtkWidget *
copy_button_new (const char *title, const char *text)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  /* Translators: %s is the name of a field, "Token" for instance. */
  g_autofree char *tooltip = g_strdup_printf (_ ("Copy %s"), title);

  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, tooltip,
                                  -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect_data (button, "clicked", G_CALLBACK (copy_text), g_strdup (text), free_text, 0);
  return button;
}

static void
append_with_margin (GtkBox *box, GtkWidget *child)
{
  gtk_widget_set_margin_top (child, 8);
  gtk_widget_set_margin_bottom (child, 8);
  gtk_box_append (box, child);
}

static GtkWidget *
texts_new (const char *title,
           const char *text,
           const char *tooltip,
           CarillonCellStyle style,
           gboolean selectable)
{
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *value = value_new (text, style, selectable);

  gtk_box_append (GTK_BOX (texts), caption_new (title));
  gtk_box_append (GTK_BOX (texts), value);
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_tooltip_text (value, tooltip);
  return texts;
}

static GtkWidget *
row_new (const char *title,
         const char *text,
         const char *tooltip,
         CarillonCellStyle style,
         const char *copied)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, copied != NULL ? 6 : 12);
  append_with_margin (GTK_BOX (box), texts_new (title, text, tooltip, style, TRUE));
  if (copied != NULL) {
    gtk_box_append (GTK_BOX (box), copy_button_new (title, copied));
  }

  return g_object_new (ADW_TYPE_PREFERENCES_ROW, "use-markup", FALSE, "title", title, "activatable",
                       FALSE, "focusable", FALSE, "child", box, NULL);
}

/**
 * carillon_details_row_new:
 * @title: what the value is, translated
 * @text: the value, as plain text
 * @tooltip: (nullable): more about it
 * @style: an ID can be copied
 *
 * Returns: (transfer floating): a row for carillon_details_group_add()
 */
GtkWidget *
carillon_details_row_new (const char *title,
                          const char *text,
                          const char *tooltip,
                          CarillonCellStyle style)
{
  return row_new (title, text, tooltip, style, style == CARILLON_CELL_ID ? text : NULL);
}

/**
 * carillon_details_copy_row_new:
 * @title: what the value is, translated
 * @text: the value, shortened
 * @tooltip: (nullable): more about it
 * @copied: the whole value
 *
 * Returns: (transfer floating): a row for carillon_details_group_add()
 */
GtkWidget *
carillon_details_copy_row_new (const char *title,
                               const char *text,
                               const char *tooltip,
                               const char *copied)
{
  return row_new (title, text, tooltip, CARILLON_CELL_ID, copied);
}

/**
 * carillon_details_link_new:
 * @title: what it leads to, translated
 * @target: its ID, shown and given to the action
 * @action_name: what is activated with @target
 *
 * Returns: (transfer floating): a row for carillon_details_group_add()
 */
GtkWidget *
carillon_details_link_new (const char *title, const char *target, const char *action_name)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *row = g_object_new (ADW_TYPE_PREFERENCES_ROW, "use-markup", FALSE, "title", title,
                                 "activatable", TRUE, "child", box, NULL);
  GtkWidget *arrow = g_object_new (GTK_TYPE_IMAGE, "icon-name", "go-next-symbolic",
                                   "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  append_with_margin (GTK_BOX (box), texts_new (title, target, NULL, CARILLON_CELL_ID, FALSE));
  gtk_box_append (GTK_BOX (box), copy_button_new (title, target));
  gtk_box_append (GTK_BOX (box), arrow);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, target, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), action_name);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", target);
  return row;
}

/**
 * carillon_details_group_new:
 * @title: (nullable): over the group, translated
 *
 * Returns: (transfer floating): an empty group
 */
GtkWidget *
carillon_details_group_new (const char *title)
{
  return g_object_new (ADW_TYPE_PREFERENCES_GROUP, "title", title != NULL ? title : "", NULL);
}

/**
 * carillon_details_group_add:
 * @group: from carillon_details_group_new()
 * @row: (transfer floating): a row
 */
void
carillon_details_group_add (GtkWidget *group, GtkWidget *row)
{
  g_return_if_fail (ADW_IS_PREFERENCES_GROUP (group));

  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
}
