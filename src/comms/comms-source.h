#pragma once

#include <gio/gio.h>

#include "comms-page.h"

G_BEGIN_DECLS

/* Which page, and of what size: NULL or zeroes for the first and the source's default. */
typedef struct {
  const char *token;
  guint size;
} CommsPageRequest;

/* Where the pages of a list come from: a call of the API with its filter, or something else that
 * answers with resources. Immutable: another filter is another source. */
#define COMMS_TYPE_SOURCE (comms_source_get_type ())
G_DECLARE_INTERFACE (CommsSource, comms_source, COMMS, SOURCE, GObject)

struct _CommsSourceInterface {
  GTypeInterface parent_interface;

  void (*load_async) (CommsSource *self,
                      const CommsPageRequest *page,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data);
  CommsPage *(*load_finish) (CommsSource *self, GAsyncResult *result, GError **error);
};

void comms_source_load_async (CommsSource *self,
                              const CommsPageRequest *page,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
CommsPage *comms_source_load_finish (CommsSource *self, GAsyncResult *result, GError **error);

G_END_DECLS
