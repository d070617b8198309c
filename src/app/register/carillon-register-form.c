/* What was typed stays until the device is registered. The request itself goes on when the sheet is
 * closed: whoever closed it is told how it ended where they are then. */

#include "carillon-register-form.h"

#include <adwaita.h>
#include <dispatch-token.h>
#include <glib/gi18n.h>

#include "carillon-app-list.h"
#include "carillon-config.h"
#include "carillon-error-text.h"
#include "carillon-register-ask.h"
#include "carillon-register-call.h"
#include "carillon-register-text.h"
#include "carillon-sheet.h"
#include "carillon-toast.h"

#define SHEET_WIDTH 480
#define SHEET_HEIGHT 660

/* Where a problem is shown. */
typedef enum {
  FIELD_APP,
  FIELD_PROVIDER,
  FIELD_TOKEN,
  FIELD_USER,
  FIELD_NONE, /* what is about no field */
  N_FIELDS,
} Field;

struct _CarillonRegisterForm {
  GtkWidget parent_instance;

  CarillonSession *session; /* (owned) */
  CarillonAppList *apps;    /* (owned) */
  CarillonSheet *sheet;     /* (unowned) (nullable): around it */
  GtkWidget *parent;        /* (owned) (nullable): where it was opened */
  gboolean busy;

  GtkWidget *cancel_button;
  GtkWidget *form_problem;
  GtkWidget *look_button;
  GtkWidget *app_row;
  GtkWidget *provider_row;
  GtkWidget *app_problem;
  GtkWidget *provider_problem;
  GtkWidget *token_row;
  GtkWidget *token_view;
  GtkTextBuffer *token_buffer;
  GtkTextTag *token_tag; /* (unowned) */
  GtkWidget *token_problem;
  GtkWidget *user_row;
  GtkWidget *user_problem;
};

enum {
  PROP_SESSION = 1,
  PROP_APPS,
  PROP_BUSY,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (CarillonRegisterForm, carillon_register_form, GTK_TYPE_WIDGET)

/* What the API calls the fields (API: "Register"). */
static const char *const contexts[N_FIELDS] = {
  [FIELD_APP] = "$.appName",
  [FIELD_PROVIDER] = "$.provider",
  [FIELD_TOKEN] = "$.token",
  [FIELD_USER] = "$.userId",
};

static GtkWidget *
row_of (CarillonRegisterForm *self, Field field)
{
  GtkWidget *const rows[N_FIELDS] = {
    [FIELD_APP] = self->app_row,
    [FIELD_PROVIDER] = self->provider_row,
    [FIELD_TOKEN] = self->token_row,
    [FIELD_USER] = self->user_row,
    [FIELD_NONE] = NULL,
  };

  return rows[field];
}

static GtkWidget *
problem_of (CarillonRegisterForm *self, Field field)
{
  GtkWidget *const problems[N_FIELDS] = {
    [FIELD_APP] = self->app_problem,     [FIELD_PROVIDER] = self->provider_problem,
    [FIELD_TOKEN] = self->token_problem, [FIELD_USER] = self->user_problem,
    [FIELD_NONE] = self->form_problem,
  };

  return problems[field];
}

static void
clear_problem (CarillonRegisterForm *self, Field field)
{
  GtkWidget *row = row_of (self, field);

  gtk_widget_set_visible (problem_of (self, field), FALSE);
  if (row != NULL) {
    gtk_widget_remove_css_class (row, "error");
    gtk_accessible_reset_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_INVALID);
  }
}

static void
clear_problems (CarillonRegisterForm *self)
{
  for (Field field = 0; field < N_FIELDS; field++) {
    clear_problem (self, field);
  }
  gtk_widget_set_visible (self->look_button, FALSE);
}

/* Several may be about one field. */
static void
show_problem (CarillonRegisterForm *self, Field field, const char *text)
{
  GtkLabel *problem = GTK_LABEL (problem_of (self, field));
  GtkWidget *row = row_of (self, field);
  gboolean is_first = !gtk_widget_get_visible (GTK_WIDGET (problem));
  g_autofree char *all =
    is_first ? g_strdup (text) : g_strjoin ("\n", gtk_label_get_text (problem), text, NULL);

  gtk_label_set_text (problem, all);
  gtk_widget_set_visible (GTK_WIDGET (problem), TRUE);
  if (row != NULL) {
    gtk_widget_add_css_class (row, "error");
    gtk_accessible_update_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_INVALID,
                                 GTK_ACCESSIBLE_INVALID_TRUE, -1);
  }
}

