#pragma once

#include <archive-drafts.h>
#include <glib-object.h>

G_BEGIN_DECLS

/* A draft in a list. Properties, notified: "name" (read-write, "" for none), "is-open" (read-write:
 * it is the one that is being written), "is-renaming" (read-write: its name is being typed). */
#define CARILLON_TYPE_DRAFT_ITEM (carillon_draft_item_get_type ())
G_DECLARE_FINAL_TYPE (CarillonDraftItem, carillon_draft_item, CARILLON, DRAFT_ITEM, GObject)

CarillonDraftItem *carillon_draft_item_new (const ArchiveDraft *draft, gboolean is_open);
const char *carillon_draft_item_get_id (CarillonDraftItem *self);
const char *carillon_draft_item_get_name (CarillonDraftItem *self);
gboolean carillon_draft_item_get_is_open (CarillonDraftItem *self);
gboolean carillon_draft_item_get_is_sound (CarillonDraftItem *self);
char *carillon_draft_item_dup_title (CarillonDraftItem *self);    /* never empty */
char *carillon_draft_item_dup_subtitle (CarillonDraftItem *self); /* when and how many */

G_END_DECLS
