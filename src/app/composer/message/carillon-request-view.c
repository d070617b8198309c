#include "carillon-request-view.h"

#include <adwaita.h>
#include <dispatch-request.h>
#include <glib/gi18n.h>
#include <gtksourceview/gtksource.h>

#include "carillon-config.h"
#include "carillon-format.h"
#include "carillon-request-paste.h"
#include "carillon-sheet.h"
#include "carillon-toast.h"
#include "carillon-zone.h"

/* How many recipients are shown: one of each kind is often among them, and the content stays in
 * sight. */
#define MAX_SHOWN 3

/* Milliseconds: what is typed is shown as it is read, not for each key. */
#define DELAY 120

/* The size of the form, in pixels. */
#define PASTE_WIDTH 600
#define PASTE_HEIGHT 640

struct _CarillonRequestView {
  GtkWidget parent_instance;

  DispatchDraft *draft; /* (owned) (nullable) */
  char *url;            /* (owned) (nullable) */
  char *sid;            /* (owned) (nullable) */
  guint update;
  GCancellable *reading;       /* (owned) (nullable): of the clipboard */
  CarillonSheet *sheet;        /* (owned) (nullable): while a request is being pasted */
  CarillonRequestPaste *paste; /* (unowned) (nullable): in the sheet */

  /* What a request that was pasted took the place of. */
  DispatchDraft *undo_draft;     /* (owned) (nullable) */
  DispatchContent *undo_content; /* (owned) (nullable) */
  DispatchTable *undo_table;     /* (owned) (nullable) */
  DispatchContent *pasted;       /* (owned) (nullable): what the content was afterwards */
  AdwToast *undo_toast;          /* (nullable): weak */

  GtkExpander *expander;
  GtkWidget *content;
  GtkTextView *text_view;
  GtkLabel *extent;
};

enum {
  PROP_DRAFT = 1,
  PROP_URL,
  PROP_SID,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (CarillonRequestView, carillon_request_view, GTK_TYPE_WIDGET)

static char *
make_json (CarillonRequestView *self)
{
  DispatchAudience *audience = dispatch_draft_get_audience (self->draft);
  g_autoptr (DispatchContent) content = dispatch_draft_get_content (self->draft);

  return dispatch_request_to_json (content, dispatch_audience_get_table (audience), MAX_SHOWN);
}

static void
show_extent (CarillonRequestView *self)
{
  guint n_rows = dispatch_audience_get_n_rows (dispatch_draft_get_audience (self->draft));
  g_autofree char *count = carillon_format_count (n_rows);
  /* Translators: how many recipients are shown, of how many */
  g_autofree char *text = g_strdup_printf (_ ("The first %d of %s recipients"), MAX_SHOWN, count);

  gtk_label_set_label (self->extent, text);
  gtk_widget_set_visible (GTK_WIDGET (self->extent), n_rows > MAX_SHOWN);
}

static void
show_json (CarillonRequestView *self)
{
  g_autofree char *json = make_json (self);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text_view);
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  g_autofree char *shown = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
  if (!g_str_equal (shown, json)) {
    gtk_text_buffer_set_text (buffer, json, -1);
  }
  show_extent (self);
}

static gboolean
on_update (gpointer user_data)
{
  CarillonRequestView *self = user_data;

  self->update = 0;
  if (self->draft != NULL && gtk_expander_get_expanded (self->expander)) {
    show_json (self);
  }
  return G_SOURCE_REMOVE;
}

static void
forget_undo (CarillonRequestView *self)
{
  AdwToast *toast = self->undo_toast;

  if (self->undo_draft != NULL) {
    g_signal_handlers_disconnect_by_func (dispatch_draft_get_audience (self->undo_draft),
                                          forget_undo, self);
  }
  g_clear_object (&self->undo_draft);
  g_clear_pointer (&self->undo_content, dispatch_content_unref);
  g_clear_pointer (&self->undo_table, dispatch_table_free);
  g_clear_pointer (&self->pasted, dispatch_content_unref);
  g_clear_weak_pointer (&self->undo_toast);
  if (toast != NULL) {
    adw_toast_dismiss (toast);
  }
}

