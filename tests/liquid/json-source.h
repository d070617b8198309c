#pragma once

#include <liquid.h>

G_BEGIN_DECLS

/* A text of JSON (RFC 8259) that is read from one end to the other. */
typedef struct {
  const char *at;
  const char *end;
  bool fresh;   /* an array or object has just begun */
  bool doubles; /* numbers are doubles, as JavaScript has them */
} JsonSource;

JsonSource json_source_new (const char *text, size_t length);
bool json_source_at_end (JsonSource *self);
bool json_source_begin_object (JsonSource *self);
bool json_source_next_member (JsonSource *self, GString *name, bool *failed);
bool json_source_read_null (JsonSource *self);
bool json_source_read_boolean (JsonSource *self, bool *boolean);
bool json_source_read_text (JsonSource *self, GString *text);
LiquidHash *json_source_read_hash (JsonSource *self);
bool json_source_skip (JsonSource *self);
void json_append_text (GString *output, const char *text, size_t length);

G_END_DECLS
