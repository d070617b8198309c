#include "carillon-request-paste.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "carillon-config.h"
#include "carillon-request-text.h"

struct _CarillonRequestPaste {
  GtkWidget parent_instance;

  DispatchDraft *draft;     /* (owned) */
  DispatchRequest *request; /* (owned) (nullable): what the text is */
  GtkTextView *text_view;
  GtkWidget *apply_button;
  GtkBox *lines;
};

enum {
  APPLY,
  CANCEL,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CarillonRequestPaste, carillon_request_paste, GTK_TYPE_WIDGET)

DispatchRequest *
carillon_request_paste_get_request (CarillonRequestPaste *self)
{
  g_return_val_if_fail (CARILLON_IS_REQUEST_PASTE (self), NULL);

  return self->request;
}

static void
clear_lines (CarillonRequestPaste *self)
{
  GtkWidget *line = NULL;

  while ((line = gtk_widget_get_first_child (GTK_WIDGET (self->lines))) != NULL) {
    gtk_box_remove (self->lines, line);
  }
}

static void
add_line (CarillonRequestPaste *self, const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_set_focusable (label, FALSE);
  if (style != NULL) {
    gtk_widget_add_css_class (label, style);
  }
  gtk_box_append (self->lines, label);
}

static void
show_request (CarillonRequestPaste *self)
{
  g_autoptr (DispatchContent) content = dispatch_draft_get_content (self->draft);
  guint n_rows = dispatch_audience_get_n_rows (dispatch_draft_get_audience (self->draft));
  g_auto (GStrv) changes = carillon_describe_request_changes (content, n_rows, self->request);

  add_line (self, changes[0] != NULL ? _ ("What is going to change") : _ ("Nothing changes"),
            "heading");
  for (guint i = 0; changes[i] != NULL; i++) {
    add_line (self, changes[i], NULL);
  }
  if (self->request->notes->len > 0) {
    add_line (self, _ ("What is not taken as it is"), "heading");
    gtk_widget_set_margin_top (gtk_widget_get_last_child (GTK_WIDGET (self->lines)), 6);
  }
  for (guint i = 0; i < self->request->notes->len; i++) {
    g_autofree char *note = carillon_describe_request_note (self->request->notes->pdata[i]);
    add_line (self, note, "warning");
  }
  gtk_widget_set_sensitive (self->apply_button, changes[0] != NULL);
}

static void
on_text_changed (CarillonRequestPaste *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text_view);
  GtkTextIter start, end;
  g_autoptr (GError) error = NULL;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  g_autofree char *text = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
  clear_lines (self);
  g_clear_pointer (&self->request, dispatch_request_free);
  self->request = dispatch_request_from_text (text, &error);
  if (self->request != NULL) {
    show_request (self);
    return;
  }
  g_autofree char *words = carillon_describe_request_error (error);
  gboolean is_empty = g_error_matches (error, DISPATCH_REQUEST_ERROR, DISPATCH_REQUEST_ERROR_EMPTY);
  add_line (self, words, is_empty ? "dim-label" : "error");
  gtk_widget_set_sensitive (self->apply_button, FALSE);
}

static void
on_apply_clicked (CarillonRequestPaste *self)
{
  g_signal_emit (self, signals[APPLY], 0);
}

static void
on_cancel_clicked (CarillonRequestPaste *self)
{
  g_signal_emit (self, signals[CANCEL], 0);
}

static gboolean
carillon_request_paste_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (CARILLON_REQUEST_PASTE (widget)->text_view));
}

static void
carillon_request_paste_dispose (GObject *object)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (object));
  CarillonRequestPaste *self = CARILLON_REQUEST_PASTE (object);

  g_clear_object (&self->draft);
  g_clear_pointer (&self->request, dispatch_request_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), CARILLON_TYPE_REQUEST_PASTE);
  g_clear_pointer (&child, gtk_widget_unparent);
  G_OBJECT_CLASS (carillon_request_paste_parent_class)->dispose (object);
}

static void
carillon_request_paste_class_init (CarillonRequestPasteClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = carillon_request_paste_dispose;
  widget_class->grab_focus = carillon_request_paste_grab_focus;
  signals[APPLY] = g_signal_new ("apply", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
  signals[CANCEL] = g_signal_new ("cancel", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class, CARILLON_RESOURCE_PREFIX
                                               "/composer/message/carillon-request-paste.ui");
  gtk_widget_class_bind_template_child (widget_class, CarillonRequestPaste, text_view);
  gtk_widget_class_bind_template_child (widget_class, CarillonRequestPaste, apply_button);
  gtk_widget_class_bind_template_child (widget_class, CarillonRequestPaste, lines);
  gtk_widget_class_bind_template_callback (widget_class, on_apply_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel_clicked);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
carillon_request_paste_init (CarillonRequestPaste *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (gtk_text_view_get_buffer (self->text_view), "changed",
                           G_CALLBACK (on_text_changed), self, G_CONNECT_SWAPPED);
}

/**
 * carillon_request_paste_new:
 * @draft: what it is going to change
 * @text: what stands in it at first; "" for nothing
 *
 * Returns: (transfer floating): the form
 */
GtkWidget *
carillon_request_paste_new (DispatchDraft *draft, const char *text)
{
  g_return_val_if_fail (DISPATCH_IS_DRAFT (draft), NULL);
  g_return_val_if_fail (text != NULL, NULL);

  CarillonRequestPaste *self = g_object_new (CARILLON_TYPE_REQUEST_PASTE, NULL);
  self->draft = g_object_ref (draft);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->text_view), text, -1);
  on_text_changed (self);
  return GTK_WIDGET (self);
}
