#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Milliseconds. An operation of a few recipients is over in seconds, one of 10,000 in minutes: ask
 * often while something happens, and at least four times a minute when nothing does. */
#define DISPATCH_BACKOFF_MIN 1000
#define DISPATCH_BACKOFF_MAX 15000

/* The longest wait that a server may ask for: beyond an hour nobody is still looking. */
#define DISPATCH_BACKOFF_LIMIT (60 * 60 * 1000)

guint dispatch_backoff_next (guint delay, gboolean moved, gint64 retry_after);

G_END_DECLS
