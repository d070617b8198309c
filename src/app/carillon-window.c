/* Everything that is shown follows from the connection's state, by bindings of the .ui file; the
 * closures are at the end of this file. */

#include "carillon-window.h"

#include <glib/gi18n.h>

#include "carillon-account-switcher.h"
#include "carillon-config.h"
#include "carillon-emulator-process.h"
#include "carillon-error-text.h"
#include "carillon-focus.h"
#include "carillon-jobs-bar.h"
#include "carillon-jobs-leave.h"
#include "carillon-keyring-page.h"
#include "carillon-mode-chip.h"
#include "carillon-opener.h"
#include "carillon-split.h"
#include "carillon-tab-stop.h"
#include "carillon-unsettled-bar.h"

struct _CarillonWindow {
  AdwApplicationWindow parent_instance;

  GSettings *settings;
  CarillonAccounts *accounts;
  CarillonConnection *connection;
  CarillonOpener *opener;

  CarillonSplit *split;
  CarillonPages *pages;
  CarillonAccountSwitcher *switcher;
  GtkListBox *page_list;
  GtkLabel *subtitle;
};

enum {
  PROP_SETTINGS = 1,
  PROP_ACCOUNTS,
  PROP_CONNECTION,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (CarillonWindow, carillon_window, ADW_TYPE_APPLICATION_WINDOW)

static void
carillon_window_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CarillonWindow *self = CARILLON_WINDOW (object);

  switch (id) {
  case PROP_SETTINGS:
    self->settings = g_value_dup_object (value);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_window_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarillonWindow *self = CARILLON_WINDOW (object);

  switch (id) {
  case PROP_ACCOUNTS:
    g_value_set_object (value, self->accounts);
    break;
  case PROP_CONNECTION:
    g_value_set_object (value, self->connection);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static GtkWidget *
page_row_new (const CarillonPageInfo *info)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (_ (info->title));
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (info->icon_name));
  gtk_box_append (GTK_BOX (box), label);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_widget_set_name (row, info->name);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.show-page");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", info->name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (info->title), -1);
  return row;
}

static void
select_page_row (CarillonWindow *self)
{
  const CarillonPageInfo *info = carillon_page_info_find (carillon_pages_get_page (self->pages));
  int index = (int) (info - carillon_page_infos);

  gtk_list_box_select_row (self->page_list, gtk_list_box_get_row_at_index (self->page_list, index));
}

static void
on_page_changed (CarillonWindow *self)
{
  select_page_row (self);
  g_settings_set_string (self->settings, "last-page", carillon_pages_get_page (self->pages));
}

/**
 * carillon_window_enter_page:
 * @self: the window
 * @name: of a page
 *
 * Shows a page and takes the focus into it, and a sidebar that lies over it away. The focus stays
 * where it is in a page that was shown already.
 */
void
carillon_window_enter_page (CarillonWindow *self, const char *name)
{
  g_return_if_fail (CARILLON_IS_WINDOW (self));

  gboolean changes = g_strcmp0 (carillon_pages_get_page (self->pages), name) != 0;
  GtkWidget *page = carillon_pages_show (self->pages, name);
  if (carillon_split_get_collapsed (self->split)) {
    carillon_split_set_show_sidebar (self->split, FALSE);
  }
  if (page == NULL) {
    return;
  }
  gboolean outside = carillon_focus_inside (page) == NULL;
  if ((changes || outside) && !gtk_widget_grab_focus (page) && outside) {
    gtk_widget_child_focus (page, GTK_DIR_TAB_FORWARD);
  }
}

/* The arrow keys select rows, and a selected row is the page that is shown. */
static void
on_row_selected (CarillonWindow *self, GtkListBoxRow *row)
{
  if (row != NULL) {
    carillon_pages_set_page (self->pages, gtk_widget_get_name (GTK_WIDGET (row)));
  }
}

/* Without a focus the first Tab would lead into the header bar, and Enter nowhere. */
static void
on_state_shown (CarillonWindow *self, GParamSpec *pspec, GtkStack *state_stack)
{
  GtkWidget *shown = gtk_stack_get_visible_child (state_stack);

  if (shown == GTK_WIDGET (self->split)) {
    carillon_window_enter_page (self, carillon_pages_get_page (self->pages));
  } else if (shown != NULL) {
    gtk_widget_child_focus (gtk_widget_get_last_child (shown), GTK_DIR_TAB_FORWARD);
  }
}

