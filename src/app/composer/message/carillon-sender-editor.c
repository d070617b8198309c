#include "carillon-sender-editor.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "carillon-config.h"
#include "carillon-error-text.h"

/* Of an ID, all of which begin alike, the end is what tells one from another. */
#define ID_END 6

struct _CarillonSenderEditor {
  GtkWidget parent_instance;

  DispatchDraft *draft;     /* (owned) (nullable) */
  CarillonSenders *senders; /* (owned) (nullable) */
  GBindingGroup *bindings;
  GPtrArray *fcm_ids; /* (owned): of char *, by position; "" is none */
  GPtrArray *apn_ids;
  gboolean is_filling; /* the choice changes because the choices do */

  AdwComboRow *sender_row;
  AdwEntryRow *app_row;
  GtkMenuButton *app_button;
  GtkPopover *app_popover;
  GtkListBox *app_list;
  AdwComboRow *fcm_row;
  AdwComboRow *apn_row;
  GtkWidget *message_box;
  GtkLabel *message;
  GtkWidget *retry;
};

enum {
  PROP_DRAFT = 1,
  PROP_SENDERS,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (CarillonSenderEditor, carillon_sender_editor, GTK_TYPE_WIDGET)

static char *
describe_choice (CommsCredential *credential)
{
  const char *id = comms_resource_get_id (COMMS_RESOURCE (credential));
  const char *app = comms_credential_get_app_name (credential);
  gboolean is_sandbox =
    g_strcmp0 (comms_credential_get_credential_type (credential), "APN_SANDBOX") == 0;
  gsize length = strlen (id);
  GString *text = g_string_new (app != NULL ? app : "");

  if (is_sandbox) {
    /* Translators: a credential for Apple's test devices, after the name of its App */
    g_string_append (text, _ (", sandbox"));
  }
  if (comms_credential_get_is_default (credential)) {
    /* Translators: the credential that an App uses where none is named, after the App's name */
    g_string_append (text, _ (", default"));
  }
  g_string_append_printf (text, " …%s", length > ID_END ? id + length - ID_END : id);
  return g_string_free (text, FALSE);
}

static void
add_choice (GtkStringList *model, GPtrArray *ids, const char *id, const char *text)
{
  gtk_string_list_append (model, text);
  g_ptr_array_add (ids, g_strdup (id));
}

/* All credentials of @provider, and @chosen, whatever it is. */
static void
fill_credentials (CarillonSenderEditor *self,
                  AdwComboRow *row,
                  GPtrArray *ids,
                  const char *provider,
                  const char *chosen)
{
  g_autoptr (GtkStringList) model = gtk_string_list_new (NULL);
  GPtrArray *credentials =
    self->senders != NULL ? carillon_senders_get_credentials (self->senders) : NULL;
  guint selected = *chosen == '\0' ? 0 : G_MAXUINT;

  g_ptr_array_set_size (ids, 0);
  /* Translators: no credential */
  add_choice (model, ids, "", _ ("None"));
  for (guint i = 0; credentials != NULL && i < credentials->len; i++) {
    CommsCredential *credential = credentials->pdata[i];
    const char *id = comms_resource_get_id (COMMS_RESOURCE (credential));
    g_autofree char *text = describe_choice (credential);
    if (g_str_equal (carillon_credential_get_provider (credential), provider)) {
      selected = g_str_equal (id, chosen) ? ids->len : selected;
      add_choice (model, ids, id, text);
    }
  }
  if (selected == G_MAXUINT) {
    selected = ids->len;
    add_choice (model, ids, chosen, chosen);
  }
  self->is_filling = TRUE;
  adw_combo_row_set_model (row, G_LIST_MODEL (model));
  adw_combo_row_set_selected (row, selected);
  self->is_filling = FALSE;
}

static gboolean
shows (AdwComboRow *row, GPtrArray *ids, const char *id)
{
  guint selected = adw_combo_row_get_selected (row);

  return selected < ids->len && g_str_equal (ids->pdata[selected], id);
}

/* The choices stay as they are where what is chosen is shown already: it may be being chosen. */
static void
show_credentials (CarillonSenderEditor *self, gboolean are_others)
{
  g_autoptr (DispatchContent) content = dispatch_draft_get_content (self->draft);

  if (are_others || !shows (self->fcm_row, self->fcm_ids, content->fcm_credential_id)) {
    fill_credentials (self, self->fcm_row, self->fcm_ids, "FCM", content->fcm_credential_id);
  }
  if (are_others || !shows (self->apn_row, self->apn_ids, content->apn_credential_id)) {
    fill_credentials (self, self->apn_row, self->apn_ids, "APN", content->apn_credential_id);
  }
}

static GtkWidget *
create_app (CommsApp *app)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *name = gtk_label_new (comms_app_get_name (app));

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_box_append (GTK_BOX (box), name);
  if (comms_app_get_is_default (app)) {
    GtkWidget *is_default = gtk_label_new (_ ("Default"));
    gtk_widget_add_css_class (is_default, "dim-label");
    gtk_box_append (GTK_BOX (box), is_default);
  }
  GtkWidget *row = gtk_list_box_row_new ();
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_widget_set_name (row, comms_app_get_name (app));
  return row;
}

