#include "carillon-typing.h"

#include <string.h>

#include "carillon-liquid-place.h"

struct _CarillonTyping {
  GObject parent_instance;

  GtkTextView *view;     /* (unowned): lives as long as its parent */
  GtkTextBuffer *buffer; /* (owned) */
  gunichar typed;        /* in the user's action at hand, or 0 */
  guint depth;           /* of actions of the user */
  gboolean undoing;
  gboolean pasting;
  gboolean own;   /* the change is made here */
  gboolean spare; /* a space stands twice before what has been typed over */
  gboolean single_line;
};

enum {
  SIGNAL_TYPED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CarillonTyping, carillon_typing, G_TYPE_OBJECT)

/* Where the cursor is among what stands around it. */
typedef struct {
  char *text;   /* (owned) */
  gsize cursor; /* bytes */
  CarillonPlace place;
} Around;

static void
around_clear (Around *self)
{
  g_free (self->text);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Around, around_clear)

/**
 * carillon_typing_get_text:
 * @buffer: a text buffer
 * @cursor: (out): where its cursor is, in bytes
 *
 * Returns: (transfer full): its text
 */
char *
carillon_typing_get_text (GtkTextBuffer *buffer, gsize *cursor)
{
  GtkTextIter start, at, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_text_buffer_get_iter_at_mark (buffer, &at, gtk_text_buffer_get_insert (buffer));
  g_autofree char *before = gtk_text_buffer_get_text (buffer, &start, &at, TRUE);
  *cursor = strlen (before);
  return gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
}

static void
look_around (CarillonTyping *self, Around *around)
{
  around->text = carillon_typing_get_text (self->buffer, &around->cursor);
  carillon_liquid_place_find (around->text, around->cursor, &around->place);
}

static gboolean
has_before (const Around *around, gsize back, const char *text)
{
  gsize length = strlen (text);

  return around->cursor >= back + length &&
         memcmp (around->text + around->cursor - back - length, text, length) == 0;
}

static gboolean
has_after (const Around *around, const char *text)
{
  return g_str_has_prefix (around->text + around->cursor, text);
}

static gboolean
is_in_liquid (const Around *around)
{
  return around->place.region == CARILLON_REGION_OUTPUT ||
         around->place.region == CARILLON_REGION_TAG;
}

/* Typing over */

/* How many characters that stand behind the cursor already @c stands for, or 0. */
static guint
count_typed_over (const Around *around, gunichar c)
{
  const char *closer = around->place.region == CARILLON_REGION_OUTPUT ? "}}" : "%}";

  if (!is_in_liquid (around)) {
    return 0;
  }
  if (around->place.quote != 0) {
    return c == (gunichar) around->place.quote && around->text[around->cursor] == (char) c;
  }
  guint spaces = has_after (around, " ");
  gboolean closes = g_str_has_prefix (around->text + around->cursor + spaces, closer);
  if (closes && c == (gunichar) closer[0]) {
    return spaces + 1;
  }
  if (closes && c == '}') {
    return spaces + 2;
  }
  /* The first half has been typed over. */
  return c == '}' && has_after (around, "}") && has_before (around, 0, (char[]){ closer[0], '\0' });
}

static void
move_cursor (CarillonTyping *self, int n)
{
  GtkTextIter cursor;

  gtk_text_buffer_get_iter_at_mark (self->buffer, &cursor,
                                    gtk_text_buffer_get_insert (self->buffer));
  gtk_text_iter_forward_chars (&cursor, n);
  gtk_text_buffer_place_cursor (self->buffer, &cursor);
}

static gboolean
is_at_cursor (CarillonTyping *self, const GtkTextIter *location)
{
  GtkTextIter cursor;

  gtk_text_buffer_get_iter_at_mark (self->buffer, &cursor,
                                    gtk_text_buffer_get_insert (self->buffer));
  return gtk_text_iter_equal (&cursor, location) &&
         !gtk_text_buffer_get_has_selection (self->buffer);
}

/* A line break that is pasted where there is only one line is a space. */
static char *
join_lines (const char *text, int length)
{
  g_autofree char *copy = g_strndup (text, (gsize) length);

  g_strdelimit (g_strchomp (copy), "\r\n", '\n');
  g_auto (GStrv) lines = g_strsplit (copy, "\n", -1);
  GString *line = g_string_new (NULL);
  for (guint i = 0; lines[i] != NULL; i++) {
    if (*lines[i] != '\0') {
      g_string_append (line, line->len > 0 ? " " : "");
      g_string_append (line, lines[i]);
    }
  }
  return g_string_free (line, FALSE);
}

