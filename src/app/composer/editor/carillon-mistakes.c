#include "carillon-mistakes.h"

#include <glib/gi18n.h>
#include <string.h>

#include "carillon-template-text.h"

/* Milliseconds without a key before a new mistake is shown: most are only halves of what is being
 * typed. What is put right disappears at once. */
#define TYPING_PAUSE 300

/* Seen on white and on dark grey alike. */
#define ERROR_COLOUR ((GdkRGBA){ 0.88f, 0.15f, 0.16f, 1.0f })
#define WARNING_COLOUR ((GdkRGBA){ 0.74f, 0.52f, 0.04f, 1.0f })

struct _CarillonMistakes {
  GObject parent_instance;

  GtkTextBuffer *buffer;   /* (owned) */
  GtkTextTag *error_tag;   /* (unowned): of the buffer's table */
  GtkTextTag *warning_tag; /* (unowned): of the buffer's table */
  GPtrArray *parsed;       /* (element-type CarillonMistake): what parsing finds */
  GPtrArray *found;        /* (element-type CarillonMistake): what a check found */
  GPtrArray *shown;        /* (element-type CarillonMistake): both, as the list has them */
  guint pause;             /* source, or 0 */
  guint refresh;           /* source, or 0 */
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CarillonMistakes,
                               carillon_mistakes,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static GType
get_item_type (GListModel *model)
{
  return CARILLON_TYPE_MISTAKE;
}

static guint
get_n_items (GListModel *model)
{
  return CARILLON_MISTAKES (model)->shown->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  GPtrArray *shown = CARILLON_MISTAKES (model)->shown;

  return position < shown->len ? g_object_ref (g_ptr_array_index (shown, position)) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static int
get_offset (CarillonMistake *mistake)
{
  GtkTextIter start, end;

  carillon_mistake_get_bounds (mistake, &start, &end);
  return gtk_text_iter_get_offset (&start);
}

static int
compare_places (gconstpointer a, gconstpointer b)
{
  CarillonMistake *one = *(CarillonMistake *const *) a, *other = *(CarillonMistake *const *) b;
  int order = get_offset (one) - get_offset (other);

  return order != 0 ? order : carillon_mistake_is_error (other) - carillon_mistake_is_error (one);
}

static gboolean
is_same (CarillonMistake *one, CarillonMistake *other)
{
  return carillon_mistake_is_error (one) == carillon_mistake_is_error (other) &&
         strcmp (carillon_mistake_get_message (one), carillon_mistake_get_message (other)) == 0 &&
         get_offset (one) == get_offset (other);
}

static gboolean
has_same (GPtrArray *mistakes, CarillonMistake *mistake)
{
  for (guint i = 0; i < mistakes->len; i++) {
    CarillonMistake *other = g_ptr_array_index (mistakes, i);
    /* The check may look at an older text: the same words mean the same mistake. */
    if (carillon_mistake_is_error (other) == carillon_mistake_is_error (mistake) &&
        strcmp (carillon_mistake_get_message (other), carillon_mistake_get_message (mistake)) ==
          0) {
      return TRUE;
    }
  }
  return FALSE;
}

static GPtrArray *
merge (CarillonMistakes *self)
{
  GPtrArray *all = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->parsed->len; i++) {
    g_ptr_array_add (all, g_object_ref (g_ptr_array_index (self->parsed, i)));
  }
  for (guint i = 0; i < self->found->len; i++) {
    CarillonMistake *mistake = g_ptr_array_index (self->found, i);
    if (!has_same (self->parsed, mistake)) {
      g_ptr_array_add (all, g_object_ref (mistake));
    }
  }
  g_ptr_array_sort (all, compare_places);
  return all;
}

static gboolean
are_same (GPtrArray *one, GPtrArray *other)
{
  if (one->len != other->len) {
    return FALSE;
  }
  for (guint i = 0; i < one->len; i++) {
    if (!is_same (g_ptr_array_index (one, i), g_ptr_array_index (other, i))) {
      return FALSE;
    }
  }
  return TRUE;
}

static void
underline (CarillonMistakes *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  gtk_text_buffer_remove_tag (self->buffer, self->error_tag, &start, &end);
  gtk_text_buffer_remove_tag (self->buffer, self->warning_tag, &start, &end);
  for (guint i = 0; i < self->shown->len; i++) {
    CarillonMistake *mistake = g_ptr_array_index (self->shown, i);
    carillon_mistake_get_bounds (mistake, &start, &end);
    gtk_text_buffer_apply_tag (
      self->buffer, carillon_mistake_is_error (mistake) ? self->error_tag : self->warning_tag,
      &start, &end);
  }
}

/* The rows of mistakes that stay where they are stay, too, and what has the focus in them. */
static gboolean
refresh (gpointer user_data)
{
  CarillonMistakes *self = user_data;
  g_autoptr (GPtrArray) all = merge (self);
  guint n_before = self->shown->len;
  gboolean same = are_same (self->shown, all);

  self->refresh = 0;
  g_ptr_array_unref (self->shown);
  self->shown = g_steal_pointer (&all);
  underline (self);
  if (!same) {
    g_list_model_items_changed (G_LIST_MODEL (self), 0, n_before, self->shown->len);
  }
  return G_SOURCE_REMOVE;
}

static void
queue_refresh (CarillonMistakes *self)
{
  if (self->refresh == 0) {
    self->refresh = g_idle_add_full (G_PRIORITY_HIGH_IDLE, refresh, self, NULL);
  }
}

/* Parsing */

static void
add_parse_error (CarillonMistakes *self, const GError *error, gboolean other_dialect)
{
  LiquidSpan span = { 0 };
  g_autofree char *reason = carillon_describe_template_error (error);
  g_autofree char *message =
    other_dialect
      ? g_strdup_printf (_ ("LiquidJS, which the service may run, refuses this text: %s"), reason)
      : g_steal_pointer (&reason);

  if (liquid_error_get_span (error, &span)) {
    g_ptr_array_add (self->parsed,
                     carillon_mistake_new (self->buffer, &span, !other_dialect, message));
  }
}

/* Which dialect the service runs is not known: what only the second refuses is a difference. */
static void
parse (CarillonMistakes *self)
{
  static const LiquidDialect dialects[] = { LIQUID_SHOPIFY, LIQUID_LIQUIDJS };
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  g_autofree char *text = gtk_text_buffer_get_text (self->buffer, &start, &end, TRUE);
  g_ptr_array_set_size (self->parsed, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (dialects) && self->parsed->len == 0; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (LiquidTemplate) template = liquid_template_parse (text, -1, dialects[i], &error);
    if (template == NULL) {
      add_parse_error (self, error, dialects[i] != LIQUID_SHOPIFY);
    }
  }
}

static gboolean
on_pause (gpointer user_data)
{
  CarillonMistakes *self = user_data;

  self->pause = 0;
  parse (self);
  queue_refresh (self);
  return G_SOURCE_REMOVE;
}

static gboolean
parses (GtkTextBuffer *buffer)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  g_autofree char *text = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
  g_autoptr (LiquidTemplate) shopify = liquid_template_parse (text, -1, LIQUID_SHOPIFY, NULL);
  g_autoptr (LiquidTemplate) js = liquid_template_parse (text, -1, LIQUID_LIQUIDJS, NULL);
  return shopify != NULL && js != NULL;
}

