#include "carillon-preview-pane.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "carillon-config.h"
#include "carillon-format.h"
#include "carillon-template-text.h"

/* Characters: more than any phone shows of a notification, and few enough to lay out while typing.
 */
#define PREVIEW_LENGTH 1500

struct _CarillonPreviewPane {
  GtkWidget parent_instance;

  DispatchDraft *draft; /* (owned) (nullable) */
  guint row;
  guint idle; /* source ID: of the next rendering */
  gulong changed_handler;

  GtkWidget *card;
  GtkStack *stack;
  GtkLabel *title_label;
  GtkLabel *body_label;
  GtkLabel *app_label;
  GtkLabel *error_label;
  GtkLabel *row_label;
  GtkWidget *time_label;
  GtkToggleButton *ios_button;
};

enum {
  PROP_DRAFT = 1,
  PROP_ROW,
  N_PROPS,
};

enum {
  SHOW_ROW,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CarillonPreviewPane, carillon_preview_pane, GTK_TYPE_WIDGET)

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

  if (g_utf8_strlen (text, -1) <= PREVIEW_LENGTH) {
    return g_strdup (text);
  }
  g_autofree char *beginning = g_utf8_substring (text, 0, PREVIEW_LENGTH);
  return g_strconcat (beginning, "…", NULL);
}

static void
set_text (GtkLabel *label, const char *text)
{
  g_autofree char *shown = carillon_preview_shorten (text);

  gtk_label_set_label (label, shown);
  gtk_widget_set_visible (GTK_WIDGET (label), *shown != '\0');
}

static void
show_row_name (CarillonPreviewPane *self)
{
  DispatchAudience *audience = dispatch_draft_get_audience (self->draft);
  guint n_rows = dispatch_audience_get_n_rows (audience);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "preview.previous", self->row > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "preview.next", self->row + 1 < n_rows);
  if (self->row >= n_rows) {
    gtk_label_set_label (self->row_label, _ ("Without a recipient"));
    return;
  }
  g_autofree char *address = carillon_format_token (
    dispatch_audience_get_value (audience, self->row, DISPATCH_COLUMN_ADDRESS));
  g_autofree char *text = *address != '\0'
                            ? g_strdup_printf (_ ("Row %u: %s"), self->row + 1, address)
                            : g_strdup_printf (_ ("Row %u"), self->row + 1);
  gtk_label_set_label (self->row_label, text);
}

static void
show_app_name (CarillonPreviewPane *self)
{
  const char *app_name = dispatch_draft_get_app_name (self->draft);

  gtk_label_set_label (self->app_label, *app_name != '\0' ? app_name : _ ("Default app"));
}

static void
show_text (CarillonPreviewPane *self)
{
  g_autofree char *title = NULL;
  g_autofree char *body = NULL;
  g_autoptr (GError) error = NULL;

  if (!dispatch_draft_preview (self->draft, self->row, &title, &body, &error)) {
    g_autofree char *reason = carillon_describe_template_error (error);
    gtk_label_set_label (self->error_label, reason);
    gtk_widget_set_tooltip_text (GTK_WIDGET (self->error_label), error->message);
    gtk_stack_set_visible_child_name (self->stack, "error");
    return;
  }
  set_text (self->title_label, title);
  set_text (self->body_label, body);
  gtk_stack_set_visible_child_name (self->stack,
                                    *title == '\0' && *body == '\0' ? "empty" : "card");
}

static gboolean
render (gpointer user_data)
{
  CarillonPreviewPane *self = user_data;

  self->idle = 0;
  show_text (self);
  show_app_name (self);
  show_row_name (self);
  return G_SOURCE_REMOVE;
}

/* Behind the drawing of what was typed. */
static void
on_changed (CarillonPreviewPane *self)
{
  if (self->idle == 0 && self->draft != NULL) {
    self->idle = g_idle_add (render, self);
  }
}

