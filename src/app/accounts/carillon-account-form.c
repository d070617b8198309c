#include "carillon-account-form.h"

#include <adwaita.h>
#include <comms-client.h>
#include <glib/gi18n.h>
#include <libsecret/secret.h>

#include "carillon-config.h"
#include "carillon-error-text.h"
#include "carillon-mode-group.h"
#include "carillon-secrets.h"
#include "carillon-sheet.h"

#define SHEET_WIDTH 480
#define SHEET_HEIGHT 660

/* Verifying is a question of the moment: whoever waits longer has another problem. */
#define VERIFY_SECONDS 20

/* Where a problem is shown. */
typedef enum {
  FIELD_NAME,
  FIELD_ADDRESS,
  FIELD_SID,
  FIELD_SECRET,
  FIELD_KEYRING,
  N_FIELDS,
} Field;

struct _CarillonAccountForm {
  GtkWidget parent_instance;

  CarillonAccounts *accounts;
  CarillonAccount *account; /* (nullable): a new one is added */
  GCancellable *cancellable;
  CarillonSheet *sheet; /* (unowned) (nullable): around it */
  const char *colour;   /* (unowned): of carillon_account_colours */
  gboolean busy;

  GtkWidget *cancel_button;
  GtkWidget *name_row;
  AdwComboRow *kind_row;
  GtkBox *colour_box;
  CarillonModeGroup *mode_group;
  GtkWidget *address_group;
  GtkWidget *address_row;
  GtkWidget *credentials_group;
  GtkWidget *sid_row;
  GtkWidget *secret_row;
  GtkWidget *name_problem;
  GtkWidget *address_problem;
  GtkWidget *credentials_problem;
  GtkWidget *keyring_box;
  GtkWidget *keyring_problem;
  GtkWidget *session_button;
};

enum {
  PROP_ACCOUNTS = 1,
  PROP_ACCOUNT,
  PROP_BUSY,
  N_PROPERTIES,
};

enum {
  SIGNAL_SAVED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CarillonAccountForm, carillon_account_form, GTK_TYPE_WIDGET)

static const char *const colour_names[] = {
  N_ ("Blue"), N_ ("Green"),  N_ ("Yellow"), N_ ("Orange"),
  N_ ("Red"),  N_ ("Purple"), N_ ("Brown"),  N_ ("Slate"),
};

/* What cannot be put down to a field is put down to the server. */
static const struct {
  CommsError code;
  Field field;
} blames[] = {
  { COMMS_ERROR_UNAUTHORIZED, FIELD_SECRET },
  { COMMS_ERROR_FORBIDDEN, FIELD_SID },
};

static Field
field_to_blame (const GError *error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (blames); i++) {
    if (g_error_matches (error, COMMS_ERROR, (int) blames[i].code)) {
      return blames[i].field;
    }
  }
  return FIELD_ADDRESS;
}

static GtkWidget *
row_of (CarillonAccountForm *self, Field field)
{
  GtkWidget *const rows[N_FIELDS] = {
    [FIELD_NAME] = self->name_row,      [FIELD_ADDRESS] = self->address_row,
    [FIELD_SID] = self->sid_row,        [FIELD_SECRET] = self->secret_row,
    [FIELD_KEYRING] = self->secret_row,
  };

  return rows[field];
}

static GtkWidget *
problem_of (CarillonAccountForm *self, Field field)
{
  GtkWidget *const problems[N_FIELDS] = {
    [FIELD_NAME] = self->name_problem,       [FIELD_ADDRESS] = self->address_problem,
    [FIELD_SID] = self->credentials_problem, [FIELD_SECRET] = self->credentials_problem,
    [FIELD_KEYRING] = self->keyring_problem,
  };

  return problems[field];
}

static void
clear_problems (CarillonAccountForm *self)
{
  for (Field field = 0; field < N_FIELDS; field++) {
    gtk_widget_remove_css_class (row_of (self, field), "error");
    gtk_widget_set_visible (problem_of (self, field), FALSE);
  }
  gtk_widget_set_visible (self->keyring_box, FALSE);
}

static void
show_problem (CarillonAccountForm *self, Field field, const char *text)
{
  GtkWidget *row = row_of (self, field), *problem = problem_of (self, field);

  gtk_label_set_text (GTK_LABEL (problem), text);
  gtk_widget_set_visible (problem, TRUE);
  gtk_widget_set_visible (self->keyring_box, field == FIELD_KEYRING);
  gtk_widget_add_css_class (row, "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_INVALID,
                               GTK_ACCESSIBLE_INVALID_TRUE, -1);
  gtk_widget_grab_focus (field == FIELD_KEYRING ? self->session_button : row);
}

