#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Where the description is; it needs no credentials and has no version. */
#define EMULATOR_OPENAPI_PATH "/openapi.json"

GBytes *emulator_openapi_get_source (void);
void emulator_openapi_write (JsonBuilder *json, const char *base_url);

G_END_DECLS
