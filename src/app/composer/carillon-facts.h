#pragma once

#include <dispatch-draft.h>
#include <dispatch-facts.h>

#include "carillon-session.h"

G_BEGIN_DECLS

/* Gathers what a check of a draft holds its recipients against: the credentials of the App that the
 * draft is sent by, the users and devices of the account's index, and its sends of the last hours.
 * What cannot be had stays unknown, without a word: nobody asked for it.
 *
 * Properties: "draft" (DispatchDraft, nullable, read-write), "facts" (DispatchFacts, nullable until
 * something is known; read-only, notified; another one whenever something is known that was not).
 */
#define CARILLON_TYPE_FACTS (carillon_facts_get_type ())
G_DECLARE_FINAL_TYPE (CarillonFacts, carillon_facts, CARILLON, FACTS, GObject)

CarillonFacts *carillon_facts_new (CarillonSession *session);
void carillon_facts_refresh (CarillonFacts *self); /* asks again for what may have changed */
void carillon_facts_stop (CarillonFacts *self);

G_END_DECLS
