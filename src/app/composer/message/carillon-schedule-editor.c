/* What is chosen stands in the draft as a moment and the zone in which it was chosen; the fields
 * show it in that zone. While the time of day cannot be read there is no moment, and nothing can be
 * sent: what was typed before, or "now" in its place, would be a mistake that nobody sees. */

#include "carillon-schedule-editor.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "carillon-config.h"
#include "carillon-schedule-text.h"
#include "carillon-zone-button.h"

/* How often the clock is looked at, in seconds: a distance is told in minutes. */
#define TICK 10

#define HOUR 3600

struct _CarillonScheduleEditor {
  GtkWidget parent_instance;

  DispatchDraft *draft; /* (owned) (nullable) */
  gint64 now;           /* 0: the clock's */
  guint tick;
  gboolean is_showing; /* the fields change because the draft does */
  CarillonLocalTime local;
  CarillonClock clock; /* how often @local is, as it was typed */

  AdwComboRow *when_row;
  GtkWidget *date_row;
  GtkMenuButton *date_button;
  GtkCalendar *calendar;
  GtkWidget *time_row;
  GtkWidget *time_entry;
  GtkWidget *zone_row;
  CarillonZoneButton *zone_button;
  GtkLabel *summary;
  GtkLabel *message;
};

enum {
  PROP_DRAFT = 1,
  PROP_NOW,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (CarillonScheduleEditor, carillon_schedule_editor, GTK_TYPE_WIDGET)

static gint64
get_now (CarillonScheduleEditor *self)
{
  return self->now != 0 ? self->now : g_get_real_time () / G_USEC_PER_SEC;
}

/* The next full hour but one: there is time to go on. */
static gint64
get_default_time (CarillonScheduleEditor *self)
{
  return (get_now (self) / HOUR + 2) * HOUR;
}

static gboolean
has_unknown_zone (CarillonScheduleEditor *self)
{
  const char *name = dispatch_draft_get_zone (self->draft);
  g_autoptr (GTimeZone) zone = carillon_zone_find (name);

  return *name != '\0' && zone == NULL;
}

/* UTC in place of a zone that this system does not know. */
static char *
dup_zone (CarillonScheduleEditor *self)
{
  const char *zone = dispatch_draft_get_zone (self->draft);

  if (has_unknown_zone (self)) {
    return g_strdup ("UTC");
  }
  return *zone != '\0' ? g_strdup (zone) : carillon_zone_dup_local ();
}

static GTimeZone *
open_zone (const char *name)
{
  GTimeZone *zone = carillon_zone_find (name);

  return zone != NULL ? zone : g_time_zone_new_utc ();
}

static gboolean
is_time_readable (CarillonScheduleEditor *self)
{
  int hour, minute;

  return carillon_clock_parse (gtk_editable_get_text (GTK_EDITABLE (self->time_entry)), &hour,
                               &minute);
}

static void
set_class (GtkWidget *widget, const char *name, gboolean has)
{
  if (has) {
    gtk_widget_add_css_class (widget, name);
  } else {
    gtk_widget_remove_css_class (widget, name);
  }
}

static void
set_message (CarillonScheduleEditor *self, const char *text, CarillonScheduleState state)
{
  gtk_label_set_label (self->message, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message), text != NULL);
  set_class (GTK_WIDGET (self->message), "error", state == CARILLON_SCHEDULE_PASSED);
  set_class (GTK_WIDGET (self->message), "warning", state == CARILLON_SCHEDULE_FAR);
}

static char *
describe_oddity (CarillonScheduleEditor *self, gint64 send_at)
{
  if (has_unknown_zone (self)) {
    /* Translators: the name of a time zone */
    return g_strdup_printf (_ ("This computer knows no time zone “%s”: UTC stands in for it"),
                            dispatch_draft_get_zone (self->draft));
  }
  g_autofree char *name = dup_zone (self);
  g_autoptr (GTimeZone) zone = open_zone (name);
  return carillon_describe_clock (self->clock, &self->local, send_at, zone);
}

