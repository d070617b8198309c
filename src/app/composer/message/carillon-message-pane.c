#include "carillon-message-pane.h"

#include <adwaita.h>
#include <string.h>

#include "carillon-config.h"
#include "carillon-images-editor.h"
#include "carillon-problem-text.h"
#include "carillon-request-view.h"
#include "carillon-schedule-editor.h"
#include "carillon-sender-editor.h"
#include "carillon-tags-editor.h"
#include "carillon-template-editor.h"

struct _CarillonMessagePane {
  GtkWidget parent_instance;

  DispatchDraft *draft;     /* (owned) (nullable) */
  DispatchReport *report;   /* (owned) (nullable) */
  CarillonSession *session; /* (owned) (nullable) */
  CarillonSenders *senders; /* (owned) (nullable): of the session */
  GBindingGroup *bindings;

  CarillonTemplateEditor *title_editor;
  CarillonTemplateEditor *body_editor;
  CarillonTagsEditor *tags_editor;
  CarillonImagesEditor *images_editor;
  CarillonSenderEditor *sender_editor;
  CarillonScheduleEditor *schedule_editor;
  CarillonRequestView *request_view;
  AdwEntryRow *sound_row;
  AdwComboRow *priority_row;
  GtkLabel *tags_message;
};

enum {
  PROP_DRAFT = 1,
  PROP_REPORT,
  PROP_SESSION,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (CarillonMessagePane, carillon_message_pane, GTK_TYPE_WIDGET)

/* Where the problems of one field are told, and where the focus goes. */
typedef struct {
  CarillonTemplateEditor *editor; /* (unowned) (nullable) */
  GtkLabel *message;              /* (unowned) (nullable) */
  GtkWidget *field;               /* (unowned) (nullable): says itself what is wrong with it */
} Place;

static Place
find_place (CarillonMessagePane *self, DispatchField field)
{
  switch (field) {
  case DISPATCH_FIELD_TITLE:
    return (Place){ .editor = self->title_editor };
  case DISPATCH_FIELD_BODY:
    return (Place){ .editor = self->body_editor };
  case DISPATCH_FIELD_TAGS:
    return (Place){ .message = self->tags_message, .field = GTK_WIDGET (self->tags_editor) };
  case DISPATCH_FIELD_APP_NAME:
  case DISPATCH_FIELD_SENDER:
    return (Place){ .field = GTK_WIDGET (self->sender_editor) };
  case DISPATCH_FIELD_IMAGES:
    return (Place){ .field = GTK_WIDGET (self->images_editor) };
  case DISPATCH_FIELD_SEND_AT:
    return (Place){ .field = GTK_WIDGET (self->schedule_editor) };
  case DISPATCH_FIELD_NONE:
  case DISPATCH_FIELD_RECIPIENTS:
  default:
    return (Place){ NULL };
  }
}

static void
set_message (Place place, const char *message)
{
  if (place.editor != NULL) {
    carillon_template_editor_set_message (place.editor, message);
  } else if (place.message != NULL) {
    gtk_label_set_label (place.message, message != NULL ? message : "");
    gtk_widget_set_visible (GTK_WIDGET (place.message), message != NULL);
  }
}

/* What has a place in a text is told there; of the rest, errors are told below their field, and
 * what is only odd in the list of problems. */
static void
mark_problem (CarillonMessagePane *self, DispatchProblem *problem)
{
  Place place = find_place (self, dispatch_problem_get_field (problem));
  gboolean error = dispatch_problem_get_severity (problem) == DISPATCH_ERROR;
  g_autofree char *text = carillon_describe_problem (problem);
  LiquidSpan span;

  if (place.editor != NULL && dispatch_problem_get_span (problem, &span)) {
    carillon_template_editor_mark (place.editor, &span, error, text);
  } else if (error && dispatch_problem_get_kind (problem) != DISPATCH_PROBLEM_NO_TEXT) {
    set_message (place, text);
  }
}

static void
mark_problems (CarillonMessagePane *self)
{
  static const DispatchField fields[] = { DISPATCH_FIELD_TITLE, DISPATCH_FIELD_BODY,
                                          DISPATCH_FIELD_TAGS };

  carillon_template_editor_clear_marks (self->title_editor);
  carillon_template_editor_clear_marks (self->body_editor);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++) {
    set_message (find_place (self, fields[i]), NULL);
  }
  guint n_problems =
    self->report != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->report)) : 0;
  /* Errors come first in a report: backwards, the first of a field is what is told last. */
  for (guint i = n_problems; i > 0; i--) {
    g_autoptr (DispatchProblem) problem =
      g_list_model_get_item (G_LIST_MODEL (self->report), i - 1);
    mark_problem (self, problem);
  }
}