static void
on_changed (CarillonMistakes *self)
{
  g_clear_handle_id (&self->pause, g_source_remove);
  if (!parses (self->buffer)) {
    self->pause = g_timeout_add (TYPING_PAUSE, on_pause, self);
  } else if (self->parsed->len > 0) {
    g_ptr_array_set_size (self->parsed, 0);
    queue_refresh (self);
  }
}

/**
 * carillon_mistakes_forget_found:
 * @self: the mistakes
 *
 * Leaves what parsing finds.
 */
void
carillon_mistakes_forget_found (CarillonMistakes *self)
{
  g_return_if_fail (CARILLON_IS_MISTAKES (self));

  g_ptr_array_set_size (self->found, 0);
  queue_refresh (self);
}

/**
 * carillon_mistakes_add_found:
 * @self: the mistakes
 * @span: where
 * @error: whether it is an error rather than something to look at
 * @message: what is wrong, translated
 *
 * Adds what a check has found. It is shown before the next frame.
 */
void
carillon_mistakes_add_found (CarillonMistakes *self,
                             const LiquidSpan *span,
                             gboolean error,
                             const char *message)
{
  g_return_if_fail (CARILLON_IS_MISTAKES (self));
  g_return_if_fail (span != NULL);
  g_return_if_fail (message != NULL);

  g_ptr_array_add (self->found, carillon_mistake_new (self->buffer, span, error, message));
  queue_refresh (self);
}

/**
 * carillon_mistakes_find_at:
 * @self: the mistakes
 * @place: in the buffer
 *
 * Returns: (transfer none) (nullable): the mistake there, an error before a warning
 */
CarillonMistake *
carillon_mistakes_find_at (CarillonMistakes *self, const GtkTextIter *place)
{
  CarillonMistake *best = NULL;

  g_return_val_if_fail (CARILLON_IS_MISTAKES (self), NULL);
  for (guint i = 0; i < self->shown->len; i++) {
    CarillonMistake *mistake = g_ptr_array_index (self->shown, i);
    GtkTextIter start, end;
    carillon_mistake_get_bounds (mistake, &start, &end);
    if (gtk_text_iter_compare (place, &start) >= 0 && gtk_text_iter_compare (place, &end) <= 0 &&
        (best == NULL ||
         (carillon_mistake_is_error (mistake) && !carillon_mistake_is_error (best)))) {
      best = mistake;
    }
  }
  return best;
}