/* The first of what is wrong, doubtful or odd. */
static void
show_judgement (CarillonScheduleEditor *self, gint64 send_at)
{
  g_autofree char *words = NULL;
  CarillonScheduleState state = carillon_schedule_judge (send_at, get_now (self), &words);
  g_autofree char *odd = send_at != 0 ? describe_oddity (self, send_at) : NULL;

  set_class (self->time_entry, "error", state == CARILLON_SCHEDULE_PASSED);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->time_entry), GTK_ACCESSIBLE_STATE_INVALID,
                               state == CARILLON_SCHEDULE_PASSED ? GTK_ACCESSIBLE_INVALID_TRUE
                                                                 : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
  if (send_at == DISPATCH_SEND_AT_UNDECIDED) {
    set_message (self, _ ("Write the time of day as in 09:30: until then nothing can be sent"),
                 CARILLON_SCHEDULE_PASSED);
  } else if (words != NULL) {
    set_message (self, words, state);
  } else {
    set_message (self, odd, CARILLON_SCHEDULE_FAR);
  }
}

static char *
describe_plan (CarillonScheduleEditor *self, gint64 send_at)
{
  g_autofree char *zone = dup_zone (self);

  if (send_at == 0) {
    return NULL;
  }
  return send_at == DISPATCH_SEND_AT_UNDECIDED
           ? g_strdup (_ ("No time is planned"))
           : carillon_describe_schedule (send_at, zone, get_now (self));
}

static void
show_words (CarillonScheduleEditor *self)
{
  if (self->draft == NULL) {
    return;
  }
  gint64 send_at = dispatch_draft_get_send_at (self->draft);
  g_autofree char *words = describe_plan (self, send_at);
  gtk_label_set_label (self->summary, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->summary), words != NULL);
  show_judgement (self, send_at);
}

static void
show_date (CarillonScheduleEditor *self, const CarillonLocalTime *local)
{
  g_autoptr (GDateTime) date = g_date_time_new_utc (local->year, local->month, local->day, 0, 0, 0);
  /* Translators: a date without a time, as in "Sat, 14 Mar 2026": see strftime(3) */
  g_autofree char *label = g_date_time_format (date, _ ("%a, %-d %b %Y"));

  gtk_menu_button_set_label (self->date_button, label);
  gtk_calendar_select_day (self->calendar, date);
}

/* What was typed stays, where it says the same: "9:30" is no mistake for "09:30". */
static void
show_time (CarillonScheduleEditor *self, const CarillonLocalTime *local)
{
  g_autofree char *text = g_strdup_printf ("%02d:%02d", local->hour, local->minute);
  int hour, minute;

  if (!carillon_clock_parse (gtk_editable_get_text (GTK_EDITABLE (self->time_entry)), &hour,
                             &minute) ||
      hour != local->hour || minute != local->minute) {
    gtk_editable_set_text (GTK_EDITABLE (self->time_entry), text);
  }
}

/* A plan without a time has a date at most: that which stands here, or else the next that comes. */
static void
show_undecided (CarillonScheduleEditor *self, GTimeZone *zone)
{
  if (self->local.year == 0) {
    carillon_zone_from_unix (zone, get_default_time (self), &self->local);
  }
  show_date (self, &self->local);
  if (is_time_readable (self)) {
    gtk_editable_set_text (GTK_EDITABLE (self->time_entry), "");
  }
}

static void
show_schedule (CarillonScheduleEditor *self)
{
  if (self->draft == NULL || self->is_showing) {
    return;
  }
  gint64 send_at = dispatch_draft_get_send_at (self->draft);
  g_autofree char *name = dup_zone (self);
  g_autoptr (GTimeZone) zone = open_zone (name);
  self->is_showing = TRUE;
  adw_combo_row_set_selected (self->when_row, send_at != 0 ? 1 : 0);
  gtk_widget_set_visible (self->date_row, send_at != 0);
  gtk_widget_set_visible (self->time_row, send_at != 0);
  gtk_widget_set_visible (self->zone_row, send_at != 0);
  g_object_set (self->zone_button, "zone", name, NULL);
  self->clock = CARILLON_CLOCK_ONCE;
  if (send_at == DISPATCH_SEND_AT_UNDECIDED) {
    show_undecided (self, zone);
  } else if (send_at != 0 && carillon_zone_from_unix (zone, send_at, &self->local)) {
    show_date (self, &self->local);
    show_time (self, &self->local);
  }
  self->is_showing = FALSE;
  show_words (self);
}