static void
fill_apps (CarillonSenderEditor *self)
{
  GPtrArray *apps = self->senders != NULL ? carillon_senders_get_apps (self->senders) : NULL;
  GtkWidget *row = NULL;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->app_list))) != NULL) {
    gtk_list_box_remove (self->app_list, row);
  }
  for (guint i = 0; apps != NULL && i < apps->len; i++) {
    if (comms_app_get_name (apps->pdata[i]) != NULL) {
      gtk_list_box_append (self->app_list, create_app (apps->pdata[i]));
    }
  }
  gtk_widget_set_sensitive (GTK_WIDGET (self->app_button), apps != NULL && apps->len > 0);
}

static void
set_message (CarillonSenderEditor *self, const char *text, gboolean is_mistake)
{
  gtk_label_set_label (self->message, text != NULL ? text : "");
  gtk_widget_set_visible (self->message_box, text != NULL);
  if (is_mistake) {
    gtk_widget_add_css_class (GTK_WIDGET (self->message), "error");
  } else {
    gtk_widget_remove_css_class (GTK_WIDGET (self->message), "error");
  }
}

static char *
describe_failure (CarillonSenders *senders)
{
  g_autofree char *title = carillon_error_title (carillon_senders_get_error (senders));

  /* Translators: %s is what went wrong */
  return g_strdup_printf (_ ("Apps and credentials could not be loaded: %s"), title);
}

static void
show_fit (CarillonSenderEditor *self)
{
  g_autoptr (DispatchContent) content = dispatch_draft_get_content (self->draft);
  gboolean has_failed = self->senders != NULL && content->sender != DISPATCH_SENDER_DEFAULT &&
                        carillon_senders_get_state (self->senders) == CARILLON_SENDERS_FAILED;
  gboolean is_mistake = FALSE;
  g_autofree char *problem =
    self->senders != NULL ? carillon_describe_sender (content, self->senders, &is_mistake) : NULL;
  g_autofree char *failure =
    has_failed && problem == NULL ? describe_failure (self->senders) : NULL;

  set_message (self, problem != NULL ? problem : failure, problem != NULL && is_mistake);
  gtk_widget_set_visible (self->retry, failure != NULL);
}

static void
show_default (CarillonSenderEditor *self)
{
  CommsApp *app =
    self->senders != NULL && dispatch_draft_get_sender (self->draft) == DISPATCH_SENDER_DEFAULT
      ? carillon_senders_find_default_app (self->senders)
      : NULL;

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->sender_row),
                               app != NULL ? comms_app_get_name (app) : "");
}

