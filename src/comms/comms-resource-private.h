#pragma once

#include "comms-pack.h"

G_BEGIN_DECLS

CommsResource *comms_resource_new_packed (GType type, CommsPack *pack, guint row);

G_END_DECLS