/* From the fields to the draft; the time of day of @local counts where it can be read. */
static void
write_schedule (CarillonScheduleEditor *self, const CarillonLocalTime *local, const char *name)
{
  g_autoptr (GTimeZone) zone = open_zone (name);
  gint64 send_at = DISPATCH_SEND_AT_UNDECIDED;

  self->local = *local;
  self->clock = CARILLON_CLOCK_ONCE;
  if (is_time_readable (self)) {
    self->clock = carillon_zone_to_unix (zone, local, &send_at);
    send_at = CLAMP (send_at, DISPATCH_SEND_AT_UNDECIDED + 1, DISPATCH_MAX_SEND_AT);
  }
  self->is_showing = TRUE;
  show_date (self, local);
  g_object_set (self->draft, "zone", name, "send-at", send_at, NULL);
  self->is_showing = FALSE;
  show_words (self);
}

static void
on_when_selected (CarillonScheduleEditor *self)
{
  if (self->is_showing || self->draft == NULL) {
    return;
  }
  if (adw_combo_row_get_selected (self->when_row) == 0) {
    g_object_set (self->draft, "send-at", (gint64) 0, NULL);
  } else {
    g_autofree char *zone = dup_zone (self);
    g_object_set (self->draft, "send-at", get_default_time (self), "zone", zone, NULL);
  }
}

/* Months that are passed by are days that are selected, too, so the calendar stays open. */
static void
on_day_selected (CarillonScheduleEditor *self)
{
  if (self->is_showing || self->draft == NULL) {
    return;
  }
  g_autoptr (GDateTime) date = gtk_calendar_get_date (self->calendar);
  g_autofree char *zone = dup_zone (self);
  CarillonLocalTime local = self->local;
  g_date_time_get_ymd (date, &local.year, &local.month, &local.day);
  write_schedule (self, &local, zone);
}

static void
on_time_changed (CarillonScheduleEditor *self)
{
  CarillonLocalTime local = self->local;
  int hour, minute;

  if (self->is_showing || self->draft == NULL) {
    return;
  }
  if (carillon_clock_parse (gtk_editable_get_text (GTK_EDITABLE (self->time_entry)), &hour,
                            &minute)) {
    local.hour = hour;
    local.minute = minute;
  }
  g_autofree char *zone = dup_zone (self);
  write_schedule (self, &local, zone);
}

/* The time of day stays, and means another moment. */
static void
on_zone_changed (CarillonScheduleEditor *self)
{
  if (self->is_showing || self->draft == NULL) {
    return;
  }
  g_autofree char *zone = NULL;
  g_object_get (self->zone_button, "zone", &zone, NULL);
  write_schedule (self, &self->local, zone);
}

static gboolean
on_tick (gpointer user_data)
{
  show_words (user_data);
  return G_SOURCE_CONTINUE;
}

static void
carillon_schedule_editor_map (GtkWidget *widget)
{
  CarillonScheduleEditor *self = CARILLON_SCHEDULE_EDITOR (widget);

  GTK_WIDGET_CLASS (carillon_schedule_editor_parent_class)->map (widget);
  show_words (self);
  self->tick = g_timeout_add_seconds (TICK, on_tick, self);
}

static void
carillon_schedule_editor_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&CARILLON_SCHEDULE_EDITOR (widget)->tick, g_source_remove);
  GTK_WIDGET_CLASS (carillon_schedule_editor_parent_class)->unmap (widget);
}

