#include "carillon-mistake.h"

#include <string.h>

struct _CarillonMistake {
  GObject parent_instance;

  GtkTextMark *start; /* (owned) */
  GtkTextMark *end;   /* (owned) */
  char *message;
  gboolean error;
};

G_DEFINE_FINAL_TYPE (CarillonMistake, carillon_mistake, G_TYPE_OBJECT)

/**
 * carillon_mistake_get_span:
 * @buffer: holds a template
 * @span: a place of it, in bytes
 * @start: (out): where it begins
 * @end: (out): where it ends, which is never where it begins unless there is no text
 *
 * Spans of a text that has been edited since are cut to what there is.
 */
void
carillon_mistake_get_span (GtkTextBuffer *buffer,
                           const LiquidSpan *span,
                           GtkTextIter *start,
                           GtkTextIter *end)
{
  g_return_if_fail (GTK_IS_TEXT_BUFFER (buffer));
  g_return_if_fail (span != NULL);

  GtkTextIter first, last;
  gtk_text_buffer_get_bounds (buffer, &first, &last);
  g_autofree char *text = gtk_text_buffer_get_text (buffer, &first, &last, TRUE);
  gsize length = strlen (text);
  gsize from = MIN (span->start, length);
  gsize to = CLAMP (span->end, from, length);

  gtk_text_buffer_get_iter_at_offset (buffer, start, (int) g_utf8_strlen (text, (gssize) from));
  gtk_text_buffer_get_iter_at_offset (buffer, end, (int) g_utf8_strlen (text, (gssize) to));
  if (gtk_text_iter_equal (start, end) && !gtk_text_iter_forward_char (end)) {
    gtk_text_iter_backward_char (start);
  }
}

/**
 * carillon_mistake_new:
 * @buffer: holds a template
 * @span: where
 * @error: whether it is an error rather than something to look at
 * @message: what is wrong, translated
 *
 * Returns: (transfer full): the mistake
 */
CarillonMistake *
carillon_mistake_new (GtkTextBuffer *buffer,
                      const LiquidSpan *span,
                      gboolean error,
                      const char *message)
{
  CarillonMistake *self = g_object_new (CARILLON_TYPE_MISTAKE, NULL);
  GtkTextIter start, end;

  carillon_mistake_get_span (buffer, span, &start, &end);
  self->start = g_object_ref (gtk_text_buffer_create_mark (buffer, NULL, &start, FALSE));
  self->end = g_object_ref (gtk_text_buffer_create_mark (buffer, NULL, &end, TRUE));
  self->error = error;
  self->message = g_strdup (message);
  return self;
}

static void
clear_mark (GtkTextMark **mark)
{
  if (*mark != NULL && !gtk_text_mark_get_deleted (*mark)) {
    gtk_text_buffer_delete_mark (gtk_text_mark_get_buffer (*mark), *mark);
  }
  g_clear_object (mark);
}

static void
carillon_mistake_finalize (GObject *object)
{
  CarillonMistake *self = CARILLON_MISTAKE (object);

  clear_mark (&self->start);
  clear_mark (&self->end);
  g_free (self->message);
  G_OBJECT_CLASS (carillon_mistake_parent_class)->finalize (object);
}

static void
carillon_mistake_class_init (CarillonMistakeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = carillon_mistake_finalize;
}

static void
carillon_mistake_init (CarillonMistake *self)
{
}

/**
 * carillon_mistake_get_message:
 * @self: a mistake
 *
 * Returns: what is wrong, translated
 */
const char *
carillon_mistake_get_message (CarillonMistake *self)
{
  g_return_val_if_fail (CARILLON_IS_MISTAKE (self), NULL);
  return self->message;
}

/**
 * carillon_mistake_is_error:
 * @self: a mistake
 *
 * Returns: whether the service would refuse it, or only somebody may read something odd
 */
gboolean
carillon_mistake_is_error (CarillonMistake *self)
{
  g_return_val_if_fail (CARILLON_IS_MISTAKE (self), FALSE);
  return self->error;
}

/**
 * carillon_mistake_get_bounds:
 * @self: a mistake of a buffer that is still there
 * @start: (out): where it begins
 * @end: (out): where it ends
 */
void
carillon_mistake_get_bounds (CarillonMistake *self, GtkTextIter *start, GtkTextIter *end)
{
  g_return_if_fail (CARILLON_IS_MISTAKE (self));

  GtkTextBuffer *buffer = gtk_text_mark_get_buffer (self->start);
  gtk_text_buffer_get_iter_at_mark (buffer, start, self->start);
  gtk_text_buffer_get_iter_at_mark (buffer, end, self->end);
  gtk_text_iter_order (start, end);
}
