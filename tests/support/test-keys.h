#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Real keys, from the X server through the input method to whatever has the focus. They need
 * libXtst, of which the server's own tools are made; without it the test is skipped, and
 * test_keys_open() answers FALSE. What keys bring about is there a little later: wait for it. */
gboolean test_keys_open (GtkWidget *window);
void test_keys_press (guint keyval, GdkModifierType state); /* Shift, Control, Alt */
void test_keys_type (const char *text);                     /* ASCII */

G_END_DECLS
