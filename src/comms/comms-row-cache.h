#pragma once

#include "comms-snapshot.h"

G_BEGIN_DECLS

/* The rows that are looked at: a view asks for the same ones again and again. */
typedef struct _CommsRowCache CommsRowCache;

CommsRowCache *comms_row_cache_new (void);
void comms_row_cache_free (CommsRowCache *self);
CommsResource *
comms_row_cache_get (CommsRowCache *self, CommsSnapshot *rows, guint position); /* full */
void comms_row_cache_clear (CommsRowCache *self);

G_END_DECLS
