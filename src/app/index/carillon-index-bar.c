#include "carillon-index-bar.h"

#include "carillon-config.h"

#include "carillon-announce.h"
#include "carillon-focus.h"
#include "carillon-index-text.h"
#include "carillon-wrap-layout.h"

struct _CarillonIndexBar {
  GtkWidget parent_instance;

  CarillonIndex *index; /* (owned) (nullable) */
  gint64 now;
  guint minute;       /* (nullable): source, while it is mapped */
  gboolean was_asked; /* one of its buttons was pressed last: the next one takes the focus */

  GtkWidget *title;
};

typedef enum {
  PROP_INDEX = 1,
  PROP_NOW,
} CarillonIndexBarProperty;

static GParamSpec *properties[PROP_NOW + 1];

G_DEFINE_FINAL_TYPE (CarillonIndexBar, carillon_index_bar, GTK_TYPE_WIDGET)

static void
tell_time (CarillonIndexBar *self)
{
  self->now = g_get_real_time ();
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NOW]);
}

static gboolean
on_minute (gpointer user_data)
{
  tell_time (user_data);
  return G_SOURCE_CONTINUE;
}

static void
carillon_index_bar_map (GtkWidget *widget)
{
  CarillonIndexBar *self = CARILLON_INDEX_BAR (widget);

  GTK_WIDGET_CLASS (carillon_index_bar_parent_class)->map (widget);
  tell_time (self);
  self->minute = g_timeout_add_seconds (60, on_minute, self);
}

static void
carillon_index_bar_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&CARILLON_INDEX_BAR (widget)->minute, g_source_remove);
  GTK_WIDGET_CLASS (carillon_index_bar_parent_class)->unmap (widget);
}

/* The button that was pressed gives way to another one, which whoever works by keyboard goes on
 * with. Said aloud is only what the state is, not each number. */
static void
on_state (CarillonIndexBar *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  gboolean is_lost = root != NULL && (focus == NULL || !gtk_widget_get_mapped (focus));

  tell_time (self);
  if (self->was_asked && (is_lost || carillon_focus_inside (GTK_WIDGET (self)) != NULL)) {
    gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
  }
  carillon_announce (GTK_WIDGET (self), gtk_label_get_label (GTK_LABEL (self->title)));
}

static void
on_start (CarillonIndexBar *self)
{
  self->was_asked = TRUE;
  carillon_index_start (self->index);
}

static void
on_hold (CarillonIndexBar *self)
{
  self->was_asked = TRUE;
  if (carillon_index_get_state (self->index) == CARILLON_INDEX_PAUSED) {
    carillon_index_resume (self->index);
  } else {
    carillon_index_pause (self->index);
  }
}

static void
on_stop (CarillonIndexBar *self)
{
  self->was_asked = TRUE;
  carillon_index_stop (self->index);
}

static void
carillon_index_bar_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarillonIndexBar *self = CARILLON_INDEX_BAR (object);

  switch ((CarillonIndexBarProperty) id) {
  case PROP_INDEX:
    g_value_set_object (value, self->index);
    break;
  case PROP_NOW:
    g_value_set_int64 (value, self->now);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_index_bar_dispose (GObject *object)
{
  CarillonIndexBar *self = CARILLON_INDEX_BAR (object);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));

  gtk_widget_dispose_template (GTK_WIDGET (self), CARILLON_TYPE_INDEX_BAR);
  g_clear_pointer (&child, gtk_widget_unparent);
  g_clear_object (&self->index);
  G_OBJECT_CLASS (carillon_index_bar_parent_class)->dispose (object);
}

#define CALL(function) gtk_widget_class_bind_template_callback (widget_class, function)

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, CARILLON_RESOURCE_PREFIX
                                               "/index/carillon-index-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, CarillonIndexBar, title);
  CALL (carillon_index_is_shown);
  CALL (carillon_index_is_running);
  CALL (carillon_index_is_under_way);
  CALL (carillon_index_can_start);
  CALL (carillon_index_title);
  CALL (carillon_index_detail);
  CALL (carillon_index_exact_time);
  CALL (carillon_index_icon);
  CALL (carillon_index_start_label);
  CALL (carillon_index_hold_label);
  CALL (carillon_index_fraction);
  CALL (carillon_index_has_fraction);
  CALL (on_start);
  CALL (on_hold);
  CALL (on_stop);
}

#undef CALL

static void
carillon_index_bar_class_init (CarillonIndexBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = carillon_index_bar_get_property;
  object_class->dispose = carillon_index_bar_dispose;
  widget_class->map = carillon_index_bar_map;
  widget_class->unmap = carillon_index_bar_unmap;
  properties[PROP_INDEX] = g_param_spec_object ("index", NULL, NULL, CARILLON_TYPE_INDEX, flags);
  properties[PROP_NOW] = g_param_spec_int64 ("now", NULL, NULL, 0, G_MAXINT64, 0, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (CARILLON_TYPE_INDEX);
  g_type_ensure (CARILLON_TYPE_WRAP_LAYOUT);
  bind_template (widget_class);
  gtk_widget_class_set_css_name (widget_class, "indexbar");
}

static void
carillon_index_bar_init (CarillonIndexBar *self)
{
  self->now = g_get_real_time ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * carillon_index_bar_new:
 * @index: what is told of
 *
 * Returns: (transfer floating): a bar
 */
GtkWidget *
carillon_index_bar_new (CarillonIndex *index)
{
  g_return_val_if_fail (CARILLON_IS_INDEX (index), NULL);

  CarillonIndexBar *self = g_object_new (CARILLON_TYPE_INDEX_BAR, NULL);
  self->index = g_object_ref (index);
  g_signal_connect_object (index, "notify::state", G_CALLBACK (on_state), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_INDEX]);
  return GTK_WIDGET (self);
}
