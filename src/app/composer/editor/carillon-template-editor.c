#include "carillon-template-editor.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "carillon-completion.h"
#include "carillon-config.h"
#include "carillon-insert-variable.h"
#include "carillon-liquid-language.h"
#include "carillon-mistake-hint.h"
#include "carillon-mistake-row.h"
#include "carillon-mistakes.h"
#include "carillon-typing.h"

/* Pango breaks a word that is longer than a line in a time that grows with the square of its
 * length: 20 s for 100,000 letters, where breaking anywhere takes 0.2 s. Words of this many bytes
 * are none that a person reads. */
#define LONGEST_WORD 2000

/* Of the gravest; the keys that go from one to the next find all. */
#define N_LISTED_MISTAKES 3

struct _CarillonTemplateEditor {
  GtkWidget parent_instance;

  GtkSourceView *view;
  GtkLabel *message_label;
  GtkListBox *mistakes_list;
  GtkLabel *more_mistakes_label;
  GtkWidget *variable_button;
  GtkWidget *variables; /* (nullable): until it is disposed */
  GtkTextBuffer *buffer;
  CarillonMistakes *mistakes;     /* (owned) */
  GListModel *gravest;            /* (owned): those that are listed */
  CarillonMistakeHint *hint;      /* (owned) */
  CarillonCompletion *completion; /* (owned) */
  CarillonTyping *typing;         /* (owned) */
  char *text;                     /* what the buffer holds */
  char *label;                    /* (nullable) */
  gboolean single_line;
};

enum {
  PROP_TEXT = 1,
  PROP_LABEL,
  PROP_SINGLE_LINE,
  PROP_VIEW_NAME,
  PROP_CURSOR_OFFSET,
  PROP_AUDIENCE,
  PROP_OTHER_TEXT,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (CarillonTemplateEditor, carillon_template_editor, GTK_TYPE_WIDGET)

static gboolean
has_long_word (const char *text)
{
  gsize length = 0;

  for (; *text != '\0'; text++) {
    length = g_ascii_isspace (*text) ? 0 : length + 1;
    if (length > LONGEST_WORD) {
      return TRUE;
    }
  }
  return FALSE;
}

static void
on_buffer_changed (CarillonTemplateEditor *self)
{
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  g_free (self->text);
  self->text = gtk_text_buffer_get_text (self->buffer, &start, &end, TRUE);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (self->view),
                               has_long_word (self->text) ? GTK_WRAP_CHAR : GTK_WRAP_WORD_CHAR);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
}

/* Lets the operator choose a variable. */
static void
open_variables (CarillonTemplateEditor *self)
{
  g_autoptr (GPtrArray) names = carillon_proposals_list_variables (
    self->text, -1, carillon_completion_get_sources (self->completion));
  graphene_rect_t bounds;

  g_ptr_array_add (names, NULL);
  if (gtk_widget_compute_bounds (self->variable_button, GTK_WIDGET (self), &bounds)) {
    gtk_popover_set_pointing_to (GTK_POPOVER (self->variables),
                                 &(GdkRectangle){ (int) bounds.origin.x, (int) bounds.origin.y,
                                                  (int) bounds.size.width,
                                                  (int) bounds.size.height });
  }
  carillon_insert_variable_open (CARILLON_INSERT_VARIABLE (self->variables),
                                 (const char *const *) names->pdata);
}

