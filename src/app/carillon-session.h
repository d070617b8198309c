#pragma once

#include <archive-store.h>
#include <comms-client.h>

#include "carillon-account.h"
#include "carillon-index.h"
#include "carillon-jobs.h"
#include "carillon-list-choices.h"
#include "carillon-network.h"

G_BEGIN_DECLS

/* One account, connected: everything a page needs, passed to it when it is made. Immutable; another
 * account is another session, and the window makes its pages anew. Its services outlive pages; they
 * know the client, the store and the account's ID only, and stop when the session ends, whoever
 * still has it. */
#define CARILLON_TYPE_SESSION (carillon_session_get_type ())
G_DECLARE_FINAL_TYPE (CarillonSession, carillon_session, CARILLON, SESSION, GObject)

CarillonSession *
carillon_session_new (CarillonAccount *account, CommsClient *client, ArchiveStore *store);
CarillonAccount *carillon_session_get_account (CarillonSession *self);
CommsClient *carillon_session_get_client (CarillonSession *self);
ArchiveStore *carillon_session_get_store (CarillonSession *self);
CarillonJobs *carillon_session_get_jobs (CarillonSession *self);
CarillonIndex *carillon_session_get_index (CarillonSession *self);
void carillon_session_end (CarillonSession *self);
CarillonListChoices *carillon_session_get_list_choices (CarillonSession *self);
CarillonNetwork *carillon_session_get_network (CarillonSession *self);
void carillon_session_set_network (CarillonSession *self, CarillonNetwork *network);

G_END_DECLS
