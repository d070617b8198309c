/* Writes in a composer until it is killed: composer-victim FOLDER. It tells how many words
 * are known to be on disk, in lines that begin with SAVED. */

#include <carillon-recipients-grid.h>
#include <stdio.h>
#include <test-ui.h>

#include "composer-fixture.h"
#include "composer-victim.h"

static DispatchAudience *
get_audience (GtkWidget *window)
{
  GtkWidget *grid =
    gtk_widget_get_ancestor (test_ui_find (window, "add-recipient"), CARILLON_TYPE_RECIPIENTS_GRID);
  g_autoptr (DispatchDraft) draft = NULL;

  g_object_get (grid, "draft", &draft, NULL);
  return dispatch_draft_get_audience (draft);
}

static void
write_word (GtkWidget *window, guint number)
{
  GtkWidget *view = test_ui_find (window, "body-view");
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  g_autofree char *word = g_strdup_printf ("%u ", number);
  GtkTextIter end;

  gtk_widget_grab_focus (view);
  gtk_text_buffer_get_end_iter (buffer, &end);
  gtk_text_buffer_place_cursor (buffer, &end);
  gtk_text_buffer_insert_at_cursor (buffer, word, -1);
  dispatch_audience_insert_blank (get_audience (window), 0, ROWS_PER_WORD);
}

static guint
count_words (GtkWidget *window)
{
  g_autofree char *text = test_ui_text (test_ui_find (window, "body-view"));
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  return *text != '\0' ? g_strv_length (words) - 1 : 0;
}

int
main (int argc, char **argv)
{
  test_ui_init (&argc, &argv);
  g_assert (argc == 2);
  g_autoptr (ComposerFixture) fixture = composer_fixture_new_at (argv[1]);
  GtkWidget *window = composer_fixture_open (fixture, 1360);

  for (guint number = count_words (window);; number++) {
    write_word (window, number);
    if (number % 3 == 0) {
      composer_wait_text (window, "save-state", "Draft saved");
      printf (SAVED "%u\n", number + 1);
      fflush (stdout);
    }
  }
}
