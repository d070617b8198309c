#pragma once

#include <liquid.h>

#include "dispatch-draft.h"
#include "dispatch-facts.h"
#include "dispatch-snapshot.h"

G_BEGIN_DECLS

/* The largest payload that FCM and APNs take, in bytes. */
#define DISPATCH_MAX_PAYLOAD 4096

typedef enum {
  DISPATCH_PROBLEM_NO_TEXT, /* neither title nor body */
  DISPATCH_PROBLEM_NO_RECIPIENTS,
  DISPATCH_PROBLEM_TEMPLATE,       /* does not parse: error and span are set */
  DISPATCH_PROBLEM_UNKNOWN_TAG,    /* detail is its name, span is set */
  DISPATCH_PROBLEM_UNKNOWN_FILTER, /* likewise */
  DISPATCH_PROBLEM_FILTER_OF_ONE,  /* a filter of Shopify's or LiquidJS's dialect only: likewise */
  DISPATCH_PROBLEM_PARTIAL,      /* another template, which the service has not: likewise; no detail
                                    where      the name is computed */
  DISPATCH_PROBLEM_POSITIONAL,   /* "{{1}}": detail is the number, span is set */
  DISPATCH_PROBLEM_CURLY_QUOTES, /* typographic marks in a tag or output: detail is what they
                                    quote, with them; span is set */
  DISPATCH_PROBLEM_DIALECT_REFUSES, /* is no template of LiquidJS: error and span are set */
  DISPATCH_PROBLEM_DIALECT, /* rows that read something else by LiquidJS's rules: detail and other
                               are what the first of them reads there; other is not set, and error
                               is, where that cannot be rendered; span may be set */
  DISPATCH_PROBLEM_NO_DEFAULT,    /* variable without `default`: detail is its path, span is set */
  DISPATCH_PROBLEM_MISSING_VALUE, /* rows without a value for a variable that has no default: detail
                                     is its path */
  DISPATCH_PROBLEM_UNUSED_COLUMN, /* values that no template uses: detail is the column's name */
  DISPATCH_PROBLEM_DATE_DIGITS,   /* rows with digits for a date that are read as seconds since
                                     1970: detail is the column's name */
  DISPATCH_PROBLEM_RENDER,     /* rows whose rendering fails: error is that of the first; span may
                                  be set */
  DISPATCH_PROBLEM_BAD_VALUE,  /* rows with a list or an object that is none: dispatch-value.h */
  DISPATCH_PROBLEM_BLANK_TEXT, /* rows that would read nothing */
  DISPATCH_PROBLEM_BLANK_PART, /* rows that would read no title, or no body, though there is one:
                                  the field says which */
  DISPATCH_PROBLEM_TRUNCATED,  /* rows whose title or body a lock screen would probably cut:
                                  detail is how many characters it shows */
  DISPATCH_PROBLEM_TOO_LARGE,  /* rows over DISPATCH_MAX_PAYLOAD */
  DISPATCH_PROBLEM_NO_ADDRESS, /* rows with neither user nor token */
  DISPATCH_PROBLEM_TWO_ADDRESSES,    /* rows with both */
  DISPATCH_PROBLEM_BAD_USER_ID,      /* rows whose user ID the API would refuse */
  DISPATCH_PROBLEM_TOKEN_AS_USER,    /* rows whose user ID looks like a token */
  DISPATCH_PROBLEM_USER_AS_TOKEN,    /* rows whose token is a user ID */
  DISPATCH_PROBLEM_OTHER_TOKEN,      /* rows whose token looks like one of the other provider */
  DISPATCH_PROBLEM_ODD_TOKEN,        /* rows whose token looks like none that was ever seen */
  DISPATCH_PROBLEM_NO_PROVIDER,      /* rows with a token and no provider */
  DISPATCH_PROBLEM_BAD_PROVIDER,     /* rows whose provider is not FCM or APN */
  DISPATCH_PROBLEM_PROVIDER_OF_USER, /* rows with a user ID and a provider */
  DISPATCH_PROBLEM_NO_CREDENTIAL,    /* the sender has none for a provider: detail is it; with the
                                        rows of its tokens */
  DISPATCH_PROBLEM_UNKNOWN_USER,     /* rows with a user that the index knows not to be there */
  DISPATCH_PROBLEM_DUPLICATE,        /* rows that repeat an earlier recipient */
  DISPATCH_PROBLEM_USER_AND_TOKEN,   /* rows with a token whose user is a recipient, too */
  DISPATCH_PROBLEM_RECENTLY_SENT,    /* rows that got a send of the last DISPATCH_RECENT_HOURS:
                                        detail is its name, other its time (RFC 3339) */
  DISPATCH_PROBLEM_APP_NAME,         /* not [a-z0-9_]{1,64} */
  DISPATCH_PROBLEM_TAGS,             /* more than DISPATCH_MAX_TAGS */
  DISPATCH_PROBLEM_IMAGE,            /* an address that no image can have: detail is it */
  DISPATCH_PROBLEM_SENDER,           /* by credentials, and none is chosen */
  DISPATCH_PROBLEM_SEND_AT,          /* a time that is over */
  DISPATCH_PROBLEM_NO_TIME,          /* at a time that is not said yet */
  DISPATCH_PROBLEM_TAG, /* a key or value that the API refuses: detail is the key; rows, if
                           it depends on them */
} DispatchProblemKind;

