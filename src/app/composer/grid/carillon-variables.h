#pragma once

#include <dispatch-draft.h>

G_BEGIN_DECLS

/* A variable that the title or the body names, as the grid wants to know it. */
typedef struct {
  char *name;
  char *fallback;    /* (nullable): what a recipient without a value reads, where that is plain */
  gboolean required; /* at least one use has no default */
} CarillonVariable;

GPtrArray *carillon_variables_scan (DispatchDraft *draft); /* of CarillonVariable */
const CarillonVariable *carillon_variables_find (GPtrArray *variables, const char *name);

G_END_DECLS
