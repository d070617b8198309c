/* Reading and looking happen in workers; each choice has all rows looked at anew, and what was
 * looked at before is let go of. What is registered in the end is what was looked at last. */

#include "carillon-register-file.h"

#include <adwaita.h>
#include <dispatch-devices.h>
#include <glib/gi18n.h>

#include "carillon-app-list.h"
#include "carillon-choose-file.h"
#include "carillon-config.h"
#include "carillon-error-text.h"
#include "carillon-finding-list.h"
#include "carillon-problem.h"
#include "carillon-register-start.h"
#include "carillon-register-summary.h"
#include "carillon-register-text.h"
#include "carillon-sheet.h"

#define SHEET_WIDTH 560
#define SHEET_HEIGHT 720

/* In the order of DispatchDeviceField; the first choice of each is no column. */
#define NO_COLUMN 0

struct _CarillonRegisterFile {
  GtkWidget parent_instance;

  CarillonSession *session;  /* (owned) */
  CarillonAppList *apps;     /* (owned) */
  CarillonSheet *sheet;      /* (unowned) (nullable): around it */
  GCancellable *cancellable; /* (owned) (nullable): of what is being read or looked at */
  DispatchSheet *file;       /* (owned) (nullable) */
  DispatchDevices *devices;  /* (owned) (nullable): of the choices as they are */
  GListModel *findings;      /* (owned) (nullable) */
  const char *state;
  gboolean is_filling; /* the choices are set by the program */
  gboolean is_checking;
  gboolean is_saving;

  GtkWidget *cancel_button;
  GtkWidget *choose_button;
  CarillonProblem *problem;
  GtkWidget *save_problem;
  GtkWidget *header_switch;
  AdwComboRow *token_row;
  AdwComboRow *provider_row;
  AdwComboRow *app_row;
  AdwComboRow *user_row;
  AdwComboRow *default_app_row;
  AdwComboRow *default_provider_row;
};

typedef enum {
  PROP_SESSION = 1,
  PROP_APPS,
  PROP_STATE,
  PROP_FILE_NAME,
  PROP_GOOD_TEXT,
  PROP_BAD_TEXT,
  PROP_WARNING_TEXT,
  PROP_USER_TEXT,
  PROP_APP_TEXT,
  PROP_FINDINGS,
  PROP_BUSY,
  PROP_SAVING,
  PROP_CAN_REGISTER,
  N_PROPERTIES,
} CarillonRegisterFileProperty;

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (CarillonRegisterFile, carillon_register_file, GTK_TYPE_WIDGET)

static void
notify_from (CarillonRegisterFile *self, CarillonRegisterFileProperty first)
{
  for (guint i = first; i < N_PROPERTIES; i++) {
    g_object_notify_by_pspec (G_OBJECT (self), properties[i]);
  }
}

static void
set_state (CarillonRegisterFile *self, const char *state)
{
  self->state = state;
  notify_from (self, PROP_STATE);
}

static void
forget_devices (CarillonRegisterFile *self)
{
  g_clear_pointer (&self->devices, dispatch_devices_unref);
  g_clear_object (&self->findings);
}

/* What is under way for other choices is of no use any more. */
static GCancellable *
renew_cancellable (CarillonRegisterFile *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  return self->cancellable;
}

static AdwComboRow *
row_of (CarillonRegisterFile *self, DispatchDeviceField field)
{
  AdwComboRow *const rows[DISPATCH_N_DEVICE_FIELDS] = {
    [DISPATCH_DEVICE_TOKEN] = self->token_row,
    [DISPATCH_DEVICE_PROVIDER] = self->provider_row,
    [DISPATCH_DEVICE_APP] = self->app_row,
    [DISPATCH_DEVICE_USER] = self->user_row,
  };

  return rows[field];
}

/* Looking at the rows. */

static void
on_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonRegisterFile) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DispatchDevices) devices = dispatch_devices_check_finish (result, &error);

  if (devices == NULL) {
    return;
  }
  forget_devices (self);
  self->devices = g_steal_pointer (&devices);
  self->findings = G_LIST_MODEL (carillon_finding_list_new (self->devices));
  self->is_checking = FALSE;
  notify_from (self, PROP_FILE_NAME);
}

