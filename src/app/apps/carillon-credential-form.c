#include "carillon-credential-form-private.h"

#include <glib/gi18n.h>

#include "carillon-apps-kind.h"
#include "carillon-config.h"
#include "carillon-details.h"
#include "carillon-part-row.h"
#include "carillon-problem.h"

#define SHEET_WIDTH 520
#define SHEET_HEIGHT 700

/* An account has ten apps at most. */
#define APPS_PAGE_SIZE 50

enum {
  PROP_SESSION = 1,
  PROP_APP_NAME,
  PROP_BUSY,
  N_PROPERTIES,
};

enum {
  SIGNAL_CREATED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CarillonCredentialForm, carillon_credential_form, GTK_TYPE_WIDGET)

static const char *const credential_types[] = { "FCM", "APN", "APN_SANDBOX" };

/* The fields become insensitive, and a text that has the focus then would keep its cursor blinking.
 */
void
carillon_credential_form_set_busy (CarillonCredentialForm *self, gboolean busy)
{
  if (busy) {
    gtk_widget_grab_focus (self->cancel_button);
  }
  if (self->busy != busy) {
    self->busy = busy;
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
  }
}

gboolean
carillon_credential_form_is_new_app (CarillonCredentialForm *self)
{
  return adw_combo_row_get_selected (self->app_row) + 1 ==
         g_list_model_get_n_items (G_LIST_MODEL (self->apps));
}

char *
carillon_credential_form_get_app_name (CarillonCredentialForm *self)
{
  return carillon_credential_form_is_new_app (self)
           ? g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name_row))))
           : g_strdup (
               gtk_string_list_get_string (self->apps, adw_combo_row_get_selected (self->app_row)));
}

void
carillon_credential_form_emit_created (CarillonCredentialForm *self,
                                       const char *id,
                                       const char *app_name)
{
  g_signal_emit (self, signals[SIGNAL_CREATED], 0, id, app_name);
}

static void
on_look (CarillonCredentialForm *self)
{
  g_autofree char *app_name = carillon_credential_form_get_app_name (self);

  carillon_credential_form_emit_created (self, NULL, app_name);
  g_clear_pointer (&self->sheet, carillon_sheet_close);
}

static void
on_cancel (CarillonCredentialForm *self)
{
  g_clear_pointer (&self->sheet, carillon_sheet_close);
}

static void
on_closed (CarillonCredentialForm *self)
{
  self->sheet = NULL;
  g_cancellable_cancel (self->cancellable);
}

/* Choosing */

static void
on_provider (CarillonCredentialForm *self)
{
  guint selected = adw_combo_row_get_selected (self->provider_row);

  if (selected < G_N_ELEMENTS (credential_types)) {
    carillon_credential_draft_set_credential_type (self->draft, credential_types[selected]);
  }
}

static void
on_app (CarillonCredentialForm *self)
{
  carillon_credential_form_clear_app_problem (self);
  gtk_widget_set_visible (self->name_row, carillon_credential_form_is_new_app (self));
}

static gboolean
on_drop (CarillonCredentialForm *self, const GValue *value)
{
  GSList *files = g_value_get_boxed (value);

  for (GSList *file = files; file != NULL; file = file->next) {
    carillon_credential_draft_load (self->draft, CARILLON_N_PARTS, file->data);
  }
  return files != NULL;
}

