/* The widgets that stand for another one on each generation of the toolkit. */

#include <test-emulator.h>
#include <test-ui.h>

#include "carillon-ask.h"
#include "carillon-sheet.h"
#include "carillon-split.h"

static GtkWidget *
window_new (GtkWidget *child, int width)
{
  GtkWidget *window = adw_window_new ();

  adw_window_set_content (ADW_WINDOW (window), child);
  gtk_window_set_default_size (GTK_WINDOW (window), width, 400);
  gtk_window_present (GTK_WINDOW (window));
  test_ui_settle (window);
  return window;
}

static gboolean
is_collapsed (GtkWidget *root, gpointer split)
{
  return carillon_split_get_collapsed (split);
}

static gboolean
is_not_collapsed (GtkWidget *root, gpointer split)
{
  return !carillon_split_get_collapsed (split);
}

static GtkWidget *
split_new (GtkPackType position)
{
  GtkWidget *split = carillon_split_new (position, 600);
  GtkWidget *sidebar = gtk_label_new ("side");

  gtk_widget_set_size_request (sidebar, 200, -1);
  carillon_split_set_sidebar (CARILLON_SPLIT (split), sidebar);
  carillon_split_set_content (CARILLON_SPLIT (split), gtk_label_new ("content"));
  return split;
}

static void
test_split (void)
{
  GtkWidget *split = split_new (GTK_PACK_START);
  GtkWidget *window = window_new (split, 700);

  g_object_ref (split);
  test_ui_wait (window, is_not_collapsed, split);
  g_assert_true (carillon_split_get_show_sidebar (CARILLON_SPLIT (split)));

  gtk_window_set_default_size (GTK_WINDOW (window), 500, 400);
  test_ui_wait (window, is_collapsed, split);
  g_assert_false (carillon_split_get_show_sidebar (CARILLON_SPLIT (split)));
  carillon_split_set_show_sidebar (CARILLON_SPLIT (split), TRUE);
  g_assert_true (carillon_split_get_show_sidebar (CARILLON_SPLIT (split)));
  test_ui_settle (window);
  g_assert_true (carillon_split_get_collapsed (CARILLON_SPLIT (split)));

  gtk_window_set_default_size (GTK_WINDOW (window), 700, 400);
  test_ui_wait (window, is_not_collapsed, split);
  gtk_window_destroy (GTK_WINDOW (window));
  g_assert_finalize_object (split);
}

/* Details stay as they were told. */
static void
test_split_end (void)
{
  GtkWidget *split = split_new (GTK_PACK_END);

  carillon_split_set_show_sidebar (CARILLON_SPLIT (split), FALSE);
  GtkWidget *window = window_new (split, 500);
  test_ui_wait (window, is_collapsed, split);
  gtk_window_set_default_size (GTK_WINDOW (window), 700, 400);
  test_ui_wait (window, is_not_collapsed, split);
  g_assert_false (carillon_split_get_show_sidebar (CARILLON_SPLIT (split)));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_split_builder (void)
{
  static const char ui[] =
    "<interface><object class='CarillonSplit' id='split'><property name='threshold'>500</property>"
    "<child type='sidebar'><object class='GtkLabel' id='a'/></child>"
    "<child type='content'><object class='GtkLabel' id='b'/></child></object></interface>";
  g_type_ensure (CARILLON_TYPE_SPLIT);
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_string (ui, -1);
  GObject *split = gtk_builder_get_object (builder, "split");
  g_autoptr (GtkWidget) sidebar = NULL;
  g_autoptr (GtkWidget) content = NULL;
  int threshold;

  g_object_get (split, "sidebar", &sidebar, "content", &content, "threshold", &threshold, NULL);
  g_assert_true (G_OBJECT (sidebar) == gtk_builder_get_object (builder, "a"));
  g_assert_true (G_OBJECT (content) == gtk_builder_get_object (builder, "b"));
  g_assert_cmpint (threshold, ==, 500);
}

static void
on_closed (CarillonSheet *sheet, gboolean *closed)
{
  *closed = TRUE;
}

static CarillonSheet *
sheet_in (GtkWidget *window, gboolean *closed)
{
  CarillonSheet *sheet = carillon_sheet_new ("Sheet", gtk_label_new ("inside"), 300, 200);

  *closed = FALSE;
  g_signal_connect (sheet, "closed", G_CALLBACK (on_closed), closed);
  carillon_sheet_present (sheet, window);
  return sheet;
}

static void
test_sheet (void)
{
  GtkWidget *window = window_new (gtk_label_new ("main"), 400);
  gboolean closed;
  CarillonSheet *sheet = sheet_in (window, &closed);
  GtkWidget *dialog = test_ui_wait_dialog (window);

  test_ui_wait_shows (dialog, "inside");
  g_autofree char *title = NULL;
  g_object_get (sheet, "title", &title, NULL);
  g_assert_cmpstr (title, ==, "Sheet");
  carillon_sheet_close (sheet);
  g_assert_true (closed);
  carillon_sheet_close (sheet);
  g_assert_finalize_object (sheet);

  /* With its window, and never shown at all. */
  sheet = sheet_in (window, &closed);
  test_ui_settle (window);
  gtk_window_destroy (GTK_WINDOW (window));
  g_assert_true (closed);
  g_assert_finalize_object (sheet);
  sheet = carillon_sheet_new ("Sheet", gtk_label_new ("inside"), 300, 200);
  g_assert_finalize_object (sheet);
}

static void
on_gone (gpointer data, GObject *where_it_was)
{
  *(gboolean *) data = TRUE;
}

static GtkWidget *
row_of_buttons (const char *first, const char *second)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_box_append (GTK_BOX (box), gtk_button_new_with_label (first));
  gtk_box_append (GTK_BOX (box), gtk_button_new_with_label (second));
  return box;
}

