#pragma once

#include "dispatch-content.h"
#include "dispatch-table.h"

G_BEGIN_DECLS

/* The request of a content to the API, as text that people read, keep and paste. */
char *dispatch_request_to_json (const DispatchContent *content,
                                const DispatchTable *table,
                                guint max_recipients);
char *dispatch_request_to_curl (const char *json, const char *url, const char *sid);

/* And back. What a draft has no place for is told by notes, never passed over in silence. */
typedef enum {
  DISPATCH_REQUEST_UNKNOWN,       /* a member that a draft has no place for */
  DISPATCH_REQUEST_BAD_VALUE,     /* a member whose value is none of those that it may have */
  DISPATCH_REQUEST_SEND_TAG,      /* the tag that each send makes for itself */
  DISPATCH_REQUEST_TWO_SENDERS,   /* an App and credentials: the credentials were taken */
  DISPATCH_REQUEST_NO_ZONE,       /* a time without a zone was taken to be in UTC */
  DISPATCH_REQUEST_SEVERAL_TIMES, /* a schedule of several times, of which the first was taken */
  DISPATCH_REQUEST_VALUE_TO_TEXT, /* values of a variable, not texts, that go out as texts */
  DISPATCH_REQUEST_TEXT_TO_VALUE, /* texts that look like JSON, and go out as lists or objects */
  DISPATCH_REQUEST_TOO_LONG,      /* values that do not fit into a cell */
  DISPATCH_REQUEST_NO_COLUMN,     /* a variable for which there is no room */
  DISPATCH_REQUEST_CREDENTIALS,   /* a command's user or Authorization, which was not kept */
  DISPATCH_REQUEST_OPTION,        /* an option of a command that is not known */
  DISPATCH_REQUEST_REST,          /* what follows the command, such as a pipe */
} DispatchRequestNoteKind;

typedef struct {
  DispatchRequestNoteKind kind;
  char *place; /* "content.badge", "to[3].variables.name", an option: the first of them */
  guint n;     /* how many there are like it */
} DispatchRequestNote;

typedef struct {
  DispatchContent *content;
  DispatchTable *table;
  GPtrArray *notes; /* of DispatchRequestNote */
} DispatchRequest;

#define DISPATCH_REQUEST_ERROR (dispatch_request_error_quark ())
typedef enum {
  DISPATCH_REQUEST_ERROR_EMPTY,
  DISPATCH_REQUEST_ERROR_NEITHER,       /* neither JSON nor a curl command */
  DISPATCH_REQUEST_ERROR_SYNTAX,        /* of JSON */
  DISPATCH_REQUEST_ERROR_TOO_LARGE,     /* JSON that is too deep or has too many values */
  DISPATCH_REQUEST_ERROR_NOT_A_REQUEST, /* JSON, but not of a request to send */
  DISPATCH_REQUEST_ERROR_QUOTE,         /* a quotation mark of a command that is never closed */
  DISPATCH_REQUEST_ERROR_NO_VALUE,      /* an option at the end that needs a value */
  DISPATCH_REQUEST_ERROR_NO_BODY,       /* a command that posts nothing */
  DISPATCH_REQUEST_ERROR_FILE,          /* a command that posts a file: only its name is here */
  DISPATCH_REQUEST_ERROR_FORM,          /* a command that posts a form */
  DISPATCH_REQUEST_ERROR_EXPANSION,     /* "$NAME", which only a shell can put a value for */
} DispatchRequestError;
GQuark dispatch_request_error_quark (void);

/* From 1, of what was pasted; 0 where there is no place, or @error is of another domain. */
guint dispatch_request_error_get_line (const GError *error);
guint dispatch_request_error_get_column (const GError *error);

gboolean dispatch_request_is_likely (const char *text);
DispatchRequest *dispatch_request_from_json (const char *json, GError **error);
DispatchRequest *dispatch_request_from_curl (const char *command, GError **error);
DispatchRequest *dispatch_request_from_text (const char *text, GError **error); /* either */
void dispatch_request_free (DispatchRequest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DispatchRequest, dispatch_request_free)

G_END_DECLS
