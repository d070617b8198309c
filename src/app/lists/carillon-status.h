#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The statuses of notifications and operations, beside their words: see carillon_format_status().
 */
const char *carillon_status_icon_name (const char *status); /* (nullable) status */
const char *carillon_status_css_class (const char *status); /* (nullable) result */

G_END_DECLS
