#pragma once

#include "carillon-session.h"

G_BEGIN_DECLS

/* The sends of an account that an earlier run of the console left open. The service is asked about
 * those that may have been sent; what it has is settled without a word but "accepted", and the rest
 * is for the operator to decide on, one send after the other. Nothing is ever sent from here.
 *
 * Signals: "changed" where the current send, or what is known of it, is another; "accepted"
 * (operation ID) for a send that the service has; "opened" (draft ID) once what was not sent is a
 * draft in the archive. */
#define CARILLON_TYPE_UNSETTLED (carillon_unsettled_get_type ())
G_DECLARE_FINAL_TYPE (CarillonUnsettled, carillon_unsettled, CARILLON, UNSETTLED, GObject)

CarillonUnsettled *carillon_unsettled_new (CarillonSession *session);
void carillon_unsettled_load (CarillonUnsettled *self);
void carillon_unsettled_stop (CarillonUnsettled *self);

const ArchiveSend *carillon_unsettled_get_current (CarillonUnsettled *self); /* (nullable) */
guint carillon_unsettled_get_n_sends (CarillonUnsettled *self); /* the current one included */
gboolean carillon_unsettled_is_busy (CarillonUnsettled *self);  /* with the current send */
const GError *
carillon_unsettled_get_error (CarillonUnsettled *self); /* (nullable): of the last try */
guint
carillon_unsettled_count (const ArchiveSend *send, ArchiveRequestState state); /* recipients */
gboolean carillon_unsettled_is_open (const ArchiveSend *send); /* may or may not have been sent */

/* Of the current send; they do nothing while it is busy. */
void carillon_unsettled_look_again (CarillonUnsettled *self);
void carillon_unsettled_mark_unsent (CarillonUnsettled *self);
void carillon_unsettled_open_as_draft (CarillonUnsettled *self);
void carillon_unsettled_dismiss (CarillonUnsettled *self);

G_END_DECLS
