/* The tools that every widget test stands on. */

#include "test-ui.h"

static void
say_clicked (GtkButton *button, GtkWidget *label)
{
  gtk_label_set_text (GTK_LABEL (label), "clicked");
}

static void
test_use (void)
{
  GtkWidget *window = adw_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *label = gtk_label_new ("before");
  GtkWidget *entry = gtk_entry_new ();
  GtkWidget *button = gtk_button_new_with_mnemonic ("_Press Me");

  gtk_widget_set_name (entry, "entry");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), entry);
  gtk_box_append (GTK_BOX (box), button);
  adw_window_set_content (ADW_WINDOW (window), box);
  g_signal_connect (button, "clicked", G_CALLBACK (say_clicked), label);
  gtk_window_present (GTK_WINDOW (window));

  test_ui_type (test_ui_wait_find (window, "entry"), "typed");
  g_autofree char *typed = test_ui_text (entry);
  g_assert_cmpstr (typed, ==, "typed");
  g_assert_false (test_ui_shows (window, "clicked"));
  test_ui_click (test_ui_find_text (window, GTK_TYPE_BUTTON, "Press Me"));
  test_ui_wait_shows (window, "clicked");
  test_ui_settle (window);
  test_ui_screenshot (window, "test-ui");
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char *argv[])
{
  test_ui_init (&argc, &argv);
  g_test_add_func ("/support/ui/use", test_use);
  return g_test_run ();
}