static void
on_insert_text (CarillonTyping *self, GtkTextIter *location, const char *text, int length)
{
  if (self->depth == 0 || self->own || self->undoing) {
    return;
  }
  if (self->single_line && memchr (text, '\n', (gsize) length) != NULL) {
    g_autofree char *line = join_lines (text, length);
    self->own = TRUE;
    gtk_text_buffer_insert (self->buffer, location, line, -1);
    self->own = FALSE;
    g_signal_stop_emission_by_name (self->buffer, "insert-text");
    return;
  }
  if (self->pasting || g_utf8_strlen (text, length) != 1 || !is_at_cursor (self, location)) {
    return;
  }
  g_auto (Around) around = { 0 };
  gunichar c = g_utf8_get_char (text);
  look_around (self, &around);
  guint n_over = count_typed_over (&around, c);
  if (n_over > 0) {
    g_signal_stop_emission_by_name (self->buffer, "insert-text");
    self->spare = has_before (&around, 0, " ") && has_after (&around, " ");
    move_cursor (self, (int) n_over);
  } else {
    self->typed = c;
  }
}

/* Opening */

/* Whether what has been opened is closed before something else opens. */
static gboolean
is_closed (const Around *around, const char *closer)
{
  const char *after = around->text + around->cursor;
  const char *close = strstr (after, closer), *output = strstr (after, "{{"),
             *tag = strstr (after, "{%");

  return close != NULL && (output == NULL || close < output) && (tag == NULL || close < tag);
}

static gboolean
may_open (const Around *around)
{
  char next = around->text[around->cursor];

  return next == '\0' || g_ascii_isspace (next) || strchr (".,;:!?)}|\"'%]<{", next) != NULL;
}

static gboolean
is_quoted (const Around *around)
{
  return has_after (around, "\"") || has_after (around, "'");
}

static gboolean
opens_in_text (const Around *around)
{
  CarillonPlace before;

  carillon_liquid_place_find (around->text, around->cursor - 2, &before);
  return before.region == CARILLON_REGION_TEXT && !has_before (around, 2, "{");
}

/* Returns: (nullable): what closes what has just been opened */
static const char *
find_closer (const Around *around, gunichar c)
{
  if (c == '{' && has_before (around, 1, "{") && may_open (around) && opens_in_text (around)) {
    return is_closed (around, "}}") ? NULL : "}}";
  }
  if (c == '%' && has_before (around, 1, "{") && may_open (around) && opens_in_text (around)) {
    return is_closed (around, "%}") ? NULL : "%}";
  }
  if (c == ' ' && ((has_before (around, 1, "{{") && has_after (around, "}}")) ||
                   (has_before (around, 1, "{%") && has_after (around, "%}")))) {
    return " ";
  }
  if ((c == '"' || c == '\'') && is_in_liquid (around) && !is_quoted (around) &&
      around->place.quote == (char) c && may_open (around)) {
    return c == '"' ? "\"" : "'";
  }
  return NULL;
}

static void
close_pair (CarillonTyping *self, gunichar c)
{
  g_auto (Around) around = { 0 };

  look_around (self, &around);
  const char *closer = find_closer (&around, c);
  if (closer == NULL) {
    return;
  }
  self->own = TRUE;
  gtk_text_buffer_begin_user_action (self->buffer);
  /* From its end: what is put in as one would be undone as one with what was typed. */
  for (gsize i = strlen (closer); i-- > 0;) {
    gtk_text_buffer_insert_at_cursor (self->buffer, closer + i, 1);
    move_cursor (self, -1);
  }
  gtk_text_buffer_end_user_action (self->buffer);
  self->own = FALSE;
}

/* The space that was put there with the pair, and the one that was typed. */
static void
delete_spare (CarillonTyping *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_iter_at_mark (self->buffer, &start,
                                    gtk_text_buffer_get_insert (self->buffer));
  while (gtk_text_iter_backward_char (&start) && gtk_text_iter_get_char (&start) != ' ') {
  }
  end = start;
  gtk_text_iter_forward_char (&end);
  self->own = TRUE;
  gtk_text_buffer_delete (self->buffer, &start, &end);
  self->own = FALSE;
}

static void
on_begin_user_action (CarillonTyping *self)
{
  self->depth++;
}

static void
on_end_user_action (CarillonTyping *self)
{
  self->depth -= self->depth > 0;
  if (self->depth == 0 && self->spare) {
    self->spare = FALSE;
    delete_spare (self);
  }
  if (self->depth == 0 && self->typed != 0) {
    gunichar c = self->typed;
    self->typed = 0;
    close_pair (self, c);
    g_signal_emit (self, signals[SIGNAL_TYPED], 0);
  }
}

/* Taking back */