static void
show_error (CarillonAccountForm *self, Field field, const GError *error)
{
  g_autofree char *title = carillon_error_title (error);
  g_autofree char *advice = carillon_error_advice (error);
  g_autofree char *detail = carillon_error_detail (error);
  g_autofree char *text = g_strjoin ("\n", title, advice, detail, NULL);

  show_problem (self, field, text);
}

/* The fields become insensitive, and a text that has the focus then would keep its cursor blinking.
 */
static void
set_busy (CarillonAccountForm *self, gboolean busy)
{
  if (busy) {
    gtk_widget_grab_focus (self->cancel_button);
  }
  if (self->busy != busy) {
    self->busy = busy;
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
  }
}

/* The errors of a step that ended after the form was closed are nobody's. */
static gboolean
is_over (CarillonAccountForm *self)
{
  return g_cancellable_is_cancelled (self->cancellable);
}

static char *
typed (GtkWidget *row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
}

static const char *
typed_secret (CarillonAccountForm *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->secret_row));
}

static gboolean
is_emulator (CarillonAccountForm *self)
{
  return self->account != NULL &&
         carillon_account_get_kind (self->account) == CARILLON_ACCOUNT_EMULATOR;
}

static gboolean
check_filled (CarillonAccountForm *self)
{
  const struct {
    Field field;
    gboolean needed;
    const char *problem;
  } checks[] = {
    { FIELD_NAME, TRUE, _ ("Give the account a name.") },
    { FIELD_ADDRESS, !is_emulator (self), _ ("Enter the base address of the API.") },
    { FIELD_SID, !is_emulator (self), _ ("Enter the SID of the account or of an API key.") },
    { FIELD_SECRET, self->account == NULL, _ ("Enter the auth token or the API key’s secret.") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (checks); i++) {
    g_autofree char *text = typed (row_of (self, checks[i].field));
    if (checks[i].needed && *text == '\0') {
      show_problem (self, checks[i].field, checks[i].problem);
      return FALSE;
    }
  }
  return TRUE;
}

static void
fill_account (CarillonAccountForm *self, CarillonAccount *account)
{
  g_autofree char *name = typed (self->name_row);
  g_autofree char *address = typed (self->address_row);
  g_autofree char *sid = typed (self->sid_row);

  g_object_set (account, "name", name, "colour", self->colour, NULL);
  carillon_mode_group_apply (self->mode_group, account);
  if (!is_emulator (self)) {
    g_object_set (account, "kind", (int) adw_combo_row_get_selected (self->kind_row), "base-uri",
                  address, "sid", sid, NULL);
  }
}

/* Whether what the server would be asked with is what it was. */
static gboolean
keeps_credentials (CarillonAccountForm *self)
{
  g_autofree char *address = typed (self->address_row);
  g_autofree char *sid = typed (self->sid_row);

  return is_emulator (self) ||
         (self->account != NULL && *typed_secret (self) == '\0' &&
          g_str_equal (address, carillon_account_get_base_uri (self->account)) &&
          g_str_equal (sid, carillon_account_get_sid (self->account)));
}

static void
save (CarillonAccountForm *self, CarillonAccount *account, const char *session_secret)
{
  gboolean is_new = self->account == NULL;
  gboolean keeps = keeps_credentials (self);

  fill_account (self, account);
  if (is_new) {
    carillon_accounts_add (self->accounts, account);
  }
  g_signal_emit (self, signals[SIGNAL_SAVED], 0, account, session_secret, !keeps);
  if (self->sheet != NULL) {
    carillon_sheet_close (self->sheet);
  }
}

static CarillonAccount *
ensure_account (CarillonAccountForm *self)
{
  return self->account != NULL ? g_object_ref (self->account)
                               : carillon_account_new (CARILLON_ACCOUNT_PRODUCTION, "");
}

static void
use_for_session (CarillonAccountForm *self)
{
  g_autoptr (CarillonAccount) account = ensure_account (self);

  save (self, account, typed_secret (self));
}

typedef struct {
  CarillonAccountForm *form;
  CarillonAccount *account;
} Storing;

static void
storing_free (Storing *storing)
{
  g_object_unref (storing->form);
  g_object_unref (storing->account);
  g_free (storing);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Storing, storing_free)

static void
on_stored (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Storing) storing = user_data;
  CarillonAccountForm *self = storing->form;
  g_autoptr (GError) error = NULL;

  gboolean stored = carillon_secrets_store_finish (result, &error);
  if (is_over (self)) {
    return;
  }
  set_busy (self, FALSE);
  if (!stored) {
    show_error (self, FIELD_KEYRING, error);
    return;
  }
  save (self, storing->account, NULL);
}

