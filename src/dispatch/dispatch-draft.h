#pragma once

#include "dispatch-audience.h"
#include "dispatch-content.h"

G_BEGIN_DECLS

/* What an operator composes. Properties, all read-write, notified and never NULL: "name", "title",
 * "body", "images" (GStrv of URLs), "sender" (DispatchSender), "app-name", "fcm-credential-id",
 * "apn-credential-id", "priority" (DispatchPriority), "sound", "send-at" (gint64, Unix seconds; 0
 * is now), "zone" (an IANA name, or ""), "ignored" (GStrv: codes of the problems that the operator
 * ignores for this send). Signal "changed" for any change, of the recipients and tags too. Main
 * thread only. */
#define DISPATCH_TYPE_DRAFT (dispatch_draft_get_type ())
G_DECLARE_FINAL_TYPE (DispatchDraft, dispatch_draft, DISPATCH, DRAFT, GObject)

/* Properties "key" and "value". */
#define DISPATCH_TYPE_TAG (dispatch_tag_get_type ())
G_DECLARE_FINAL_TYPE (DispatchTag, dispatch_tag, DISPATCH, TAG, GObject)
DispatchTag *dispatch_tag_new (const char *key, const char *value);
const char *dispatch_tag_get_key (DispatchTag *self);
const char *dispatch_tag_get_value (DispatchTag *self);

DispatchDraft *dispatch_draft_new (void); /* with a fresh ID */
const char *dispatch_draft_get_id (DispatchDraft *self);
const char *dispatch_draft_get_name (DispatchDraft *self);
const char *dispatch_draft_get_title (DispatchDraft *self);
const char *dispatch_draft_get_body (DispatchDraft *self);
const char *const *dispatch_draft_get_images (DispatchDraft *self);
DispatchSender dispatch_draft_get_sender (DispatchDraft *self);
const char *
dispatch_draft_get_app_name (DispatchDraft *self); /* also where the sender is another */
const char *dispatch_draft_get_sound (DispatchDraft *self);
DispatchPriority dispatch_draft_get_priority (DispatchDraft *self);
gint64 dispatch_draft_get_send_at (DispatchDraft *self);
const char *dispatch_draft_get_zone (DispatchDraft *self);
const char *const *dispatch_draft_get_ignored (DispatchDraft *self);
GListStore *dispatch_draft_get_tags (DispatchDraft *self); /* of DispatchTag */
DispatchAudience *dispatch_draft_get_audience (DispatchDraft *self);
gboolean dispatch_draft_is_empty (DispatchDraft *self); /* nothing was typed */

/* All of it that is sent. The same object until one of its members changes. (transfer full) */
DispatchContent *dispatch_draft_get_content (DispatchDraft *self);
void dispatch_draft_set_content (DispatchDraft *self, const DispatchContent *content);

char *dispatch_draft_to_json (DispatchDraft *self);
DispatchDraft *dispatch_draft_from_json (const char *json, GError **error);

/* The variables that the title, body and tags use, in the order of first use; empty where a
 * template does not parse yet. (transfer full) */
char **dispatch_draft_list_variables (DispatchDraft *self);

G_END_DECLS