static void
focus_field (CarillonRegisterForm *self, Field field)
{
  GtkWidget *target = field == FIELD_TOKEN ? self->token_view : row_of (self, field);

  gtk_widget_grab_focus (target != NULL ? target : self->cancel_button);
}

static Field
field_of_issue (const CommsIssue *issue)
{
  for (Field field = 0; field < FIELD_NONE; field++) {
    if (g_strcmp0 (issue->context, contexts[field]) == 0) {
      return field;
    }
  }
  return FIELD_NONE;
}

/* Each stands at the field that it is about. */
static void
show_issues (CarillonRegisterForm *self, GPtrArray *issues)
{
  Field first = FIELD_NONE;

  for (guint i = 0; i < issues->len; i++) {
    const CommsIssue *issue = issues->pdata[i];
    Field field = field_of_issue (issue);
    g_autofree char *text = g_utf8_make_valid (issue->message, -1);
    show_problem (self, field, text);
    first = MIN (first, field);
  }
  focus_field (self, first);
}

static void
show_unknown (CarillonRegisterForm *self, const char *user_id)
{
  if (user_id != NULL) {
    show_problem (self, FIELD_NONE,
                  _ ("The server did not answer as it should: the device may be registered, or it "
                     "may not. To register it once more does no harm, and the user’s registrations "
                     "show what is there."));
    gtk_widget_set_visible (self->look_button, TRUE);
    gtk_widget_grab_focus (self->look_button);
    return;
  }
  show_problem (self, FIELD_NONE,
                _ ("The server did not answer as it should: the device may be registered for a new "
                   "user, or it may not. Refresh the index and look for the token under All "
                   "Devices before you register it once more, which may make a second user."));
  gtk_widget_grab_focus (self->cancel_button);
}

static void
show_error (CarillonRegisterForm *self, const GError *error, const char *user_id)
{
  GPtrArray *issues = comms_error_get_issues (error);
  gboolean is_refused = g_error_matches (error, COMMS_ERROR, COMMS_ERROR_REJECTED);

  if (comms_error_is_outcome_unknown (error)) {
    show_unknown (self, user_id);
  } else if (is_refused && issues != NULL && issues->len > 0) {
    show_issues (self, issues);
  } else {
    g_autofree char *title = carillon_error_title (error);
    g_autofree char *advice = carillon_error_advice (error);
    g_autofree char *detail = carillon_error_detail (error);
    g_autofree char *text = g_strjoin ("\n", title, advice, detail, NULL);
    show_problem (self, FIELD_NONE, text);
    gtk_widget_grab_focus (self->cancel_button);
  }
}

/* The fields become insensitive, and a text that has the focus then would keep its cursor blinking.
 */
static void
set_busy (CarillonRegisterForm *self, gboolean busy)
{
  if (busy) {
    gtk_widget_grab_focus (self->cancel_button);
  }
  if (self->busy != busy) {
    self->busy = busy;
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
  }
}

static const char *
get_provider (guint selected)
{
  return selected < 2 ? carillon_register_providers[selected] : NULL;
}

static char *
dup_token (GtkTextBuffer *buffer)
{
  g_autofree char *text = NULL;

  g_object_get (buffer, "text", &text, NULL);
  return dispatch_token_clean (text);
}

static char *
dup_user (CarillonRegisterForm *self)
{
  g_autofree char *id =
    dispatch_token_clean (gtk_editable_get_text (GTK_EDITABLE (self->user_row)));

  return *id != '\0' ? g_steal_pointer (&id) : NULL;
}

/* What is typed, while a question is open and a request is out. */
typedef struct {
  CarillonRegisterForm *form; /* (owned) */
  GtkWidget *parent;          /* (owned): where the form was opened */
  char *app_name;
  const char *provider;
  char *token;
  char *user_id; /* (nullable) */
} Typed;

static void
typed_free (Typed *typed)
{
  g_clear_object (&typed->form);
  g_clear_object (&typed->parent);
  g_free (typed->app_name);
  g_free (typed->token);
  g_free (typed->user_id);
  g_free (typed);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Typed, typed_free)

