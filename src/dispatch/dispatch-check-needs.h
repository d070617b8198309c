#pragma once

#include "dispatch-check-template.h"

G_BEGIN_DECLS

/* Variables that a message cannot do without: those that every recipient needs, and those that
 * stand in a branch, which only who takes it needs. */

typedef struct {
  char *path; /* (owned) */
  guint slot; /* DISPATCH_NONE: no recipient can have it */
  LiquidTemplate
    *probe; /* (owned) (nullable): prints what the path leads to, inside of the value */
  guint mark;
  guint variable; /* its place among the variables */
  const DispatchTemplate
    *template; /* (unowned) (nullable): only who is asked for it by this text */
} DispatchNeed;

GArray *dispatch_needs_new (void); /* of DispatchNeed */
const DispatchNeed *dispatch_needs_find (const GArray *needs, const char *path); /* (nullable) */
void dispatch_needs_add (GArray *needs,
                         const GArray *variables,
                         const LiquidVariable *variable,
                         guint mark);
void dispatch_needs_add_branches (GArray *branches,
                                  const GArray *needs,
                                  const GArray *variables,
                                  DispatchTemplate *template,
                                  DispatchFindings *findings);
gboolean
dispatch_need_is_unmet (const DispatchNeed *self, DispatchReader *reader, GString *scratch);

G_END_DECLS
