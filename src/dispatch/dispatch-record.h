#pragma once

#include <archive-drafts.h>

#include "dispatch-snapshot.h"

G_BEGIN_DECLS

/* Drafts as the archive keeps them. Any thread may make one. */
ArchiveDraft *dispatch_record_new (const DispatchSnapshot *snapshot);

G_END_DECLS
