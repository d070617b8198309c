#include "carillon-tags-editor.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "carillon-config.h"
#include "carillon-tag-row.h"

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
on_remove (CarillonTagsEditor *self, CarillonTagRow *row)
{
  guint position;

  if (g_list_store_find (self->tags, carillon_tag_row_get_tag (row), &position)) {
    gtk_widget_grab_focus (self->add_button);
    g_list_store_remove (self->tags, position);
  }
}

static gboolean
has_key_before (GListModel *tags, guint position, const char *key)
{
  for (guint i = 0; i < position; i++) {
    g_autoptr (DispatchTag) tag = g_list_model_get_item (tags, i);
    if (g_str_equal (dispatch_tag_get_key (tag), key)) {
      return TRUE;
    }
  }
  return FALSE;
}

/* All of them: one key is a mistake because of another. */
static void
check_rows (CarillonTagsEditor *self)
{
  GtkListBoxRow *row = NULL;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list_box, i)) != NULL; i++) {
    const char *key = dispatch_tag_get_key (carillon_tag_row_get_tag (CARILLON_TAG_ROW (row)));
    carillon_tag_row_check (CARILLON_TAG_ROW (row),
                            has_key_before (G_LIST_MODEL (self->tags), (guint) i, key));
  }
}

static void
on_tag_changed (GtkWidget *row)
{
  GtkWidget *self = gtk_widget_get_ancestor (row, CARILLON_TYPE_TAGS_EDITOR);

  if (self != NULL) {
    check_rows (CARILLON_TAGS_EDITOR (self));
  }
}

static GtkWidget *
create_row (gpointer item, gpointer user_data)
{
  GtkWidget *row = carillon_tag_row_new (item);

  g_signal_connect_object (row, "remove", G_CALLBACK (on_remove), user_data, G_CONNECT_SWAPPED);
  g_signal_connect_object (item, "notify", G_CALLBACK (on_tag_changed), row, G_CONNECT_SWAPPED);
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
  if (self->tags != NULL) {
    check_rows (self);
  }
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
    gtk_list_box_bind_model (self->list_box, G_LIST_MODEL (tags), create_row, self, NULL);
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
