#include "carillon-template-editor.h"

#include <adwaita.h>
#include <string.h>

#include "carillon-config.h"

/* Pango breaks a word that is longer than a line in a time that grows with the square of its
 * length: 20 s for 100,000 letters, where breaking anywhere takes 0.2 s. Words of this many bytes
 * are none that a person reads. */
#define LONGEST_WORD 2000

struct _CarillonTemplateEditor {
  GtkWidget parent_instance;

  GtkSourceView *view;
  GtkLabel *message_label;
  GtkTextBuffer *buffer;
  GtkTextTag *mistake; /* (unowned): of the buffer's table */
  GtkTextTag *oddity;  /* (unowned): of the buffer's table */
  char *text;          /* what the buffer holds */
  char *label;         /* (nullable) */
  gboolean single_line;
};

enum {
  PROP_TEXT = 1,
  PROP_LABEL,
  PROP_SINGLE_LINE,
  PROP_VIEW_NAME,
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

/* The view itself would split a line, or take Shift+Tab for un-indenting. X sends a key of its own
 * for the latter. */
static gboolean
on_key_pressed (CarillonTemplateEditor *self, guint keyval, guint keycode, GdkModifierType state)
{
  GdkModifierType modifiers = state & gtk_accelerator_get_default_mod_mask ();
  gboolean enter = keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter;
  gboolean tab = keyval == GDK_KEY_Tab || keyval == GDK_KEY_ISO_Left_Tab;

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

static void
follow_colours (CarillonTemplateEditor *self)
{
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  GtkSourceStyleScheme *scheme = gtk_source_style_scheme_manager_get_scheme (
    gtk_source_style_scheme_manager_get_default (), dark ? "Adwaita-dark" : "Adwaita");

  gtk_source_buffer_set_style_scheme (GTK_SOURCE_BUFFER (self->buffer), scheme);
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

/* Offsets of a text that has been edited since are cut to what there is. */
static void
get_iters (CarillonTemplateEditor *self,
           const LiquidSpan *span,
           GtkTextIter *start,
           GtkTextIter *end)
{
  gsize length = strlen (self->text);
  gsize first = MIN (span->start, length);
  gsize last = CLAMP (span->end, first, length);

  gtk_text_buffer_get_iter_at_offset (self->buffer, start,
                                      (int) g_utf8_strlen (self->text, (gssize) first));
  gtk_text_buffer_get_iter_at_offset (self->buffer, end,
                                      (int) g_utf8_strlen (self->text, (gssize) last));
  if (gtk_text_iter_equal (start, end) && !gtk_text_iter_forward_char (end)) {
    gtk_text_iter_backward_char (start);
  }
}

/**
 * carillon_template_editor_clear_marks:
 * @self: the editor
 */
void
carillon_template_editor_clear_marks (CarillonTemplateEditor *self)
{
  GtkTextIter start;
  GtkTextIter end;

  g_return_if_fail (CARILLON_IS_TEMPLATE_EDITOR (self));
  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  gtk_text_buffer_remove_tag (self->buffer, self->mistake, &start, &end);
  gtk_text_buffer_remove_tag (self->buffer, self->oddity, &start, &end);
}

/**
 * carillon_template_editor_mark:
 * @self: the editor
 * @span: where
 * @mistake: whether it is an error rather than something to look at
 *
 * Underlines a part of the text.
 */
void
carillon_template_editor_mark (CarillonTemplateEditor *self,
                               const LiquidSpan *span,
                               gboolean mistake)
{
  GtkTextIter start;
  GtkTextIter end;

  g_return_if_fail (CARILLON_IS_TEMPLATE_EDITOR (self));
  g_return_if_fail (span != NULL);
  get_iters (self, span, &start, &end);
  gtk_text_buffer_apply_tag (self->buffer, mistake ? self->mistake : self->oddity, &start, &end);
}

/**
 * carillon_template_editor_set_message:
 * @self: the editor
 * @message: (nullable): what is wrong, or %NULL
 */
void
carillon_template_editor_set_message (CarillonTemplateEditor *self, const char *message)
{
  g_return_if_fail (CARILLON_IS_TEMPLATE_EDITOR (self));

  gtk_label_set_label (self->message_label, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message_label), message != NULL);
  if (message != NULL) {
    gtk_widget_add_css_class (GTK_WIDGET (self), "error");
  } else {
    gtk_widget_remove_css_class (GTK_WIDGET (self), "error");
  }
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
    get_iters (self, span, &start, &end);
    gtk_text_buffer_select_range (self->buffer, &end, &start);
    gtk_text_view_scroll_mark_onscreen (GTK_TEXT_VIEW (self->view),
                                        gtk_text_buffer_get_insert (self->buffer));
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
  return gtk_widget_child_focus (gtk_widget_get_first_child (widget), direction);
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
    g_object_notify_by_pspec (object, pspec);
    break;
  case PROP_VIEW_NAME:
    gtk_widget_set_name (GTK_WIDGET (self->view), g_value_get_string (value));
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

  gtk_widget_dispose_template (GTK_WIDGET (object), CARILLON_TYPE_TEMPLATE_EDITOR);
  g_clear_pointer (&child, gtk_widget_unparent);
  G_OBJECT_CLASS (carillon_template_editor_parent_class)->dispose (object);
}

static void
carillon_template_editor_finalize (GObject *object)
{
  CarillonTemplateEditor *self = CARILLON_TEMPLATE_EDITOR (object);

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
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (GTK_SOURCE_TYPE_VIEW);
  g_type_ensure (GTK_SOURCE_TYPE_BUFFER);
  gtk_widget_class_set_template_from_resource (widget_class, CARILLON_RESOURCE_PREFIX
                                               "/composer/editor/carillon-template-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, CarillonTemplateEditor, view);
  gtk_widget_class_bind_template_child (widget_class, CarillonTemplateEditor, message_label);
  gtk_widget_class_bind_template_callback (widget_class, on_key_pressed);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "templateeditor");
}

static void
carillon_template_editor_init (CarillonTemplateEditor *self)
{
  self->text = g_strdup ("");
  gtk_widget_init_template (GTK_WIDGET (self));
  self->buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
  self->mistake =
    gtk_text_buffer_create_tag (self->buffer, NULL, "underline", PANGO_UNDERLINE_ERROR, NULL);
  self->oddity =
    gtk_text_buffer_create_tag (self->buffer, NULL, "underline", PANGO_UNDERLINE_ERROR,
                                "underline-rgba", &(GdkRGBA){ 0.9f, 0.65f, 0.04f, 1.0f }, NULL);
  g_signal_connect_object (self->buffer, "changed", G_CALLBACK (on_buffer_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (follow_colours), self, G_CONNECT_SWAPPED);
  follow_colours (self);
}
