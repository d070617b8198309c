/* Accepts a send: an operation, and a notification for each recipient that can be reached, all in
 * the transaction of the request. */

#include "emulator-send-private.h"

#include "emulator-id.h"
#include "emulator-schema.h"
#include "emulator-sender.h"

#include <base-json.h>

static void
send_clear (EmulatorSend *self)
{
  emulator_sender_clear (&self->sender);
  g_clear_pointer (&self->content, emulator_content_free);
  g_clear_pointer (&self->tag_ids, g_hash_table_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EmulatorSend, send_clear)

static char *
object_to_text (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);

  return json_to_string (node, FALSE);
}

static void
bind_operation (EmulatorSend *self, EmulatorStatement *insert, const char *id)
{
  const char *priority = base_json_string (self->body, "priority");
  JsonObject *tags = base_json_object (self->body, "tags");
  g_autofree char *content = object_to_text (base_json_object (self->body, "content"));
  g_autofree char *tags_text = tags != NULL ? object_to_text (tags) : NULL;

  emulator_statement_bind_int (insert, 1, self->operation);
  emulator_statement_bind_text (insert, 2, id);
  emulator_statement_bind_int (insert, 3,
                               self->scheduled_for != 0 ? EMULATOR_OPERATION_SCHEDULED
                                                        : EMULATOR_OPERATION_PROCESSING);
  emulator_statement_bind_text (insert, 4, content);
  emulator_statement_bind_text (insert, 5, priority != NULL ? priority : emulator_priorities[0]);
  emulator_statement_bind_text (insert, 6, base_json_string (self->body, "sound"));
  emulator_statement_bind_text (insert, 7, tags_text);
  emulator_statement_bind_text (insert, 8, self->sender.sides[0].credential);
  emulator_statement_bind_text (insert, 9, self->sender.sides[1].credential);
  if (self->scheduled_for != 0) {
    emulator_statement_bind_int (insert, 10, self->scheduled_for);
  }
  emulator_statement_bind_int (insert, 11, self->n_recipients);
}

static gboolean
insert_operation (EmulatorSend *self, const char *id, GError **error)
{
  g_autoptr (EmulatorStatement) insert = emulator_store_prepare (
    self->world->store,
    "INSERT INTO operations (created, id, status, content, priority, sound, tags, fcm, apn,"
    " scheduled_for, updated, recipients, total, unaddressable, scheduled, queued, sent, failed,"
    " canceled) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?1, ?11, 0, 0, 0, 0, 0, 0, 0)");

  bind_operation (self, insert, id);
  return emulator_statement_run (insert, error);
}

static gboolean
count_notifications (EmulatorSend *self, GError **error)
{
  g_autoptr (EmulatorStatement) update = emulator_store_prepare (
    self->world->store, "UPDATE operations SET total = ?2, unaddressable = recipients - ?2,"
                        " scheduled = iif (status = 0, ?2, 0), queued = iif (status = 0, 0, ?2),"
                        " status = iif (?2 = 0 AND status = 1, 2, status) WHERE created = ?1");

  emulator_statement_bind_int (update, 1, self->operation);
  emulator_statement_bind_int (update, 2, self->n_notifications);
  return emulator_statement_run (update, error);
}

static void
read_schedule (EmulatorSend *self)
{
  gint64 now = emulator_clock_now (self->world->clock);

  self->scheduled_for = emulator_schedule_get_time (base_json_object (self->body, "schedule"), now);
  self->start = self->scheduled_for != 0 ? self->scheduled_for : now;
}

static gboolean
insert_all (EmulatorSend *self, const char *id, GError **error)
{
  if (!insert_operation (self, id, error)) {
    return FALSE;
  }
  for (guint i = 0; i < self->n_recipients; i++) {
    if (!emulator_send_add_recipient (self, i, error)) {
      return FALSE;
    }
  }
  return count_notifications (self, error);
}

/* A send that is refused anyway is still told what its recipients would come to. */
static void
check_rendering (EmulatorSend *self, const EmulatorPath *root)
{
  const EmulatorPath to = { .parent = root, .member = "to" };
  JsonArray *recipients = base_json_array (self->body, "to");
  guint count = recipients != NULL ? json_array_get_length (recipients) : 0;

  for (guint i = 0; i < MIN (count, EMULATOR_MAX_RECIPIENTS); i++) {
    const EmulatorPath path = { .parent = &to, .index = i };
    JsonObject *recipient = base_json_node_object (json_array_get_element (recipients, i));
    g_auto (EmulatorRendered) rendered = { 0 };
    if (recipient != NULL) {
      emulator_content_render (self->content, base_json_object (recipient, "variables"), &rendered,
                               &path, self->issues);
    }
  }
}

/* Everything that can be wrong, before anything is written. */
static gboolean
check (EmulatorSend *self, const EmulatorPath *root, GError **error)
{
  const EmulatorPath from = { .parent = root, .member = "from" };
  JsonNode *sender = base_json_member (self->body, "from");

  emulator_send_check (self->body, emulator_clock_now (self->world->clock), root, self->issues);
  self->content =
    emulator_content_new (self->body, self->world->strict_variables, root, self->issues);
  if (sender != NULL && !JSON_NODE_HOLDS_NULL (sender) && !JSON_NODE_HOLDS_OBJECT (sender)) {
    return TRUE;
  }
  return emulator_sender_resolve (&self->sender, self->world->store, base_json_node_object (sender),
                                  &from, self->issues, error);
}

/**
 * emulator_send_accept:
 * @world: where to
 * @body: of a request to send
 * @issues: where to put what is wrong with it; nothing may be committed then
 * @operation_id: (out) (transfer full): the ID of the operation
 * @error: return location for a [error@Emulator.StoreError]
 *
 * Returns: %FALSE where @error is set
 */
gboolean
emulator_send_accept (EmulatorWorld *world,
                      JsonObject *body,
                      EmulatorIssues *issues,
                      char **operation_id,
                      GError **error)
{
  g_auto (EmulatorSend) self = { .world = world, .body = body, .issues = issues };

  const EmulatorPath root = { NULL };

  if (!check (&self, &root, error)) {
    return FALSE;
  }
  if (emulator_issues_get_count (issues) > 0) {
    check_rendering (&self, &root);
    return TRUE;
  }
  self.tag_ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self.n_recipients = json_array_get_length (base_json_array (body, "to"));
  self.operation = emulator_clock_stamp (world->clock);
  read_schedule (&self);
  g_autofree char *id = emulator_id_new (self.operation, world->random);
  if (!insert_all (&self, id, error)) {
    return FALSE;
  }
  *operation_id = emulator_id_format (EMULATOR_ID_OPERATION, id);
  return TRUE;
}