/**
 * carillon_message_pane_focus_title:
 * @self: the pane
 *
 * Returns: whether the title took the focus
 */
gboolean
carillon_message_pane_focus_title (CarillonMessagePane *self)
{
  g_return_val_if_fail (CARILLON_IS_MESSAGE_PANE (self), FALSE);

  return gtk_widget_grab_focus (GTK_WIDGET (self->title_editor));
}

/**
 * carillon_message_pane_show_problem:
 * @self: the pane
 * @problem: a problem of the message
 *
 * Takes the focus to the field of @problem.
 */
void
carillon_message_pane_show_problem (CarillonMessagePane *self, DispatchProblem *problem)
{
  g_return_if_fail (CARILLON_IS_MESSAGE_PANE (self));
  g_return_if_fail (DISPATCH_IS_PROBLEM (problem));

  DispatchField field = dispatch_problem_get_field (problem);
  LiquidSpan span;
  gboolean has_span = dispatch_problem_get_span (problem, &span);
  Place place = find_place (self, field);

  if (place.editor != NULL) {
    carillon_template_editor_select (place.editor, has_span ? &span : NULL);
  } else if (place.field != NULL) {
    gtk_widget_child_focus (place.field, GTK_DIR_TAB_FORWARD);
  } else {
    carillon_template_editor_select (self->title_editor, NULL);
  }
}

/**
 * carillon_message_pane_edit:
 * @self: the pane
 * @field: the title or the body
 * @text: its new text
 *
 * Writes into an editor, where it can be undone.
 */
void
carillon_message_pane_edit (CarillonMessagePane *self, DispatchField field, const char *text)
{
  g_return_if_fail (CARILLON_IS_MESSAGE_PANE (self));

  Place place = find_place (self, field);
  if (place.editor != NULL) {
    carillon_template_editor_edit (place.editor, text);
  }
}

/**
 * carillon_message_pane_undo:
 * @self: the pane
 * @field: the title or the body
 *
 * Takes back the last edit there.
 */
void
carillon_message_pane_undo (CarillonMessagePane *self, DispatchField field)
{
  g_return_if_fail (CARILLON_IS_MESSAGE_PANE (self));

  Place place = find_place (self, field);
  if (place.editor != NULL) {
    carillon_template_editor_undo (place.editor);
  }
}

static gboolean
to_enum (GBinding *binding, const GValue *from, GValue *to, gpointer user_data)
{
  g_value_set_enum (to,
                    g_value_get_uint (from) == 0 ? DISPATCH_PRIORITY_HIGH : DISPATCH_PRIORITY_LOW);
  return TRUE;
}

static gboolean
from_enum (GBinding *binding, const GValue *from, GValue *to, gpointer user_data)
{
  g_value_set_uint (to, g_value_get_enum (from) == DISPATCH_PRIORITY_HIGH ? 0 : 1);
  return TRUE;
}

static void
focus_body (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gtk_widget_grab_focus (GTK_WIDGET (CARILLON_MESSAGE_PANE (widget)->body_editor));
}

static void
bind_fields (CarillonMessagePane *self)
{
  GBindingFlags flags = G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE;

  self->bindings = g_binding_group_new ();
  g_binding_group_bind (self->bindings, "title", self->title_editor, "text", flags);
  g_binding_group_bind (self->bindings, "body", self->body_editor, "text", flags);
  g_binding_group_bind (self->bindings, "sound", self->sound_row, "text", flags);
  g_binding_group_bind_full (self->bindings, "priority", self->priority_row, "selected", flags,
                             from_enum, to_enum, NULL, NULL);
}

/* A column of values is what the editors propose as a variable. */
static void
propose_columns (CarillonMessagePane *self)
{
  DispatchAudience *audience =
    self->draft != NULL ? dispatch_draft_get_audience (self->draft) : NULL;

  g_object_set (self->title_editor, "audience", audience, NULL);
  g_object_set (self->body_editor, "audience", audience, NULL);
}

static void
set_draft (CarillonMessagePane *self, DispatchDraft *draft)
{
  GObject *parts[] = { G_OBJECT (self->images_editor), G_OBJECT (self->sender_editor),
                       G_OBJECT (self->schedule_editor), G_OBJECT (self->request_view) };

  if (!g_set_object (&self->draft, draft)) {
    return;
  }
  g_binding_group_set_source (self->bindings, draft);
  propose_columns (self);
  g_object_set (self->tags_editor, "tags", draft != NULL ? dispatch_draft_get_tags (draft) : NULL,
                NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++) {
    g_object_set (parts[i], "draft", draft, NULL);
  }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DRAFT]);
}

