#pragma once

#include "comms-resource.h"

G_BEGIN_DECLS

#define COMMS_TYPE_USER (comms_user_get_type ())
G_DECLARE_FINAL_TYPE (CommsUser, comms_user, COMMS, USER, CommsResource)
gint64 comms_user_get_deleted_at (CommsUser *self);

G_END_DECLS
