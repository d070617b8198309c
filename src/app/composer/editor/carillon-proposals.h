#pragma once

#include <gio/gio.h>

#include "carillon-liquid-place.h"

G_BEGIN_DECLS

/* Something that completes what is being typed. */
#define CARILLON_TYPE_PROPOSAL (carillon_proposal_get_type ())
G_DECLARE_FINAL_TYPE (CarillonProposal, carillon_proposal, CARILLON, PROPOSAL, GObject)
const char *carillon_proposal_get_name (CarillonProposal *self);
const char *carillon_proposal_get_help (CarillonProposal *self);    /* translated, one line */
const char *carillon_proposal_get_example (CarillonProposal *self); /* (nullable): Liquid */
const char *carillon_proposal_get_insert (CarillonProposal *self);  /* in place of the word */
guint carillon_proposal_get_caret (CarillonProposal *self); /* bytes of that before the cursor */

/* What is known of the draft around the text. Both (unowned) (nullable). */
typedef struct {
  const char *const *columns; /* variables that recipients have values for */
  const char *other_text;     /* the other template of the draft */
} CarillonProposalSources;

/* (transfer full) (element-type CarillonProposal): the best first; may be empty. */
GListModel *carillon_proposals_find (const char *text,
                                     gsize cursor,
                                     const CarillonProposalSources *sources,
                                     CarillonPlace *place);
GPtrArray *carillon_proposals_list_variables (const char *text,
                                              gssize cursor,
                                              const CarillonProposalSources *sources);

G_END_DECLS