static void
set_draft (CarillonScheduleEditor *self, DispatchDraft *draft)
{
  if (self->draft != NULL) {
    g_signal_handlers_disconnect_by_func (self->draft, show_schedule, self);
  }
  if (!g_set_object (&self->draft, draft)) {
    return;
  }
  self->local = (CarillonLocalTime){ 0 };
  if (draft != NULL) {
    self->is_showing = TRUE;
    gtk_editable_set_text (GTK_EDITABLE (self->time_entry), "");
    self->is_showing = FALSE;
    g_signal_connect_object (draft, "notify::send-at", G_CALLBACK (show_schedule), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (draft, "notify::zone", G_CALLBACK (show_schedule), self,
                             G_CONNECT_SWAPPED);
    show_schedule (self);
  }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DRAFT]);
}

static void
carillon_schedule_editor_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarillonScheduleEditor *self = CARILLON_SCHEDULE_EDITOR (object);

  switch (id) {
  case PROP_DRAFT:
    g_value_set_object (value, self->draft);
    break;
  case PROP_NOW:
    g_value_set_int64 (value, self->now);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_schedule_editor_set_property (GObject *object,
                                       guint id,
                                       const GValue *value,
                                       GParamSpec *pspec)
{
  CarillonScheduleEditor *self = CARILLON_SCHEDULE_EDITOR (object);

  switch (id) {
  case PROP_DRAFT:
    set_draft (self, g_value_get_object (value));
    break;
  case PROP_NOW:
    self->now = g_value_get_int64 (value);
    show_words (self);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_schedule_editor_dispose (GObject *object)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (object));
  CarillonScheduleEditor *self = CARILLON_SCHEDULE_EDITOR (object);

  set_draft (self, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), CARILLON_TYPE_SCHEDULE_EDITOR);
  g_clear_pointer (&child, gtk_widget_unparent);
  G_OBJECT_CLASS (carillon_schedule_editor_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *klass)
{
  g_type_ensure (CARILLON_TYPE_ZONE_BUTTON);
  gtk_widget_class_set_template_from_resource (klass, CARILLON_RESOURCE_PREFIX
                                               "/composer/message/carillon-schedule-editor.ui");
  gtk_widget_class_bind_template_child (klass, CarillonScheduleEditor, when_row);
  gtk_widget_class_bind_template_child (klass, CarillonScheduleEditor, date_row);
  gtk_widget_class_bind_template_child (klass, CarillonScheduleEditor, date_button);
  gtk_widget_class_bind_template_child (klass, CarillonScheduleEditor, calendar);
  gtk_widget_class_bind_template_child (klass, CarillonScheduleEditor, time_row);
  gtk_widget_class_bind_template_child (klass, CarillonScheduleEditor, time_entry);
  gtk_widget_class_bind_template_child (klass, CarillonScheduleEditor, zone_row);
  gtk_widget_class_bind_template_child (klass, CarillonScheduleEditor, zone_button);
  gtk_widget_class_bind_template_child (klass, CarillonScheduleEditor, summary);
  gtk_widget_class_bind_template_child (klass, CarillonScheduleEditor, message);
  gtk_widget_class_bind_template_callback (klass, on_when_selected);
  gtk_widget_class_bind_template_callback (klass, on_day_selected);
  gtk_widget_class_bind_template_callback (klass, on_time_changed);
  gtk_widget_class_bind_template_callback (klass, on_zone_changed);
}

static void
carillon_schedule_editor_class_init (CarillonScheduleEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = carillon_schedule_editor_get_property;
  object_class->set_property = carillon_schedule_editor_set_property;
  object_class->dispose = carillon_schedule_editor_dispose;
  widget_class->map = carillon_schedule_editor_map;
  widget_class->unmap = carillon_schedule_editor_unmap;
  properties[PROP_DRAFT] = g_param_spec_object ("draft", NULL, NULL, DISPATCH_TYPE_DRAFT, flags);
  properties[PROP_NOW] = g_param_spec_int64 ("now", NULL, NULL, 0, G_MAXINT64, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  bind_template (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
carillon_schedule_editor_init (CarillonScheduleEditor *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
