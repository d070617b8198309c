#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* One page of a list. */
#define COMMS_TYPE_PAGE (comms_page_get_type ())
G_DECLARE_FINAL_TYPE (CommsPage, comms_page, COMMS, PAGE, GObject)
CommsPage *comms_page_new (GPtrArray *items, const char *next);
GPtrArray *comms_page_get_items (CommsPage *self); /* of CommsResource */
const char *comms_page_get_next (CommsPage *self); /* (nullable): token of the next page */

G_END_DECLS