static void
tell_registered (GtkWidget *parent, const CarillonRegistered *registered)
{
  if (registered->user_id != NULL) {
    carillon_toast_with_action (parent, _ ("Device registered"), _ ("_Show"),
                                "win.show-user-registrations", registered->user_id);
  } else {
    carillon_toast (parent, _ ("Device registered, but it could not be read back"));
  }
}

static void
tell_failed (GtkWidget *parent, const GError *error)
{
  carillon_toast (parent, comms_error_is_outcome_unknown (error)
                            ? _ ("The device may be registered, or not: no answer came")
                            : _ ("The device was not registered"));
}

static void
on_registered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Typed) typed = user_data;
  CarillonRegisterForm *self = typed->form;
  g_autoptr (GError) error = NULL;
  g_autoptr (CarillonRegistered) registered = carillon_register_finish (result, &error);

  if (registered != NULL) {
    tell_registered (typed->parent, registered);
    if (self->sheet != NULL) {
      carillon_sheet_close (self->sheet);
    }
  } else if (self->sheet != NULL) {
    set_busy (self, FALSE);
    show_error (self, error, typed->user_id);
  } else {
    tell_failed (typed->parent, error);
  }
}

static void
on_allowed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Typed) typed = user_data;
  CarillonRegisterForm *self = typed->form;

  if (!carillon_register_ask_finish (result) || self->sheet == NULL) {
    set_busy (self, FALSE);
    return;
  }
  carillon_register_async (self->session, typed->app_name, typed->provider, typed->token,
                           typed->user_id, on_registered, typed);
  g_steal_pointer (&typed);
}

static gboolean
check_filled (CarillonRegisterForm *self, const Typed *typed)
{
  if (typed->app_name == NULL) {
    show_problem (self, FIELD_NONE, _ ("Wait until the apps are loaded, and choose one."));
    return FALSE;
  }
  if (*typed->token == '\0') {
    show_problem (self, FIELD_TOKEN, _ ("Paste the token of the device."));
    focus_field (self, FIELD_TOKEN);
    return FALSE;
  }
  if (typed->user_id != NULL && !dispatch_user_id_is_valid (typed->user_id)) {
    show_problem (self, FIELD_USER,
                  _ ("This is not the ID of a user: they begin with “comms_pushnotificationuser_”. "
                     "Leave it empty for a new user."));
    focus_field (self, FIELD_USER);
    return FALSE;
  }
  return TRUE;
}

static Typed *
read_typed (CarillonRegisterForm *self)
{
  Typed *typed = g_new0 (Typed, 1);
  guint app = adw_combo_row_get_selected (ADW_COMBO_ROW (self->app_row));

  typed->form = g_object_ref (self);
  typed->parent = g_object_ref (self->parent);
  typed->app_name = g_strdup (carillon_app_list_get_name (self->apps, app));
  typed->provider = get_provider (adw_combo_row_get_selected (ADW_COMBO_ROW (self->provider_row)));
  typed->token = dup_token (self->token_buffer);
  typed->user_id = dup_user (self);
  return typed;
}

static void
on_register (CarillonRegisterForm *self)
{
  g_autoptr (Typed) typed = read_typed (self);

  if (self->busy) {
    return;
  }
  clear_problems (self);
  if (!check_filled (self, typed)) {
    return;
  }
  set_busy (self, TRUE);
  carillon_register_ask_async (GTK_WIDGET (self), self->session, typed->app_name, typed->provider,
                               typed->token, typed->user_id, on_allowed, typed);
  g_steal_pointer (&typed);
}

static void
on_look (CarillonRegisterForm *self)
{
  g_autofree char *user_id = dup_user (self);

  if (user_id != NULL) {
    gtk_widget_activate_action (self->parent, "win.show-user-registrations", "s", user_id);
  }
  if (self->sheet != NULL) {
    carillon_sheet_close (self->sheet);
  }
}

static void
on_load_apps (CarillonRegisterForm *self)
{
  carillon_app_list_load (self->apps);
}

/* Where a token is broken into lines no hyphen is to be seen: tokens have some of their own. */
static void
on_token_changed (CarillonRegisterForm *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->token_buffer, &start, &end);
  gtk_text_buffer_apply_tag (self->token_buffer, self->token_tag, &start, &end);
  clear_problem (self, FIELD_TOKEN);
}

static void
on_user_changed (CarillonRegisterForm *self)
{
  clear_problem (self, FIELD_USER);
}