/* Not a binding of the template: GTK 4.8 warns of each that is on the template's own object when
 * that is finalized. */
static void
retitle (CarillonWindow *self)
{
  g_autofree char *page = NULL;

  if (carillon_connection_get_state (self->connection) != CARILLON_CONNECTION_READY) {
    gtk_window_set_title (GTK_WINDOW (self), _ ("Carillon"));
    return;
  }
  g_object_get (self->pages, "title", &page, NULL);
  /* Translators: title of the window: a page, and the account with its kind */
  g_autofree char *title =
    g_strdup_printf (_ ("%s — %s"), page, gtk_label_get_text (self->subtitle));
  gtk_window_set_title (GTK_WINDOW (self), title);
}

static void
keep_title (CarillonWindow *self)
{
  const struct {
    gpointer object;
    const char *signal;
  } causes[] = {
    { self->pages, "notify::title" },
    { self->subtitle, "notify::label" },
    { self->connection, "notify::state" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (causes); i++) {
    g_signal_connect_object (causes[i].object, causes[i].signal, G_CALLBACK (retitle), self,
                             G_CONNECT_SWAPPED);
  }
  retitle (self);
}

static void
restore_page (CarillonWindow *self)
{
  if (g_settings_get_boolean (self->settings, "remember-page")) {
    g_autofree char *page = g_settings_get_string (self->settings, "last-page");
    carillon_pages_set_page (self->pages, page);
  }
  select_page_row (self);
}

static void
restore_size (CarillonWindow *self)
{
  gtk_window_set_default_size (GTK_WINDOW (self),
                               g_settings_get_int (self->settings, "window-width"),
                               g_settings_get_int (self->settings, "window-height"));
  g_settings_bind (self->settings, "window-width", self, "default-width", G_SETTINGS_BIND_SET);
  g_settings_bind (self->settings, "window-height", self, "default-height", G_SETTINGS_BIND_SET);
  g_settings_bind (self->settings, "window-maximized", self, "maximized", G_SETTINGS_BIND_DEFAULT);
}

static void
carillon_window_constructed (GObject *object)
{
  CarillonWindow *self = CARILLON_WINDOW (object);
  g_autofree char *data_dir = g_build_filename (g_get_user_data_dir (), "carillon", NULL);

  self->accounts = carillon_accounts_new (self->settings);
  self->connection = carillon_connection_new (self->settings, self->accounts, data_dir);
  gtk_widget_init_template (GTK_WIDGET (self));
  G_OBJECT_CLASS (carillon_window_parent_class)->constructed (object);

  for (guint i = 0; i < carillon_n_page_infos; i++) {
    gtk_list_box_append (self->page_list, page_row_new (&carillon_page_infos[i]));
  }
  self->opener = carillon_opener_new (self, self->pages);
  restore_size (self);
  restore_page (self);
  keep_title (self);
  g_signal_connect_object (self->pages, "notify::page", G_CALLBACK (on_page_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->page_list, "row-selected", G_CALLBACK (on_row_selected), self,
                           G_CONNECT_SWAPPED);
  GtkWidget *state_stack = gtk_widget_get_ancestor (GTK_WIDGET (self->split), GTK_TYPE_STACK);
  g_signal_connect_object (state_stack, "notify::visible-child", G_CALLBACK (on_state_shown), self,
                           G_CONNECT_SWAPPED);
}

static void
on_close_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonWindow) self = user_data;

  if (carillon_jobs_leave_finish (result)) {
    gtk_window_destroy (GTK_WINDOW (self));
  }
}

/* A job that runs pauses with the window. */
static gboolean
carillon_window_close_request (GtkWindow *window)
{
  CarillonWindow *self = CARILLON_WINDOW (window);
  CarillonSession *session = carillon_connection_get_session (self->connection);

  if (!carillon_jobs_leave_asks (session)) {
    return GTK_WINDOW_CLASS (carillon_window_parent_class)->close_request (window);
  }
  carillon_jobs_leave_async (GTK_WIDGET (self), session, CARILLON_LEAVE_CLOSE, on_close_answered,
                             g_object_ref (self));
  return TRUE;
}

