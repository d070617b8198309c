/* An operator's main job, done by the real application on the real emulator: start, look around,
 * compose, check, send, follow. Says what happened, keeps a picture of each step in the folder
 * CARILLON_SCREENSHOTS, and fails where an operator would be stuck. Wants a display of its own. */

#include <carillon-application.h>

#include "test-ui.h"

/* As long as real ones are. */
#define FCM_REST                                                                                    \
  ":APA91bHun4MxP5egoKMwt2KZFBaFUH-1RYqxE5XjAPA91bHun4MxP5egoKMwt2KZFBaFUH-1RYqxE5XjAPA91bHun4MxP5" \
  "egoKMwt2KZFBaFUH-1RYqxE5Xj"

#define ROWS                                                                                \
  "recipient\tprovider\tname\torder\tpoints\n"                                              \
  "dQw4w9WgXcQ" FCM_REST "\tFCM\tAnn\t1001\t250\n"                                          \
  "740f4707bebcf74f9b7c25d48e3358945f6aa01da5ddb387462c7eaf61bb78ad\tAPN\tZoë\t1002\t40\n" \
  "dFAILw9WgXc" FCM_REST "\tFCM\tBob\t1003\t\n"

typedef struct {
  GtkApplication *application;
  GtkWidget *window;
  GtkWidget *review;
  guint n_pictures;
} Tour;

static void
take_picture (Tour *tour, GtkWidget *widget, const char *what)
{
  g_autofree char *name = g_strdup_printf ("%02u-%s", ++tour->n_pictures, what);

  test_ui_settle (widget);
  test_ui_screenshot (widget, name);
}

static char *
text_of (GtkWidget *root, const char *name)
{
  return test_ui_text (test_ui_wait_find (root, name));
}

static GListModel *
rows_of (GtkWidget *root)
{
  GtkWidget *rows = test_ui_lookup (root, "list-rows");

  return rows != NULL && gtk_widget_get_mapped (rows)
           ? G_LIST_MODEL (gtk_column_view_get_model (GTK_COLUMN_VIEW (rows)))
           : NULL;
}

static gboolean
has_rows (GtkWidget *root, gpointer data)
{
  GListModel *rows = rows_of (root);

  return rows != NULL && g_list_model_get_n_items (rows) > 0;
}

/* Lines of what a summary widget shows, a pair of labels each. */
static void
collect_labels (GtkWidget *widget, GPtrArray *texts)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget)) {
    g_ptr_array_add (texts, test_ui_text (widget));
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    collect_labels (child, texts);
  }
}

static void
start (Tour *tour)
{
  g_autoptr (GError) error = NULL;

  g_application_register (G_APPLICATION (tour->application), NULL, &error);
  g_assert_no_error (error);
  /* So that no picture shows a page half faded in. */
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  g_application_activate (G_APPLICATION (tour->application));
  tour->window = GTK_WIDGET (gtk_application_get_active_window (tour->application));
  gtk_window_set_default_size (GTK_WINDOW (tour->window), 1400, 860);
  test_ui_wait_find (tour->window, "try-emulator");
  take_picture (tour, tour->window, "welcome");
}

static void
try_the_emulator (Tour *tour)
{
  test_ui_click (test_ui_find (tour->window, "try-emulator"));
  test_ui_wait_find (tour->window, "page-list");
}

static void
look_at_users (Tour *tour)
{
  gtk_widget_activate_action (tour->window, "win.show-page", "s", "users");
  test_ui_wait (tour->window, has_rows, NULL);
  GListModel *rows = rows_of (tour->window);
  g_print ("   the first %u users are listed\n", g_list_model_get_n_items (rows));
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (rows), 0, TRUE);
  test_ui_click (test_ui_find (tour->window, "list-details"));
  test_ui_wait_find_text (tour->window, GTK_TYPE_BUTTON, "Compose to User");
  take_picture (tour, tour->window, "users");
}

static void
compose (Tour *tour)
{
  test_ui_click (test_ui_find_text (tour->window, GTK_TYPE_BUTTON, "Compose to User"));
  test_ui_type (test_ui_wait_find (tour->window, "title-view"),
                "Hi {{ name | default: 'there' }}!");
  test_ui_type (test_ui_wait_find (tour->window, "body-view"),
                "Your order {{ order | default: 'from yesterday' }} ships today."
                "{% if points %} You have {{ points | default: 'no' }} points.{% endif %}");
}