/* What was written since would go with what was pasted. */
static void
drop_late_undo (CarillonRequestView *self)
{
  if (self->pasted == NULL) {
    return;
  }
  g_autoptr (DispatchContent) content = dispatch_draft_get_content (self->undo_draft);
  if (self->draft != self->undo_draft || !dispatch_content_equal (content, self->pasted)) {
    forget_undo (self);
  }
}

static void
on_draft_changed (CarillonRequestView *self)
{
  drop_late_undo (self);
  if (self->update == 0 && gtk_expander_get_expanded (self->expander)) {
    self->update = g_timeout_add (DELAY, on_update, self);
  }
}

static void
on_expanded (CarillonRequestView *self)
{
  gboolean is_expanded = gtk_expander_get_expanded (self->expander);

  if (is_expanded && self->draft != NULL) {
    show_json (self);
  }
  gtk_widget_set_visible (self->content, is_expanded);
}

static void
copy (CarillonRequestView *self, const char *text, const char *done)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  carillon_toast (GTK_WIDGET (self), done);
}

static void
copy_json (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CarillonRequestView *self = CARILLON_REQUEST_VIEW (widget);

  if (self->draft != NULL) {
    g_autofree char *json = make_json (self);
    copy (self, json, _ ("Copied as JSON"));
  }
}

static void
copy_curl (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CarillonRequestView *self = CARILLON_REQUEST_VIEW (widget);

  if (self->draft != NULL) {
    g_autofree char *json = make_json (self);
    g_autofree char *command = dispatch_request_to_curl (json, self->url != NULL ? self->url : "",
                                                         self->sid != NULL ? self->sid : "");
    copy (self, command, _ ("Copied as a curl command, with $CARILLON_SECRET for the secret"));
  }
}

/* The content, and the recipients where the request has any: each is one step. */
static void
replace (DispatchDraft *draft, const DispatchContent *content, const DispatchTable *table)
{
  DispatchAudience *audience = dispatch_draft_get_audience (draft);

  dispatch_draft_set_content (draft, content);
  if (table != NULL) {
    dispatch_audience_begin_edit (audience);
    dispatch_audience_remove (audience, 0, dispatch_audience_get_n_rows (audience));
    dispatch_audience_insert_table (audience, 0, table);
    dispatch_audience_end_edit (audience);
  }
}

static void
on_undo_clicked (CarillonRequestView *self)
{
  if (self->undo_draft == NULL || !gtk_widget_is_sensitive (GTK_WIDGET (self))) {
    return; /* or a send has the draft */
  }
  g_autoptr (DispatchDraft) draft = g_object_ref (self->undo_draft);
  g_autoptr (DispatchContent) content = g_steal_pointer (&self->undo_content);
  g_autoptr (DispatchTable) table = g_steal_pointer (&self->undo_table);
  forget_undo (self);
  replace (draft, content, table);
}

/* As what is written into the texts, so what is done to the recipients would be lost. */
static void
watch_rows (CarillonRequestView *self)
{
  static const char *const signals[] = { "items-changed", "cell-changed", "columns-changed" };

  for (gsize i = 0; self->undo_table != NULL && i < G_N_ELEMENTS (signals); i++) {
    g_signal_connect_object (dispatch_draft_get_audience (self->undo_draft), signals[i],
                             G_CALLBACK (forget_undo), self, G_CONNECT_SWAPPED);
  }
}