static DispatchDeviceMapping *
read_choices (CarillonRegisterFile *self)
{
  DispatchDeviceMapping *mapping = g_new0 (DispatchDeviceMapping, 1);
  guint app = adw_combo_row_get_selected (self->default_app_row);
  guint provider = adw_combo_row_get_selected (self->default_provider_row);

  mapping->has_header = gtk_switch_get_active (GTK_SWITCH (self->header_switch));
  for (guint field = 0; field < DISPATCH_N_DEVICE_FIELDS; field++) {
    guint selected = adw_combo_row_get_selected (row_of (self, field));
    mapping->columns[field] =
      selected == NO_COLUMN || selected == GTK_INVALID_LIST_POSITION ? -1 : (int) selected - 1;
  }
  mapping->app_name = g_strdup (carillon_app_list_get_name (self->apps, app));
  mapping->provider =
    g_strdup (provider == 1 || provider == 2 ? carillon_register_providers[provider - 1] : NULL);
  return mapping;
}

static void
check (CarillonRegisterFile *self)
{
  if (self->file == NULL || self->is_filling || self->is_saving) {
    return;
  }
  g_autoptr (DispatchDeviceMapping) mapping = read_choices (self);
  g_auto (GStrv) apps = carillon_app_list_dup_names (self->apps);
  GCancellable *cancellable = renew_cancellable (self);
  self->is_checking = TRUE;
  gtk_widget_set_visible (self->save_problem, FALSE);
  notify_from (self, PROP_BUSY);
  dispatch_devices_check_async (self->file, mapping, (const char *const *) apps, cancellable,
                                on_checked, g_object_ref (self));
}

/* Choices. */

static void
fill_columns (CarillonRegisterFile *self, const int *columns)
{
  gboolean has_header = gtk_switch_get_active (GTK_SWITCH (self->header_switch));
  g_autoptr (GListModel) names = carillon_register_name_columns (self->file, has_header);

  for (guint field = 0; field < DISPATCH_N_DEVICE_FIELDS; field++) {
    AdwComboRow *row = row_of (self, field);
    adw_combo_row_set_model (row, names);
    adw_combo_row_set_selected (row, (guint) (columns[field] + 1));
  }
}

static void
guess_choices (CarillonRegisterFile *self)
{
  g_autoptr (DispatchDeviceMapping) guess = dispatch_device_mapping_guess (self->file);

  self->is_filling = TRUE;
  gtk_switch_set_active (GTK_SWITCH (self->header_switch), guess->has_header);
  fill_columns (self, guess->columns);
  self->is_filling = FALSE;
}

static void
on_choice (CarillonRegisterFile *self)
{
  check (self);
}

static void
on_header (CarillonRegisterFile *self)
{
  if (self->file == NULL || self->is_filling) {
    return;
  }
  g_autoptr (DispatchDeviceMapping) mapping = read_choices (self);
  self->is_filling = TRUE;
  fill_columns (self, mapping->columns);
  self->is_filling = FALSE;
  check (self);
}

static void
on_apps (CarillonRegisterFile *self)
{
  guint position = 0;

  g_object_get (self->apps, "default", &position, NULL);
  self->is_filling = TRUE;
  adw_combo_row_set_selected (self->default_app_row, position);
  self->is_filling = FALSE;
  check (self);
}

static void
on_load_apps (CarillonRegisterFile *self)
{
  carillon_app_list_load (self->apps);
}

/* Reading the file. */

static void
show_problem (CarillonRegisterFile *self, const GError *error)
{
  guint line = dispatch_sheet_error_get_line (error);
  g_autofree char *advice = carillon_error_advice (error);
  /* Translators: what to do about it, and the number of the line of a file */
  g_autofree char *placed = g_strdup_printf (_ ("%s It is in line %u."), advice, line);
  g_autofree char *title = carillon_error_title (error);

  carillon_problem_set_text (self->problem, title, line > 0 ? placed : advice);
  set_state (self, "failed");
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonRegisterFile) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DispatchSheet) file = dispatch_sheet_load_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    return;
  }
  if (file == NULL) {
    show_problem (self, error);
    return;
  }
  self->file = g_steal_pointer (&file);
  guess_choices (self);
  set_state (self, "preview");
  check (self);
}

