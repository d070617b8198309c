#pragma once

#include "dispatch-check-needs.h"
#include "dispatch-payload.h"
#include "dispatch-snapshot.h"

G_BEGIN_DECLS

/* What a message asks of each recipient: its texts, the variables that they need, and a mark for
 * everything that can be wrong with a row. Immutable once made; any thread may read it. As long as
 * the rules are equal, what was found out about a row holds. */

/* What may be wrong with single rows, whatever the message. */
typedef enum {
  DISPATCH_ROW_NO_ADDRESS,
  DISPATCH_ROW_TWO_ADDRESSES,
  DISPATCH_ROW_BAD_USER_ID,
  DISPATCH_ROW_TOKEN_AS_USER,
  DISPATCH_ROW_USER_AS_TOKEN,
  DISPATCH_ROW_NO_PROVIDER,
  DISPATCH_ROW_BAD_PROVIDER,
  DISPATCH_ROW_PROVIDER_OF_USER,
  DISPATCH_ROW_OTHER_TOKEN,
  DISPATCH_ROW_ODD_TOKEN,
  DISPATCH_ROW_BAD_VALUE,
  DISPATCH_ROW_BLANK_TEXT,
  DISPATCH_ROW_BLANK_TITLE,
  DISPATCH_ROW_BLANK_BODY,
  DISPATCH_ROW_LONG_TITLE,
  DISPATCH_ROW_LONG_BODY,
  DISPATCH_ROW_TOO_LARGE,
  DISPATCH_N_ROW_CAUSES,
} DispatchRowCause;

/* Marks that are not wrong by themselves. */
typedef enum {
  DISPATCH_ROW_OF_USER,
  DISPATCH_ROW_OF_FCM,
  DISPATCH_ROW_OF_APN,
  DISPATCH_N_ROW_KINDS,
} DispatchRowKind;

/* A column that the filter `date` reads. */
typedef struct {
  guint slot;
  guint mark;
} DispatchDateColumn;

/* A tag whose value depends on the recipient. */
typedef struct {
  DispatchTemplate template; /* (owned): it parses */
  guint mark;
} DispatchTagCheck;

typedef struct {
  char *key;
  DispatchTemplate title; /* where one of them cannot be rendered, neither is */
  DispatchTemplate body;
  gboolean has_title;
  gboolean has_body;
  gboolean all_parsed;
  gint64 now;
  DispatchPayload payload;
  guint user_slot;
  guint token_slot;
  guint provider_slot;
  GArray *variables; /* of DispatchVariable: all that templates use */
  GArray *slots;     /* of guint: all that is looked at */
  GArray *needs;     /* of DispatchNeed */
  GArray *branches;  /* of DispatchNeed: what only those need who come to where it stands */
  GArray *dates;     /* of DispatchDateColumn */
  GArray *tags;      /* of DispatchTagCheck */
  DispatchFindings *findings;
  guint causes[DISPATCH_N_ROW_CAUSES]; /* marks */
  guint kinds[DISPATCH_N_ROW_KINDS];   /* marks */
} DispatchRules;

DispatchRules *dispatch_rules_new (const DispatchSnapshot *snapshot);
void dispatch_rules_free (DispatchRules *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DispatchRules, dispatch_rules_free)

gboolean dispatch_rules_equal (const DispatchRules *self, const DispatchRules *other);

/* The text of which @mark says that it differs or cannot be rendered. */
const DispatchTemplate *
dispatch_rules_find_template (const DispatchRules *self, guint mark); /* (nullable) */

G_END_DECLS
