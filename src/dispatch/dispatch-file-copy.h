#pragma once

#include "dispatch-encoding.h"
#include "dispatch-progress.h"

G_BEGIN_DECLS

/* Both are for workers; nobody else can change the bytes or make them fewer. */
GBytes *dispatch_file_copy (GFile *file,
                            gint64 max_bytes,
                            DispatchProgress *progress,
                            GCancellable *cancellable,
                            GError **error);
GBytes *dispatch_file_decode (GBytes *bytes,
                              DispatchEncoding encoding,
                              GCancellable *cancellable,
                              GError **error);

G_END_DECLS
