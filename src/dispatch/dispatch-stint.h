#pragma once

#include "dispatch-pace.h"

G_BEGIN_DECLS

/* The time from when a crawl or a job begins to run to when it ends: what the two have in common,
 * as a member of theirs. Everything that comes to an end leads to their step (), which looks what
 * is to be done next. Private to this layer. */
typedef struct {
  DispatchPaceFunc step;
  gpointer owner; /* (unowned) */
  GTask *task;    /* (owned) (nullable): while it runs */
  DispatchPace *pace;
  GSource *cancellation; /* (nullable) */
  GError *failure;       /* (nullable): why it is going to end */
  gboolean is_busy;      /* something other than requests at their pace is under way */
  gboolean is_paused;    /* outlasts a stint */
} DispatchStint;

void dispatch_stint_begin (DispatchStint *self,
                           GTask *task, /* (transfer full): its source is the owner */
                           CommsClient *client,
                           DispatchPaceFunc step);
void dispatch_stint_fail (DispatchStint *self, GError *error); /* (transfer full) */
gboolean dispatch_stint_is_failing (DispatchStint *self);
gboolean dispatch_stint_is_quiet (DispatchStint *self);
gboolean dispatch_stint_set_paused (DispatchStint *self, gboolean is_paused);
gint64 dispatch_stint_get_resumes_at (DispatchStint *self);
GTask *dispatch_stint_end (DispatchStint *self); /* (transfer full) */
void dispatch_stint_return (GTask *task);

G_END_DECLS