static void
store_secret (CarillonAccountForm *self)
{
  Storing *storing = g_new0 (Storing, 1);
  g_autofree char *name = typed (self->name_row);

  storing->form = g_object_ref (self);
  storing->account = ensure_account (self);
  carillon_secrets_store_async (carillon_account_get_id (storing->account), name,
                                typed_secret (self), self->cancellable, on_stored, storing);
}

static void
on_verified (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonAccountForm) self = user_data;
  g_autoptr (GError) error = NULL;

  g_autoptr (CommsPage) page = comms_client_list_finish (COMMS_CLIENT (source), result, &error);
  if (is_over (self)) {
    return;
  }
  if (page == NULL) {
    set_busy (self, FALSE);
    show_error (self, field_to_blame (error), error);
    return;
  }
  if (*typed_secret (self) != '\0') {
    store_secret (self);
    return;
  }
  set_busy (self, FALSE);
  save (self, self->account, NULL);
}

static void
verify (CarillonAccountForm *self, const char *secret)
{
  g_autofree char *address = typed (self->address_row);
  g_autofree char *sid = typed (self->sid_row);
  g_autoptr (CommsAuthorizer) authorizer = comms_basic_authorizer_new (sid, secret);
  g_autoptr (GError) error = NULL;

  g_autoptr (CommsClient) client = comms_client_new (address, authorizer, &error);
  if (client == NULL) {
    set_busy (self, FALSE);
    show_error (self, FIELD_ADDRESS, error);
    return;
  }
  comms_client_set_timeout (client, VERIFY_SECONDS);
  /* Somebody waits, and has a button to try again. */
  comms_client_set_retry_policy (client, NULL);
  comms_client_list_users_async (client, NULL, &(CommsPageRequest){ .size = 1 }, self->cancellable,
                                 on_verified, g_object_ref (self));
}

static void
on_old_secret (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonAccountForm) self = user_data;
  g_autoptr (GError) error = NULL;

  char *secret = carillon_secrets_lookup_finish (result, &error);
  if (!is_over (self)) {
    if (secret != NULL) {
      verify (self, secret);
    } else {
      set_busy (self, FALSE);
      show_error (self, FIELD_SECRET, error);
    }
  }
  g_clear_pointer (&secret, secret_password_free);
}

static void
on_save (CarillonAccountForm *self)
{
  if (self->busy) {
    return;
  }
  clear_problems (self);
  if (!check_filled (self)) {
    return;
  }
  if (keeps_credentials (self)) {
    save (self, self->account, NULL);
    return;
  }
  set_busy (self, TRUE);
  if (*typed_secret (self) != '\0') {
    verify (self, typed_secret (self));
  } else {
    carillon_secrets_lookup_async (carillon_account_get_id (self->account), self->cancellable,
                                   on_old_secret, g_object_ref (self));
  }
}

static void
on_cancel (CarillonAccountForm *self)
{
  if (self->sheet != NULL) {
    carillon_sheet_close (self->sheet);
  }
}

static void
on_closed (CarillonAccountForm *self)
{
  self->sheet = NULL;
  g_cancellable_cancel (self->cancellable);
}

static void
on_colour (GtkToggleButton *button, GParamSpec *pspec, CarillonAccountForm *self)
{
  if (gtk_toggle_button_get_active (button)) {
    self->colour = gtk_widget_get_name (GTK_WIDGET (button));
  }
}

