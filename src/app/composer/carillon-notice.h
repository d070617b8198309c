#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A line across a pane that tells of something until it is dealt with or dismissed. Properties:
 * "message" (nullable: hidden without one), "button-label" and "other-label" (nullable: no button
 * without one; with two they have a line of their own), "closable" (whether it can be dismissed,
 * TRUE at first). Signals: "activated" and "other-activated" for the buttons, "dismissed" for
 * closing it, which also hides it. */
#define CARILLON_TYPE_NOTICE (carillon_notice_get_type ())
G_DECLARE_FINAL_TYPE (CarillonNotice, carillon_notice, CARILLON, NOTICE, GtkWidget)

void carillon_notice_set_message (CarillonNotice *self, const char *message);
const char *carillon_notice_get_message (CarillonNotice *self);

G_END_DECLS
