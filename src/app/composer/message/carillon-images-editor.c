/* A row without an address is no image yet: it is here, and not in the draft. */

#include "carillon-images-editor.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "carillon-config.h"
#include "carillon-image-row.h"

struct _CarillonImagesEditor {
  GtkWidget parent_instance;

  DispatchDraft *draft; /* (owned) (nullable) */
  GtkListBox *list_box;
  GtkWidget *add_button;
};

enum {
  PROP_DRAFT = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (CarillonImagesEditor, carillon_images_editor, GTK_TYPE_WIDGET)

static CarillonImageRow *
get_row (CarillonImagesEditor *self, guint index)
{
  return (CarillonImageRow *) gtk_list_box_get_row_at_index (self->list_box, (int) index);
}

static guint
count_rows (CarillonImagesEditor *self)
{
  guint n = 0;

  while (get_row (self, n) != NULL) {
    n++;
  }
  return n;
}

static char **
list_urls (CarillonImagesEditor *self)
{
  g_autoptr (GStrvBuilder) urls = g_strv_builder_new ();
  CarillonImageRow *row = NULL;

  for (guint i = 0; (row = get_row (self, i)) != NULL; i++) {
    g_autofree char *url = g_strstrip (g_strdup (carillon_image_row_get_url (row)));
    if (*url != '\0') {
      g_strv_builder_add (urls, url);
    }
  }
  return g_strv_builder_end (urls);
}

static void
place_rows (CarillonImagesEditor *self)
{
  guint n = count_rows (self);

  for (guint i = 0; i < n; i++) {
    carillon_image_row_set_place (get_row (self, i), i, n);
  }
  gtk_widget_set_visible (GTK_WIDGET (self->list_box), n > 0);
  gtk_widget_set_sensitive (self->add_button, n < DISPATCH_MAX_IMAGES);
}

static void
write_urls (CarillonImagesEditor *self)
{
  g_auto (GStrv) urls = list_urls (self);

  if (self->draft != NULL) {
    g_object_set (self->draft, "images", urls, NULL);
  }
}

static void
on_move (CarillonImagesEditor *self, int by, CarillonImageRow *row)
{
  int index = gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row));
  int wanted = index + by;

  if (wanted < 0 || wanted >= (int) count_rows (self)) {
    return;
  }
  g_object_ref (row);
  gtk_list_box_remove (self->list_box, GTK_WIDGET (row));
  gtk_list_box_insert (self->list_box, GTK_WIDGET (row), wanted);
  gtk_widget_grab_focus (GTK_WIDGET (row));
  g_object_unref (row);
  place_rows (self);
  write_urls (self);
}

static void
on_remove (CarillonImagesEditor *self, CarillonImageRow *row)
{
  int index = gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row));

  gtk_widget_grab_focus (self->add_button);
  gtk_list_box_remove (self->list_box, GTK_WIDGET (row));
  place_rows (self);
  if (get_row (self, (guint) index) != NULL) {
    gtk_widget_grab_focus (GTK_WIDGET (get_row (self, (guint) index)));
  }
  write_urls (self);
}

static void
add_row (CarillonImagesEditor *self, const char *url)
{
  GtkWidget *row = carillon_image_row_new (url);

  g_signal_connect_object (row, "notify::url", G_CALLBACK (write_urls), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "move", G_CALLBACK (on_move), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "remove", G_CALLBACK (on_remove), self, G_CONNECT_SWAPPED);
  gtk_list_box_append (self->list_box, row);
}

static void
on_add_clicked (CarillonImagesEditor *self)
{
  guint n = count_rows (self);

  add_row (self, "");
  place_rows (self);
  gtk_widget_grab_focus (GTK_WIDGET (get_row (self, n)));
}

/* Nothing is to be done where the draft says what stands here already. */
static void
read_urls (CarillonImagesEditor *self)
{
  static const char *const none[] = { NULL };
  const char *const *images = self->draft != NULL ? dispatch_draft_get_images (self->draft) : none;
  g_auto (GStrv) urls = list_urls (self);

  if (!g_strv_equal ((const char *const *) urls, images)) {
    while (get_row (self, 0) != NULL) {
      gtk_list_box_remove (self->list_box, GTK_WIDGET (get_row (self, 0)));
    }
    for (guint i = 0; images[i] != NULL; i++) {
      add_row (self, images[i]);
    }
  }
  place_rows (self);
}

static void
set_draft (CarillonImagesEditor *self, DispatchDraft *draft)
{
  if (self->draft != NULL) {
    g_signal_handlers_disconnect_by_func (self->draft, read_urls, self);
  }
  if (!g_set_object (&self->draft, draft)) {
    return;
  }
  if (draft != NULL) {
    g_signal_connect_object (draft, "notify::images", G_CALLBACK (read_urls), self,
                             G_CONNECT_SWAPPED);
    read_urls (self);
  }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DRAFT]);
}

static void
carillon_images_editor_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_DRAFT) {
    g_value_set_object (value, CARILLON_IMAGES_EDITOR (object)->draft);
  } else {
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_images_editor_set_property (GObject *object,
                                     guint id,
                                     const GValue *value,
                                     GParamSpec *pspec)
{
  if (id == PROP_DRAFT) {
    set_draft (CARILLON_IMAGES_EDITOR (object), g_value_get_object (value));
  } else {
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_images_editor_dispose (GObject *object)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (object));
  CarillonImagesEditor *self = CARILLON_IMAGES_EDITOR (object);

  set_draft (self, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), CARILLON_TYPE_IMAGES_EDITOR);
  g_clear_pointer (&child, gtk_widget_unparent);
  G_OBJECT_CLASS (carillon_images_editor_parent_class)->dispose (object);
}

static void
carillon_images_editor_class_init (CarillonImagesEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = carillon_images_editor_get_property;
  object_class->set_property = carillon_images_editor_set_property;
  object_class->dispose = carillon_images_editor_dispose;
  properties[PROP_DRAFT] =
    g_param_spec_object ("draft", NULL, NULL, DISPATCH_TYPE_DRAFT,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, CARILLON_RESOURCE_PREFIX
                                               "/composer/message/carillon-images-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, CarillonImagesEditor, list_box);
  gtk_widget_class_bind_template_child (widget_class, CarillonImagesEditor, add_button);
  gtk_widget_class_bind_template_callback (widget_class, on_add_clicked);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
carillon_images_editor_init (CarillonImagesEditor *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
