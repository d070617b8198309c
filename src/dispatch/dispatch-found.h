#pragma once

#include <archive-index.h>
#include <comms-client.h>

G_BEGIN_DECLS

/* What the API tells, as the archive keeps it. */
ArchiveRegistration *
dispatch_found_registration (CommsRegistration *registration, const char *user_id); /* (nullable) */

G_END_DECLS