/* In place of what is selected; where an output is open already, without braces of its own. */
static void
insert_variable (CarillonTemplateEditor *self, const char *expression)
{
  CarillonPlace place;
  gsize cursor;
  g_autofree char *text = carillon_typing_get_text (self->buffer, &cursor);

  carillon_liquid_place_find (text, cursor, &place);
  gboolean inside = place.region == CARILLON_REGION_OUTPUT || place.region == CARILLON_REGION_TAG;
  g_autofree char *output =
    inside ? g_strdup (expression) : g_strdup_printf ("{{ %s }}", expression);
  gtk_text_buffer_begin_user_action (self->buffer);
  gtk_text_buffer_delete_selection (self->buffer, TRUE, TRUE);
  gtk_text_buffer_insert_at_cursor (self->buffer, output, -1);
  gtk_text_buffer_end_user_action (self->buffer);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

/* The view itself would split a line, or take Shift+Tab for un-indenting. X sends a key of its own
 * for the latter. */
static gboolean
on_key_pressed (CarillonTemplateEditor *self, guint keyval, guint keycode, GdkModifierType state)
{
  GdkModifierType modifiers = state & gtk_accelerator_get_default_mod_mask ();
  gboolean enter = keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter;
  gboolean tab = keyval == GDK_KEY_Tab || keyval == GDK_KEY_ISO_Left_Tab;

  carillon_typing_press (self->typing);
  if (carillon_completion_press (self->completion, keyval, modifiers) ||
      carillon_mistake_hint_press (self->hint, keyval, modifiers)) {
    return GDK_EVENT_STOP;
  }
  if (keyval == GDK_KEY_i && modifiers == GDK_CONTROL_MASK) {
    open_variables (self);
    return GDK_EVENT_STOP;
  }
  if (enter && self->single_line && modifiers == 0) {
    gtk_widget_activate_action (GTK_WIDGET (self), "composer.focus-body", NULL);
    return GDK_EVENT_STOP;
  }
  if (tab && modifiers == GDK_SHIFT_MASK) {
    g_signal_emit_by_name (self->view, "move-focus", GTK_DIR_TAB_BACKWARD);
    return GDK_EVENT_STOP;
  }
  return GDK_EVENT_PROPAGATE;
}

/**
 * carillon_template_editor_get_text:
 * @self: the editor
 *
 * Returns: its text
 */
const char *
carillon_template_editor_get_text (CarillonTemplateEditor *self)
{
  g_return_val_if_fail (CARILLON_IS_TEMPLATE_EDITOR (self), NULL);
  return self->text;
}

/**
 * carillon_template_editor_set_text:
 * @self: the editor
 * @text: UTF-8
 *
 * Replaces the text and forgets what could be undone.
 */
void
carillon_template_editor_set_text (CarillonTemplateEditor *self, const char *text)
{
  g_return_if_fail (CARILLON_IS_TEMPLATE_EDITOR (self));
  g_return_if_fail (text != NULL);

  if (strcmp (self->text, text) == 0) {
    return;
  }
  gtk_text_buffer_begin_irreversible_action (self->buffer);
  gtk_text_buffer_set_text (self->buffer, text, -1);
  gtk_text_buffer_end_irreversible_action (self->buffer);
}

/**
 * carillon_template_editor_edit:
 * @self: the editor
 * @text: UTF-8
 *
 * Gives it another text in one step, which can be undone; only what differs is replaced.
 */
void
carillon_template_editor_edit (CarillonTemplateEditor *self, const char *text)
{
  g_return_if_fail (CARILLON_IS_TEMPLATE_EDITOR (self));
  g_return_if_fail (text != NULL);

  const char *start = self->text, *end = start + strlen (start);
  const char *new_start = text, *new_end = text + strlen (text);
  GtkTextIter first, last;

  while (*start != '\0' && g_utf8_get_char (start) == g_utf8_get_char (new_start)) {
    start = g_utf8_next_char (start);
    new_start = g_utf8_next_char (new_start);
  }
  while (end > start && new_end > new_start &&
         g_utf8_get_char (g_utf8_prev_char (end)) == g_utf8_get_char (g_utf8_prev_char (new_end))) {
    end = g_utf8_prev_char (end);
    new_end = g_utf8_prev_char (new_end);
  }
  gtk_text_buffer_get_iter_at_offset (self->buffer, &first,
                                      (int) g_utf8_pointer_to_offset (self->text, start));
  gtk_text_buffer_get_iter_at_offset (self->buffer, &last,
                                      (int) g_utf8_pointer_to_offset (self->text, end));
  gtk_text_buffer_begin_user_action (self->buffer);
  gtk_text_buffer_delete (self->buffer, &first, &last);
  gtk_text_buffer_insert (self->buffer, &first, new_start, (int) (new_end - new_start));
  gtk_text_buffer_end_user_action (self->buffer);
}

void
carillon_template_editor_undo (CarillonTemplateEditor *self)
{
  g_return_if_fail (CARILLON_IS_TEMPLATE_EDITOR (self));

  if (gtk_text_buffer_get_can_undo (self->buffer)) {
    gtk_text_buffer_undo (self->buffer);
  }
}

/**
 * carillon_template_editor_clear_marks:
 * @self: the editor
 *
 * Forgets what was marked; what does not parse stays underlined.
 */
void
carillon_template_editor_clear_marks (CarillonTemplateEditor *self)
{
  g_return_if_fail (CARILLON_IS_TEMPLATE_EDITOR (self));

  carillon_mistakes_forget_found (self->mistakes);
}

/**
 * carillon_template_editor_mark:
 * @self: the editor
 * @span: where
 * @error: whether it is an error rather than something to look at
 * @message: what is wrong, translated
 *
 * Underlines a part of the text, and lists what is wrong with it.
 */
void
carillon_template_editor_mark (CarillonTemplateEditor *self,
                               const LiquidSpan *span,
                               gboolean error,
                               const char *message)
{
  g_return_if_fail (CARILLON_IS_TEMPLATE_EDITOR (self));
  g_return_if_fail (span != NULL);
  g_return_if_fail (message != NULL);

  carillon_mistakes_add_found (self->mistakes, span, error, message);
}

static void
list_mistakes (CarillonTemplateEditor *self)
{
  guint n_mistakes = g_list_model_get_n_items (G_LIST_MODEL (self->mistakes));
  guint n_more = n_mistakes > N_LISTED_MISTAKES ? n_mistakes - N_LISTED_MISTAKES : 0;
  g_autofree char *more =
    g_strdup_printf (ngettext ("and %'u more", "and %'u more", n_more), n_more);

  gtk_widget_set_visible (GTK_WIDGET (self->mistakes_list), n_mistakes > 0);
  gtk_label_set_label (self->more_mistakes_label, more);
  gtk_widget_set_visible (GTK_WIDGET (self->more_mistakes_label), n_more > 0);
}

static void
show_state (CarillonTemplateEditor *self)
{
  gboolean error = gtk_widget_get_visible (GTK_WIDGET (self->message_label)) ||
                   carillon_mistakes_has_error (self->mistakes);

  if (error) {
    gtk_widget_add_css_class (GTK_WIDGET (self), "error");
  } else {
    gtk_widget_remove_css_class (GTK_WIDGET (self), "error");
  }
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_STATE_INVALID,
                               error ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
  list_mistakes (self);
}

/**
 * carillon_template_editor_set_message:
 * @self: the editor
 * @message: (nullable): what is wrong with the text as a whole, or %NULL
 */
void
carillon_template_editor_set_message (CarillonTemplateEditor *self, const char *message)
{
  g_return_if_fail (CARILLON_IS_TEMPLATE_EDITOR (self));

  gtk_label_set_label (self->message_label, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message_label), message != NULL);
  show_state (self);
}

