#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define COMMS_ERROR (comms_error_quark ())

/* Whoever is asked to stay away for longer than a day does not come back by itself. */
#define COMMS_MAX_RETRY_AFTER (24 * 60 * 60) /* seconds */

/* Each code says what the caller can do. */
typedef enum {
  COMMS_ERROR_INVALID_URI, /* correct the address: not http(s), or plain http to another machine */
  COMMS_ERROR_UNREACHABLE, /* no connection came about, so nothing was sent: correct the host or try
                              again */
  COMMS_ERROR_TLS,         /* the server could not prove who it is; nothing was sent */
  COMMS_ERROR_TIMED_OUT,   /* no answer in time */
  COMMS_ERROR_INTERRUPTED, /* the connection was cut before the answer was whole */
  COMMS_ERROR_UNAUTHORIZED, /* 401: correct the credentials */
  COMMS_ERROR_FORBIDDEN,    /* 403: ask for permission */
  COMMS_ERROR_NOT_FOUND,    /* 404 */
  COMMS_ERROR_REJECTED,     /* 400 and other 4xx: correct the request, see the issues */
  COMMS_ERROR_RATE_LIMITED, /* 429: not acted on, try again after retry_after */
  COMMS_ERROR_SERVER,       /* 5xx */
  COMMS_ERROR_NOT_THIS_API, /* an answer that this API does not give: HTML, a redirect, wrong types
                             */
  COMMS_ERROR_TOO_LARGE, /* an answer longer than COMMS_MAX_ANSWER, or with more in it than this API
                            gives */
  COMMS_ERROR_UNSUPPORTED, /* 405, or 404 to an undocumented call: this server cannot do that */
  COMMS_ERROR_ABANDONED,   /* a POST cancelled after it may have been acted on: look it up */
  COMMS_ERROR_READ_ONLY,   /* a write, but the client only reads: nothing was sent */
} CommsError;

/* One entry of the documented error body. */
typedef struct {
  int code;
  char *message;  /* (not nullable) */
  char *context;  /* (nullable): JSON path of the field, "$.to[3].provider" */
  char *info_url; /* (nullable) */
} CommsIssue;

/* What an error carries besides its message. */
typedef struct {
  guint status;             /* of the answer; 0 where none came */
  gint64 retry_after;       /* seconds, at most COMMS_MAX_RETRY_AFTER; -1 where none was named */
  gboolean outcome_unknown; /* see comms_error_is_outcome_unknown () */
  GPtrArray *issues;        /* (nullable): of CommsIssue */
} CommsErrorDetail;

GQuark comms_error_quark (void);
GError *comms_error_new (CommsError code, const CommsErrorDetail *detail, const char *message);
void comms_issue_free (CommsIssue *issue);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CommsIssue, comms_issue_free)

/* These accept any GError and answer 0, -1, FALSE or NULL where it is not of this domain. */
guint comms_error_get_status (const GError *error);
gint64 comms_error_get_retry_after (const GError *error);
gboolean comms_error_is_outcome_unknown (const GError *error);
GPtrArray *comms_error_get_issues (const GError *error); /* of CommsIssue */

G_END_DECLS