static void
show_sender (CarillonSenderEditor *self)
{
  if (self->draft == NULL) {
    return;
  }
  DispatchSender sender = dispatch_draft_get_sender (self->draft);
  gtk_widget_set_visible (GTK_WIDGET (self->app_row), sender == DISPATCH_SENDER_APP);
  gtk_widget_set_visible (GTK_WIDGET (self->fcm_row), sender == DISPATCH_SENDER_CREDENTIALS);
  gtk_widget_set_visible (GTK_WIDGET (self->apn_row), sender == DISPATCH_SENDER_CREDENTIALS);
  show_credentials (self, FALSE);
  show_default (self);
  show_fit (self);
}

static void
on_senders_changed (CarillonSenderEditor *self)
{
  fill_apps (self);
  if (self->draft != NULL) {
    show_credentials (self, TRUE);
    show_sender (self);
  }
}

static void
choose_credential (CarillonSenderEditor *self, AdwComboRow *row, GPtrArray *ids, const char *name)
{
  guint selected = adw_combo_row_get_selected (row);

  if (!self->is_filling && self->draft != NULL && selected < ids->len) {
    g_autofree char *id = g_strdup (ids->pdata[selected]);
    g_object_set (self->draft, name, id, NULL);
  }
}

static void
on_fcm_selected (CarillonSenderEditor *self)
{
  choose_credential (self, self->fcm_row, self->fcm_ids, "fcm-credential-id");
}

static void
on_apn_selected (CarillonSenderEditor *self)
{
  choose_credential (self, self->apn_row, self->apn_ids, "apn-credential-id");
}

static void
on_app_activated (CarillonSenderEditor *self, GtkListBoxRow *row)
{
  g_object_set (self->draft, "app-name", gtk_widget_get_name (GTK_WIDGET (row)), NULL);
  gtk_popover_popdown (self->app_popover);
}

static void
on_retry_clicked (CarillonSenderEditor *self)
{
  carillon_senders_load (self->senders);
}

static gboolean
to_enum (GBinding *binding, const GValue *from, GValue *to, gpointer user_data)
{
  g_value_set_enum (to, (int) MIN (g_value_get_uint (from), DISPATCH_SENDER_CREDENTIALS));
  return TRUE;
}

static gboolean
from_enum (GBinding *binding, const GValue *from, GValue *to, gpointer user_data)
{
  g_value_set_uint (to, (guint) g_value_get_enum (from));
  return TRUE;
}

static void
set_draft (CarillonSenderEditor *self, DispatchDraft *draft)
{
  static const char *const names[] = { "notify::sender", "notify::app-name",
                                       "notify::fcm-credential-id", "notify::apn-credential-id" };

  if (self->draft != NULL) {
    g_signal_handlers_disconnect_by_func (self->draft, show_sender, self);
  }
  if (!g_set_object (&self->draft, draft)) {
    return;
  }
  if (self->bindings != NULL) {
    g_binding_group_set_source (self->bindings, draft);
  }
  for (gsize i = 0; draft != NULL && i < G_N_ELEMENTS (names); i++) {
    g_signal_connect_object (draft, names[i], G_CALLBACK (show_sender), self, G_CONNECT_SWAPPED);
  }
  if (draft != NULL) {
    show_sender (self);
  }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DRAFT]);
}

static void
set_senders (CarillonSenderEditor *self, CarillonSenders *senders)
{
  if (self->senders != NULL) {
    g_signal_handlers_disconnect_by_func (self->senders, on_senders_changed, self);
  }
  if (!g_set_object (&self->senders, senders)) {
    return;
  }
  if (senders != NULL) {
    g_signal_connect_object (senders, "changed", G_CALLBACK (on_senders_changed), self,
                             G_CONNECT_SWAPPED);
    on_senders_changed (self);
  }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SENDERS]);
}

