#pragma once

#include "base-json.h"

G_BEGIN_DECLS

/* An array of a document that is read some elements at a time, so that never more than those are
 * held as nodes, which take ten times the room of their text. */
typedef struct {
  const char *text; /* (unowned) */
  gsize start;      /* in bytes: behind its bracket */
  gsize end;        /* of the bracket that ends it */
  gboolean is_cut;  /* a comma was passed, so an element has to come */
} BaseJsonArray;

gboolean
base_json_array_find (BaseJsonArray *self, const char *text, gsize length, const char *name);
JsonNode *base_json_array_parse_rest (const BaseJsonArray *self, gsize length, GError **error);
JsonNode *base_json_array_parse_next (BaseJsonArray *self, guint n_elements, GError **error);

G_END_DECLS
