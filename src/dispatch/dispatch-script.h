#pragma once

#include <glib.h>

G_BEGIN_DECLS

guint dispatch_count_characters (const GString *text, guint *n_rtl);

G_END_DECLS
