#include "carillon-test-sheet.h"

#include <adwaita.h>
#include <dispatch-test-send.h>
#include <dispatch-token.h>
#include <glib/gi18n.h>

#include "carillon-announce.h"
#include "carillon-config.h"
#include "carillon-focus.h"
#include "carillon-format.h"
#include "carillon-guard.h"
#include "carillon-notice.h"
#include "carillon-own-device-row.h"
#include "carillon-own-device-text.h"
#include "carillon-sheet.h"
#include "carillon-test-run-text.h"

/* In pixels: a phone's width, and enough height for a few devices. */
#define SHEET_WIDTH 480
#define SHEET_HEIGHT 640

struct _CarillonTestSheet {
  GtkWidget parent_instance;

  CarillonSession *session;    /* (owned) */
  DispatchDraft *draft;        /* (owned) */
  CarillonOwnDevices *devices; /* (owned) */
  GHashTable *unchecked;       /* set of CarillonOwnDevice (owned) that are not sent to */
  GArray *rows;                /* of guint: whose values can be taken, as in @values_row */
  CarillonTestRun *run;        /* (owned) (nullable): the last */
  CarillonSheet *sheet;        /* (unowned): it holds us */
  GtkWidget *parent;           /* (unowned) (nullable): from where it was opened */

  CarillonNotice *devices_notice;
  GtkListBox *devices_box;
  AdwExpanderRow *add_row;
  GtkEditable *name_row;
  GtkEditable *address_row;
  AdwComboRow *provider_row;
  AdwComboRow *values_row;
  GtkWidget *outcome_box;
  GtkSpinner *spinner;
  GtkLabel *outcome_label;
  GtkWidget *show_button;
};

G_DEFINE_FINAL_TYPE (CarillonTestSheet, carillon_test_sheet, GTK_TYPE_WIDGET)

static const char *const provider_names[] = { "FCM", "APN" };

static gboolean
is_checked (CarillonTestSheet *self, CarillonOwnDevice *device)
{
  return !g_hash_table_contains (self->unchecked, device);
}

static guint
count_checked (CarillonTestSheet *self)
{
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->devices)); i++) {
    g_autoptr (CarillonOwnDevice) device = g_list_model_get_item (G_LIST_MODEL (self->devices), i);
    n += is_checked (self, device);
  }
  return n;
}

static gboolean
is_posting (CarillonTestSheet *self)
{
  return self->run != NULL && carillon_test_run_get_state (self->run) == CARILLON_TEST_POSTING;
}

static void
follow_actions (CarillonTestSheet *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "test.send",
                                 count_checked (self) > 0 && !is_posting (self));
  gtk_widget_set_visible (GTK_WIDGET (self->devices_box),
                          g_list_model_get_n_items (G_LIST_MODEL (self->devices)) > 0);
}

/* The devices. */

static void
on_toggled (CarillonTestSheet *self, CarillonOwnDeviceRow *row)
{
  CarillonOwnDevice *device = carillon_own_device_row_get_device (row);

  if (carillon_own_device_row_get_checked (row)) {
    g_hash_table_remove (self->unchecked, device);
  } else {
    g_hash_table_add (self->unchecked, g_object_ref (device));
  }
  follow_actions (self);
}

static void
on_removed (CarillonTestSheet *self, CarillonOwnDeviceRow *row)
{
  g_autoptr (CarillonOwnDevice) device = g_object_ref (carillon_own_device_row_get_device (row));

  carillon_focus_leave (GTK_WIDGET (row));
  g_hash_table_remove (self->unchecked, device);
  carillon_own_devices_remove (self->devices, device);
}

static void
try_again (CarillonTestSheet *self)
{
  carillon_own_devices_try_again (self->devices);
}

static void
on_error_changed (CarillonTestSheet *self)
{
  const GError *error = carillon_own_devices_get_error (self->devices);
  gboolean is_new = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  g_autofree char *message = error != NULL ? carillon_own_devices_describe_error (error) : NULL;

  g_object_set (self->devices_notice, "button-label", is_new ? NULL : _ ("_Try Again"), NULL);
  carillon_notice_set_message (self->devices_notice, message);
  if (message != NULL) {
    carillon_announce (GTK_WIDGET (self), message);
  }
}