static void
carillon_window_dispose (GObject *object)
{
  CarillonWindow *self = CARILLON_WINDOW (object);

  if (self->connection != NULL) {
    carillon_connection_stop (self->connection);
  }
  /* The bindings of the template look the properties up until it is gone. */
  gtk_widget_dispose_template (GTK_WIDGET (self), CARILLON_TYPE_WINDOW);
  g_clear_object (&self->opener);
  g_clear_object (&self->connection);
  g_clear_object (&self->accounts);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (carillon_window_parent_class)->dispose (object);
}

static char *
state_name (CarillonWindow *self, CarillonConnectionState state)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (CARILLON_TYPE_CONNECTION_STATE);

  return g_strdup (g_enum_get_value (klass, (int) state)->value_nick);
}

static char **
colour_classes (CarillonWindow *self, const char *colour)
{
  g_autofree char *class = g_strdup_printf ("colour-%s", colour);
  gboolean known = g_strv_contains (carillon_account_colours, colour);
  const char *const classes[] = { "account", known ? class : NULL, NULL };

  return g_strdupv ((char **) classes);
}

static char *
account_subtitle (CarillonWindow *self, const char *name, CarillonAccountKind kind)
{
  const char *word = carillon_account_kind_get_label (kind);

  /* An account that is called as what it is needs no second word. */
  if (g_strcmp0 (name, word) == 0) {
    return g_strdup (word);
  }
  /* Translators: the name of an account and its kind, "Acme · Production" */
  return g_strdup_printf (_ ("%s · %s"), name, word);
}

static char *
kind_icon_name (CarillonWindow *self, CarillonAccountKind kind)
{
  return g_strdup (carillon_account_kind_get_icon_name (kind));
}

static char *
error_title (CarillonWindow *self, const GError *error)
{
  return error != NULL ? carillon_error_title (error) : NULL;
}

static char *
error_advice (CarillonWindow *self, const GError *error)
{
  return error != NULL ? carillon_error_advice (error) : NULL;
}

static char *
retry_label (CarillonWindow *self, const GError *error)
{
  gboolean ended = g_error_matches (error, CARILLON_EMULATOR_ERROR, CARILLON_EMULATOR_ERROR_ENDED);

  return g_strdup (ended ? _ ("_Start Again") : _ ("_Try Again"));
}

static char *
damaged_text (CarillonWindow *self, const char *path)
{
  if (path == NULL) {
    return NULL;
  }
  return g_strdup_printf (
    _ ("The local data was damaged, so drafts and the record of sends start anew. The damaged file "
       "is kept as “%s”."),
    path);
}

static gboolean
is_set (CarillonWindow *self, const char *text)
{
  return text != NULL && *text != '\0';
}

static void
carillon_window_class_init (CarillonWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->set_property = carillon_window_set_property;
  object_class->get_property = carillon_window_get_property;
  object_class->constructed = carillon_window_constructed;
  object_class->dispose = carillon_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = carillon_window_close_request;

  properties[PROP_SETTINGS] =
    g_param_spec_object ("settings", NULL, NULL, G_TYPE_SETTINGS,
                         G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_ACCOUNTS] =
    g_param_spec_object ("accounts", NULL, NULL, CARILLON_TYPE_ACCOUNTS, readable);
  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, CARILLON_TYPE_CONNECTION, readable);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  g_type_ensure (CARILLON_TYPE_ACCOUNT);
  g_type_ensure (CARILLON_TYPE_ACCOUNT_SWITCHER);
  g_type_ensure (CARILLON_TYPE_JOBS_BAR);
  g_type_ensure (CARILLON_TYPE_KEYRING_PAGE);
  g_type_ensure (CARILLON_TYPE_MODE_CHIP);
  g_type_ensure (CARILLON_TYPE_PAGES);
  g_type_ensure (CARILLON_TYPE_SPLIT);
  g_type_ensure (CARILLON_TYPE_TAB_STOP);
  g_type_ensure (CARILLON_TYPE_UNSETTLED_BAR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               CARILLON_RESOURCE_PREFIX "/carillon-window.ui");
  gtk_widget_class_bind_template_child (widget_class, CarillonWindow, split);
  gtk_widget_class_bind_template_child (widget_class, CarillonWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, CarillonWindow, switcher);
  gtk_widget_class_bind_template_child (widget_class, CarillonWindow, page_list);
  gtk_widget_class_bind_template_child (widget_class, CarillonWindow, subtitle);
  gtk_widget_class_bind_template_callback (widget_class, state_name);
  gtk_widget_class_bind_template_callback (widget_class, colour_classes);
  gtk_widget_class_bind_template_callback (widget_class, account_subtitle);
  gtk_widget_class_bind_template_callback (widget_class, kind_icon_name);
  gtk_widget_class_bind_template_callback (widget_class, error_title);
  gtk_widget_class_bind_template_callback (widget_class, error_advice);
  gtk_widget_class_bind_template_callback (widget_class, retry_label);
  gtk_widget_class_bind_template_callback (widget_class, damaged_text);
  gtk_widget_class_bind_template_callback (widget_class, is_set);
  carillon_window_install_actions (widget_class);
}