/* What had the focus before cannot have it back when the sheet closes, so it goes where it can; and
 * what was in the sheet, an auth token perhaps, is released. */
static void
test_sheet_focus (void)
{
  GtkWidget *buttons = row_of_buttons ("opener", "other");
  GtkWidget *opener = gtk_widget_get_first_child (buttons);
  GtkWidget *window = window_new (buttons, 400);
  GtkWidget *entry = gtk_entry_new ();
  gboolean gone = FALSE;

  gtk_widget_grab_focus (opener);
  g_object_weak_ref (G_OBJECT (entry), on_gone, &gone);
  CarillonSheet *sheet = carillon_sheet_new ("Sheet", entry, 300, 200);
  carillon_sheet_present (sheet, window);
  test_ui_settle (test_ui_wait_dialog (window));
  gtk_widget_grab_focus (entry);
  gtk_widget_set_sensitive (opener, FALSE);
  carillon_sheet_close (sheet);
  g_assert_finalize_object (sheet);
  test_wait_until (&gone);
#if ADW_CHECK_VERSION(1, 5, 0)
  /* A sheet that is a window of its own leaves the focus of this one alone. */
  test_ui_settle (window);
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (window)) == gtk_widget_get_last_child (buttons));
#endif
  gtk_window_destroy (GTK_WINDOW (window));
}

static GAsyncResult *
answer (GtkWidget *window, const char *button)
{
  GAsyncResult *result = NULL;

  carillon_ask_async (window, "Delete It?", "It will be gone.", "_Delete", CARILLON_ASK_DESTRUCTIVE,
                      NULL, NULL, test_store_result, &result);
  GtkWidget *dialog = test_ui_wait_dialog (window);
  test_ui_wait_shows (dialog, "It will be gone.");
  test_ui_click (test_ui_wait_find_text (dialog, GTK_TYPE_BUTTON, button));
  return test_await (&result);
}

static void
test_ask (void)
{
  GtkWidget *window = window_new (gtk_label_new ("main"), 400);
  g_autoptr (GAsyncResult) yes = answer (window, "Delete");
  g_autoptr (GAsyncResult) no = answer (window, "Cancel");

  g_assert_true (carillon_ask_finish (yes));
  g_assert_false (carillon_ask_finish (no));

  GAsyncResult *result = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  carillon_ask_async (window, "Sure?", "", "_Yes", CARILLON_ASK_SUGGESTED, NULL, cancellable,
                      test_store_result, &result);
  test_ui_wait_dialog (window);
  g_cancellable_cancel (cancellable);
  g_autoptr (GAsyncResult) cancelled = test_await (&result);
  g_assert_false (carillon_ask_finish (cancelled));

  result = NULL;
  carillon_ask_async (window, "Sure?", "", "_Yes", CARILLON_ASK_DEFAULT, gtk_label_new ("extra"),
                      NULL, test_store_result, &result);
  test_ui_wait_dialog (window);
  gtk_window_destroy (GTK_WINDOW (window));
  g_autoptr (GAsyncResult) gone = test_await (&result);
  g_assert_false (carillon_ask_finish (gone));
}

/* In a window where nothing else takes the focus. */
static void
test_ask_focus (void)
{
  GtkWidget *window = window_new (gtk_label_new ("main"), 400);
  GtkWidget *entry = gtk_entry_new ();
  GAsyncResult *result = NULL;
  gboolean gone = FALSE;

  g_object_weak_ref (G_OBJECT (entry), on_gone, &gone);
  carillon_ask_async (window, "How Many?", "", "_Send", CARILLON_ASK_SUGGESTED, entry, NULL,
                      test_store_result, &result);
  GtkWidget *dialog = test_ui_wait_dialog (window);
  test_ui_settle (dialog);
  gtk_widget_grab_focus (entry);
  test_ui_click (test_ui_wait_find_text (dialog, GTK_TYPE_BUTTON, "Send"));
  g_autoptr (GAsyncResult) sent = test_await (&result);
  g_assert_true (carillon_ask_finish (sent));
  test_wait_until (&gone);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char *argv[])
{
  test_ui_init (&argc, &argv);
  g_test_add_func ("/app/compat/split", test_split);
  g_test_add_func ("/app/compat/split-end", test_split_end);
  g_test_add_func ("/app/compat/split-builder", test_split_builder);
  g_test_add_func ("/app/compat/sheet", test_sheet);
  g_test_add_func ("/app/compat/sheet-focus", test_sheet_focus);
  g_test_add_func ("/app/compat/ask", test_ask);
  g_test_add_func ("/app/compat/ask-focus", test_ask_focus);
  return g_test_run ();
}