static GtkWidget *
create_row (gpointer item, gpointer user_data)
{
  CarillonTestSheet *self = user_data;
  GtkWidget *row = carillon_own_device_row_new (item, is_checked (self, item));

  g_signal_connect_object (row, "toggled", G_CALLBACK (on_toggled), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "removed", G_CALLBACK (on_removed), self, G_CONNECT_SWAPPED);
  return row;
}

/* Adding one. */

static char *
get_address (CarillonTestSheet *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (self->address_row)));
}

/* A list that is full says so where one adds to it. */
static void
follow_room (CarillonTestSheet *self)
{
  gboolean full = carillon_own_devices_is_full (self->devices);
  g_autofree char *count = carillon_format_count (CARILLON_MAX_OWN_DEVICES);
  g_autofree char *text =
    g_strdup_printf (_ ("The list is full: it has room for %s. Remove one first."), count);

  adw_expander_row_set_subtitle (self->add_row, full ? text : "");
  adw_expander_row_set_enable_expansion (self->add_row, !full);
}

/* The ID of a user tells itself; a token does not tell its provider for sure. */
static void
on_address_changed (CarillonTestSheet *self)
{
  g_autofree char *address = get_address (self);

  gtk_widget_set_visible (GTK_WIDGET (self->provider_row),
                          *address != '\0' && !dispatch_user_id_is_valid (address));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "test.add", *address != '\0');
}

static void
add (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CarillonTestSheet *self = CARILLON_TEST_SHEET (widget);
  g_autofree char *address = get_address (self);
  g_autofree char *typed = g_strstrip (g_strdup (gtk_editable_get_text (self->name_row)));
  guint selected = adw_combo_row_get_selected (self->provider_row);
  const char *provider = provider_names[MIN (selected, G_N_ELEMENTS (provider_names) - 1)];
  g_autofree char *name =
    *typed != '\0' ? g_strdup (typed) : carillon_own_device_suggest_name (address, provider);
  g_autoptr (CarillonOwnDevice) device = carillon_own_device_new (name, address, provider);

  if (!carillon_own_devices_add (self->devices, device)) {
    gtk_widget_error_bell (widget);
    return;
  }
  gtk_editable_set_text (self->name_row, "");
  gtk_editable_set_text (self->address_row, "");
  adw_expander_row_set_expanded (self->add_row, FALSE);
}

static guint
get_row (CarillonTestSheet *self)
{
  guint selected = adw_combo_row_get_selected (self->values_row);

  return selected < self->rows->len ? g_array_index (self->rows, guint, selected) : DISPATCH_NONE;
}

static void
fill (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CarillonTestSheet *self = CARILLON_TEST_SHEET (widget);
  const DispatchTable *table =
    dispatch_audience_get_table (dispatch_draft_get_audience (self->draft));
  guint row = g_array_index (self->rows, guint, 0);

  if (row < dispatch_table_get_n_rows (table)) {
    const char *provider = dispatch_table_get (table, row, DISPATCH_COLUMN_PROVIDER);
    gtk_editable_set_text (self->address_row, dispatch_table_get_address (table, row));
    adw_combo_row_set_selected (self->provider_row, g_str_equal (provider, "APN") ? 1 : 0);
  }
}

/* Sending. */

static void
on_run_changed (CarillonTestSheet *self)
{
  g_autofree char *text = carillon_test_run_describe (self->run);
  CommsOperation *operation = carillon_test_run_get_operation (self->run);
  CarillonTestState state = carillon_test_run_get_state (self->run);
  gboolean going_on = state == CARILLON_TEST_POSTING ||
                      (state == CARILLON_TEST_ACCEPTED &&
                       (operation == NULL || !comms_operation_has_ended (operation)));

  gtk_widget_set_visible (self->outcome_box, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), going_on);
  gtk_spinner_set_spinning (self->spinner, going_on);
  gtk_widget_set_visible (self->show_button, state == CARILLON_TEST_ACCEPTED);
  if (!g_str_equal (gtk_label_get_label (self->outcome_label), text)) {
    gtk_label_set_label (self->outcome_label, text);
    carillon_announce (GTK_WIDGET (self), text);
  }
  follow_actions (self);
}

static void
append_device (DispatchTable *table, CarillonOwnDevice *device)
{
  guint row = dispatch_table_get_n_rows (table);

  dispatch_table_insert_blank (table, row, 1);
  dispatch_table_set (table, row, DISPATCH_COLUMN_USER, carillon_own_device_get_user (device));
  dispatch_table_set (table, row, DISPATCH_COLUMN_TOKEN, carillon_own_device_get_token (device));
  dispatch_table_set (table, row, DISPATCH_COLUMN_PROVIDER,
                      carillon_own_device_get_provider (device));
}

