#include "carillon-review-reading.h"

#include <glib/gi18n.h>

#include "carillon-config.h"
#include "carillon-device-preview.h"
#include "carillon-template-text.h"

typedef struct {
  guint row;
  const char *label; /* to be translated */
} Reader;

struct _CarillonReviewReading {
  GtkWidget parent_instance;

  DispatchSnapshot *snapshot; /* (owned) (nullable) */
  Reader readers[1 + DISPATCH_N_EXTREMES];
  guint n_readers;
  guint current;

  GtkLabel *who;
  GtkLabel *title_label;
  GtkLabel *body_label;
  GtkLabel *images_label;
  GtkWidget *turn;
};

G_DEFINE_FINAL_TYPE (CarillonReviewReading, carillon_review_reading, GTK_TYPE_WIDGET)

static const char *const extremes[DISPATCH_N_EXTREMES] = {
  [DISPATCH_EXTREME_LONGEST] = N_ ("What the recipient with the longest text reads"),
  [DISPATCH_EXTREME_SHORTEST] = N_ ("What the recipient with the shortest text reads"),
  [DISPATCH_EXTREME_EMPTIEST] = N_ ("What the recipient with the most empty cells reads"),
  [DISPATCH_EXTREME_RIGHT_TO_LEFT] = N_ ("What a recipient reads from right to left"),
  [DISPATCH_EXTREME_MOST_BYTES] = N_ ("What the recipient with the most bytes reads"),
};

static gboolean
has_reader (CarillonReviewReading *self, guint row)
{
  for (guint i = 0; i < self->n_readers; i++) {
    if (self->readers[i].row == row) {
      return TRUE;
    }
  }
  return FALSE;
}

static void
find_readers (CarillonReviewReading *self, DispatchReport *report)
{
  self->readers[0] = (Reader){ 0, N_ ("What the first recipient reads") };
  self->n_readers = 1;
  for (guint i = 0; i < DISPATCH_N_EXTREMES; i++) {
    guint row;
    if (dispatch_report_get_extreme (report, i, &row) && !has_reader (self, row)) {
      self->readers[self->n_readers++] = (Reader){ row, extremes[i] };
    }
  }
}

static void
set_text (GtkLabel *label, const char *text, const char *otherwise)
{
  g_autofree char *shown = carillon_preview_shorten (*text != '\0' ? text : otherwise);

  gtk_label_set_label (label, shown);
}

static void
show_text (CarillonReviewReading *self)
{
  g_autofree char *title = NULL;
  g_autofree char *body = NULL;
  g_autoptr (GError) error = NULL;

  if (!dispatch_snapshot_read (self->snapshot, self->readers[self->current].row, &title, &body,
                               &error)) {
    g_autofree char *reason = carillon_describe_template_error (error);
    gtk_label_set_label (self->title_label, _ ("The text cannot be shown"));
    gtk_label_set_label (self->body_label, reason);
    return;
  }
  set_text (self->title_label, title, _ ("No title"));
  set_text (self->body_label, body, _ ("No body"));
}

static void
show_images (CarillonReviewReading *self)
{
  guint n_images = g_strv_length ((char **) self->snapshot->content->images);
  g_autofree char *text = g_strdup_printf (ngettext ("%u image", "%u images", n_images), n_images);

  gtk_label_set_label (self->images_label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->images_label), n_images > 0);
}

static void
show_reader (CarillonReviewReading *self)
{
  const char *label = _ (self->readers[self->current].label);
  /* Translators: who reads, and which of how many such readers it is */
  g_autofree char *counted =
    g_strdup_printf (_ ("%s (%u of %u)"), label, self->current + 1, self->n_readers);

  gtk_label_set_label (self->who, self->n_readers > 1 ? counted : label);
  gtk_widget_set_visible (self->turn, self->n_readers > 1);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "reading.previous", self->current > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "reading.next",
                                 self->current + 1 < self->n_readers);
  show_text (self);
}

static void
turn (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CarillonReviewReading *self = CARILLON_REVIEW_READING (widget);

  self->current += g_str_equal (action, "reading.next") ? 1 : -1;
  show_reader (self);
}

/**
 * carillon_review_reading_show:
 * @self: the reading
 * @snapshot: what is sent
 * @report: what a check of @snapshot found
 */
void
carillon_review_reading_show (CarillonReviewReading *self,
                              const DispatchSnapshot *snapshot,
                              DispatchReport *report)
{
  g_return_if_fail (CARILLON_IS_REVIEW_READING (self));
  g_return_if_fail (snapshot != NULL && report != NULL);

  g_clear_pointer (&self->snapshot, dispatch_snapshot_free);
  self->snapshot = dispatch_snapshot_copy (snapshot);
  self->current = 0;
  find_readers (self, report);
  show_reader (self);
  show_images (self);
}

static void
carillon_review_reading_dispose (GObject *object)
{
  CarillonReviewReading *self = CARILLON_REVIEW_READING (object);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));

  g_clear_pointer (&self->snapshot, dispatch_snapshot_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), CARILLON_TYPE_REVIEW_READING);
  g_clear_pointer (&child, gtk_widget_unparent);
  G_OBJECT_CLASS (carillon_review_reading_parent_class)->dispose (object);
}

static void
carillon_review_reading_class_init (CarillonReviewReadingClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = carillon_review_reading_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, CARILLON_RESOURCE_PREFIX
                                               "/composer/review/carillon-review-reading.ui");
  gtk_widget_class_bind_template_child (widget_class, CarillonReviewReading, who);
  gtk_widget_class_bind_template_child (widget_class, CarillonReviewReading, title_label);
  gtk_widget_class_bind_template_child (widget_class, CarillonReviewReading, body_label);
  gtk_widget_class_bind_template_child (widget_class, CarillonReviewReading, images_label);
  gtk_widget_class_bind_template_child (widget_class, CarillonReviewReading, turn);
  gtk_widget_class_install_action (widget_class, "reading.previous", NULL, turn);
  gtk_widget_class_install_action (widget_class, "reading.next", NULL, turn);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
carillon_review_reading_init (CarillonReviewReading *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
