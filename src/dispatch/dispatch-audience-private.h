#pragma once

#include "dispatch-audience.h"
#include "dispatch-history.h"

G_BEGIN_DECLS

struct _DispatchAudience {
  GObject parent_instance;

  DispatchTable *table;     /* (owned) */
  GHashTable *recipients;   /* set of (unowned) DispatchRecipient: those that somebody holds */
  DispatchHistory *history; /* (owned) */
  guint n_edits;            /* begun and not ended */
  DispatchTable *before;    /* (owned) (nullable): the table when the first of those began */
  char *label;              /* (owned) (nullable): of what they do */
};

/* dispatch-audience.c */
void dispatch_audience_tell_difference (DispatchAudience *self, const DispatchTable *old);

/* dispatch-audience-edit.c: around each change of the table. */
DispatchTable *dispatch_audience_remember (DispatchAudience *self);
void dispatch_audience_remembered (DispatchAudience *self, DispatchTable *before);
void dispatch_audience_forget_steps (DispatchAudience *self);

DispatchRecipient *dispatch_recipient_new (DispatchAudience *audience, guint row);
void dispatch_recipient_rows_replaced (DispatchRecipient *self,
                                       guint row,
                                       guint n_removed,
                                       guint n_added);
void dispatch_audience_forget (DispatchAudience *self, DispatchRecipient *recipient);

/* What tells two tables apart: the rows between those at the start and at the end that are the same
 * in both, and whether columns differ. */
typedef struct {
  gboolean columns;
  guint row;
  guint n_old;
  guint n_new;
} DispatchDifference;

DispatchDifference dispatch_table_compare (const DispatchTable *old, const DispatchTable *new);

G_END_DECLS