/* Apps and credentials are asked for while the message is being written. */
static void
set_session (CarillonMessagePane *self, CarillonSession *session)
{
  if (!g_set_object (&self->session, session)) {
    return;
  }
  CommsClient *client = carillon_session_get_client (session);
  g_autofree char *url =
    g_strconcat (comms_client_get_base_uri (client), "/PushNotifications", NULL);
  self->senders = carillon_senders_new (client);
  g_object_set (self->sender_editor, "senders", self->senders, NULL);
  g_object_set (self->request_view, "url", url, "sid",
                carillon_account_get_sid (carillon_session_get_account (session)), NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
}

static void
carillon_message_pane_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarillonMessagePane *self = CARILLON_MESSAGE_PANE (object);

  switch (id) {
  case PROP_DRAFT:
    g_value_set_object (value, self->draft);
    break;
  case PROP_REPORT:
    g_value_set_object (value, self->report);
    break;
  case PROP_SESSION:
    g_value_set_object (value, self->session);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_message_pane_set_property (GObject *object,
                                    guint id,
                                    const GValue *value,
                                    GParamSpec *pspec)
{
  CarillonMessagePane *self = CARILLON_MESSAGE_PANE (object);

  switch (id) {
  case PROP_DRAFT:
    set_draft (self, g_value_get_object (value));
    break;
  case PROP_REPORT:
    if (g_set_object (&self->report, g_value_get_object (value))) {
      mark_problems (self);
      g_object_notify_by_pspec (object, pspec);
    }
    break;
  case PROP_SESSION:
    set_session (self, g_value_get_object (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_message_pane_dispose (GObject *object)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (object));
  CarillonMessagePane *self = CARILLON_MESSAGE_PANE (object);

  if (self->senders != NULL) {
    carillon_senders_stop (self->senders);
  }
  g_clear_object (&self->senders);
  g_clear_object (&self->session);
  g_clear_object (&self->bindings);
  g_clear_object (&self->draft);
  g_clear_object (&self->report);
  gtk_widget_dispose_template (GTK_WIDGET (self), CARILLON_TYPE_MESSAGE_PANE);
  g_clear_pointer (&child, gtk_widget_unparent);
  G_OBJECT_CLASS (carillon_message_pane_parent_class)->dispose (object);
}

static void
carillon_message_pane_class_init (CarillonMessagePaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = carillon_message_pane_get_property;
  object_class->set_property = carillon_message_pane_set_property;
  object_class->dispose = carillon_message_pane_dispose;
  properties[PROP_DRAFT] = g_param_spec_object ("draft", NULL, NULL, DISPATCH_TYPE_DRAFT, flags);
  properties[PROP_REPORT] = g_param_spec_object ("report", NULL, NULL, DISPATCH_TYPE_REPORT, flags);
  properties[PROP_SESSION] =
    g_param_spec_object ("session", NULL, NULL, CARILLON_TYPE_SESSION, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (CARILLON_TYPE_TEMPLATE_EDITOR);
  g_type_ensure (CARILLON_TYPE_TAGS_EDITOR);
  g_type_ensure (CARILLON_TYPE_IMAGES_EDITOR);
  g_type_ensure (CARILLON_TYPE_SENDER_EDITOR);
  g_type_ensure (CARILLON_TYPE_SCHEDULE_EDITOR);
  g_type_ensure (CARILLON_TYPE_REQUEST_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, CARILLON_RESOURCE_PREFIX
                                               "/composer/message/carillon-message-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, CarillonMessagePane, title_editor);
  gtk_widget_class_bind_template_child (widget_class, CarillonMessagePane, body_editor);
  gtk_widget_class_bind_template_child (widget_class, CarillonMessagePane, tags_editor);
  gtk_widget_class_bind_template_child (widget_class, CarillonMessagePane, images_editor);
  gtk_widget_class_bind_template_child (widget_class, CarillonMessagePane, sender_editor);
  gtk_widget_class_bind_template_child (widget_class, CarillonMessagePane, schedule_editor);
  gtk_widget_class_bind_template_child (widget_class, CarillonMessagePane, request_view);
  gtk_widget_class_bind_template_child (widget_class, CarillonMessagePane, sound_row);
  gtk_widget_class_bind_template_child (widget_class, CarillonMessagePane, priority_row);
  gtk_widget_class_bind_template_child (widget_class, CarillonMessagePane, tags_message);
  gtk_widget_class_install_action (widget_class, "composer.focus-body", NULL, focus_body);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "messagepane");
}

static void
carillon_message_pane_init (CarillonMessagePane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  bind_fields (self);
}