static gboolean
is_empty_pair (const Around *around, guint *n_after)
{
  static const struct {
    const char *before;
    const char *after;
    guint n_after; /* that go with one before */
  } pairs[] = {
    { "{{", "}}", 2 },
    { "{%", "%}", 2 },
    { "{{ ", " }}", 1 },
    { "{% ", " %}", 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++) {
    if (has_before (around, 0, pairs[i].before) && has_after (around, pairs[i].after)) {
      *n_after = pairs[i].n_after;
      return TRUE;
    }
  }
  const char quote[] = { around->place.quote, '\0' };
  *n_after = 1;
  return *quote != '\0' && is_in_liquid (around) && has_before (around, 0, quote) &&
         has_after (around, quote);
}

static void
on_backspace (CarillonTyping *self)
{
  g_auto (Around) around = { 0 };
  guint n_after;

  if (gtk_text_buffer_get_has_selection (self->buffer) ||
      !gtk_text_view_get_editable (self->view)) {
    return;
  }
  look_around (self, &around);
  if (!is_empty_pair (&around, &n_after)) {
    return;
  }
  GtkTextIter start, end;
  gtk_text_buffer_get_iter_at_mark (self->buffer, &start,
                                    gtk_text_buffer_get_insert (self->buffer));
  end = start;
  gtk_text_iter_backward_char (&start);
  gtk_text_iter_forward_chars (&end, (int) n_after);
  self->own = TRUE;
  gtk_text_buffer_begin_user_action (self->buffer);
  gtk_text_buffer_delete (self->buffer, &start, &end);
  gtk_text_buffer_end_user_action (self->buffer);
  self->own = FALSE;
  g_signal_stop_emission_by_name (self->view, "backspace");
}

static void
on_undo (CarillonTyping *self)
{
  self->undoing = TRUE;
}

static void
on_undone (CarillonTyping *self)
{
  self->undoing = FALSE;
  self->typed = 0;
}

static void
on_paste (CarillonTyping *self)
{
  self->pasting = TRUE;
}

/**
 * carillon_typing_press:
 * @self: the helper
 *
 * Is to be called before a key that was pressed does anything: nothing says that there was nothing
 * to paste, so the next key ends a paste, too.
 */
void
carillon_typing_press (CarillonTyping *self)
{
  g_return_if_fail (CARILLON_IS_TYPING (self));

  self->pasting = FALSE;
}

/**
 * carillon_typing_set_single_line:
 * @self: the helper
 * @single_line: whether line breaks that are pasted become spaces
 */
void
carillon_typing_set_single_line (CarillonTyping *self, gboolean single_line)
{
  g_return_if_fail (CARILLON_IS_TYPING (self));

  self->single_line = single_line;
}

static void
carillon_typing_dispose (GObject *object)
{
  CarillonTyping *self = CARILLON_TYPING (object);

  g_clear_object (&self->buffer);
  G_OBJECT_CLASS (carillon_typing_parent_class)->dispose (object);
}

static void
carillon_typing_class_init (CarillonTypingClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = carillon_typing_dispose;
  signals[SIGNAL_TYPED] = g_signal_new ("typed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
carillon_typing_init (CarillonTyping *self)
{
}

/**
 * carillon_typing_new:
 * @view: what is typed into, which keeps its buffer
 *
 * Returns: (transfer full): the helper
 */
CarillonTyping *
carillon_typing_new (GtkTextView *view)
{
  static const struct {
    const char *signal;
    void (*handler) (CarillonTyping *self);
    GConnectFlags flags;
  } connections[] = {
    { "begin-user-action", on_begin_user_action, 0 },
    { "end-user-action", on_end_user_action, G_CONNECT_AFTER },
    { "undo", on_undo, 0 },
    { "undo", on_undone, G_CONNECT_AFTER },
    { "redo", on_undo, 0 },
    { "redo", on_undone, G_CONNECT_AFTER },
    { "paste-done", carillon_typing_press, 0 },
  };

  g_return_val_if_fail (GTK_IS_TEXT_VIEW (view), NULL);
  CarillonTyping *self = g_object_new (CARILLON_TYPE_TYPING, NULL);
  self->view = view;
  self->buffer = g_object_ref (gtk_text_view_get_buffer (view));
  for (gsize i = 0; i < G_N_ELEMENTS (connections); i++) {
    g_signal_connect_object (self->buffer, connections[i].signal,
                             G_CALLBACK (connections[i].handler), self,
                             connections[i].flags | G_CONNECT_SWAPPED);
  }
  g_signal_connect_object (self->buffer, "insert-text", G_CALLBACK (on_insert_text), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "paste-clipboard", G_CALLBACK (on_paste), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "backspace", G_CALLBACK (on_backspace), self, G_CONNECT_SWAPPED);
  return self;
}