/**
 * carillon_mistakes_find_next:
 * @self: the mistakes
 * @place: in the buffer
 * @forward: in which direction
 *
 * Returns: (transfer none) (nullable): the next mistake from @place, round the ends of the text
 */
CarillonMistake *
carillon_mistakes_find_next (CarillonMistakes *self, const GtkTextIter *place, gboolean forward)
{
  g_return_val_if_fail (CARILLON_IS_MISTAKES (self), NULL);

  int offset = gtk_text_iter_get_offset (place);
  guint n = self->shown->len;
  for (guint i = 0; i < n; i++) {
    CarillonMistake *mistake = g_ptr_array_index (self->shown, forward ? i : n - 1 - i);
    int start = get_offset (mistake);
    if (forward ? start > offset : start < offset) {
      return mistake;
    }
  }
  return n > 0 ? g_ptr_array_index (self->shown, forward ? 0 : n - 1) : NULL;
}

/**
 * carillon_mistakes_has_error:
 * @self: the mistakes
 *
 * Returns: whether one of those that are shown is an error
 */
gboolean
carillon_mistakes_has_error (CarillonMistakes *self)
{
  g_return_val_if_fail (CARILLON_IS_MISTAKES (self), FALSE);

  for (guint i = 0; i < self->shown->len; i++) {
    if (carillon_mistake_is_error (g_ptr_array_index (self->shown, i))) {
      return TRUE;
    }
  }
  return FALSE;
}

static int
compare_gravity (gconstpointer a, gconstpointer b, gpointer user_data)
{
  return carillon_mistake_is_error ((gpointer) b) - carillon_mistake_is_error ((gpointer) a);
}

/**
 * carillon_mistakes_list_gravest:
 * @self: the mistakes
 * @n_mistakes: how many of them
 *
 * Returns: (transfer full): the first, errors before warnings, and otherwise in the order of the
 *   text
 */
GListModel *
carillon_mistakes_list_gravest (CarillonMistakes *self, guint n_mistakes)
{
  g_return_val_if_fail (CARILLON_IS_MISTAKES (self), NULL);
  GtkSorter *sorter = GTK_SORTER (gtk_custom_sorter_new (compare_gravity, NULL, NULL));

  GListModel *sorted =
    G_LIST_MODEL (gtk_sort_list_model_new (g_object_ref (G_LIST_MODEL (self)), sorter));
  return G_LIST_MODEL (gtk_slice_list_model_new (sorted, 0, n_mistakes));
}

static void
carillon_mistakes_dispose (GObject *object)
{
  CarillonMistakes *self = CARILLON_MISTAKES (object);

  g_clear_handle_id (&self->pause, g_source_remove);
  g_clear_handle_id (&self->refresh, g_source_remove);
  g_ptr_array_set_size (self->shown, 0);
  g_ptr_array_set_size (self->parsed, 0);
  g_ptr_array_set_size (self->found, 0);
  if (self->buffer != NULL) {
    g_signal_handlers_disconnect_by_data (self->buffer, self);
  }
  g_clear_object (&self->buffer);
  G_OBJECT_CLASS (carillon_mistakes_parent_class)->dispose (object);
}

static void
carillon_mistakes_finalize (GObject *object)
{
  CarillonMistakes *self = CARILLON_MISTAKES (object);

  g_ptr_array_unref (self->shown);
  g_ptr_array_unref (self->parsed);
  g_ptr_array_unref (self->found);
  G_OBJECT_CLASS (carillon_mistakes_parent_class)->finalize (object);
}

static void
carillon_mistakes_class_init (CarillonMistakesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = carillon_mistakes_dispose;
  G_OBJECT_CLASS (klass)->finalize = carillon_mistakes_finalize;
}

static void
carillon_mistakes_init (CarillonMistakes *self)
{
  self->parsed = g_ptr_array_new_with_free_func (g_object_unref);
  self->found = g_ptr_array_new_with_free_func (g_object_unref);
  self->shown = g_ptr_array_new_with_free_func (g_object_unref);
}

static GtkTextTag *
add_tag (GtkTextBuffer *buffer, GdkRGBA colour)
{
  return gtk_text_buffer_create_tag (buffer, NULL, "underline", PANGO_UNDERLINE_ERROR,
                                     "underline-rgba", &colour, NULL);
}

/**
 * carillon_mistakes_new:
 * @buffer: holds a template
 *
 * Returns: (transfer full): its mistakes
 */
CarillonMistakes *
carillon_mistakes_new (GtkTextBuffer *buffer)
{
  g_return_val_if_fail (GTK_IS_TEXT_BUFFER (buffer), NULL);

  CarillonMistakes *self = g_object_new (CARILLON_TYPE_MISTAKES, NULL);
  self->buffer = g_object_ref (buffer);
  self->error_tag = add_tag (buffer, ERROR_COLOUR);
  self->warning_tag = add_tag (buffer, WARNING_COLOUR);
  g_signal_connect_swapped (buffer, "changed", G_CALLBACK (on_changed), self);
  return self;
}
