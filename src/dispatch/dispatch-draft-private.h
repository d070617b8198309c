#pragma once

#include "dispatch-draft.h"
#include "dispatch-text.h"

G_BEGIN_DECLS

DispatchText *dispatch_tag_get_text (DispatchTag *self); /* of its value */
gboolean dispatch_tag_is_blank (DispatchTag *self);

DispatchDraft *dispatch_draft_new_with_id (const char *id);

G_END_DECLS
