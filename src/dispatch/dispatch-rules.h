#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean dispatch_tag_key_is_valid (const char *key);
gboolean dispatch_tag_value_is_valid (const char *value);
gboolean dispatch_app_name_is_valid (const char *name);

G_END_DECLS
