#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define COMMS_ERROR (comms_error_quark ())

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
  COMMS_ERROR_TOO_LARGE,    /* an answer longer than COMMS_MAX_ANSWER */
} CommsError;

/* One entry of the documented error body. */
typedef struct {
  int code;
  char *message;  /* (not nullable) */
  char *context;  /* (nullable): JSON path of the field, "$.to[3].provider" */
  char *info_url; /* (nullable) */
} CommsIssue;

GQuark comms_error_quark (void);

/* These accept any GError and answer 0, -1, FALSE or NULL where it is not of this domain. */
guint comms_error_get_status (const GError *error);
gint64 comms_error_get_retry_after (const GError *error);
gboolean comms_error_is_outcome_unknown (const GError *error);
GPtrArray *comms_error_get_issues (const GError *error);

G_END_DECLS
