#include "carillon-preview-pane.h"

#include <adwaita.h>
#include <dispatch-preview.h>
#include <glib/gi18n.h>

#include "carillon-config.h"
#include "carillon-format.h"
#include "carillon-template-text.h"

struct _CarillonPreviewPane {
  GtkWidget parent_instance;

  DispatchDraft *draft;     /* (owned) (nullable) */
  DispatchReport *report;   /* (owned) (nullable) */
  DispatchPreview *preview; /* (owned) (nullable): of the row that is shown */
  guint row;                /* G_MAXUINT or so where none is chosen */
  guint shown_row;          /* of the draft, if it has any */
  guint idle;               /* source ID: of the next rendering */
  gulong changed_handler;

  CarillonDevicePreview *device;
  GtkStack *stack;
  GtkWidget *dialect_box;
  GtkLabel *missing_label;
  GtkLabel *row_label;
  GtkLabel *numbers_label;
  GtkGrid *extremes_box;
  GtkToggleButton *ios_button;
  GtkToggleButton *lock_button;
  GtkToggleButton *expanded_button;
  GtkToggleButton *liquidjs_button;
};

enum {
  PROP_DRAFT = 1,
  PROP_ROW,
  PROP_REPORT,
  N_PROPS,
};

enum {
  SHOW_ROW,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CarillonPreviewPane, carillon_preview_pane, GTK_TYPE_WIDGET)

static guint
get_n_rows (CarillonPreviewPane *self)
{
  return dispatch_audience_get_n_rows (dispatch_draft_get_audience (self->draft));
}

/* Returns: (transfer full): how the recipient is called; "" where it has no address yet */
static char *
describe_address (CarillonPreviewPane *self)
{
  DispatchAudience *audience = dispatch_draft_get_audience (self->draft);

  return carillon_format_token (
    dispatch_table_get_address (dispatch_audience_get_table (audience), self->shown_row));
}

static void
show_row_name (CarillonPreviewPane *self)
{
  guint n_rows = get_n_rows (self);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "preview.previous", self->shown_row > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "preview.next", self->shown_row + 1 < n_rows);
  if (self->shown_row >= n_rows) {
    gtk_label_set_label (self->row_label, _ ("Without a recipient"));
    return;
  }
  g_autofree char *address = describe_address (self);
  g_autofree char *number = carillon_format_count ((gint64) self->shown_row + 1);
  /* Translators: the number of a row in the table, and how its recipient is called */
  g_autofree char *text = *address != '\0' ? g_strdup_printf (_ ("Row %s: %s"), number, address)
                                           : g_strdup_printf (_ ("Row %s"), number);
  gtk_label_set_label (self->row_label, text);
}

static const DispatchReading *
get_reading (CarillonPreviewPane *self)
{
  gboolean other = self->preview->differs && gtk_toggle_button_get_active (self->liquidjs_button);

  return &self->preview->readings[other ? LIQUID_LIQUIDJS : LIQUID_SHOPIFY];
}

static void
show_numbers (CarillonPreviewPane *self)
{
  const DispatchReading *reading = get_reading (self);
  gboolean readable = reading->title != NULL && reading->body != NULL;
  g_autofree char *fcm = carillon_format_count ((gint64) reading->n_bytes_fcm);
  g_autofree char *apn = carillon_format_count ((gint64) reading->n_bytes_apn);
  g_autofree char *most = carillon_format_count (DISPATCH_MAX_PAYLOAD);
  g_autofree char *characters =
    g_strdup_printf (ngettext ("%u character", "%u characters", (gulong) reading->n_characters),
                     (guint) reading->n_characters);
  /* Translators: how many bytes Google’s service carries, and Apple’s, and how many they may; then
   * as in "12 characters" */
  g_autofree char *text =
    g_strdup_printf (_ ("FCM %s, APNs %s of %s bytes · %s"), fcm, apn, most, characters);
  gsize largest = MAX (reading->n_bytes_fcm, reading->n_bytes_apn);

  gtk_label_set_label (self->numbers_label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->numbers_label), readable);
  if (largest > DISPATCH_MAX_PAYLOAD) {
    gtk_widget_add_css_class (GTK_WIDGET (self->numbers_label), "warning");
    gtk_widget_remove_css_class (GTK_WIDGET (self->numbers_label), "dim-label");
  } else {
    gtk_widget_remove_css_class (GTK_WIDGET (self->numbers_label), "warning");
    gtk_widget_add_css_class (GTK_WIDGET (self->numbers_label), "dim-label");
  }
}