static void
on_cancel (CarillonRegisterForm *self)
{
  if (self->sheet != NULL) {
    carillon_sheet_close (self->sheet);
  }
}

static void
on_closed (CarillonRegisterForm *self)
{
  self->sheet = NULL;
}

static void
on_apps (CarillonRegisterForm *self)
{
  guint position = 0;

  g_object_get (self->apps, "default", &position, NULL);
  adw_combo_row_set_selected (ADW_COMBO_ROW (self->app_row), position);
}

/* Closures of the interface. */

static gboolean
has_text (GtkWidget *label, const char *text)
{
  return text != NULL;
}

static gboolean
is_loading (GtkWidget *row, const char *state)
{
  return g_strcmp0 (state, "loading") == 0;
}

static gboolean
is_failed (GtkWidget *row, const char *state)
{
  return g_strcmp0 (state, "failed") == 0;
}

static gboolean
is_empty (GtkWidget *row, const char *state)
{
  return g_strcmp0 (state, "empty") == 0;
}

static gboolean
is_ready (GtkWidget *row, const char *state)
{
  return g_strcmp0 (state, "ready") == 0;
}

static CarillonRegisterForm *
form_of (GtkWidget *widget)
{
  return CARILLON_REGISTER_FORM (gtk_widget_get_ancestor (widget, CARILLON_TYPE_REGISTER_FORM));
}

static char *
get_credential_warning (GtkWidget *label, guint app, guint provider, const char *state)
{
  GtkWidget *form = gtk_widget_get_ancestor (label, CARILLON_TYPE_REGISTER_FORM);
  const char *name = get_provider (provider);

  if (form == NULL || name == NULL || !is_ready (label, state) ||
      carillon_app_list_reaches (form_of (label)->apps, app, name)) {
    return NULL;
  }
  return g_strdup_printf (_ ("The app has no credential for %s, so nothing will reach this device "
                             "until it has one."),
                          name);
}

static char *
get_token_warning (GtkWidget *label, const char *text, guint provider)
{
  g_autofree char *token = dispatch_token_clean (text != NULL ? text : "");
  const char *name = get_provider (provider);

  if (*token == '\0' || name == NULL) {
    return NULL;
  }
  return g_strdup (carillon_register_shape_text (dispatch_token_check (name, token), name));
}

static void
add_providers (CarillonRegisterForm *self)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  for (guint i = 0; carillon_register_providers[i] != NULL; i++) {
    gtk_string_list_append (labels,
                            carillon_register_provider_label (carillon_register_providers[i]));
  }
  adw_combo_row_set_model (ADW_COMBO_ROW (self->provider_row), G_LIST_MODEL (labels));
}