static void
add_drop_target (CarillonCredentialForm *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect_swapped (target, "drop", G_CALLBACK (on_drop), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

static void
on_draft_busy (CarillonCredentialForm *self)
{
  if (self->waits) {
    carillon_credential_form_create (self);
  }
}

/* What was recognised. */
static void
on_draft_changed (CarillonCredentialForm *self)
{
  CarillonCredentialCheck *check = carillon_credential_draft_get_check (self->draft);

  /* Not taken away for the moment that a check takes. */
  if (check == NULL) {
    return;
  }
  for (guint i = 0; i < self->facts->len; i++) {
    adw_preferences_group_remove (self->facts_group, self->facts->pdata[i]);
  }
  g_ptr_array_set_size (self->facts, 0);
  for (guint i = 0; i < check->facts->len; i++) {
    const CarillonFact *fact = check->facts->pdata[i];
    GtkWidget *row = carillon_details_row_new (fact->title, fact->value, NULL, CARILLON_CELL_TEXT);

    adw_preferences_group_add (self->facts_group, row);
    g_ptr_array_add (self->facts, row);
  }
  gtk_widget_set_visible (GTK_WIDGET (self->facts_group), self->facts->len > 0);
}

/* Apps */

static void
choose_app (CarillonCredentialForm *self, const char *default_name)
{
  const char *wanted = self->wanted_app != NULL ? self->wanted_app : default_name;
  guint n_apps = g_list_model_get_n_items (G_LIST_MODEL (self->apps)) - 1;

  for (guint i = 0; i < n_apps; i++) {
    if (g_strcmp0 (gtk_string_list_get_string (self->apps, i), wanted) == 0) {
      adw_combo_row_set_selected (self->app_row, i);
    }
  }
}

static void
add_apps (CarillonCredentialForm *self, GPtrArray *apps)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  const char *default_name = NULL;

  for (guint i = 0; i < apps->len; i++) {
    CommsApp *app = apps->pdata[i];
    const char *name = comms_app_get_name (app);

    if (name != NULL) {
      g_ptr_array_add (names, (gpointer) name);
      default_name = comms_app_get_is_default (app) ? name : default_name;
    }
  }
  g_ptr_array_add (names, NULL);
  gtk_string_list_splice (self->apps, 0, 0, (const char *const *) names->pdata);
  choose_app (self, default_name);
}

/* Without the list a name can be entered still, and one that is there already names that app. */
static void
on_apps_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonCredentialForm) self = user_data;
  g_autoptr (GError) error = NULL;

  g_autoptr (CommsPage) page = comms_client_list_finish (COMMS_CLIENT (source), result, &error);
  if (g_cancellable_is_cancelled (self->cancellable)) {
    return;
  }
  adw_action_row_set_subtitle (
    ADW_ACTION_ROW (self->app_row),
    page != NULL ? ""
                 : _ ("The apps could not be listed. Enter the name of one, or of a new one."));
  gtk_widget_set_sensitive (GTK_WIDGET (self->app_row), page != NULL);
  if (page != NULL) {
    add_apps (self, comms_page_get_items (page));
  } else if (self->wanted_app != NULL) {
    gtk_editable_set_text (GTK_EDITABLE (self->name_row), self->wanted_app);
  }
  on_app (self);
}

static void
list_apps (CarillonCredentialForm *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->app_row), FALSE);
  gtk_widget_set_visible (self->name_row, FALSE);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->app_row), _ ("Loading…"));
  comms_client_list_apps_async (carillon_session_get_client (self->session), NULL,
                                &(CommsPageRequest){ .size = APPS_PAGE_SIZE }, self->cancellable,
                                on_apps_listed, g_object_ref (self));
}

static void
carillon_credential_form_set_property (GObject *object,
                                       guint id,
                                       const GValue *value,
                                       GParamSpec *pspec)
{
  CarillonCredentialForm *self = CARILLON_CREDENTIAL_FORM (object);

  switch (id) {
  case PROP_SESSION:
    self->session = g_value_dup_object (value);
    break;
  case PROP_APP_NAME:
    self->wanted_app = g_value_dup_string (value);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_credential_form_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id) {
  case PROP_BUSY:
    g_value_set_boolean (value, CARILLON_CREDENTIAL_FORM (object)->busy);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
add_providers (CarillonCredentialForm *self)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (credential_types); i++) {
    gtk_string_list_take (labels, carillon_credential_type_label (credential_types[i]));
  }
  adw_combo_row_set_model (self->provider_row, G_LIST_MODEL (labels));
}

