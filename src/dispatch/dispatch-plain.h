#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean dispatch_text_is_plain (const char *text);

G_END_DECLS