static void
carillon_register_form_set_property (GObject *object,
                                     guint id,
                                     const GValue *value,
                                     GParamSpec *pspec)
{
  CarillonRegisterForm *self = CARILLON_REGISTER_FORM (object);

  switch (id) {
  case PROP_SESSION:
    self->session = g_value_dup_object (value);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_register_form_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarillonRegisterForm *self = CARILLON_REGISTER_FORM (object);

  switch (id) {
  case PROP_APPS:
    g_value_set_object (value, self->apps);
    break;
  case PROP_BUSY:
    g_value_set_boolean (value, self->busy);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_register_form_constructed (GObject *object)
{
  CarillonRegisterForm *self = CARILLON_REGISTER_FORM (object);

  G_OBJECT_CLASS (carillon_register_form_parent_class)->constructed (object);
  self->apps = carillon_app_list_new (carillon_session_get_client (self->session));
  g_signal_connect_object (self->apps, "notify::default", G_CALLBACK (on_apps), self,
                           G_CONNECT_SWAPPED);
  g_object_notify_by_pspec (object, properties[PROP_APPS]);
  add_providers (self);
}

static void
carillon_register_form_dispose (GObject *object)
{
  CarillonRegisterForm *self = CARILLON_REGISTER_FORM (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), CARILLON_TYPE_REGISTER_FORM);
  g_clear_object (&self->apps);
  g_clear_object (&self->session);
  g_clear_object (&self->parent);
  G_OBJECT_CLASS (carillon_register_form_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child_full (widget_class, "top", FALSE, 0);
  gtk_widget_class_bind_template_child (widget_class, CarillonRegisterForm, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, CarillonRegisterForm, form_problem);
  gtk_widget_class_bind_template_child (widget_class, CarillonRegisterForm, look_button);
  gtk_widget_class_bind_template_child (widget_class, CarillonRegisterForm, app_row);
  gtk_widget_class_bind_template_child (widget_class, CarillonRegisterForm, provider_row);
  gtk_widget_class_bind_template_child (widget_class, CarillonRegisterForm, app_problem);
  gtk_widget_class_bind_template_child (widget_class, CarillonRegisterForm, provider_problem);
  gtk_widget_class_bind_template_child (widget_class, CarillonRegisterForm, token_row);
  gtk_widget_class_bind_template_child (widget_class, CarillonRegisterForm, token_view);
  gtk_widget_class_bind_template_child (widget_class, CarillonRegisterForm, token_buffer);
  gtk_widget_class_bind_template_child (widget_class, CarillonRegisterForm, token_problem);
  gtk_widget_class_bind_template_child (widget_class, CarillonRegisterForm, user_row);
  gtk_widget_class_bind_template_child (widget_class, CarillonRegisterForm, user_problem);
}

static void
bind_callbacks (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, on_register);
  gtk_widget_class_bind_template_callback (widget_class, on_look);
  gtk_widget_class_bind_template_callback (widget_class, on_load_apps);
  gtk_widget_class_bind_template_callback (widget_class, on_token_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_user_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel);
  gtk_widget_class_bind_template_callback (widget_class, has_text);
  gtk_widget_class_bind_template_callback (widget_class, is_loading);
  gtk_widget_class_bind_template_callback (widget_class, is_failed);
  gtk_widget_class_bind_template_callback (widget_class, is_empty);
  gtk_widget_class_bind_template_callback (widget_class, is_ready);
  gtk_widget_class_bind_template_callback (widget_class, get_credential_warning);
  gtk_widget_class_bind_template_callback (widget_class, get_token_warning);
}

static void
carillon_register_form_class_init (CarillonRegisterFormClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->set_property = carillon_register_form_set_property;
  object_class->get_property = carillon_register_form_get_property;
  object_class->constructed = carillon_register_form_constructed;
  object_class->dispose = carillon_register_form_dispose;

  properties[PROP_SESSION] =
    g_param_spec_object ("session", NULL, NULL, CARILLON_TYPE_SESSION,
                         G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_APPS] = g_param_spec_object ("apps", NULL, NULL, CARILLON_TYPE_APP_LIST, flags);
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, CARILLON_RESOURCE_PREFIX
                                               "/register/carillon-register-form.ui");
  bind_children (widget_class);
  bind_callbacks (widget_class);
}

static void
carillon_register_form_init (CarillonRegisterForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->token_tag =
    gtk_text_buffer_create_tag (self->token_buffer, NULL, "insert-hyphens", FALSE, NULL);
}

/**
 * carillon_register_form_new:
 * @session: whose device it is to be
 * @user_id: (nullable): whose device it is to be, to begin with
 *
 * Returns: (transfer floating): a form
 */
GtkWidget *
carillon_register_form_new (CarillonSession *session, const char *user_id)
{
  g_return_val_if_fail (CARILLON_IS_SESSION (session), NULL);

  CarillonRegisterForm *self = g_object_new (CARILLON_TYPE_REGISTER_FORM, "session", session, NULL);
  gtk_editable_set_text (GTK_EDITABLE (self->user_row), user_id != NULL ? user_id : "");
  return GTK_WIDGET (self);
}

/**
 * carillon_register_form_present:
 * @parent: the widget that asks, inside the window's toasts
 *
 * Shows the form in a sheet of its own, which closes when the device is registered.
 */
void
carillon_register_form_present (CarillonRegisterForm *self, GtkWidget *parent)
{
  g_return_if_fail (CARILLON_IS_REGISTER_FORM (self));
  g_return_if_fail (GTK_IS_WIDGET (parent));
  g_return_if_fail (self->sheet == NULL);

  g_autoptr (CarillonSheet) sheet =
    carillon_sheet_new (_ ("Register Device"), GTK_WIDGET (self), SHEET_WIDTH, SHEET_HEIGHT);
  self->sheet = sheet;
  self->parent = g_object_ref (parent);
  g_signal_connect_object (sheet, "closed", G_CALLBACK (on_closed), self, G_CONNECT_SWAPPED);
  carillon_sheet_present (sheet, parent);
  gtk_widget_grab_focus (self->token_view);
}
