#pragma once

#include <dispatch-check.h>

G_BEGIN_DECLS

/* What helps against a problem: first what changes the message, then what changes the recipients.
 */
typedef enum {
  CARILLON_FIX_NONE,
  CARILLON_FIX_DEFAULT,       /* a `default` for a variable, in the title and the body */
  CARILLON_FIX_QUOTES,        /* straight quotation marks for curly ones */
  CARILLON_FIX_FILL,          /* a value for the rows that have none */
  CARILLON_FIX_REMOVE_COLUMN, /* that nothing uses */
  CARILLON_FIX_PROVIDER,      /* as the API spells it */
  CARILLON_FIX_FCM,
  CARILLON_FIX_APN,
  CARILLON_FIX_CLEAR_PROVIDER,
  CARILLON_FIX_MOVE_USERS,  /* out of the column of tokens */
  CARILLON_FIX_MOVE_TOKENS, /* out of the column of users */
  CARILLON_FIX_KEEP_USER,   /* of a row with both */
  CARILLON_FIX_KEEP_TOKEN,
  CARILLON_FIX_KEEP_FIRST, /* of recipients that are there twice */
  CARILLON_FIX_DROP,       /* the rows */
  CARILLON_N_FIXES,
} CarillonFix;

/* The most that help against one problem. */
#define CARILLON_MAX_FIXES 4

/* Gives a text of the draft's message, of @field, another wording. */
typedef void (*CarillonEditText) (gpointer data, DispatchField field, const char *text);

/* What a fix works on. A fix of rows takes the report's for those of the draft, so the report has
 * to be about the draft as it is. */
typedef struct {
  DispatchDraft *draft;       /* (unowned) */
  DispatchProblem *problem;   /* (unowned) */
  CarillonEditText edit_text; /* an edit that the operator can undo */
  gpointer data;              /* (unowned): of @edit_text */
} CarillonFixTarget;

guint carillon_fixes_list (DispatchDraft *draft,
                           DispatchProblem *problem,
                           CarillonFix fixes[CARILLON_MAX_FIXES]);
const char *carillon_fix_get_label (CarillonFix fix);    /* translated, with a mnemonic */
const char *carillon_fix_get_heading (CarillonFix fix);  /* (nullable): of the question */
const char *carillon_fix_get_question (CarillonFix fix); /* (nullable): it needs a text */
gboolean carillon_fix_is_answered (CarillonFix fix, const char *text);
char *carillon_fix_apply (CarillonFix fix, const CarillonFixTarget *target, const char *text);

G_END_DECLS
