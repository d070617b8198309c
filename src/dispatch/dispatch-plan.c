#include "dispatch-plan.h"

#include <comms-client.h>

#include "dispatch-body.h"
#include "dispatch-row-hashes.h"

struct _DispatchPlan {
  DispatchSnapshot *snapshot;
  char *send_id;
  GArray *columns;      /* of guint: the variables that templates use */
  GArray *n_recipients; /* of guint: of each request */
};

static GArray *
cut (guint n_rows)
{
  GArray *n_recipients = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint start = 0; start < n_rows; start += COMMS_MAX_RECIPIENTS) {
    guint n = MIN (n_rows - start, (guint) COMMS_MAX_RECIPIENTS);
    g_array_append_val (n_recipients, n);
  }
  return n_recipients;
}

/**
 * dispatch_plan_new:
 * @snapshot: (transfer full): what is sent
 * @send_id: the ID of the send
 *
 * Returns: (transfer full): a plan
 */
DispatchPlan *
dispatch_plan_new (DispatchSnapshot *snapshot, const char *send_id)
{
  DispatchPlan *self = g_atomic_rc_box_new0 (DispatchPlan);

  self->snapshot = snapshot;
  self->send_id = g_strdup (send_id);
  self->columns = dispatch_body_choose_columns (snapshot->content, snapshot->table);
  self->n_recipients = cut (dispatch_table_get_n_rows (snapshot->table));
  return self;
}

DispatchPlan *
dispatch_plan_ref (DispatchPlan *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
plan_clear (gpointer data)
{
  DispatchPlan *self = data;

  g_clear_pointer (&self->snapshot, dispatch_snapshot_free);
  g_clear_pointer (&self->send_id, g_free);
  g_clear_pointer (&self->columns, g_array_unref);
  g_clear_pointer (&self->n_recipients, g_array_unref);
}

void
dispatch_plan_unref (DispatchPlan *self)
{
  g_atomic_rc_box_release_full (self, plan_clear);
}

guint
dispatch_plan_get_n_requests (const DispatchPlan *self)
{
  return self->n_recipients->len;
}

/**
 * dispatch_plan_get_n_recipients:
 * @self: a plan
 *
 * Returns: (transfer none) (array): how many recipients each request has
 */
const guint *
dispatch_plan_get_n_recipients (const DispatchPlan *self)
{
  return (const guint *) (gpointer) self->n_recipients->data;
}

char *
dispatch_plan_to_json (const DispatchPlan *self)
{
  return dispatch_snapshot_to_json (self->snapshot);
}

/**
 * dispatch_plan_dup_name:
 * @self: a plan
 *
 * Returns: (transfer full): what an operator knows the send by: the draft's name, or its texts
 */
char *
dispatch_plan_dup_name (const DispatchPlan *self)
{
  const DispatchSnapshot *snapshot = self->snapshot;
  const char *const names[] = { snapshot->name, snapshot->content->title, snapshot->content->body };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    if (*names[i] != '\0') {
      return g_strdup (names[i]);
    }
  }
  return g_strdup ("");
}

/**
 * dispatch_plan_hash_addresses:
 * @self: a plan
 *
 * Returns: (transfer full): as of dispatch_table_hash_addresses()
 */
GBytes *
dispatch_plan_hash_addresses (const DispatchPlan *self)
{
  return dispatch_table_hash_addresses (self->snapshot->table);
}

/**
 * dispatch_plan_make_tag:
 * @send_id: a send
 * @request: one of its requests
 *
 * Returns: (transfer full): what no other request of any send has
 */
char *
dispatch_plan_make_tag (const char *send_id, guint request)
{
  return g_strdup_printf ("%s.%u", send_id, request);
}

/**
 * dispatch_plan_build:
 * @self: a plan
 * @request: one of its requests, from 0
 *
 * Returns: (transfer full): the body of the request
 */
GBytes *
dispatch_plan_build (const DispatchPlan *self, guint request)
{
  g_assert (request < self->n_recipients->len);

  g_autofree char *send_tag = dispatch_plan_make_tag (self->send_id, request);
  const DispatchSnapshot *snapshot = self->snapshot;
  g_autoptr (CommsSendBody) body = dispatch_body_begin (snapshot->content, send_tag);
  guint start = request * COMMS_MAX_RECIPIENTS;
  for (guint i = 0; i < g_array_index (self->n_recipients, guint, request); i++) {
    dispatch_body_add_row (body, snapshot->table, start + i, self->columns);
  }
  return comms_send_body_finish (body);
}