static GtkWidget *
swatch_new (CarillonAccountForm *self, const char *colour, const char *name)
{
  GtkWidget *swatch = gtk_toggle_button_new ();
  GtkWidget *mark = gtk_image_new_from_icon_name ("object-select-symbolic");
  g_autofree char *class = g_strdup_printf ("colour-%s", colour);
  const char *const classes[] = { "swatch", "circular", class, NULL };

  gtk_widget_set_name (swatch, colour);
  gtk_widget_set_css_classes (swatch, (const char **) classes);
  gtk_widget_set_tooltip_text (swatch, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (swatch), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_button_set_child (GTK_BUTTON (swatch), mark);
  return swatch;
}

static void
add_swatches (CarillonAccountForm *self, const char *chosen)
{
  GtkWidget *first = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (colour_names); i++) {
    const char *colour = carillon_account_colours[i];
    GtkWidget *swatch = swatch_new (self, colour, _ (colour_names[i]));
    gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (swatch), GTK_TOGGLE_BUTTON (first));
    g_signal_connect_object (swatch, "notify::active", G_CALLBACK (on_colour), self, 0);
    gtk_box_append (self->colour_box, swatch);
    if (first == NULL || g_str_equal (colour, chosen)) {
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (swatch), TRUE);
    }
    first = first != NULL ? first : swatch;
  }
}

static void
on_kind (CarillonAccountForm *self)
{
  if (self->account == NULL) {
    carillon_mode_group_show_kind (
      self->mode_group, (CarillonAccountKind) adw_combo_row_get_selected (self->kind_row));
  }
}

/* The emulator's own account is not among them: the console makes it. */
static void
add_kinds (CarillonAccountForm *self)
{
  const char *const labels[] = {
    carillon_account_kind_get_label (CARILLON_ACCOUNT_PRODUCTION),
    carillon_account_kind_get_label (CARILLON_ACCOUNT_TEST),
    NULL,
  };
  g_autoptr (GtkStringList) kinds = gtk_string_list_new (labels);

  adw_combo_row_set_model (self->kind_row, G_LIST_MODEL (kinds));
}

static void
show_account (CarillonAccountForm *self)
{
  CarillonAccount *account = self->account;

  gtk_editable_set_text (GTK_EDITABLE (self->name_row), carillon_account_get_name (account));
  gtk_editable_set_text (GTK_EDITABLE (self->address_row), carillon_account_get_base_uri (account));
  gtk_editable_set_text (GTK_EDITABLE (self->sid_row), carillon_account_get_sid (account));
  carillon_mode_group_show_account (self->mode_group, account);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->secret_row),
                                 _ ("Secre_t (Leave Empty to Keep It)"));
  if (is_emulator (self)) {
    gtk_widget_set_visible (self->address_group, FALSE);
    gtk_widget_set_visible (self->credentials_group, FALSE);
    gtk_widget_set_visible (GTK_WIDGET (self->kind_row), FALSE);
  } else {
    adw_combo_row_set_selected (self->kind_row, (guint) carillon_account_get_kind (account));
  }
}