static void
set_draft (CarillonPreviewPane *self, DispatchDraft *draft)
{
  if (self->draft == draft) {
    return;
  }
  g_clear_handle_id (&self->idle, g_source_remove);
  if (self->draft != NULL) {
    g_clear_signal_handler (&self->changed_handler, self->draft);
  }
  g_set_object (&self->draft, draft);
  if (draft != NULL) {
    self->changed_handler =
      g_signal_connect_swapped (draft, "changed", G_CALLBACK (on_changed), self);
    on_changed (self);
  }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DRAFT]);
}

static void
on_look_changed (CarillonPreviewPane *self)
{
  gboolean ios = gtk_toggle_button_get_active (self->ios_button);
  const char *android_classes[] = { "device", "android", NULL };
  const char *ios_classes[] = { "device", "ios", NULL };

  gtk_widget_set_css_classes (self->card, ios ? ios_classes : android_classes);
  gtk_widget_set_visible (gtk_widget_get_parent (GTK_WIDGET (self->app_label)), !ios);
  gtk_widget_set_visible (self->time_label, ios);
}

static void
show_previous (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_signal_emit (widget, signals[SHOW_ROW], 0, CARILLON_PREVIEW_PANE (widget)->row - 1);
}

static void
show_next (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_signal_emit (widget, signals[SHOW_ROW], 0, CARILLON_PREVIEW_PANE (widget)->row + 1);
}

static void
carillon_preview_pane_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarillonPreviewPane *self = CARILLON_PREVIEW_PANE (object);

  switch (id) {
  case PROP_DRAFT:
    g_value_set_object (value, self->draft);
    break;
  case PROP_ROW:
    g_value_set_uint (value, self->row);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_preview_pane_set_property (GObject *object,
                                    guint id,
                                    const GValue *value,
                                    GParamSpec *pspec)
{
  CarillonPreviewPane *self = CARILLON_PREVIEW_PANE (object);

  switch (id) {
  case PROP_DRAFT:
    set_draft (self, g_value_get_object (value));
    break;
  case PROP_ROW:
    self->row = g_value_get_uint (value);
    on_changed (self);
    g_object_notify_by_pspec (object, pspec);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_preview_pane_dispose (GObject *object)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (object));
  CarillonPreviewPane *self = CARILLON_PREVIEW_PANE (object);

  set_draft (self, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), CARILLON_TYPE_PREVIEW_PANE);
  g_clear_pointer (&child, gtk_widget_unparent);
  G_OBJECT_CLASS (carillon_preview_pane_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, CARILLON_RESOURCE_PREFIX
                                               "/composer/preview/carillon-preview-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, CarillonPreviewPane, card);
  gtk_widget_class_bind_template_child (widget_class, CarillonPreviewPane, stack);
  gtk_widget_class_bind_template_child (widget_class, CarillonPreviewPane, title_label);
  gtk_widget_class_bind_template_child (widget_class, CarillonPreviewPane, body_label);
  gtk_widget_class_bind_template_child (widget_class, CarillonPreviewPane, app_label);
  gtk_widget_class_bind_template_child (widget_class, CarillonPreviewPane, error_label);
  gtk_widget_class_bind_template_child (widget_class, CarillonPreviewPane, row_label);
  gtk_widget_class_bind_template_child (widget_class, CarillonPreviewPane, time_label);
  gtk_widget_class_bind_template_child (widget_class, CarillonPreviewPane, ios_button);
  gtk_widget_class_bind_template_callback (widget_class, on_look_changed);
}

static void
carillon_preview_pane_class_init (CarillonPreviewPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = carillon_preview_pane_get_property;
  object_class->set_property = carillon_preview_pane_set_property;
  object_class->dispose = carillon_preview_pane_dispose;
  properties[PROP_DRAFT] = g_param_spec_object ("draft", NULL, NULL, DISPATCH_TYPE_DRAFT, flags);
  properties[PROP_ROW] = g_param_spec_uint ("row", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SHOW_ROW] = g_signal_new ("show-row", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);

  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "preview.previous", NULL, show_previous);
  gtk_widget_class_install_action (widget_class, "preview.next", NULL, show_next);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "previewpane");
}

static void
carillon_preview_pane_init (CarillonPreviewPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  on_look_changed (self);
}
