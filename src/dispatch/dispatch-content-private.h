#pragma once

#include <json-glib/json-glib.h>

#include "dispatch-content.h"

G_BEGIN_DECLS

/* "title":"...",...: the members without the braces, to stand among others. */
void dispatch_content_append_members (const DispatchContent *self, GString *json);

/* Unknown members are passed over, absent ones are empty. */
DispatchContent *dispatch_content_from_object (JsonObject *object);

G_END_DECLS
