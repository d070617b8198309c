#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Standard output: lines gather in a buffer and are written as they are, UTF-8 whatever the locale.
 */
gboolean ctl_output_end_line (GString *buffer, GError **error);
gboolean ctl_output_flush (GString *buffer, GError **error);

G_END_DECLS
