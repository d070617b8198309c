#pragma once

#include <comms-client.h>

G_BEGIN_DECLS

/* How fast a job of many requests may go: how many are under way at once, when all of it waits, and
 * when it is of no use to go on. Private to this layer. */
typedef struct _DispatchPace DispatchPace;

typedef enum {
  DISPATCH_VERDICT_DONE,    /* it was answered */
  DISPATCH_VERDICT_AGAIN,   /* to be asked again, when the pace allows */
  DISPATCH_VERDICT_GIVE_UP, /* this one failed; others may not */
  DISPATCH_VERDICT_BROKEN,  /* none of the others would fare better */
} DispatchVerdict;

typedef void (*DispatchPaceFunc) (gpointer user_data);

/* Asks once: what is asked again, and when, is decided by a pace. */
CommsClient *dispatch_pace_derive_client (CommsClient *client); /* (transfer full) */
DispatchPace *dispatch_pace_new (CommsClient *client, DispatchPaceFunc wake, gpointer user_data);
void dispatch_pace_free (DispatchPace *self);
gboolean dispatch_pace_begin (DispatchPace *self);
DispatchVerdict dispatch_pace_end (DispatchPace *self,
                                   const GError *error,
                                   gboolean is_repeatable,
                                   guint *n_attempts);
guint dispatch_pace_get_n_active (DispatchPace *self);
gint64 dispatch_pace_get_resumes_at (DispatchPace *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DispatchPace, dispatch_pace_free)

G_END_DECLS
