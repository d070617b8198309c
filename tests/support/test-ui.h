#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Real widgets, used as a person would: only what is mapped and sensitive can be clicked or typed
 * into. Everything is looked up below a root, usually a window. */
void test_ui_init (int *argc, char ***argv);

/* By the name that gtk_widget_set_name or the attribute "name" of a .ui file gave. Fails the test
 * where there is none; lookup answers NULL. */
GtkWidget *test_ui_find (GtkWidget *root, const char *name);
GtkWidget *test_ui_lookup (GtkWidget *root, const char *name);

/* By type and what it shows: label (without mnemonic), title of a row, tooltip or placeholder.
 * Mapped ones only. */
GtkWidget *test_ui_find_text (GtkWidget *root, GType type, const char *text);
GtkWidget *test_ui_lookup_text (GtkWidget *root, GType type, const char *text);

/* Whether a mapped label below @root holds @text somewhere in it. */
gboolean test_ui_shows (GtkWidget *root, const char *text);

/* Iterate the main loop until it is so; fail the test with a picture of @root when it never is. */
typedef gboolean (*TestUiCondition) (GtkWidget *root, gpointer data);
void test_ui_wait (GtkWidget *root, TestUiCondition condition, gpointer data);
void test_ui_wait_shows (GtkWidget *root, const char *text);
void test_ui_wait_gone (GtkWidget *root, const char *text);
GtkWidget *test_ui_wait_find (GtkWidget *root, const char *name);                  /* mapped */
GtkWidget *test_ui_wait_find_text (GtkWidget *root, GType type, const char *text); /* mapped */
void test_ui_settle (GtkWidget *root); /* two frames drawn */

void test_ui_click (GtkWidget *widget); /* button, row, switch: activates it */
void test_ui_type (GtkWidget *widget,
                   const char *text); /* GtkEditable, GtkTextView, a property "text": replaces it */
char *test_ui_text (GtkWidget *widget); /* what it shows or holds */

/* The newest toplevel window other than @window, a dialog for instance; waits for one. */
GtkWidget *test_ui_wait_dialog (GtkWidget *window);
void test_ui_close_dialog (GtkWidget *dialog); /* as Escape does */

/* The window of @widget, in pixels: of itself, or the one that a dialog is in since libadwaita 1.5.
 */
void test_ui_resize (GtkWidget *widget, int width, int height);

void test_ui_set_dark (gboolean dark);
/* Writes NAME.png into the folder CARILLON_SCREENSHOTS, or nowhere when it is not set. */
void test_ui_screenshot (GtkWidget *window, const char *name);

G_END_DECLS
