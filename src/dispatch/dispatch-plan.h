#pragma once

#include "dispatch-snapshot.h"

G_BEGIN_DECLS

/* A frozen draft, cut into requests. Immutable; any thread may build from it, one request at a
 * time. */
typedef struct _DispatchPlan DispatchPlan;

DispatchPlan *dispatch_plan_new (DispatchSnapshot *snapshot, const char *send_id);
DispatchPlan *dispatch_plan_ref (DispatchPlan *self);
void dispatch_plan_unref (DispatchPlan *self);
guint dispatch_plan_get_n_requests (const DispatchPlan *self);
const guint *dispatch_plan_get_n_recipients (const DispatchPlan *self);
char *dispatch_plan_to_json (const DispatchPlan *self);
char *dispatch_plan_dup_name (const DispatchPlan *self);
GBytes *dispatch_plan_hash_addresses (const DispatchPlan *self);
GBytes *dispatch_plan_build (const DispatchPlan *self, guint request);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DispatchPlan, dispatch_plan_unref)

/* The value of the tag DISPATCH_SEND_TAG, by which a request is found again. */
char *dispatch_plan_make_tag (const char *send_id, guint request);

G_END_DECLS