/**
 * carillon_template_editor_select:
 * @self: the editor
 * @span: (nullable): what to select
 *
 * Takes the focus, and shows a part of the text.
 */
void
carillon_template_editor_select (CarillonTemplateEditor *self, const LiquidSpan *span)
{
  GtkTextIter start;
  GtkTextIter end;

  g_return_if_fail (CARILLON_IS_TEMPLATE_EDITOR (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
  if (span != NULL) {
    carillon_mistake_get_span (self->buffer, span, &start, &end);
    gtk_text_buffer_select_range (self->buffer, &end, &start);
    gtk_text_view_scroll_mark_onscreen (GTK_TEXT_VIEW (self->view),
                                        gtk_text_buffer_get_insert (self->buffer));
  }
}

static guint
get_cursor_offset (CarillonTemplateEditor *self)
{
  GtkTextIter cursor;

  gtk_text_buffer_get_iter_at_mark (self->buffer, &cursor,
                                    gtk_text_buffer_get_insert (self->buffer));
  return (guint) gtk_text_iter_get_offset (&cursor);
}

/* Beyond the text is its end. */
static void
set_cursor_offset (CarillonTemplateEditor *self, guint offset)
{
  GtkTextIter cursor;

  gtk_text_buffer_get_iter_at_offset (self->buffer, &cursor, (int) MIN (offset, G_MAXINT));
  gtk_text_buffer_place_cursor (self->buffer, &cursor);
  gtk_text_view_scroll_mark_onscreen (GTK_TEXT_VIEW (self->view),
                                      gtk_text_buffer_get_insert (self->buffer));
}

static void
on_cursor_moved (CarillonTemplateEditor *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CURSOR_OFFSET]);
}