static void
add_recipients (Tour *tour)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (tour->window), ROWS);
  gtk_widget_activate_action (test_ui_wait_find (tour->window, "recipients-heading"),
                              "grid.paste-rows", NULL);
  test_ui_wait_shows (test_ui_find (tour->window, "recipients-heading"), "4");
}

static gboolean
is_checked (GtkWidget *window, gpointer data)
{
  g_autofree char *summary = test_ui_text (test_ui_find (window, "check-summary"));

  return g_str_equal (summary, "Ready to send");
}

static void
check (Tour *tour)
{
  test_ui_wait (tour->window, is_checked, NULL);
  g_autofree char *title = text_of (tour->window, "preview-title");
  g_autofree char *body = text_of (tour->window, "preview-body");
  g_autofree char *summary = text_of (tour->window, "check-summary");
  g_print ("   one recipient reads: %s / %s\n   check: %s\n", title, body, summary);
  take_picture (tour, tour->window, "composer");
}

static void
review (Tour *tour)
{
  test_ui_click (test_ui_find (tour->window, "review-button"));
  tour->review = test_ui_wait_dialog (tour->window);
  g_autofree char *recipients = text_of (tour->review, "review-recipients");
  g_print ("   the review names %s\n", recipients);
  take_picture (tour, tour->review, "review");
}

static gboolean
can_send (GtkWidget *dialog, gpointer data)
{
  return gtk_widget_is_sensitive (test_ui_find (dialog, "send-button"));
}

static void
send (Tour *tour)
{
  test_ui_wait (tour->review, can_send, NULL);
  test_ui_click (test_ui_find (tour->review, "send-button"));
  test_ui_wait_find (tour->window, "operation-status");
  g_autofree char *id = text_of (tour->window, "operation-id");
  g_print ("   accepted as %s\n", id);
  take_picture (tour, tour->window, "operation-running");
}

static void
follow (Tour *tour)
{
  test_ui_wait_shows (test_ui_find (tour->window, "operation-status"), "Completed");
  test_ui_wait_shows (test_ui_find (tour->window, "operation-counts"), "3 of 4 sent; 1 failed");
  take_picture (tour, tour->window, "operation-completed");

  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  collect_labels (test_ui_find (tour->window, "operation-legend"), texts);
  for (guint i = 0; i + 1 < texts->len; i += 2) {
    g_print ("   %-14s %s\n", (char *) texts->pdata[i], (char *) texts->pdata[i + 1]);
  }
}

static void
look_at_the_dark_style (Tour *tour)
{
  test_ui_set_dark (TRUE);
  take_picture (tour, tour->window, "operation-dark");
  gtk_widget_activate_action (tour->window, "win.show-page", "s", "operations");
}

int
main (int argc, char *argv[])
{
  static const struct {
    const char *what;
    void (*run) (Tour *tour);
  } steps[] = {
    { "Starting Carillon: without accounts it welcomes", start },
    { "Trying the emulator", try_the_emulator },
    { "Looking at the users", look_at_users },
    { "Composing to the first of them", compose },
    { "Pasting three more recipients from a spreadsheet", add_recipients },
    { "Checking what everyone would read", check },
    { "Reviewing", review },
    { "Sending", send },
    { "Following the operation to its end", follow },
    { "Switching to the dark style", look_at_the_dark_style },
  };
  Tour tour = { 0 };

  tour.application = GTK_APPLICATION (carillon_application_new ());
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++) {
    g_print ("%" G_GSIZE_FORMAT ". %s\n", i + 1, steps[i].what);
    steps[i].run (&tour);
  }
  gtk_window_close (GTK_WINDOW (tour.window));
  g_clear_object (&tour.application);

  const char *folder = g_getenv ("CARILLON_SCREENSHOTS");
  g_print ("Done.%s%s\n", folder != NULL ? " Screenshots are in " : "",
           folder != NULL ? folder : "");
  return 0;
}
