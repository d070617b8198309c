#pragma once

#include <glib.h>

G_BEGIN_DECLS

guint64 base_hash_text (const char *text, gsize length);

G_END_DECLS
