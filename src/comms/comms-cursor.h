#pragma once

#include "comms-client.h"
#include "comms-pack.h"
#include "comms-source.h"

G_BEGIN_DECLS

/* A place in a list. It moves on only when a page has arrived, so that a failed page can be asked
 * for again; a second call while one is under way fails with G_IO_ERROR_PENDING. */
#define COMMS_TYPE_CURSOR (comms_cursor_get_type ())
G_DECLARE_FINAL_TYPE (CommsCursor, comms_cursor, COMMS, CURSOR, GObject)

CommsCursor *comms_cursor_new (CommsSource *source, guint page_size);
CommsCursor *comms_cursor_new_for_client (CommsClient *client,
                                          CommsListFunc list,
                                          const CommsFilter *filter, /* copied; (nullable) */
                                          guint page_size);
gboolean comms_cursor_has_more (CommsCursor *self);
gboolean comms_cursor_is_pending (CommsCursor *self);
void comms_cursor_next_async (CommsCursor *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
GPtrArray *comms_cursor_next_finish (CommsCursor *self, GAsyncResult *result, GError **error);

/* The same for rows that are to be kept. */
void comms_cursor_next_pack_async (CommsCursor *self,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
CommsPack *comms_cursor_next_pack_finish (CommsCursor *self, GAsyncResult *result, GError **error);

G_END_DECLS
