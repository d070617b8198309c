#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

#include "comms-error.h"

G_BEGIN_DECLS

/* What came back for a request, once its body has been received. Private to this layer. It is
 * handed to a worker and back, never shared. */
typedef struct {
  const char *method; /* (unowned): static */
  guint status;
  SoupMessageHeaders *headers;
  GBytes *body;       /* (owned): maybe only its beginning, if the status is an error's */
  JsonNode *root;     /* (owned) (nullable): the parsed body, for readers */
  gboolean is_secret; /* the body may echo a secret: it is not quoted */
} CommsAnswer;

/* Makes the object that the caller of a request gets. Runs in a worker. */
typedef gpointer (*CommsReader) (const CommsAnswer *answer, gconstpointer context, GError **error);

CommsAnswer *comms_answer_new (SoupMessage *message, GBytes *body);
void comms_answer_free (CommsAnswer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CommsAnswer, comms_answer_free)

void comms_answer_hide (CommsAnswer *answer, const char *secret);
gboolean comms_answer_is_success (const CommsAnswer *answer);
gboolean comms_answer_parse (CommsAnswer *answer, GError **error);
GError *comms_answer_to_error (const CommsAnswer *answer);
void comms_answer_refuse (const CommsAnswer *answer, GError **error, const char *format, ...)
  G_GNUC_PRINTF (3, 4);
const char *comms_answer_get_header (const CommsAnswer *answer, const char *name);

G_END_DECLS
