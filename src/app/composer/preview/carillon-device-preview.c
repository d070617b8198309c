/* Drawn with labels and CSS of our own; nothing of it is a picture that belongs to somebody. How
 * much a device shows depends on its size, its font and its maker: the limits below are what stock
 * systems do at their usual sizes. */

#include "carillon-device-preview.h"

#include <dispatch-preview.h>
#include <glib/gi18n.h>
#include <string.h>

#include "carillon-config.h"

/* Lines of title and body. Android cuts a collapsed notification to one line each ("By default, the
 * notification's text content is truncated to fit one line", in its guide to expandable
 * notifications), and AOSP's Notification.BigTextStyle ends an expanded one after thirteen. An
 * iPhone shows two lines of a body in a banner and four on the lock screen; what is opened scrolls,
 * so that its limit is only that of a picture of it. */
static const struct {
  int title;
  int body;
} limits[][3] = {
  [CARILLON_PLATFORM_ANDROID] = {
    [CARILLON_SURFACE_BANNER] = { 1, 1 },
    [CARILLON_SURFACE_LOCK] = { 1, 1 },
    [CARILLON_SURFACE_EXPANDED] = { 1, 13 },
  },
  [CARILLON_PLATFORM_IOS] = {
    [CARILLON_SURFACE_BANNER] = { 1, 2 },
    [CARILLON_SURFACE_LOCK] = { 1, 4 },
    [CARILLON_SURFACE_EXPANDED] = { 3, 16 },
  },
};

/* Lines, of why a text cannot be read: no device shows that, so none cuts it. */
#define MISTAKE_LINES 6

/* Characters: more than any phone shows of a notification, and few enough to lay out while typing.
 */
#define SHOWN_LENGTH 1500

struct _CarillonDevicePreview {
  GtkWidget parent_instance;

  CarillonPlatform platform;
  CarillonSurface surface;
  gboolean dark;
  char *description; /* (nullable): what is shown, for who cannot see it */
  guint n_images;
  gboolean has_title;

  GtkWidget *card;
  GtkWidget *header;
  GtkWidget *clock_label;
  GtkWidget *time_label;
  GtkWidget *small_image;
  GtkWidget *large_image;
  GtkLabel *images_label;
  GtkLabel *app_label;
  GtkLabel *title_label;
  GtkLabel *body_label;
};

enum {
  PROP_PLATFORM = 1,
  PROP_SURFACE,
  PROP_DARK,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_ENUM_TYPE (CarillonPlatform,
                    carillon_platform,
                    G_DEFINE_ENUM_VALUE (CARILLON_PLATFORM_ANDROID, "android"),
                    G_DEFINE_ENUM_VALUE (CARILLON_PLATFORM_IOS, "ios"))
G_DEFINE_ENUM_TYPE (CarillonSurface,
                    carillon_surface,
                    G_DEFINE_ENUM_VALUE (CARILLON_SURFACE_BANNER, "banner"),
                    G_DEFINE_ENUM_VALUE (CARILLON_SURFACE_LOCK, "lock"),
                    G_DEFINE_ENUM_VALUE (CARILLON_SURFACE_EXPANDED, "expanded"))
G_DEFINE_FINAL_TYPE (CarillonDevicePreview, carillon_device_preview, GTK_TYPE_WIDGET)

/**
 * carillon_preview_shorten:
 * @text: UTF-8
 *
 * Returns: (transfer full): @text, or its beginning where it is longer than a device would show
 */
char *
carillon_preview_shorten (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  if (g_utf8_strlen (text, -1) <= SHOWN_LENGTH) {
    return g_strdup (text);
  }
  g_autofree char *beginning = g_utf8_substring (text, 0, SHOWN_LENGTH);
  return g_strconcat (beginning, "…", NULL);
}

/* Gaps. */

/* Black on amber, which can be read on a light device and on a dark one. */
static void
mark_gap (PangoAttrList *attributes, gsize start, gsize end)
{
  PangoAttribute *marks[] = {
    pango_attr_background_new (0xf5f5, 0xc2c2, 0x1111),
    pango_attr_foreground_new (0, 0, 0),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++) {
    marks[i]->start_index = (guint) start;
    marks[i]->end_index = (guint) end;
    pango_attr_list_insert (attributes, marks[i]);
  }
}

/* Returns: (transfer full): @text with a name in marks where there is a gap */
static char *
show_gaps (const char *text, PangoAttrList *attributes)
{
  GString *shown = g_string_new (NULL);
  gsize start = 0;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);
    if (c == DISPATCH_GAP_START) {
      start = shown->len;
      g_string_append (shown, "‹");
    } else if (c == DISPATCH_GAP_END) {
      g_string_append (shown, "›");
      mark_gap (attributes, start, shown->len);
    } else {
      g_string_append_unichar (shown, c);
    }
  }
  return g_string_free (shown, FALSE);
}

