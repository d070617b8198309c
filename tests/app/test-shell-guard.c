/* The guard between a click and a write: what each mode of an account asks, and the number that is
 * typed. */

#include "carillon-guard.h"

#include "carillon-config.h"
#include "carillon-confirm-entry.h"
#include "test-emulator.h"
#include "test-ui.h"

static const CarillonIntent deletion = {
  .heading = "Delete 1,234 Users?",
  .body = "They cannot be restored.",
  .confirm = "_Delete",
  .n_things = 1234,
  .is_destructive = TRUE,
};

static CarillonAccount *
account_new (CarillonMode mode, guint confirm_above)
{
  return g_object_new (CARILLON_TYPE_ACCOUNT, "name", "Acme", "mode", mode, "confirm-above",
                       confirm_above, NULL);
}

static GtkWidget *
window_new (void)
{
  GtkWidget *window = adw_window_new ();

  adw_window_set_content (ADW_WINDOW (window), gtk_button_new_with_label ("main"));
  gtk_window_set_default_size (GTK_WINDOW (window), 400, 500);
  gtk_window_present (GTK_WINDOW (window));
  test_ui_settle (window);
  return window;
}

static gboolean
confirms (GtkWidget *entry, const char *text)
{
  test_ui_type (test_ui_find (entry, "confirm-count"), text);
  return carillon_confirm_entry_get_confirmed (CARILLON_CONFIRM_ENTRY (entry));
}

/* Light and dark. */
static void
shoot (GtkWidget *window, const char *name)
{
  g_autofree char *dark = g_strconcat (name, "-dark", NULL);

  test_ui_settle (window);
  test_ui_screenshot (window, name);
  test_ui_set_dark (TRUE);
  test_ui_settle (window);
  test_ui_screenshot (window, dark);
  test_ui_set_dark (FALSE);
}

static void
on_notify (GObject *object, GParamSpec *pspec, gpointer user_data)
{
  (*(int *) user_data)++;
}

static void
test_entry (void)
{
  static const char *const right[] = { "1234", " 1,234 ", "1.234", "1 234", "1’234", "١٬٢٣٤" };
  static const char *const wrong[] = {
    "", " ", "123", "12345", "-1234", "1234x", "0x4d2", "99999999999999999999999",
  };
  g_autoptr (CarillonAccount) account = account_new (CARILLON_MODE_OPEN, 1233);
  GtkWidget *window = window_new ();
  GtkWidget *entry = carillon_confirm_entry_new (account, 1234);
  int n_notified = 0;

  adw_window_set_content (ADW_WINDOW (window), entry);
  test_ui_settle (window);
  g_signal_connect (entry, "notify::confirmed", G_CALLBACK (on_notify), &n_notified);
  g_assert_nonnull (test_ui_find_text (entry, ADW_TYPE_ENTRY_ROW, "Type 1,234 to confirm"));
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_assert_false (confirms (entry, wrong[i]));
  }
  g_assert_cmpint (n_notified, ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (right); i++) {
    g_assert_true (confirms (entry, right[i]));
  }
  g_assert_cmpint (n_notified, >, 0);
  shoot (window, "confirm-entry");

  carillon_confirm_entry_set_count (CARILLON_CONFIRM_ENTRY (entry), 1235);
  g_assert_false (carillon_confirm_entry_get_confirmed (CARILLON_CONFIRM_ENTRY (entry)));
  g_assert_true (confirms (entry, "1235"));
  carillon_confirm_entry_clear (CARILLON_CONFIRM_ENTRY (entry));
  g_assert_false (carillon_confirm_entry_get_confirmed (CARILLON_CONFIRM_ENTRY (entry)));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* At the account's number nothing is asked, and the number may change under the entry. */
static void
test_entry_not_needed (void)
{
  g_autoptr (CarillonAccount) account = account_new (CARILLON_MODE_OPEN, 10);
  g_autoptr (GtkWidget) widget = g_object_ref_sink (carillon_confirm_entry_new (account, 10));
  CarillonConfirmEntry *entry = CARILLON_CONFIRM_ENTRY (widget);

  g_assert_true (carillon_confirm_entry_get_confirmed (entry));
  g_assert_false (gtk_widget_get_visible (widget));
  g_object_set (account, "confirm-above", 9, NULL);
  g_assert_false (carillon_confirm_entry_get_confirmed (entry));
  g_assert_true (gtk_widget_get_visible (widget));
  carillon_confirm_entry_set_count (entry, 9);
  g_assert_true (carillon_confirm_entry_get_confirmed (entry));
  g_object_set (entry, "account", NULL, NULL);
  g_assert_false (carillon_confirm_entry_get_confirmed (entry));
}

static void
begin (GtkWidget *window, CarillonAccount *account, guint n_things, GAsyncResult **result)
{
  CarillonIntent intent = deletion;

  intent.n_things = n_things;
  carillon_guard_async (window, account, &intent, NULL, test_store_result, result);
}

static gboolean
end (GAsyncResult **stored)
{
  g_autoptr (GAsyncResult) result = test_await (stored);

  return carillon_guard_finish (result);
}

