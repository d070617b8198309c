#pragma once

#include "archive-fixture.h"

G_BEGIN_DECLS

/* Saves a draft, which is consumed; on error, says whether and why. */
gboolean draft_fixture_save (ArchiveStore *store, ArchiveDraft *draft, GError **error);

/* Drafts all of whose parts are made from one number, so that a mixture of two is seen. */
#define DRAFT_FIXTURE_N_BLOCKS 40
void draft_fixture_save_uniform (ArchiveStore *store, gint64 number);
gint64 draft_fixture_read_uniform (ArchiveStore *store); /* -1 where there is none */

G_END_DECLS