static void
carillon_account_form_set_property (GObject *object,
                                    guint id,
                                    const GValue *value,
                                    GParamSpec *pspec)
{
  CarillonAccountForm *self = CARILLON_ACCOUNT_FORM (object);

  switch (id) {
  case PROP_ACCOUNTS:
    self->accounts = g_value_dup_object (value);
    break;
  case PROP_ACCOUNT:
    self->account = g_value_dup_object (value);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_account_form_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarillonAccountForm *self = CARILLON_ACCOUNT_FORM (object);

  switch (id) {
  case PROP_BUSY:
    g_value_set_boolean (value, self->busy);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_account_form_constructed (GObject *object)
{
  CarillonAccountForm *self = CARILLON_ACCOUNT_FORM (object);

  G_OBJECT_CLASS (carillon_account_form_parent_class)->constructed (object);
  add_kinds (self);
  if (self->account != NULL) {
    add_swatches (self, carillon_account_get_colour (self->account));
    show_account (self);
  } else {
    add_swatches (self, carillon_account_colours[0]);
    gtk_editable_set_text (GTK_EDITABLE (self->address_row), CARILLON_DEFAULT_BASE_URI);
  }
}

static void
carillon_account_form_dispose (GObject *object)
{
  CarillonAccountForm *self = CARILLON_ACCOUNT_FORM (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), CARILLON_TYPE_ACCOUNT_FORM);
  g_clear_object (&self->accounts);
  g_clear_object (&self->account);
  G_OBJECT_CLASS (carillon_account_form_parent_class)->dispose (object);
}

static void
carillon_account_form_finalize (GObject *object)
{
  CarillonAccountForm *self = CARILLON_ACCOUNT_FORM (object);

  g_object_unref (self->cancellable);
  G_OBJECT_CLASS (carillon_account_form_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, CarillonAccountForm, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, CarillonAccountForm, name_row);
  gtk_widget_class_bind_template_child (widget_class, CarillonAccountForm, kind_row);
  gtk_widget_class_bind_template_child (widget_class, CarillonAccountForm, colour_box);
  gtk_widget_class_bind_template_child (widget_class, CarillonAccountForm, mode_group);
  gtk_widget_class_bind_template_child (widget_class, CarillonAccountForm, address_group);
  gtk_widget_class_bind_template_child (widget_class, CarillonAccountForm, address_row);
  gtk_widget_class_bind_template_child (widget_class, CarillonAccountForm, credentials_group);
  gtk_widget_class_bind_template_child (widget_class, CarillonAccountForm, sid_row);
  gtk_widget_class_bind_template_child (widget_class, CarillonAccountForm, secret_row);
  gtk_widget_class_bind_template_child (widget_class, CarillonAccountForm, name_problem);
  gtk_widget_class_bind_template_child (widget_class, CarillonAccountForm, address_problem);
  gtk_widget_class_bind_template_child (widget_class, CarillonAccountForm, credentials_problem);
  gtk_widget_class_bind_template_child (widget_class, CarillonAccountForm, keyring_box);
  gtk_widget_class_bind_template_child (widget_class, CarillonAccountForm, keyring_problem);
  gtk_widget_class_bind_template_child (widget_class, CarillonAccountForm, session_button);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel);
  gtk_widget_class_bind_template_callback (widget_class, on_kind);
  gtk_widget_class_bind_template_callback (widget_class, use_for_session);
}

static void
carillon_account_form_class_init (CarillonAccountFormClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags once = G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->set_property = carillon_account_form_set_property;
  object_class->get_property = carillon_account_form_get_property;
  object_class->constructed = carillon_account_form_constructed;
  object_class->dispose = carillon_account_form_dispose;
  object_class->finalize = carillon_account_form_finalize;

  properties[PROP_ACCOUNTS] =
    g_param_spec_object ("accounts", NULL, NULL, CARILLON_TYPE_ACCOUNTS, once);
  properties[PROP_ACCOUNT] =
    g_param_spec_object ("account", NULL, NULL, CARILLON_TYPE_ACCOUNT, once);
  properties[PROP_BUSY] = g_param_spec_boolean (
    "busy", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  signals[SIGNAL_SAVED] = g_signal_new ("saved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 3, CARILLON_TYPE_ACCOUNT,
                                        G_TYPE_STRING | G_SIGNAL_TYPE_STATIC_SCOPE, G_TYPE_BOOLEAN);

  g_type_ensure (CARILLON_TYPE_MODE_GROUP);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, CARILLON_RESOURCE_PREFIX
                                               "/accounts/carillon-account-form.ui");
  gtk_widget_class_bind_template_child_full (widget_class, "top", FALSE, 0);
  bind_children (widget_class);
}

static void
carillon_account_form_init (CarillonAccountForm *self)
{
  self->cancellable = g_cancellable_new ();
  self->colour = carillon_account_colours[0];
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * carillon_account_form_new:
 * @accounts: where a new one is added
 * @account: (nullable): the one to edit
 *
 * Returns: (transfer floating): a form
 */
GtkWidget *
carillon_account_form_new (CarillonAccounts *accounts, CarillonAccount *account)
{
  g_return_val_if_fail (CARILLON_IS_ACCOUNTS (accounts), NULL);
  g_return_val_if_fail (account == NULL || CARILLON_IS_ACCOUNT (account), NULL);

  return g_object_new (CARILLON_TYPE_ACCOUNT_FORM, "accounts", accounts, "account", account, NULL);
}

/**
 * carillon_account_form_present:
 * @parent: any widget of the window
 *
 * Shows the form in a sheet of its own, which closes when the account was saved.
 */
void
carillon_account_form_present (CarillonAccountForm *self, GtkWidget *parent)
{
  g_return_if_fail (CARILLON_IS_ACCOUNT_FORM (self));
  g_return_if_fail (self->sheet == NULL);

  const char *title = self->account != NULL ? _ ("Edit Account") : _ ("Add Account");
  g_autoptr (CarillonSheet) sheet =
    carillon_sheet_new (title, GTK_WIDGET (self), SHEET_WIDTH, SHEET_HEIGHT);
  self->sheet = sheet;
  g_signal_connect_object (sheet, "closed", G_CALLBACK (on_closed), self, G_CONNECT_SWAPPED);
  carillon_sheet_present (sheet, parent);
  gtk_widget_grab_focus (self->name_row);
}