static void
show_missing (CarillonPreviewPane *self)
{
  g_autofree char *names = g_strjoinv (_ ("”, “"), self->preview->missing);
  /* Translators: names of variables, separated by what is translated above: the words between the
   * quotation marks */
  g_autofree char *text = g_strdup_printf (_ ("No value for “%s”"), names);

  gtk_label_set_label (self->missing_label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->missing_label),
                          self->preview->missing[0] != NULL && self->shown_row < get_n_rows (self));
}

static const char *
choose_text (const char *text, const char *with_gaps)
{
  return with_gaps != NULL ? with_gaps : text != NULL ? text : "";
}

static void
show_device (CarillonPreviewPane *self)
{
  const DispatchReading *reading = get_reading (self);
  gboolean gaps = reading == &self->preview->readings[LIQUID_SHOPIFY];
  const char *app_name = dispatch_draft_get_app_name (self->draft);
  g_autofree char *title_mistake =
    reading->title_error != NULL ? carillon_describe_template_error (reading->title_error) : NULL;
  g_autofree char *body_mistake =
    reading->body_error != NULL ? carillon_describe_template_error (reading->body_error) : NULL;
  const CarillonDeviceContent content = {
    .app_name = *app_name != '\0' ? app_name : _ ("Default app"),
    .title = choose_text (reading->title, gaps ? self->preview->gaps_title : NULL),
    .body = choose_text (reading->body, gaps ? self->preview->gaps_body : NULL),
    .title_mistake = title_mistake,
    .body_mistake = body_mistake,
    .n_images = g_strv_length ((char **) dispatch_draft_get_images (self->draft)),
  };
  gboolean empty = *content.title == '\0' && *content.body == '\0' && title_mistake == NULL &&
                   body_mistake == NULL;

  carillon_device_preview_show (self->device, &content);
  gtk_stack_set_visible_child_name (self->stack, empty ? "empty" : "device");
}

/* Where no row is chosen, as while one is being added, the one before stays, or what took its
 * place. */
static void
choose_row (CarillonPreviewPane *self)
{
  guint n_rows = get_n_rows (self);

  if (self->row < n_rows) {
    self->shown_row = self->row;
  } else {
    self->shown_row = MIN (self->shown_row, MAX (n_rows, 1) - 1);
  }
}

static gboolean
render (gpointer user_data)
{
  CarillonPreviewPane *self = user_data;

  self->idle = 0;
  choose_row (self);
  g_clear_pointer (&self->preview, dispatch_preview_free);
  self->preview = dispatch_preview_new (self->draft, self->shown_row);
  gtk_widget_set_visible (self->dialect_box, self->preview->differs);
  show_device (self);
  show_missing (self);
  show_numbers (self);
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
  self->shown_row = 0;
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
  CarillonSurface surface =
    gtk_toggle_button_get_active (self->expanded_button) ? CARILLON_SURFACE_EXPANDED
    : gtk_toggle_button_get_active (self->lock_button)   ? CARILLON_SURFACE_LOCK
                                                         : CARILLON_SURFACE_BANNER;

  g_object_set (self->device, "platform", ios ? CARILLON_PLATFORM_IOS : CARILLON_PLATFORM_ANDROID,
                "surface", surface, NULL);
}

static void
on_dialect_changed (CarillonPreviewPane *self)
{
  if (self->preview != NULL) {
    show_device (self);
    show_numbers (self);
  }
}

/* Walking. */

static void
show_previous (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_signal_emit (widget, signals[SHOW_ROW], 0, CARILLON_PREVIEW_PANE (widget)->shown_row - 1);
}

static void
show_next (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_signal_emit (widget, signals[SHOW_ROW], 0, CARILLON_PREVIEW_PANE (widget)->shown_row + 1);
}

/* The report may be of rows that are gone by now. */
static void
show_extreme (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CarillonPreviewPane *self = CARILLON_PREVIEW_PANE (widget);
  guint row = g_variant_get_uint32 (parameter);

  if (self->draft != NULL && row < get_n_rows (self)) {
    g_signal_emit (self, signals[SHOW_ROW], 0, row);
  }
}

