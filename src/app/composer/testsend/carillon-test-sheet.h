#pragma once

#include <dispatch-check.h>
#include <gtk/gtk.h>

#include "carillon-session.h"

G_BEGIN_DECLS

/* Sends what is being composed to one's own devices, and keeps the list of them. */
#define CARILLON_TYPE_TEST_SHEET (carillon_test_sheet_get_type ())
G_DECLARE_FINAL_TYPE (CarillonTestSheet, carillon_test_sheet, CARILLON, TEST_SHEET, GtkWidget)

/* @row is the recipient whose values are taken first; the others are the extremes of @report
 * (nullable). */
void carillon_test_sheet_present (GtkWidget *parent,
                                  CarillonSession *session,
                                  DispatchDraft *draft,
                                  guint row,
                                  DispatchReport *report);

G_END_DECLS
