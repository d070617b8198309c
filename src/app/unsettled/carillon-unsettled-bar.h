#pragma once

#include <gtk/gtk.h>

#include "carillon-session.h"

G_BEGIN_DECLS

/* Tells of the sends that an earlier run of the console left open, above the pages of a session,
 * and lets the operator decide on them. Property "session" (nullable), read-write and notified. */
#define CARILLON_TYPE_UNSETTLED_BAR (carillon_unsettled_bar_get_type ())
G_DECLARE_FINAL_TYPE (
  CarillonUnsettledBar, carillon_unsettled_bar, CARILLON, UNSETTLED_BAR, GtkWidget)

void carillon_unsettled_bar_set_session (CarillonUnsettledBar *self, CarillonSession *session);

G_END_DECLS