static void
carillon_window_init (CarillonWindow *self)
{
}

/**
 * carillon_window_new:
 * @application: whose window it is
 * @settings: of the application's schema
 *
 * Returns: (transfer none): a window, with nothing connected yet
 */
CarillonWindow *
carillon_window_new (GtkApplication *application, GSettings *settings)
{
  g_return_val_if_fail (GTK_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  return g_object_new (CARILLON_TYPE_WINDOW, "application", application, "settings", settings,
                       "icon-name", CARILLON_APP_ID, NULL);
}

static gboolean
start_after_frame (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  CarillonWindow *self = CARILLON_WINDOW (widget);

  if (carillon_connection_get_state (self->connection) == CARILLON_CONNECTION_STARTING) {
    carillon_connection_start (self->connection);
  }
  return G_SOURCE_REMOVE;
}

/**
 * carillon_window_start:
 *
 * Connects the account to start with once the window can be seen: the keyring may take its time.
 */
void
carillon_window_start (CarillonWindow *self)
{
  g_return_if_fail (CARILLON_IS_WINDOW (self));

  if (carillon_connection_get_state (self->connection) == CARILLON_CONNECTION_STARTING) {
    gtk_widget_add_tick_callback (GTK_WIDGET (self), start_after_frame, NULL, NULL);
  }
}

/**
 * carillon_window_open_files:
 * @self: the window
 * @files: (array length=n_files): drafts in files of their own
 * @n_files: how many
 *
 * Puts these drafts into the composer as soon as there is one.
 */
void
carillon_window_open_files (CarillonWindow *self, GFile **files, guint n_files)
{
  g_return_if_fail (CARILLON_IS_WINDOW (self));
  g_return_if_fail (files != NULL || n_files == 0);

  carillon_opener_open (self->opener, files, n_files);
}

void
carillon_window_try_emulator (CarillonWindow *self)
{
  g_return_if_fail (CARILLON_IS_WINDOW (self));

  carillon_connection_use_emulator (self->connection);
}

CarillonAccounts *
carillon_window_get_accounts (CarillonWindow *self)
{
  g_return_val_if_fail (CARILLON_IS_WINDOW (self), NULL);

  return self->accounts;
}

CarillonConnection *
carillon_window_get_connection (CarillonWindow *self)
{
  g_return_val_if_fail (CARILLON_IS_WINDOW (self), NULL);

  return self->connection;
}

CarillonPages *
carillon_window_get_pages (CarillonWindow *self)
{
  g_return_val_if_fail (CARILLON_IS_WINDOW (self), NULL);

  return self->pages;
}

void
carillon_window_toggle_sidebar (CarillonWindow *self)
{
  g_return_if_fail (CARILLON_IS_WINDOW (self));

  carillon_split_set_show_sidebar (self->split, !carillon_split_get_show_sidebar (self->split));
}

/**
 * carillon_window_show_accounts:
 *
 * Opens the list of accounts.
 */
void
carillon_window_show_accounts (CarillonWindow *self)
{
  g_return_if_fail (CARILLON_IS_WINDOW (self));

  carillon_split_set_show_sidebar (self->split, TRUE);
  carillon_account_switcher_popup (self->switcher);
}
