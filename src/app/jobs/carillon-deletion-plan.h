#pragma once

#include <gtk/gtk.h>

#include "carillon-session.h"

G_BEGIN_DECLS

/* What a deletion would do, before anything is deleted: how much goes, what can come back and what
 * cannot, which things they are. Confirmed, it becomes a job of the session; otherwise nothing is
 * left of it. Properties, read-only and notified: "state" (string: the page that is shown,
 * "planning", "ready" or "failed"), "ready" (gboolean: it can be confirmed). */
#define CARILLON_TYPE_DELETION_PLAN (carillon_deletion_plan_get_type ())
G_DECLARE_FINAL_TYPE (
  CarillonDeletionPlan, carillon_deletion_plan, CARILLON, DELETION_PLAN, GtkWidget)

void carillon_deletion_plan_present (GtkWidget *parent,
                                     CarillonSession *session,
                                     const ArchiveJobChoice *choice,
                                     const char *remark, /* (nullable): what else goes */
                                     GPtrArray *items);  /* (nullable): what was chosen */

G_END_DECLS
