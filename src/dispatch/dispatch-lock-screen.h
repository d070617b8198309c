#pragma once

#include "dispatch-payload.h"

G_BEGIN_DECLS

/* How many characters of a title or a body a lock screen shows. */
guint dispatch_lock_screen_get_title_room (DispatchReach reach);
guint dispatch_lock_screen_get_body_room (DispatchReach reach);

G_END_DECLS