static void
start (CarillonTestSheet *self)
{
  g_autoptr (DispatchTable) table = dispatch_table_new ();

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->devices)); i++) {
    g_autoptr (CarillonOwnDevice) device = g_list_model_get_item (G_LIST_MODEL (self->devices), i);
    if (is_checked (self, device)) {
      append_device (table, device);
    }
  }
  if (self->run != NULL) {
    g_signal_handlers_disconnect_by_data (self->run, self);
    g_clear_object (&self->run);
  }
  /* Translators: %s is the name of a draft, or nothing */
  g_autofree char *name =
    g_strdup_printf (_ ("Test of “%s”"), dispatch_draft_get_name (self->draft));
  self->run = carillon_test_run_new (
    self->session, dispatch_test_send_new (self->draft, name, get_row (self), table));
  g_signal_connect_object (self->run, "changed", G_CALLBACK (on_run_changed), self,
                           G_CONNECT_SWAPPED);
  on_run_changed (self);
}

/* The list may have changed while the question was open. */
static void
on_allowed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonTestSheet) self = user_data;

  if (carillon_guard_finish (result) && self->session != NULL && count_checked (self) > 0 &&
      !is_posting (self)) {
    start (self);
  }
}

static void
send (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CarillonTestSheet *self = CARILLON_TEST_SHEET (widget);
  guint n_devices = count_checked (self);
  g_autofree char *count = carillon_format_count (n_devices);
  g_autofree char *heading = g_strdup_printf (
    ngettext ("Send a Test to %s Device?", "Send a Test to %s Devices?", n_devices), count);
  const CarillonIntent intent = {
    .heading = heading,
    .body = _ ("It goes out now. The draft and its recipients stay as they are."),
    .confirm = _ ("_Send Test"),
    .n_things = n_devices,
  };

  carillon_guard_async (widget, carillon_session_get_account (self->session), &intent, NULL,
                        on_allowed, g_object_ref (self));
}

static void
show (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CarillonTestSheet *self = CARILLON_TEST_SHEET (widget);
  g_autoptr (CarillonTestRun) run = g_object_ref (self->run);
  GtkWidget *parent = self->parent;

  carillon_sheet_close (self->sheet);
  if (parent != NULL) {
    gtk_widget_activate_action (parent, "win.show-operation", "s",
                                carillon_test_run_get_operation_id (run));
  }
}

/* Whose values. */

static void
add_choice (CarillonTestSheet *self, GtkStringList *names, const char *name, guint row)
{
  g_autofree char *number = carillon_format_count ((gint64) row + 1);
  /* Translators: the number of a row, and why it may be chosen, as in "reads the most" */
  g_autofree char *text = g_strdup_printf (_ ("Row %s: %s"), number, name);

  g_array_append_val (self->rows, row);
  gtk_string_list_append (names, text);
}

static void
set_choices (CarillonTestSheet *self, guint row, DispatchReport *report)
{
  static const char *const names[DISPATCH_N_EXTREMES] = {
    [DISPATCH_EXTREME_LONGEST] = N_ ("reads the most"),
    [DISPATCH_EXTREME_SHORTEST] = N_ ("reads the least"),
    [DISPATCH_EXTREME_EMPTIEST] = N_ ("has the fewest values"),
    [DISPATCH_EXTREME_RIGHT_TO_LEFT] = N_ ("reads from right to left"),
    [DISPATCH_EXTREME_MOST_BYTES] = N_ ("has the most bytes"),
  };
  g_autoptr (GtkStringList) choices = gtk_string_list_new (NULL);
  guint extreme;

  if (row < dispatch_audience_get_n_rows (dispatch_draft_get_audience (self->draft))) {
    add_choice (self, choices, _ ("is shown"), row);
  } else {
    g_array_append_val (self->rows, row);
    gtk_string_list_append (choices, _ ("Nobody: without values"));
  }
  for (guint i = 0; report != NULL && i < DISPATCH_N_EXTREMES; i++) {
    if (dispatch_report_get_extreme (report, i, &extreme)) {
      add_choice (self, choices, _ (names[i]), extreme);
    }
  }
  adw_combo_row_set_model (self->values_row, G_LIST_MODEL (choices));
}