static void
set_text (GtkLabel *label, const char *text, const char *mistake)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  g_autofree char *short_text = carillon_preview_shorten (mistake != NULL ? mistake : text);
  g_autofree char *shown = show_gaps (short_text, attributes);

  gtk_label_set_label (label, shown);
  gtk_label_set_attributes (label, attributes);
  gtk_widget_set_visible (GTK_WIDGET (label), *shown != '\0');
  if (mistake != NULL) {
    gtk_widget_add_css_class (GTK_WIDGET (label), "device-mistake");
  } else {
    gtk_widget_remove_css_class (GTK_WIDGET (label), "device-mistake");
  }
}

/* Who is sent Arabic has a phone that is laid out for it. A widget does not inherit its direction.
 */
static void
set_direction (GtkWidget *widget, GtkTextDirection direction)
{
  gtk_widget_set_direction (widget, direction);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    set_direction (child, direction);
  }
}

/* That of the first text there is, as Pango lays it out. */
static GtkTextDirection
find_direction (CarillonDevicePreview *self, const CarillonDeviceContent *content)
{
  g_autofree char *text =
    carillon_preview_shorten (*content->title != '\0' ? content->title : content->body);
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  PangoLayoutLine *line = pango_layout_get_line_readonly (layout, 0);

  return line != NULL && pango_layout_line_get_resolved_direction (line) == PANGO_DIRECTION_RTL
           ? GTK_TEXT_DIR_RTL
           : GTK_TEXT_DIR_LTR;
}

/* The look. */

static void
limit (GtkLabel *label, int n_lines)
{
  gboolean mistake = gtk_widget_has_css_class (GTK_WIDGET (label), "device-mistake");

  gtk_label_set_lines (label, mistake ? MISTAKE_LINES : n_lines);
}

static const char *
describe_surface (CarillonDevicePreview *self)
{
  static const char *const names[][3] = {
    [CARILLON_PLATFORM_ANDROID] = {
      [CARILLON_SURFACE_BANNER] = N_ ("Banner on Android"),
      [CARILLON_SURFACE_LOCK] = N_ ("Lock screen of Android"),
      [CARILLON_SURFACE_EXPANDED] = N_ ("Opened on Android"),
    },
    [CARILLON_PLATFORM_IOS] = {
      [CARILLON_SURFACE_BANNER] = N_ ("Banner on iOS"),
      [CARILLON_SURFACE_LOCK] = N_ ("Lock screen of iOS"),
      [CARILLON_SURFACE_EXPANDED] = N_ ("Opened on iOS"),
    },
  };

  return _ (names[self->platform][self->surface]);
}

static void
describe (CarillonDevicePreview *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  describe_surface (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  self->description != NULL ? self->description : "", -1);
}

/* An iPhone names the app only where there is no title. */
static void
follow_look (CarillonDevicePreview *self)
{
  static const char *const platforms[] = { "android", "ios" };
  static const char *const surfaces[] = { "banner", "lock", "expanded" };
  const char *classes[] = { platforms[self->platform], surfaces[self->surface],
                            self->dark ? "night" : "day", NULL };
  gboolean ios = self->platform == CARILLON_PLATFORM_IOS;
  gboolean expanded = self->surface == CARILLON_SURFACE_EXPANDED;

  gtk_widget_set_css_classes (GTK_WIDGET (self), classes);
  gtk_widget_set_visible (self->header, !ios || !self->has_title);
  gtk_widget_set_visible (self->time_label, ios && self->has_title);
  gtk_widget_set_visible (self->clock_label, self->surface == CARILLON_SURFACE_LOCK);
  gtk_widget_set_visible (self->small_image, self->n_images > 0 && !expanded);
  gtk_widget_set_visible (self->large_image, self->n_images > 0 && expanded);
  limit (self->title_label, limits[self->platform][self->surface].title);
  limit (self->body_label, limits[self->platform][self->surface].body);
  describe (self);
}

static void
set_description (CarillonDevicePreview *self, const CarillonDeviceContent *content)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new ();
  const char *title = content->title_mistake != NULL ? content->title_mistake
                                                     : gtk_label_get_label (self->title_label);
  const char *body =
    content->body_mistake != NULL ? content->body_mistake : gtk_label_get_label (self->body_label);

  g_ptr_array_add (parts, (gpointer) content->app_name);
  if (*title != '\0') {
    g_ptr_array_add (parts, (gpointer) title);
  }
  if (*body != '\0') {
    g_ptr_array_add (parts, (gpointer) body);
  }
  g_ptr_array_add (parts, NULL);
  g_free (self->description);
  self->description = g_strjoinv (". ", (char **) parts->pdata);
}