static void
on_mistake_activated (CarillonTemplateEditor *self, GtkListBoxRow *row)
{
  g_autoptr (CarillonMistake) mistake =
    g_list_model_get_item (self->gravest, (guint) gtk_list_box_row_get_index (row));

  if (mistake != NULL) {
    carillon_mistake_hint_go_to (self->hint, mistake);
  }
}

static gboolean
carillon_template_editor_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (CARILLON_TEMPLATE_EDITOR (widget)->view));
}

/* On the way back GTK focuses a widget itself after its children, which is the view once more. */
static gboolean
carillon_template_editor_focus (GtkWidget *widget, GtkDirectionType direction)
{
  GtkWidget *inside = gtk_widget_get_focus_child (widget);

  return gtk_widget_child_focus (
    GTK_IS_POPOVER (inside) ? inside : gtk_widget_get_first_child (widget), direction);
}

static void
carillon_template_editor_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarillonTemplateEditor *self = CARILLON_TEMPLATE_EDITOR (object);

  switch (id) {
  case PROP_TEXT:
    g_value_set_string (value, self->text);
    break;
  case PROP_LABEL:
    g_value_set_string (value, self->label);
    break;
  case PROP_SINGLE_LINE:
    g_value_set_boolean (value, self->single_line);
    break;
  case PROP_VIEW_NAME:
    g_value_set_string (value, gtk_widget_get_name (GTK_WIDGET (self->view)));
    break;
  case PROP_CURSOR_OFFSET:
    g_value_set_uint (value, get_cursor_offset (self));
    break;
  case PROP_OTHER_TEXT:
    g_value_set_string (value, carillon_completion_get_sources (self->completion)->other_text);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_template_editor_set_property (GObject *object,
                                       guint id,
                                       const GValue *value,
                                       GParamSpec *pspec)
{
  CarillonTemplateEditor *self = CARILLON_TEMPLATE_EDITOR (object);
  const char *text;

  switch (id) {
  case PROP_TEXT:
    text = g_value_get_string (value);
    carillon_template_editor_set_text (self, text != NULL ? text : "");
    break;
  case PROP_LABEL:
    g_free (self->label);
    self->label = g_value_dup_string (value);
    g_object_notify_by_pspec (object, pspec);
    break;
  case PROP_SINGLE_LINE:
    self->single_line = g_value_get_boolean (value);
    carillon_typing_set_single_line (self->typing, self->single_line);
    g_object_notify_by_pspec (object, pspec);
    break;
  case PROP_VIEW_NAME:
    gtk_widget_set_name (GTK_WIDGET (self->view), g_value_get_string (value));
    g_object_notify_by_pspec (object, pspec);
    break;
  case PROP_CURSOR_OFFSET:
    set_cursor_offset (self, g_value_get_uint (value));
    break;
  case PROP_AUDIENCE:
    carillon_completion_set_audience (self->completion, g_value_get_object (value));
    g_object_notify_by_pspec (object, pspec);
    break;
  case PROP_OTHER_TEXT:
    carillon_completion_set_other_text (self->completion, g_value_get_string (value));
    g_object_notify_by_pspec (object, pspec);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_template_editor_dispose (GObject *object)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (object));
  CarillonTemplateEditor *self = CARILLON_TEMPLATE_EDITOR (object);

  g_clear_pointer (&self->variables, gtk_widget_unparent);
  g_clear_object (&self->hint);
  g_clear_object (&self->completion);
  g_clear_object (&self->typing);
  gtk_widget_dispose_template (GTK_WIDGET (object), CARILLON_TYPE_TEMPLATE_EDITOR);
  g_clear_pointer (&child, gtk_widget_unparent);
  G_OBJECT_CLASS (carillon_template_editor_parent_class)->dispose (object);
}

static void
carillon_template_editor_finalize (GObject *object)
{
  CarillonTemplateEditor *self = CARILLON_TEMPLATE_EDITOR (object);

  g_clear_object (&self->gravest);
  g_clear_object (&self->mistakes);
  g_free (self->text);
  g_free (self->label);
  G_OBJECT_CLASS (carillon_template_editor_parent_class)->finalize (object);
}

static void
carillon_template_editor_class_init (CarillonTemplateEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = carillon_template_editor_get_property;
  object_class->set_property = carillon_template_editor_set_property;
  object_class->dispose = carillon_template_editor_dispose;
  object_class->finalize = carillon_template_editor_finalize;
  widget_class->focus = carillon_template_editor_focus;
  widget_class->grab_focus = carillon_template_editor_grab_focus;

  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, "", flags);
  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, flags);
  properties[PROP_SINGLE_LINE] = g_param_spec_boolean ("single-line", NULL, NULL, FALSE, flags);
  properties[PROP_VIEW_NAME] = g_param_spec_string ("view-name", NULL, NULL, NULL, flags);
  properties[PROP_CURSOR_OFFSET] =
    g_param_spec_uint ("cursor-offset", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_AUDIENCE] =
    g_param_spec_object ("audience", NULL, NULL, DISPATCH_TYPE_AUDIENCE,
                         G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_OTHER_TEXT] = g_param_spec_string ("other-text", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (GTK_SOURCE_TYPE_VIEW);
  g_type_ensure (GTK_SOURCE_TYPE_BUFFER);
  gtk_widget_class_set_template_from_resource (widget_class, CARILLON_RESOURCE_PREFIX
                                               "/composer/editor/carillon-template-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, CarillonTemplateEditor, view);
  gtk_widget_class_bind_template_child (widget_class, CarillonTemplateEditor, message_label);
  gtk_widget_class_bind_template_child (widget_class, CarillonTemplateEditor, mistakes_list);
  gtk_widget_class_bind_template_child (widget_class, CarillonTemplateEditor, more_mistakes_label);
  gtk_widget_class_bind_template_child (widget_class, CarillonTemplateEditor, variable_button);
  gtk_widget_class_bind_template_callback (widget_class, open_variables);
  gtk_widget_class_bind_template_callback (widget_class, on_key_pressed);
  gtk_widget_class_bind_template_callback (widget_class, on_mistake_activated);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "templateeditor");
}

