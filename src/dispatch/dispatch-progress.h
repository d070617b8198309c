#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* How far a worker is. The worker tells; the property "fraction" (double, 0 to 1) is notified where
 * the object was made, never more often than its main loop turns. */
#define DISPATCH_TYPE_PROGRESS (dispatch_progress_get_type ())
G_DECLARE_FINAL_TYPE (DispatchProgress, dispatch_progress, DISPATCH, PROGRESS, GObject)

DispatchProgress *dispatch_progress_new (void);
double dispatch_progress_get_fraction (DispatchProgress *self);
void dispatch_progress_tell (DispatchProgress *self, guint64 done, guint64 total); /* any thread */

G_END_DECLS
