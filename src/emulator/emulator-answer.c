/* An answer as plain data: whoever makes one knows nothing of the network, and a fault can change
 * it before it goes out. */

#include "emulator-answer.h"

#include "emulator-legacy-answer.h"

#include <base-json.h>

void
emulator_answer_clear (EmulatorAnswer *self)
{
  g_clear_pointer (&self->document, json_node_unref);
  g_clear_pointer (&self->headers, g_strfreev);
  self->page = NULL;
  self->status = 0;
}

/**
 * emulator_answer_add_header:
 * @self: an answer
 * @name: of a header
 * @value: of it
 */
void
emulator_answer_add_header (EmulatorAnswer *self, const char *name, const char *value)
{
  g_return_if_fail (self != NULL && name != NULL && value != NULL);

  guint length = self->headers != NULL ? g_strv_length (self->headers) : 0;
  self->headers = g_renew (char *, self->headers, length + 3);
  self->headers[length] = g_strdup (name);
  self->headers[length + 1] = g_strdup (value);
  self->headers[length + 2] = NULL;
}

/* An answer to a write says in its header where its body says it is. */
static void
repeat_location (EmulatorAnswer *self)
{
  JsonObject *body = base_json_node_object (self->document);
  const char *location = base_json_string (body, "resourceLocation");

  if (location == NULL) {
    location = base_json_string (body, "operationLocation");
  }
  if (location != NULL) {
    emulator_answer_add_header (self, "Location", location);
  }
}

static void
add_header (const char *name, const char *value, gpointer user_data)
{
  emulator_answer_add_header (user_data, name, value);
}

/**
 * emulator_answer_set_document:
 * @self: (out caller-allocates): an answer, empty so far but for headers
 * @status: its status
 * @document: its body in today's shape
 * @shapes: older shapes that are wanted instead
 * @address: of the request, with its query
 */
void
emulator_answer_set_document (EmulatorAnswer *self,
                              guint status,
                              JsonNode *document,
                              EmulatorLegacy shapes,
                              const char *address)
{
  g_return_if_fail (self != NULL && document != NULL && address != NULL);

  self->status = status;
  self->document = emulator_legacy_convert (shapes, status, document, address);
  if (status != 202) {
    return;
  }
  g_clear_pointer (&self->headers, g_strfreev);
  if ((shapes & EMULATOR_LEGACY_HEADERS) == 0) {
    repeat_location (self);
  } else {
    /* Older documents answer a write with headers and no body, not even the header of today's. */
    emulator_legacy_list_headers (self->document, add_header, self);
    g_clear_pointer (&self->document, json_node_unref);
  }
}

/**
 * emulator_answer_set_issues:
 * @self: (inout): an answer, of which only the headers are kept
 * @status: its status
 * @issues: what is wrong; where there are none, the status speaks for itself
 * @shapes: older shapes that are wanted
 */
void
emulator_answer_set_issues (EmulatorAnswer *self,
                            guint status,
                            EmulatorIssues *issues,
                            EmulatorLegacy shapes)
{
  g_return_if_fail (self != NULL && issues != NULL);

  g_autoptr (JsonNode) document = emulator_issues_to_json (issues, status);
  g_clear_pointer (&self->document, json_node_unref);
  self->page = NULL;
  self->status = status;
  self->document = emulator_legacy_convert (shapes, status, document, "");
}

/**
 * emulator_answer_set_page:
 * @self: (inout): an answer, of which nothing is kept
 * @status: its status
 * @page: its body, HTML
 */
void
emulator_answer_set_page (EmulatorAnswer *self, guint status, const char *page)
{
  g_return_if_fail (self != NULL && page != NULL);

  emulator_answer_clear (self);
  self->status = status;
  self->page = page;
}