/* A request tells a moment, not where it was chosen. */
static void
apply (CarillonRequestView *self, const DispatchRequest *request)
{
  gboolean has_rows = dispatch_table_get_n_rows (request->table) > 0;
  DispatchAudience *audience = dispatch_draft_get_audience (self->draft);
  g_autofree char *zone = carillon_zone_dup_local ();

  forget_undo (self);
  self->undo_draft = g_object_ref (self->draft);
  self->undo_content = dispatch_draft_get_content (self->draft);
  self->undo_table = has_rows ? dispatch_audience_freeze (audience) : NULL;
  replace (self->draft, request->content, has_rows ? request->table : NULL);
  if (request->content->send_at != 0) {
    g_object_set (self->draft, "zone", zone, NULL);
  }
  self->pasted = dispatch_draft_get_content (self->draft);
  watch_rows (self);
  g_set_weak_pointer (&self->undo_toast,
                      carillon_toast_with_button (GTK_WIDGET (self), _ ("Filled in from a request"),
                                                  _ ("_Undo"), G_CALLBACK (on_undo_clicked),
                                                  G_OBJECT (self)));
}

static void
on_apply (CarillonRequestView *self)
{
  apply (self, carillon_request_paste_get_request (self->paste));
  carillon_sheet_close (self->sheet);
}

static void
on_cancel (CarillonRequestView *self)
{
  carillon_sheet_close (self->sheet);
}

static void
on_closed (CarillonRequestView *self)
{
  self->paste = NULL;
  g_clear_object (&self->sheet);
}

static void
open_paste (CarillonRequestView *self, const char *text)
{
  GtkWidget *paste = carillon_request_paste_new (self->draft, text);

  self->paste = CARILLON_REQUEST_PASTE (paste);
  self->sheet = carillon_sheet_new (_ ("Paste Request"), paste, PASTE_WIDTH, PASTE_HEIGHT);
  g_signal_connect_object (paste, "apply", G_CALLBACK (on_apply), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (paste, "cancel", G_CALLBACK (on_cancel), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sheet, "closed", G_CALLBACK (on_closed), self, G_CONNECT_SWAPPED);
  carillon_sheet_present (self->sheet, GTK_WIDGET (self));
  gtk_widget_grab_focus (paste);
}

/* What is in the clipboard is shown only where it is a request: it may be anything. */
static void
on_clipboard_text (GObject *clipboard, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonRequestView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text =
    gdk_clipboard_read_text_finish (GDK_CLIPBOARD (clipboard), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    return;
  }
  g_clear_object (&self->reading);
  if (self->draft != NULL && self->sheet == NULL) {
    open_paste (self, text != NULL && dispatch_request_is_likely (text) ? text : "");
  }
}

static void
paste_request (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CarillonRequestView *self = CARILLON_REQUEST_VIEW (widget);

  if (self->draft == NULL || self->sheet != NULL || self->reading != NULL) {
    return;
  }
  self->reading = g_cancellable_new ();
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (widget), self->reading,
                                 on_clipboard_text, g_object_ref (self));
}

static void
set_draft (CarillonRequestView *self, DispatchDraft *draft)
{
  if (self->draft != NULL) {
    g_signal_handlers_disconnect_by_func (self->draft, on_draft_changed, self);
  }
  if (!g_set_object (&self->draft, draft)) {
    return;
  }
  if (self->sheet != NULL) {
    /* What it tells is of the one before. */
    g_autoptr (CarillonSheet) sheet = g_object_ref (self->sheet);
    carillon_sheet_close (sheet);
  }
  if (draft != NULL) {
    g_signal_connect_object (draft, "changed", G_CALLBACK (on_draft_changed), self,
                             G_CONNECT_SWAPPED);
    on_draft_changed (self);
  }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DRAFT]);
}