static const struct {
  const char *label;
  const char *tooltip;
} extremes[DISPATCH_N_EXTREMES] = {
  [DISPATCH_EXTREME_LONGEST] = { N_ ("Longest"), N_ ("Who reads the most") },
  [DISPATCH_EXTREME_SHORTEST] = { N_ ("Shortest"), N_ ("Who reads the least") },
  [DISPATCH_EXTREME_EMPTIEST] = { N_ ("Emptiest"), N_ ("Who has the fewest values") },
  [DISPATCH_EXTREME_RIGHT_TO_LEFT] = { N_ ("Right-to-Left"), N_ ("Who reads from right to left") },
  [DISPATCH_EXTREME_MOST_BYTES] = { N_ ("Most Bytes"), N_ ("Whose notification is the largest") },
};

/* Fits a pane beside two others. */
#define EXTREMES_PER_LINE 2

static GtkWidget *
create_extreme (DispatchExtreme extreme, guint row)
{
  GtkWidget *button = gtk_button_new_with_label (_ (extremes[extreme].label));
  g_autofree char *number = carillon_format_count ((gint64) row + 1);
  /* Translators: who it is, as in "Who reads the most", and the number of the row */
  g_autofree char *tooltip =
    g_strdup_printf (_ ("%s: row %s"), _ (extremes[extreme].tooltip), number);

  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_widget_add_css_class (button, "extreme");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "u", row);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "preview.extreme");
  return button;
}

/* A single recipient is every extreme. */
static void
show_extremes (CarillonPreviewPane *self)
{
  gboolean several = self->report != NULL && dispatch_report_get_n_recipients (self->report) > 1;
  GtkWidget *child;
  guint row;
  int n = 0;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->extremes_box))) != NULL) {
    gtk_grid_remove (self->extremes_box, child);
  }
  for (guint i = 0; several && i < DISPATCH_N_EXTREMES; i++) {
    if (dispatch_report_get_extreme (self->report, i, &row)) {
      gtk_grid_attach (self->extremes_box, create_extreme (i, row), n % EXTREMES_PER_LINE,
                       n / EXTREMES_PER_LINE, 1, 1);
      n++;
    }
  }
  gtk_widget_set_visible (GTK_WIDGET (self->extremes_box),
                          gtk_widget_get_first_child (GTK_WIDGET (self->extremes_box)) != NULL);
}

static void
set_report (CarillonPreviewPane *self, DispatchReport *report)
{
  if (g_set_object (&self->report, report)) {
    show_extremes (self);
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REPORT]);
  }
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
  case PROP_REPORT:
    g_value_set_object (value, self->report);
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
  case PROP_REPORT:
    set_report (self, g_value_get_object (value));
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
  g_clear_object (&self->report);
  g_clear_pointer (&self->preview, dispatch_preview_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), CARILLON_TYPE_PREVIEW_PANE);
  g_clear_pointer (&child, gtk_widget_unparent);
  G_OBJECT_CLASS (carillon_preview_pane_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, CARILLON_RESOURCE_PREFIX
                                               "/composer/preview/carillon-preview-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, CarillonPreviewPane, device);
  gtk_widget_class_bind_template_child (widget_class, CarillonPreviewPane, stack);
  gtk_widget_class_bind_template_child (widget_class, CarillonPreviewPane, dialect_box);
  gtk_widget_class_bind_template_child (widget_class, CarillonPreviewPane, missing_label);
  gtk_widget_class_bind_template_child (widget_class, CarillonPreviewPane, row_label);
  gtk_widget_class_bind_template_child (widget_class, CarillonPreviewPane, numbers_label);
  gtk_widget_class_bind_template_child (widget_class, CarillonPreviewPane, extremes_box);
  gtk_widget_class_bind_template_child (widget_class, CarillonPreviewPane, ios_button);
  gtk_widget_class_bind_template_child (widget_class, CarillonPreviewPane, lock_button);
  gtk_widget_class_bind_template_child (widget_class, CarillonPreviewPane, expanded_button);
  gtk_widget_class_bind_template_child (widget_class, CarillonPreviewPane, liquidjs_button);
  gtk_widget_class_bind_template_callback (widget_class, on_look_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_dialect_changed);
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
  properties[PROP_REPORT] = g_param_spec_object ("report", NULL, NULL, DISPATCH_TYPE_REPORT, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SHOW_ROW] = g_signal_new ("show-row", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);

  g_type_ensure (CARILLON_TYPE_DEVICE_PREVIEW);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "preview.previous", NULL, show_previous);
  gtk_widget_class_install_action (widget_class, "preview.next", NULL, show_next);
  gtk_widget_class_install_action (widget_class, "preview.extreme", "u", show_extreme);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "previewpane");
}

static void
carillon_preview_pane_init (CarillonPreviewPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