static void
carillon_credential_form_constructed (GObject *object)
{
  CarillonCredentialForm *self = CARILLON_CREDENTIAL_FORM (object);

  G_OBJECT_CLASS (carillon_credential_form_parent_class)->constructed (object);
  for (CarillonPart part = 0; part < CARILLON_N_PARTS; part++) {
    self->part_rows[part] = carillon_part_row_new (self->draft, part);
    adw_preferences_group_add (self->parts_group, self->part_rows[part]);
  }
  add_providers (self);
  gtk_string_list_append (self->apps, _ ("New App…"));
  adw_combo_row_set_model (self->app_row, G_LIST_MODEL (self->apps));
  g_signal_connect_object (self->draft, "changed", G_CALLBACK (on_draft_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->draft, "notify::busy", G_CALLBACK (on_draft_busy), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_set_visible (GTK_WIDGET (self->facts_group), FALSE);
  add_drop_target (self);
  list_apps (self);
}

static void
carillon_credential_form_dispose (GObject *object)
{
  CarillonCredentialForm *self = CARILLON_CREDENTIAL_FORM (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), CARILLON_TYPE_CREDENTIAL_FORM);
  g_clear_object (&self->draft);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (carillon_credential_form_parent_class)->dispose (object);
}

static void
carillon_credential_form_finalize (GObject *object)
{
  CarillonCredentialForm *self = CARILLON_CREDENTIAL_FORM (object);

  g_clear_weak_pointer (&self->parent);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->apps);
  g_clear_pointer (&self->facts, g_ptr_array_unref);
  g_clear_pointer (&self->wanted_app, g_free);
  G_OBJECT_CLASS (carillon_credential_form_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, CarillonCredentialForm, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, CarillonCredentialForm, problem_revealer);
  gtk_widget_class_bind_template_child (widget_class, CarillonCredentialForm, problem);
  gtk_widget_class_bind_template_child (widget_class, CarillonCredentialForm, provider_row);
  gtk_widget_class_bind_template_child (widget_class, CarillonCredentialForm, app_row);
  gtk_widget_class_bind_template_child (widget_class, CarillonCredentialForm, name_row);
  gtk_widget_class_bind_template_child (widget_class, CarillonCredentialForm, default_switch);
  gtk_widget_class_bind_template_child (widget_class, CarillonCredentialForm, app_problem);
  gtk_widget_class_bind_template_child (widget_class, CarillonCredentialForm, parts_group);
  gtk_widget_class_bind_template_child (widget_class, CarillonCredentialForm, facts_group);
  gtk_widget_class_bind_template_callback_full (widget_class, "on_create",
                                                G_CALLBACK (carillon_credential_form_create));
  gtk_widget_class_bind_template_callback (widget_class, on_cancel);
  gtk_widget_class_bind_template_callback (widget_class, on_look);
  gtk_widget_class_bind_template_callback (widget_class, on_provider);
  gtk_widget_class_bind_template_callback (widget_class, on_app);
  gtk_widget_class_bind_template_callback_full (
    widget_class, "clear_app_problem", G_CALLBACK (carillon_credential_form_clear_app_problem));
}

static void
carillon_credential_form_class_init (CarillonCredentialFormClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags once = G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->set_property = carillon_credential_form_set_property;
  object_class->get_property = carillon_credential_form_get_property;
  object_class->constructed = carillon_credential_form_constructed;
  object_class->dispose = carillon_credential_form_dispose;
  object_class->finalize = carillon_credential_form_finalize;

  properties[PROP_SESSION] =
    g_param_spec_object ("session", NULL, NULL, CARILLON_TYPE_SESSION, once);
  properties[PROP_APP_NAME] = g_param_spec_string ("app-name", NULL, NULL, NULL, once);
  properties[PROP_BUSY] = g_param_spec_boolean (
    "busy", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  signals[SIGNAL_CREATED] =
    g_signal_new ("created", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);

  g_type_ensure (CARILLON_TYPE_PROBLEM);
  gtk_widget_class_set_css_name (widget_class, "credentialform");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, CARILLON_RESOURCE_PREFIX
                                               "/apps/carillon-credential-form.ui");
  gtk_widget_class_bind_template_child_full (widget_class, "top", FALSE, 0);
  bind_children (widget_class);
}

static void
carillon_credential_form_init (CarillonCredentialForm *self)
{
  self->draft = carillon_credential_draft_new ();
  self->cancellable = g_cancellable_new ();
  self->apps = gtk_string_list_new (NULL);
  self->facts = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * carillon_credential_form_new:
 * @session: whose account gets the credential
 * @app_name: (nullable): of an app, to begin with
 *
 * Returns: (transfer floating): a form
 */
GtkWidget *
carillon_credential_form_new (CarillonSession *session, const char *app_name)
{
  g_return_val_if_fail (CARILLON_IS_SESSION (session), NULL);

  return g_object_new (CARILLON_TYPE_CREDENTIAL_FORM, "session", session, "app-name", app_name,
                       NULL);
}

/**
 * carillon_credential_form_present:
 * @parent: any widget of the window
 *
 * Shows the form in a sheet of its own, which closes when the credential was created.
 */
void
carillon_credential_form_present (CarillonCredentialForm *self, GtkWidget *parent)
{
  g_return_if_fail (CARILLON_IS_CREDENTIAL_FORM (self));
  g_return_if_fail (self->sheet == NULL);

  g_autoptr (CarillonSheet) sheet =
    carillon_sheet_new (_ ("New Credential"), GTK_WIDGET (self), SHEET_WIDTH, SHEET_HEIGHT);
  self->sheet = sheet;
  g_set_weak_pointer (&self->parent, parent);
  g_signal_connect_object (sheet, "closed", G_CALLBACK (on_closed), self, G_CONNECT_SWAPPED);
  carillon_sheet_present (sheet, parent);
  gtk_widget_grab_focus (GTK_WIDGET (self->provider_row));
}