static void
carillon_test_sheet_dispose (GObject *object)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (object));
  CarillonTestSheet *self = CARILLON_TEST_SHEET (object);

  g_clear_weak_pointer (&self->parent);
  g_clear_object (&self->run);
  g_clear_object (&self->devices);
  g_clear_object (&self->draft);
  g_clear_object (&self->session);
  g_clear_pointer (&self->unchecked, g_hash_table_unref);
  g_clear_pointer (&self->rows, g_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), CARILLON_TYPE_TEST_SHEET);
  g_clear_pointer (&child, gtk_widget_unparent);
  G_OBJECT_CLASS (carillon_test_sheet_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, CARILLON_RESOURCE_PREFIX
                                               "/composer/testsend/carillon-test-sheet.ui");
  gtk_widget_class_bind_template_child (widget_class, CarillonTestSheet, devices_notice);
  gtk_widget_class_bind_template_child (widget_class, CarillonTestSheet, devices_box);
  gtk_widget_class_bind_template_child (widget_class, CarillonTestSheet, add_row);
  gtk_widget_class_bind_template_child (widget_class, CarillonTestSheet, name_row);
  gtk_widget_class_bind_template_child (widget_class, CarillonTestSheet, address_row);
  gtk_widget_class_bind_template_child (widget_class, CarillonTestSheet, provider_row);
  gtk_widget_class_bind_template_child (widget_class, CarillonTestSheet, values_row);
  gtk_widget_class_bind_template_child (widget_class, CarillonTestSheet, outcome_box);
  gtk_widget_class_bind_template_child (widget_class, CarillonTestSheet, spinner);
  gtk_widget_class_bind_template_child (widget_class, CarillonTestSheet, outcome_label);
  gtk_widget_class_bind_template_child (widget_class, CarillonTestSheet, show_button);
  gtk_widget_class_bind_template_callback (widget_class, on_address_changed);
  gtk_widget_class_bind_template_callback (widget_class, try_again);
}

static void
carillon_test_sheet_class_init (CarillonTestSheetClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = carillon_test_sheet_dispose;
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "test.add", NULL, add);
  gtk_widget_class_install_action (widget_class, "test.fill", NULL, fill);
  gtk_widget_class_install_action (widget_class, "test.send", NULL, send);
  gtk_widget_class_install_action (widget_class, "test.show", NULL, show);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
carillon_test_sheet_init (CarillonTestSheet *self)
{
  self->unchecked = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  self->rows = g_array_new (FALSE, FALSE, sizeof (guint));
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_visible (self->outcome_box, FALSE);
  on_address_changed (self);
}

/**
 * carillon_test_sheet_present:
 * @parent: from where it is opened
 * @session: the account that sends
 * @draft: what is being composed
 * @row: the recipient that is shown
 * @report: (nullable): what is known of the others
 *
 * Opens the sheet. A test that is under way when it is closed goes on.
 */
void
carillon_test_sheet_present (GtkWidget *parent,
                             CarillonSession *session,
                             DispatchDraft *draft,
                             guint row,
                             DispatchReport *report)
{
  g_return_if_fail (GTK_IS_WIDGET (parent));
  g_return_if_fail (CARILLON_IS_SESSION (session));
  g_return_if_fail (DISPATCH_IS_DRAFT (draft));

  CarillonTestSheet *self = g_object_new (CARILLON_TYPE_TEST_SHEET, NULL);
  self->session = g_object_ref (session);
  self->draft = g_object_ref (draft);
  g_set_weak_pointer (&self->parent, parent);
  self->devices =
    carillon_own_devices_new (carillon_session_get_store (session),
                              carillon_account_get_id (carillon_session_get_account (session)));
  set_choices (self, row, report);
  gtk_list_box_bind_model (self->devices_box, G_LIST_MODEL (self->devices), create_row, self, NULL);
  g_signal_connect_object (self->devices, "items-changed", G_CALLBACK (follow_actions), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->devices, "items-changed", G_CALLBACK (follow_room), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->devices, "notify::error", G_CALLBACK (on_error_changed), self,
                           G_CONNECT_SWAPPED);
  follow_actions (self);
  g_autoptr (CarillonSheet) sheet =
    carillon_sheet_new (_ ("Send a Test"), GTK_WIDGET (self), SHEET_WIDTH, SHEET_HEIGHT);
  self->sheet = sheet;
  carillon_sheet_present (sheet, parent);
}