/**
 * carillon_device_preview_show:
 * @self: the preview
 * @content: what the device is given; copied
 */
void
carillon_device_preview_show (CarillonDevicePreview *self, const CarillonDeviceContent *content)
{
  g_return_if_fail (CARILLON_IS_DEVICE_PREVIEW (self));
  g_return_if_fail (content != NULL);

  g_autofree char *images =
    g_strdup_printf (ngettext ("%u image", "%u images", content->n_images), content->n_images);

  self->n_images = content->n_images;
  self->has_title = content->title_mistake != NULL || *content->title != '\0';
  gtk_label_set_label (self->app_label, content->app_name);
  gtk_label_set_label (self->images_label, images);
  set_text (self->title_label, content->title, content->title_mistake);
  set_text (self->body_label, content->body, content->body_mistake);
  set_direction (self->card, find_direction (self, content));
  set_description (self, content);
  follow_look (self);
}

static void
carillon_device_preview_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarillonDevicePreview *self = CARILLON_DEVICE_PREVIEW (object);

  switch (id) {
  case PROP_PLATFORM:
    g_value_set_enum (value, self->platform);
    break;
  case PROP_SURFACE:
    g_value_set_enum (value, self->surface);
    break;
  case PROP_DARK:
    g_value_set_boolean (value, self->dark);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_device_preview_set_property (GObject *object,
                                      guint id,
                                      const GValue *value,
                                      GParamSpec *pspec)
{
  CarillonDevicePreview *self = CARILLON_DEVICE_PREVIEW (object);

  switch (id) {
  case PROP_PLATFORM:
    self->platform = g_value_get_enum (value);
    break;
  case PROP_SURFACE:
    self->surface = g_value_get_enum (value);
    break;
  case PROP_DARK:
    self->dark = g_value_get_boolean (value);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    return;
  }
  follow_look (self);
  g_object_notify_by_pspec (object, pspec);
}

static void
carillon_device_preview_dispose (GObject *object)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (object));

  gtk_widget_dispose_template (GTK_WIDGET (object), CARILLON_TYPE_DEVICE_PREVIEW);
  g_clear_pointer (&child, gtk_widget_unparent);
  G_OBJECT_CLASS (carillon_device_preview_parent_class)->dispose (object);
}

static void
carillon_device_preview_finalize (GObject *object)
{
  CarillonDevicePreview *self = CARILLON_DEVICE_PREVIEW (object);

  g_free (self->description);
  G_OBJECT_CLASS (carillon_device_preview_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, CARILLON_RESOURCE_PREFIX
                                               "/composer/preview/carillon-device-preview.ui");
  gtk_widget_class_bind_template_child (widget_class, CarillonDevicePreview, card);
  gtk_widget_class_bind_template_child (widget_class, CarillonDevicePreview, header);
  gtk_widget_class_bind_template_child (widget_class, CarillonDevicePreview, clock_label);
  gtk_widget_class_bind_template_child (widget_class, CarillonDevicePreview, time_label);
  gtk_widget_class_bind_template_child (widget_class, CarillonDevicePreview, small_image);
  gtk_widget_class_bind_template_child (widget_class, CarillonDevicePreview, large_image);
  gtk_widget_class_bind_template_child (widget_class, CarillonDevicePreview, images_label);
  gtk_widget_class_bind_template_child (widget_class, CarillonDevicePreview, app_label);
  gtk_widget_class_bind_template_child (widget_class, CarillonDevicePreview, title_label);
  gtk_widget_class_bind_template_child (widget_class, CarillonDevicePreview, body_label);
}

static void
carillon_device_preview_class_init (CarillonDevicePreviewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = carillon_device_preview_get_property;
  object_class->set_property = carillon_device_preview_set_property;
  object_class->dispose = carillon_device_preview_dispose;
  object_class->finalize = carillon_device_preview_finalize;
  properties[PROP_PLATFORM] = g_param_spec_enum ("platform", NULL, NULL, CARILLON_TYPE_PLATFORM,
                                                 CARILLON_PLATFORM_ANDROID, flags);
  properties[PROP_SURFACE] = g_param_spec_enum ("surface", NULL, NULL, CARILLON_TYPE_SURFACE,
                                                CARILLON_SURFACE_BANNER, flags);
  properties[PROP_DARK] = g_param_spec_boolean ("dark", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  bind_template (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "devicepreview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
carillon_device_preview_init (CarillonDevicePreview *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  follow_look (self);
}
