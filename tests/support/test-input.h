#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Real keys and clicks: the X server is asked to make them (XTEST), and they reach the program as
 * those of a person do. Each call returns when what it made has been handled by the main loop. For
 * a window that is mapped, under run-gui. */
void test_input_press (GtkWidget *window, guint keyval, GdkModifierType state);
void test_input_type (GtkWidget *window, const char *text); /* characters of a US keyboard */
void test_input_point (GtkWidget *widget);                  /* at its middle */
void test_input_click (GtkWidget *widget, guint button, GdkModifierType state); /* its middle */
void test_input_double_click (GtkWidget *widget);
void test_input_drag (GtkWidget *from, GtkWidget *to);

G_END_DECLS
