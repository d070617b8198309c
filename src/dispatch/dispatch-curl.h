#pragma once

#include "dispatch-request.h"

G_BEGIN_DECLS

/* What a curl command would post. */
typedef struct {
  GString *text;
  GArray *places; /* of gsize: where each byte of text stands in the command */
} DispatchCurlData;

gboolean dispatch_curl_is_command (const char *text);
gboolean
dispatch_curl_read (const char *command, DispatchCurlData *data, GPtrArray *notes, GError **error);
void dispatch_curl_data_clear (DispatchCurlData *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DispatchCurlData, dispatch_curl_data_clear)

G_END_DECLS