static void
carillon_sender_editor_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarillonSenderEditor *self = CARILLON_SENDER_EDITOR (object);

  switch (id) {
  case PROP_DRAFT:
    g_value_set_object (value, self->draft);
    break;
  case PROP_SENDERS:
    g_value_set_object (value, self->senders);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_sender_editor_set_property (GObject *object,
                                     guint id,
                                     const GValue *value,
                                     GParamSpec *pspec)
{
  CarillonSenderEditor *self = CARILLON_SENDER_EDITOR (object);

  switch (id) {
  case PROP_DRAFT:
    set_draft (self, g_value_get_object (value));
    break;
  case PROP_SENDERS:
    set_senders (self, g_value_get_object (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_sender_editor_dispose (GObject *object)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (object));
  CarillonSenderEditor *self = CARILLON_SENDER_EDITOR (object);

  g_clear_object (&self->bindings);
  set_draft (self, NULL);
  set_senders (self, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), CARILLON_TYPE_SENDER_EDITOR);
  g_clear_pointer (&child, gtk_widget_unparent);
  G_OBJECT_CLASS (carillon_sender_editor_parent_class)->dispose (object);
}

static void
carillon_sender_editor_finalize (GObject *object)
{
  CarillonSenderEditor *self = CARILLON_SENDER_EDITOR (object);

  g_ptr_array_unref (self->fcm_ids);
  g_ptr_array_unref (self->apn_ids);
  G_OBJECT_CLASS (carillon_sender_editor_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *klass)
{
  gtk_widget_class_set_template_from_resource (klass, CARILLON_RESOURCE_PREFIX
                                               "/composer/message/carillon-sender-editor.ui");
  gtk_widget_class_bind_template_child (klass, CarillonSenderEditor, sender_row);
  gtk_widget_class_bind_template_child (klass, CarillonSenderEditor, app_row);
  gtk_widget_class_bind_template_child (klass, CarillonSenderEditor, app_button);
  gtk_widget_class_bind_template_child (klass, CarillonSenderEditor, app_popover);
  gtk_widget_class_bind_template_child (klass, CarillonSenderEditor, app_list);
  gtk_widget_class_bind_template_child (klass, CarillonSenderEditor, fcm_row);
  gtk_widget_class_bind_template_child (klass, CarillonSenderEditor, apn_row);
  gtk_widget_class_bind_template_child (klass, CarillonSenderEditor, message_box);
  gtk_widget_class_bind_template_child (klass, CarillonSenderEditor, message);
  gtk_widget_class_bind_template_child (klass, CarillonSenderEditor, retry);
  gtk_widget_class_bind_template_callback (klass, on_app_activated);
  gtk_widget_class_bind_template_callback (klass, on_retry_clicked);
}

static void
carillon_sender_editor_class_init (CarillonSenderEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = carillon_sender_editor_get_property;
  object_class->set_property = carillon_sender_editor_set_property;
  object_class->dispose = carillon_sender_editor_dispose;
  object_class->finalize = carillon_sender_editor_finalize;
  properties[PROP_DRAFT] = g_param_spec_object ("draft", NULL, NULL, DISPATCH_TYPE_DRAFT, flags);
  properties[PROP_SENDERS] =
    g_param_spec_object ("senders", NULL, NULL, CARILLON_TYPE_SENDERS, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  bind_template (GTK_WIDGET_CLASS (klass));
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
carillon_sender_editor_init (CarillonSenderEditor *self)
{
  GBindingFlags flags = G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->fcm_ids = g_ptr_array_new_with_free_func (g_free);
  self->apn_ids = g_ptr_array_new_with_free_func (g_free);
  self->bindings = g_binding_group_new ();
  g_binding_group_bind (self->bindings, "app-name", self->app_row, "text", flags);
  g_binding_group_bind_full (self->bindings, "sender", self->sender_row, "selected", flags,
                             from_enum, to_enum, NULL, NULL);
  g_signal_connect_object (self->fcm_row, "notify::selected", G_CALLBACK (on_fcm_selected), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->apn_row, "notify::selected", G_CALLBACK (on_apn_selected), self,
                           G_CONNECT_SWAPPED);
}
