#pragma once

#include <carillon-template-editor.h>

G_BEGIN_DECLS

/* An editor in a window of its own, with an entry below it. */
GtkWidget *editor_fixture_open (gboolean single_line, int width);
void editor_fixture_close (GtkWidget *window);
CarillonTemplateEditor *editor_fixture_get_editor (GtkWidget *window);

void editor_fixture_set_text (GtkWidget *window, const char *text, guint cursor);
guint editor_fixture_get_cursor (GtkWidget *window);
/* The text with a bar where the cursor is, as in "Hi ¦!". */
char *editor_fixture_get_text (GtkWidget *window);
void editor_fixture_assert_text (GtkWidget *window, const char *expected);
void editor_fixture_set_marked (GtkWidget *window, const char *marked);

/* As a key would: one character where the cursor is. */
void editor_fixture_type (GtkWidget *window, const char *text);
/* Whether the editor has a use for the key. */
gboolean editor_fixture_press (GtkWidget *window, guint keyval, GdkModifierType state);

G_END_DECLS
