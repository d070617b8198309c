#include "carillon-tags-editor.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "carillon-config.h"

struct _CarillonTagsEditor {
  GtkWidget parent_instance;

  GListStore *tags; /* (owned) (nullable) */
  GtkListBox *list_box;
  GtkWidget *add_button;
};

enum {
  PROP_TAGS = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (CarillonTagsEditor, carillon_tags_editor, GTK_TYPE_WIDGET)

static void
on_remove_clicked (GtkButton *button, gpointer user_data)
{
  DispatchTag *tag = user_data;
  GtkWidget *self = gtk_widget_get_ancestor (GTK_WIDGET (button), CARILLON_TYPE_TAGS_EDITOR);
  guint position;

  if (g_list_store_find (CARILLON_TAGS_EDITOR (self)->tags, tag, &position)) {
    gtk_widget_grab_focus (CARILLON_TAGS_EDITOR (self)->add_button);
    g_list_store_remove (CARILLON_TAGS_EDITOR (self)->tags, position);
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

static GtkWidget *
create_row (gpointer item, gpointer user_data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *remove = gtk_button_new_from_icon_name ("list-remove-symbolic");
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_widget_set_tooltip_text (remove, _ ("Remove Tag"));
  gtk_widget_set_valign (remove, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (remove, "flat");
  g_signal_connect_object (remove, "clicked", G_CALLBACK (on_remove_clicked), item, 0);
  gtk_box_append (GTK_BOX (box), create_entry (item, "key", _ ("Key"), 7));
  gtk_box_append (GTK_BOX (box), create_entry (item, "value", _ ("Value"), 9));
  gtk_box_append (GTK_BOX (box), remove);
  gtk_widget_add_css_class (box, "tag");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  return row;
}

static void
on_add_clicked (CarillonTagsEditor *self)
{
  g_autoptr (DispatchTag) tag = dispatch_tag_new ("", "");

  if (self->tags == NULL ||
      g_list_model_get_n_items (G_LIST_MODEL (self->tags)) >= DISPATCH_MAX_TAGS) {
    return;
  }
  g_list_store_append (self->tags, tag);
  gtk_widget_child_focus (gtk_widget_get_last_child (GTK_WIDGET (self->list_box)),
                          GTK_DIR_TAB_FORWARD);
}

static gboolean
has_room (gpointer object, guint n_tags)
{
  return n_tags < DISPATCH_MAX_TAGS;
}

static gboolean
has_tags (gpointer object, guint n_tags)
{
  return n_tags > 0;
}

static void
on_items_changed (CarillonTagsEditor *self)
{
  guint n_tags = self->tags != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->tags)) : 0;

  gtk_widget_set_sensitive (self->add_button, has_room (self, n_tags));
  gtk_widget_set_visible (GTK_WIDGET (self->list_box), has_tags (self, n_tags));
}

static void
set_tags (CarillonTagsEditor *self, GListStore *tags)
{
  if (self->tags != NULL) {
    g_signal_handlers_disconnect_by_func (self->tags, on_items_changed, self);
  }
  if (!g_set_object (&self->tags, tags)) {
    return;
  }
  if (self->list_box != NULL) {
    gtk_list_box_bind_model (self->list_box, G_LIST_MODEL (tags), create_row, NULL, NULL);
  }
  if (tags != NULL) {
    g_signal_connect_object (tags, "items-changed", G_CALLBACK (on_items_changed), self,
                             G_CONNECT_SWAPPED);
    on_items_changed (self);
  }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TAGS]);
}

static void
carillon_tags_editor_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_TAGS) {
    g_value_set_object (value, CARILLON_TAGS_EDITOR (object)->tags);
  } else {
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_tags_editor_set_property (GObject *object,
                                   guint id,
                                   const GValue *value,
                                   GParamSpec *pspec)
{
  if (id == PROP_TAGS) {
    set_tags (CARILLON_TAGS_EDITOR (object), g_value_get_object (value));
  } else {
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_tags_editor_dispose (GObject *object)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (object));
  CarillonTagsEditor *self = CARILLON_TAGS_EDITOR (object);

  set_tags (self, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), CARILLON_TYPE_TAGS_EDITOR);
  g_clear_pointer (&child, gtk_widget_unparent);
  G_OBJECT_CLASS (carillon_tags_editor_parent_class)->dispose (object);
}

static void
carillon_tags_editor_class_init (CarillonTagsEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = carillon_tags_editor_get_property;
  object_class->set_property = carillon_tags_editor_set_property;
  object_class->dispose = carillon_tags_editor_dispose;
  properties[PROP_TAGS] =
    g_param_spec_object ("tags", NULL, NULL, G_TYPE_LIST_STORE,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, CARILLON_RESOURCE_PREFIX
                                               "/composer/message/carillon-tags-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, CarillonTagsEditor, list_box);
  gtk_widget_class_bind_template_child (widget_class, CarillonTagsEditor, add_button);
  gtk_widget_class_bind_template_callback (widget_class, on_add_clicked);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
carillon_tags_editor_init (CarillonTagsEditor *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