/**
 * carillon_register_file_open:
 * @file: a file of devices
 *
 * Reads @file and shows what is in it.
 */
void
carillon_register_file_open (CarillonRegisterFile *self, GFile *file)
{
  g_return_if_fail (CARILLON_IS_REGISTER_FILE (self));
  g_return_if_fail (G_IS_FILE (file));

  GCancellable *cancellable = renew_cancellable (self);
  g_clear_pointer (&self->file, dispatch_sheet_unref);
  forget_devices (self);
  self->is_checking = FALSE;
  set_state (self, "reading");
  dispatch_sheet_load_async (file, cancellable, on_loaded, g_object_ref (self));
}

static void
on_chosen (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonRegisterFile) self = user_data;
  g_autoptr (GFile) file = carillon_choose_file_finish (result);

  if (file != NULL && self->sheet != NULL) {
    carillon_register_file_open (self, file);
  }
}

static void
on_choose (CarillonRegisterFile *self)
{
  carillon_choose_file_async (GTK_WIDGET (self), CARILLON_FILE_TO_READ,
                              _ ("Register Devices from File"), NULL, on_chosen,
                              g_object_ref (self));
}

static gboolean
on_drop (CarillonRegisterFile *self, const GValue *value)
{
  GFile *file = g_value_get_object (value);

  if (file == NULL || self->is_saving) {
    return FALSE;
  }
  carillon_register_file_open (self, file);
  return TRUE;
}

/* Registering. */

static void
show_save_problem (CarillonRegisterFile *self, const GError *error)
{
  g_autofree char *title = carillon_error_title (error);
  g_autofree char *advice = carillon_error_advice (error);
  g_autofree char *text = g_strjoin ("\n", title, advice, NULL);

  gtk_label_set_text (GTK_LABEL (self->save_problem), text);
  gtk_widget_set_visible (self->save_problem, TRUE);
}

static gboolean
can_register (CarillonRegisterFile *self)
{
  return self->devices != NULL && !self->is_checking && !self->is_saving &&
         dispatch_devices_get_n_good (self->devices) > 0;
}

/* What began goes on whatever happens to this sheet. */
static void
on_started (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonRegisterFile) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean has_started = carillon_register_start_finish (result, &error);

  self->is_saving = FALSE;
  notify_from (self, PROP_BUSY);
  if (error != NULL) {
    show_save_problem (self, error);
  } else if (has_started && self->sheet != NULL) {
    carillon_sheet_close (self->sheet);
  }
}

static void
on_register (CarillonRegisterFile *self)
{
  if (can_register (self)) {
    gtk_widget_grab_focus (self->cancel_button);
    self->is_saving = TRUE;
    notify_from (self, PROP_BUSY);
    carillon_register_start_async (GTK_WIDGET (self), self->session, self->devices, on_started,
                                   g_object_ref (self));
  }
}

static void
on_cancel (CarillonRegisterFile *self)
{
  if (self->sheet != NULL) {
    carillon_sheet_close (self->sheet);
  }
}

static void
on_closed (CarillonRegisterFile *self)
{
  self->sheet = NULL;
  g_cancellable_cancel (self->cancellable);
}

/* Closures of the interface. */

static gboolean
has_text (GtkWidget *row, const char *text)
{
  return text != NULL;
}

static gboolean
has_rows (GtkWidget *group, GListModel *findings)
{
  return findings != NULL && g_list_model_get_n_items (findings) > 0;
}

static gboolean
is_ready (GtkWidget *row, const char *state)
{
  return g_strcmp0 (state, "ready") == 0;
}

static gboolean
is_not_ready (GtkWidget *row, const char *state)
{
  return g_strcmp0 (state, "ready") != 0;
}

static gboolean
is_failed (GtkWidget *row, const char *state)
{
  return g_strcmp0 (state, "failed") == 0;
}

static char *
get_apps_text (GtkWidget *row, const char *state, const char *problem)
{
  if (is_failed (row, state)) {
    return g_strdup (problem);
  }
  return g_strdup (g_strcmp0 (state, "empty") == 0
                     ? _ ("An app comes with its first credential. Create one under Apps and "
                          "Credentials.")
                     : _ ("Loading the apps of the account…"));
}