static void
carillon_request_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarillonRequestView *self = CARILLON_REQUEST_VIEW (object);

  switch (id) {
  case PROP_DRAFT:
    g_value_set_object (value, self->draft);
    break;
  case PROP_URL:
    g_value_set_string (value, self->url);
    break;
  case PROP_SID:
    g_value_set_string (value, self->sid);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
set_string (GObject *object, char **string, const GValue *value, GParamSpec *pspec)
{
  if (g_strcmp0 (*string, g_value_get_string (value)) != 0) {
    g_free (*string);
    *string = g_value_dup_string (value);
    g_object_notify_by_pspec (object, pspec);
  }
}

static void
carillon_request_view_set_property (GObject *object,
                                    guint id,
                                    const GValue *value,
                                    GParamSpec *pspec)
{
  CarillonRequestView *self = CARILLON_REQUEST_VIEW (object);

  switch (id) {
  case PROP_DRAFT:
    set_draft (self, g_value_get_object (value));
    break;
  case PROP_URL:
    set_string (object, &self->url, value, pspec);
    break;
  case PROP_SID:
    set_string (object, &self->sid, value, pspec);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
follow_style (CarillonRequestView *self)
{
  gboolean is_dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  GtkSourceBuffer *buffer = GTK_SOURCE_BUFFER (gtk_text_view_get_buffer (self->text_view));

  gtk_source_buffer_set_style_scheme (buffer, gtk_source_style_scheme_manager_get_scheme (
                                                gtk_source_style_scheme_manager_get_default (),
                                                is_dark ? "Adwaita-dark" : "Adwaita"));
}

static void
carillon_request_view_dispose (GObject *object)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (object));
  CarillonRequestView *self = CARILLON_REQUEST_VIEW (object);

  g_clear_handle_id (&self->update, g_source_remove);
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  if (self->sheet != NULL) {
    carillon_sheet_close (self->sheet);
    g_clear_object (&self->sheet);
  }
  set_draft (self, NULL);
  forget_undo (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), CARILLON_TYPE_REQUEST_VIEW);
  g_clear_pointer (&child, gtk_widget_unparent);
  G_OBJECT_CLASS (carillon_request_view_parent_class)->dispose (object);
}

static void
carillon_request_view_finalize (GObject *object)
{
  CarillonRequestView *self = CARILLON_REQUEST_VIEW (object);

  g_free (self->url);
  g_free (self->sid);
  G_OBJECT_CLASS (carillon_request_view_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *klass)
{
  g_type_ensure (GTK_SOURCE_TYPE_VIEW);
  gtk_widget_class_set_template_from_resource (klass, CARILLON_RESOURCE_PREFIX
                                               "/composer/message/carillon-request-view.ui");
  gtk_widget_class_bind_template_child (klass, CarillonRequestView, expander);
  gtk_widget_class_bind_template_child (klass, CarillonRequestView, content);
  gtk_widget_class_bind_template_child (klass, CarillonRequestView, text_view);
  gtk_widget_class_bind_template_child (klass, CarillonRequestView, extent);
  gtk_widget_class_bind_template_callback (klass, on_expanded);
  gtk_widget_class_install_action (klass, "request.copy-json", NULL, copy_json);
  gtk_widget_class_install_action (klass, "request.copy-curl", NULL, copy_curl);
  gtk_widget_class_install_action (klass, "request.paste", NULL, paste_request);
}

static void
carillon_request_view_class_init (CarillonRequestViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = carillon_request_view_get_property;
  object_class->set_property = carillon_request_view_set_property;
  object_class->dispose = carillon_request_view_dispose;
  object_class->finalize = carillon_request_view_finalize;
  properties[PROP_DRAFT] = g_param_spec_object ("draft", NULL, NULL, DISPATCH_TYPE_DRAFT, flags);
  properties[PROP_URL] = g_param_spec_string ("url", NULL, NULL, NULL, flags);
  properties[PROP_SID] = g_param_spec_string ("sid", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  bind_template (GTK_WIDGET_CLASS (klass));
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
on_paste_clipboard (CarillonRequestView *self)
{
  paste_request (GTK_WIDGET (self), NULL, NULL);
}

static void
carillon_request_view_init (CarillonRequestView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_source_buffer_set_language (
    GTK_SOURCE_BUFFER (gtk_text_view_get_buffer (self->text_view)),
    gtk_source_language_manager_get_language (gtk_source_language_manager_get_default (), "json"));
  follow_style (self);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (follow_style), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->text_view, "paste-clipboard", G_CALLBACK (on_paste_clipboard),
                           self, G_CONNECT_SWAPPED);
}
