#pragma once

#include "emulator-legacy.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

JsonNode *
emulator_legacy_convert (EmulatorLegacy shapes, guint status, JsonNode *body, const char *address);

void
emulator_legacy_list_headers (JsonNode *body,
                              void (*set) (const char *name, const char *value, gpointer user_data),
                              gpointer user_data);

G_END_DECLS
