#include "dispatch-plan.h"

#include <comms-client.h>
#include <comms-send-body.h>

struct _DispatchPlan {
  DispatchSnapshot *snapshot;
  char *send_id;
  GArray *columns;      /* of guint: the variables that templates use */
  GArray *n_recipients; /* of guint: of each request */
};

/* Whether every template could be read. */
static gboolean
collect_names (const char *text, GHashTable *names)
{
  g_autoptr (LiquidTemplate) template = liquid_template_parse (text, -1, LIQUID_SHOPIFY, NULL);
  size_t n_variables = 0;

  if (template == NULL) {
    return FALSE;
  }
  const LiquidVariable *variables = liquid_template_get_variables (template, &n_variables);
  for (size_t i = 0; i < n_variables; i++) {
    g_hash_table_add (names, g_strdup (variables[i].name));
  }
  return TRUE;
}

/* A template that our engine cannot read may still use any variable. */
static GArray *
choose_columns (const DispatchSnapshot *snapshot)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const DispatchContent *content = snapshot->content;
  const DispatchTable *table = snapshot->table;
  GArray *columns = g_array_new (FALSE, FALSE, sizeof (guint));

  gboolean known = collect_names (content->title, names) && collect_names (content->body, names);
  for (guint i = 0; known && content->tags[i] != NULL; i += 2) {
    known = collect_names (content->tags[i + 1], names);
  }
  for (guint i = DISPATCH_N_FIXED_COLUMNS; i < dispatch_table_get_n_columns (table); i++) {
    if (!known || g_hash_table_contains (names, dispatch_table_get_column_name (table, i))) {
      g_array_append_val (columns, i);
    }
  }
  return columns;
}

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
  self->columns = choose_columns (snapshot);
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

static const char *
null_if_empty (const char *text)
{
  return *text != '\0' ? text : NULL;
}

static CommsSendBody *
begin_body (const DispatchPlan *self, const char *send_tag)
{
  const DispatchContent *content = self->snapshot->content;
  g_autofree char *send_at = dispatch_content_format_send_at (content);
  g_autoptr (GPtrArray) tags = g_ptr_array_new ();

  for (guint i = 0; content->tags[i] != NULL; i++) {
    g_ptr_array_add (tags, (gpointer) content->tags[i]);
  }
  g_ptr_array_add (tags, (gpointer) DISPATCH_SEND_TAG);
  g_ptr_array_add (tags, (gpointer) send_tag);
  g_ptr_array_add (tags, NULL);
  const CommsEnvelope envelope = {
    .title = null_if_empty (content->title),
    .body = null_if_empty (content->body),
    .app_name = null_if_empty (dispatch_content_get_app_name (content)),
    .priority = dispatch_content_get_priority (content),
    .sound = null_if_empty (content->sound),
    .tags = (const char *const *) tags->pdata,
    .fcm_credential_id = null_if_empty (dispatch_content_get_credential_id (content, "FCM")),
    .apn_credential_id = null_if_empty (dispatch_content_get_credential_id (content, "APN")),
    .send_at = send_at,
  };
  return comms_send_body_new (&envelope);
}

/* An empty cell is left out, so that the filter `default` fills it. */
static void
add_recipient (const DispatchPlan *self, CommsSendBody *body, guint row)
{
  const DispatchTable *table = self->snapshot->table;
  const char *address = dispatch_table_get (table, row, DISPATCH_COLUMN_ADDRESS);

  if (dispatch_table_is_user (table, row)) {
    comms_send_body_add_user (body, address);
  } else {
    comms_send_body_add_device (body, dispatch_table_get (table, row, DISPATCH_COLUMN_PROVIDER),
                                address);
  }
  for (guint i = 0; i < self->columns->len; i++) {
    guint column = g_array_index (self->columns, guint, i);
    const char *value = dispatch_table_get (table, row, column);
    if (*value != '\0') {
      comms_send_body_set_variable (body, dispatch_table_get_column_name (table, column), value);
    }
  }
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
  g_autoptr (CommsSendBody) body = begin_body (self, send_tag);
  guint start = request * COMMS_MAX_RECIPIENTS;
  for (guint i = 0; i < g_array_index (self->n_recipients, guint, request); i++) {
    add_recipient (self, body, start + i);
  }
  return comms_send_body_finish (body);
}
