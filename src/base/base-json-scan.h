#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Private to this layer. */
typedef struct {
  char *mended;      /* (owned) (nullable): a copy with U+FFFD and null for what cannot be held */
  gsize n_values;    /* objects, arrays, texts, numbers and so on */
  gboolean is_exact; /* nothing was mended, and every integer is a gint64 */
} BaseJsonScan;

gboolean base_json_scan (
  const char *text, gsize length, gsize max_values, BaseJsonScan *result, GError **error);
void base_json_error_set_offset (GError *error, gsize offset);

G_END_DECLS