static void
test_open (void)
{
  g_autoptr (CarillonAccount) account = account_new (CARILLON_MODE_OPEN, 10);
  GtkWidget *window = window_new ();
  GAsyncResult *result = NULL;

  begin (window, account, 10, &result);
  g_assert_null (result); /* never from inside the call */
  g_assert_true (end (&result));

  CarillonIntent intent = deletion;
  intent.n_things = 1;
  intent.always_asks = TRUE;
  carillon_guard_async (window, account, &intent, NULL, test_store_result, &result);
  GtkWidget *dialog = test_ui_wait_dialog (window);
  test_ui_wait_shows (dialog, "They cannot be restored.");
  test_ui_click (test_ui_wait_find_text (dialog, GTK_TYPE_BUTTON, "Delete"));
  g_assert_true (end (&result));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_ask (void)
{
  static const struct {
    const char *button;
    gboolean answer;
  } answers[] = { { "Delete", TRUE }, { "Cancel", FALSE } };
  g_autoptr (CarillonAccount) account = account_new (CARILLON_MODE_ASK, 10);
  GtkWidget *window = window_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++) {
    GAsyncResult *result = NULL;
    begin (window, account, 1, &result);
    GtkWidget *dialog = test_ui_wait_dialog (window);
    test_ui_wait_shows (dialog, "They cannot be restored.");
    g_assert_null (test_ui_lookup_text (dialog, ADW_TYPE_ENTRY_ROW, "Type 1 to confirm"));
    test_ui_click (test_ui_wait_find_text (dialog, GTK_TYPE_BUTTON, answers[i].button));
    g_assert_cmpint (end (&result), ==, answers[i].answer);
  }
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_typed (void)
{
  g_autoptr (CarillonAccount) account = account_new (CARILLON_MODE_OPEN, 1000);
  GtkWidget *window = window_new ();
  GAsyncResult *result = NULL;

  begin (window, account, 1234, &result);
  GtkWidget *dialog = test_ui_wait_dialog (window);
  GtkWidget *row = test_ui_wait_find_text (dialog, ADW_TYPE_ENTRY_ROW, "Type 1,234 to confirm");
  GtkWidget *button = test_ui_find_text (dialog, GTK_TYPE_BUTTON, "Delete");
  g_assert_false (gtk_widget_is_sensitive (button));
  shoot (dialog, "guard-typed");
  test_ui_type (row, "1,23");
  g_assert_false (gtk_widget_is_sensitive (button));
  test_ui_type (row, "1,234");
  g_assert_true (gtk_widget_is_sensitive (button));
  test_ui_type (row, "1,2345");
  g_assert_false (gtk_widget_is_sensitive (button));
  test_ui_type (row, "1234");
  test_ui_click (button);
  g_assert_true (end (&result));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
on_edit (GSimpleAction *action, GVariant *target, gpointer user_data)
{
  g_assert_cmpstr (g_variant_get_string (target, NULL), ==,
                   carillon_account_get_id (CARILLON_ACCOUNT (user_data)));
  g_object_set (user_data, "mode", CARILLON_MODE_OPEN, NULL);
}

/* Nothing is asked that can be answered with yes; the one way on leads to the account. */
static void
test_read_only (void)
{
  g_autoptr (CarillonAccount) account = account_new (CARILLON_MODE_READ_ONLY, 1000);
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  g_autoptr (GSimpleAction) edit = g_simple_action_new ("edit-account", G_VARIANT_TYPE_STRING);
  GtkWidget *window = window_new ();
  GAsyncResult *result = NULL;

  g_signal_connect (edit, "activate", G_CALLBACK (on_edit), account);
  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (edit));
  gtk_widget_insert_action_group (window, "win", G_ACTION_GROUP (group));

  begin (window, account, 1, &result);
  GtkWidget *dialog = test_ui_wait_dialog (window);
  test_ui_wait_shows (dialog, "“Acme” Is Read Only");
  g_assert_null (test_ui_lookup_text (dialog, GTK_TYPE_BUTTON, "Delete"));
  shoot (dialog, "guard-read-only");
  test_ui_click (test_ui_wait_find_text (dialog, GTK_TYPE_BUTTON, "Edit Account…"));
  g_assert_false (end (&result));
  g_assert_cmpint (carillon_account_get_mode (account), ==, CARILLON_MODE_OPEN);
  g_assert_null (carillon_guard_get_reason (account));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* A yes to a question that was asked before the account became read only. */
static void
test_becomes_read_only (void)
{
  g_autoptr (CarillonAccount) account = account_new (CARILLON_MODE_ASK, 1000);
  GtkWidget *window = window_new ();
  GAsyncResult *result = NULL;

  begin (window, account, 1, &result);
  GtkWidget *dialog = test_ui_wait_dialog (window);
  GtkWidget *button = test_ui_wait_find_text (dialog, GTK_TYPE_BUTTON, "Delete");
  g_object_set (account, "mode", CARILLON_MODE_READ_ONLY, NULL);
  test_ui_click (button);
  g_assert_false (end (&result));
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char *argv[])
{
  test_ui_init (&argc, &argv);
  g_test_add_func ("/app/guard/entry", test_entry);
  g_test_add_func ("/app/guard/entry-not-needed", test_entry_not_needed);
  g_test_add_func ("/app/guard/open", test_open);
  g_test_add_func ("/app/guard/ask", test_ask);
  g_test_add_func ("/app/guard/typed", test_typed);
  g_test_add_func ("/app/guard/read-only", test_read_only);
  g_test_add_func ("/app/guard/becomes-read-only", test_becomes_read_only);
  return g_test_run ();
}