static char *
get_text (CarillonRegisterFile *self, guint property)
{
  if (self->devices == NULL) {
    return NULL;
  }
  switch (property) {
  case PROP_GOOD_TEXT:
    return carillon_register_good_text (self->devices);
  case PROP_BAD_TEXT:
    return carillon_register_bad_text (self->devices);
  case PROP_WARNING_TEXT:
    return carillon_register_warning_text (self->devices);
  case PROP_USER_TEXT:
    return carillon_register_user_text (self->devices);
  default:
    return carillon_register_app_text (self->devices, self->apps);
  }
}

static void
carillon_register_file_set_property (GObject *object,
                                     guint id,
                                     const GValue *value,
                                     GParamSpec *pspec)
{
  CarillonRegisterFile *self = CARILLON_REGISTER_FILE (object);

  switch (id) {
  case PROP_SESSION:
    self->session = g_value_dup_object (value);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_register_file_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarillonRegisterFile *self = CARILLON_REGISTER_FILE (object);

  switch (id) {
  case PROP_APPS:
    g_value_set_object (value, self->apps);
    break;
  case PROP_STATE:
    g_value_set_static_string (value, self->state);
    break;
  case PROP_FILE_NAME:
    g_value_set_string (value, self->file != NULL ? dispatch_sheet_get_name (self->file) : NULL);
    break;
  case PROP_GOOD_TEXT:
  case PROP_BAD_TEXT:
  case PROP_WARNING_TEXT:
  case PROP_USER_TEXT:
  case PROP_APP_TEXT:
    g_value_take_string (value, get_text (self, id));
    break;
  case PROP_FINDINGS:
    g_value_set_object (value, self->findings);
    break;
  case PROP_BUSY:
    g_value_set_boolean (value, self->is_checking || self->is_saving);
    break;
  case PROP_SAVING:
    g_value_set_boolean (value, self->is_saving);
    break;
  case PROP_CAN_REGISTER:
    g_value_set_boolean (value, can_register (self));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
add_providers (CarillonRegisterFile *self)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  gtk_string_list_append (labels, _ ("None"));
  for (guint i = 0; carillon_register_providers[i] != NULL; i++) {
    gtk_string_list_append (labels,
                            carillon_register_provider_label (carillon_register_providers[i]));
  }
  adw_combo_row_set_model (self->default_provider_row, G_LIST_MODEL (labels));
}

static void
carillon_register_file_constructed (GObject *object)
{
  CarillonRegisterFile *self = CARILLON_REGISTER_FILE (object);

  G_OBJECT_CLASS (carillon_register_file_parent_class)->constructed (object);
  self->apps = carillon_app_list_new (carillon_session_get_client (self->session));
  g_signal_connect_object (self->apps, "notify::default", G_CALLBACK (on_apps), self,
                           G_CONNECT_SWAPPED);
  g_object_notify_by_pspec (object, properties[PROP_APPS]);
  self->is_filling = TRUE;
  add_providers (self);
  self->is_filling = FALSE;
}

static void
carillon_register_file_dispose (GObject *object)
{
  CarillonRegisterFile *self = CARILLON_REGISTER_FILE (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), CARILLON_TYPE_REGISTER_FILE);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->apps);
  g_clear_object (&self->session);
  g_clear_pointer (&self->file, dispatch_sheet_unref);
  forget_devices (self);
  G_OBJECT_CLASS (carillon_register_file_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child_full (widget_class, "top", FALSE, 0);
  gtk_widget_class_bind_template_child (widget_class, CarillonRegisterFile, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, CarillonRegisterFile, choose_button);
  gtk_widget_class_bind_template_child (widget_class, CarillonRegisterFile, problem);
  gtk_widget_class_bind_template_child (widget_class, CarillonRegisterFile, save_problem);
  gtk_widget_class_bind_template_child (widget_class, CarillonRegisterFile, header_switch);
  gtk_widget_class_bind_template_child (widget_class, CarillonRegisterFile, token_row);
  gtk_widget_class_bind_template_child (widget_class, CarillonRegisterFile, provider_row);
  gtk_widget_class_bind_template_child (widget_class, CarillonRegisterFile, app_row);
  gtk_widget_class_bind_template_child (widget_class, CarillonRegisterFile, user_row);
  gtk_widget_class_bind_template_child (widget_class, CarillonRegisterFile, default_app_row);
  gtk_widget_class_bind_template_child (widget_class, CarillonRegisterFile, default_provider_row);
}

static void
bind_callbacks (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, on_register);
  gtk_widget_class_bind_template_callback (widget_class, on_choose);
  gtk_widget_class_bind_template_callback (widget_class, on_choice);
  gtk_widget_class_bind_template_callback (widget_class, on_header);
  gtk_widget_class_bind_template_callback (widget_class, on_load_apps);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel);
  gtk_widget_class_bind_template_callback (widget_class, has_text);
  gtk_widget_class_bind_template_callback (widget_class, has_rows);
  gtk_widget_class_bind_template_callback (widget_class, is_ready);
  gtk_widget_class_bind_template_callback (widget_class, is_not_ready);
  gtk_widget_class_bind_template_callback (widget_class, is_failed);
  gtk_widget_class_bind_template_callback (widget_class, get_apps_text);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  static const char *const texts[] = {
    [PROP_STATE] = "state",
    [PROP_FILE_NAME] = "file-name",
    [PROP_GOOD_TEXT] = "good-text",
    [PROP_BAD_TEXT] = "bad-text",
    [PROP_WARNING_TEXT] = "warning-text",
    [PROP_USER_TEXT] = "user-text",
    [PROP_APP_TEXT] = "app-text",
  };

  properties[PROP_SESSION] =
    g_param_spec_object ("session", NULL, NULL, CARILLON_TYPE_SESSION,
                         G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_APPS] = g_param_spec_object ("apps", NULL, NULL, CARILLON_TYPE_APP_LIST, flags);
  for (guint i = PROP_STATE; i <= PROP_APP_TEXT; i++) {
    properties[i] = g_param_spec_string (texts[i], NULL, NULL, NULL, flags);
  }
  properties[PROP_FINDINGS] =
    g_param_spec_object ("findings", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  properties[PROP_SAVING] = g_param_spec_boolean ("saving", NULL, NULL, FALSE, flags);
  properties[PROP_CAN_REGISTER] = g_param_spec_boolean ("can-register", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
carillon_register_file_class_init (CarillonRegisterFileClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = carillon_register_file_set_property;
  object_class->get_property = carillon_register_file_get_property;
  object_class->constructed = carillon_register_file_constructed;
  object_class->dispose = carillon_register_file_dispose;
  install_properties (object_class);

  g_type_ensure (CARILLON_TYPE_PROBLEM);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, CARILLON_RESOURCE_PREFIX
                                               "/register/carillon-register-file.ui");
  bind_children (widget_class);
  bind_callbacks (widget_class);
}

static void
carillon_register_file_init (CarillonRegisterFile *self)
{
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_FILE, GDK_ACTION_COPY);

  self->state = "choose";
  self->is_filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->is_filling = FALSE;
  g_signal_connect_object (target, "drop", G_CALLBACK (on_drop), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

/**
 * carillon_register_file_new:
 * @session: whose devices they are to be
 *
 * Returns: (transfer floating): a sheet without a file
 */
GtkWidget *
carillon_register_file_new (CarillonSession *session)
{
  g_return_val_if_fail (CARILLON_IS_SESSION (session), NULL);

  return g_object_new (CARILLON_TYPE_REGISTER_FILE, "session", session, NULL);
}

/**
 * carillon_register_file_present:
 * @parent: the widget that asks
 *
 * Shows it in a sheet of its own, which closes when the job has begun.
 */
void
carillon_register_file_present (CarillonRegisterFile *self, GtkWidget *parent)
{
  g_return_if_fail (CARILLON_IS_REGISTER_FILE (self));
  g_return_if_fail (GTK_IS_WIDGET (parent));
  g_return_if_fail (self->sheet == NULL);

  g_autoptr (CarillonSheet) sheet =
    carillon_sheet_new (_ ("Register Devices"), GTK_WIDGET (self), SHEET_WIDTH, SHEET_HEIGHT);
  self->sheet = sheet;
  g_signal_connect_object (sheet, "closed", G_CALLBACK (on_closed), self, G_CONNECT_SWAPPED);
  carillon_sheet_present (sheet, parent);
  gtk_widget_grab_focus (self->choose_button);
}
