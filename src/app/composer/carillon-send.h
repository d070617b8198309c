#pragma once

#include <dispatch-run.h>

#include "carillon-session.h"

G_BEGIN_DECLS

typedef enum {
  CARILLON_SEND_READY,
  CARILLON_SEND_POSTING,
  CARILLON_SEND_LOOKING, /* the outcome is unknown and is being looked up */
  CARILLON_SEND_ACCEPTED,
  CARILLON_SEND_FAILED,  /* what is left in the draft is proven not to have been acted on */
  CARILLON_SEND_UNKNOWN, /* may have been sent: never sent again by itself */
} CarillonSendState;

#define CARILLON_TYPE_SEND_STATE (carillon_send_state_get_type ())
GType carillon_send_state_get_type (void);

/* One send of a draft as the operator sees it, from the button to an outcome. Properties, read-only
 * and notified: "state" (CarillonSendState), "error" (GError, nullable: why it is not accepted),
 * "resumes-at" (gint64, see DispatchRun). */
#define CARILLON_TYPE_SEND (carillon_send_get_type ())
G_DECLARE_FINAL_TYPE (CarillonSend, carillon_send, CARILLON, SEND, GObject)

CarillonSend *carillon_send_new (CarillonSession *session, DispatchDraft *draft);
CarillonSendState carillon_send_get_state (CarillonSend *self);
const GError *carillon_send_get_error (CarillonSend *self);
DispatchDraft *carillon_send_get_draft (CarillonSend *self);
const char *carillon_send_get_operation_id (CarillonSend *self);
guint carillon_send_get_n_sent (CarillonSend *self);
gint64 carillon_send_get_resumes_at (CarillonSend *self);
gboolean carillon_send_is_busy (CarillonSend *self);
gboolean carillon_send_has_draft (CarillonSend *self);
void carillon_send_start (CarillonSend *self, const DispatchSnapshot *snapshot);
gboolean carillon_send_can_stop (CarillonSend *self);
void carillon_send_stop (CarillonSend *self);
void carillon_send_look_again (CarillonSend *self);

G_END_DECLS