typedef enum {
  DISPATCH_ERROR,   /* the API would refuse it: nothing is sent */
  DISPATCH_WARNING, /* would be sent, and somebody would read something odd or nothing */
  DISPATCH_NOTE,
} DispatchSeverity;

typedef enum {
  DISPATCH_FIELD_NONE,
  DISPATCH_FIELD_TITLE,
  DISPATCH_FIELD_BODY,
  DISPATCH_FIELD_RECIPIENTS,
  DISPATCH_FIELD_APP_NAME,
  DISPATCH_FIELD_TAGS,
  DISPATCH_FIELD_IMAGES,
  DISPATCH_FIELD_SENDER,
  DISPATCH_FIELD_SEND_AT,
} DispatchField;

/* One cause, with every row that it concerns. Immutable. */
#define DISPATCH_TYPE_PROBLEM (dispatch_problem_get_type ())
G_DECLARE_FINAL_TYPE (DispatchProblem, dispatch_problem, DISPATCH, PROBLEM, GObject)
DispatchProblemKind dispatch_problem_get_kind (DispatchProblem *self);
DispatchSeverity dispatch_problem_get_severity (DispatchProblem *self);
const char *dispatch_problem_get_code (DispatchProblem *self); /* (nullable) */
char *dispatch_problem_get_key (DispatchProblem *self);        /* (transfer full) */
gboolean dispatch_problem_is_ignored (DispatchProblem *self);  /* the operator knows */
gboolean dispatch_problem_is_among (DispatchProblem *self, const char *const *ignored);
DispatchField dispatch_problem_get_field (DispatchProblem *self);
const char *dispatch_problem_get_detail (DispatchProblem *self);  /* (nullable) */
const char *dispatch_problem_get_other (DispatchProblem *self);   /* (nullable) */
const GError *dispatch_problem_get_error (DispatchProblem *self); /* (nullable) */
gboolean dispatch_problem_get_span (DispatchProblem *self, LiquidSpan *span);
const guint *dispatch_problem_get_rows (DispatchProblem *self, guint *n_rows); /* ascending */

/* Recipients at whom one looks to judge a message. */
typedef enum {
  DISPATCH_EXTREME_LONGEST,       /* of what they read, in characters */
  DISPATCH_EXTREME_SHORTEST,      /* that is not blank */
  DISPATCH_EXTREME_EMPTIEST,      /* with the most variables that have no value */
  DISPATCH_EXTREME_RIGHT_TO_LEFT, /* who reads Arabic, Hebrew or the like */
  DISPATCH_EXTREME_MOST_BYTES,    /* whose payload is the largest */
  DISPATCH_N_EXTREMES,
} DispatchExtreme;

/* What a check found: a GListModel of DispatchProblem, errors first. Immutable. */
#define DISPATCH_TYPE_REPORT (dispatch_report_get_type ())
G_DECLARE_FINAL_TYPE (DispatchReport, dispatch_report, DISPATCH, REPORT, GObject)
guint dispatch_report_count (DispatchReport *self, DispatchSeverity severity); /* problems */
guint dispatch_report_get_n_recipients (DispatchReport *self);
guint dispatch_report_get_n_requests (DispatchReport *self);
guint dispatch_report_get_largest_payload (DispatchReport *self, guint *row); /* bytes */
gboolean dispatch_report_get_n_fine (DispatchReport *self, guint *n_fine);    /* recipients */
guint dispatch_report_get_n_rendered (DispatchReport *self); /* rows that were looked at anew */
gboolean dispatch_report_get_extreme (DispatchReport *self, DispatchExtreme extreme, guint *row);

/* Checks drafts one after another, and remembers what it found: rows that are as they were, under a
 * message that is as it was, are not looked at again. Main thread only; the work is done in
 * workers. One run at a time: another one that is begun meanwhile follows it, so cancel the one
 * that nobody needs any more. */
#define DISPATCH_TYPE_CHECK (dispatch_check_get_type ())
G_DECLARE_FINAL_TYPE (DispatchCheck, dispatch_check, DISPATCH, CHECK, GObject)
DispatchCheck *dispatch_check_new (void);
void dispatch_check_set_facts (DispatchCheck *self, DispatchFacts *facts); /* (nullable) */
void dispatch_check_run_async (DispatchCheck *self,
                               DispatchSnapshot *snapshot,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
DispatchReport *
dispatch_check_run_finish (DispatchCheck *self, GAsyncResult *result, GError **error);

G_END_DECLS
