#pragma once

#include <json-glib/json-glib.h>
#include <liquid.h>

G_BEGIN_DECLS

LiquidValue liquid_json_to_value (JsonNode *node);
LiquidHash *liquid_json_to_hash (JsonObject *object);

G_END_DECLS