static void
carillon_template_editor_init (CarillonTemplateEditor *self)
{
  self->text = g_strdup ("");
  gtk_widget_init_template (GTK_WIDGET (self));
  self->buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
  self->mistakes = carillon_mistakes_new (self->buffer);
  self->hint =
    carillon_mistake_hint_new (GTK_TEXT_VIEW (self->view), GTK_WIDGET (self), self->mistakes);
  self->typing = carillon_typing_new (GTK_TEXT_VIEW (self->view));
  self->completion = carillon_completion_new (GTK_TEXT_VIEW (self->view), GTK_WIDGET (self));
  self->variables = g_object_new (CARILLON_TYPE_INSERT_VARIABLE, NULL);
  gtk_widget_set_parent (self->variables, GTK_WIDGET (self));
  g_signal_connect_object (self->variables, "insert", G_CALLBACK (insert_variable), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->typing, "typed", G_CALLBACK (carillon_completion_typed),
                           self->completion, G_CONNECT_SWAPPED);
  self->gravest = carillon_mistakes_list_gravest (self->mistakes, N_LISTED_MISTAKES);
  gtk_list_box_bind_model (self->mistakes_list, self->gravest, carillon_mistake_row_create, NULL,
                           NULL);
  carillon_liquid_language_use (GTK_SOURCE_BUFFER (self->buffer));
  g_signal_connect_object (self->buffer, "changed", G_CALLBACK (on_buffer_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->buffer, "notify::cursor-position", G_CALLBACK (on_cursor_moved),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->mistakes, "items-changed", G_CALLBACK (show_state), self,
                           G_CONNECT_SWAPPED);
}
