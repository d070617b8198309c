/* Accepts a send: an operation, and a notification for each recipient that can be reached, all in
 * the transaction of the request. */

#include "emulator-send.h"

#include "emulator-id.h"
#include "emulator-liquid.h"
#include "emulator-schema.h"
#include "emulator-sender.h"

#include <base-json.h>
#include <base-time.h>
#include <string.h>

/* What the providers carry; more is refused by them. */
#define MAX_PAYLOAD 4096

/* A device whose token has this in it is one that its provider does not know any more. */
#define FAILING_TOKEN "FAIL"

typedef struct {
  EmulatorWorld *world;   /* (unowned) */
  JsonObject *body;       /* (unowned) */
  EmulatorIssues *issues; /* (unowned) */
  EmulatorSender sender;
  EmulatorContent *content;
  GHashTable *tag_ids;  /* key of a row of `tags` by "key\nvalue" */
  gint64 operation;     /* its key */
  gint64 scheduled_for; /* 0 for at once */
  gint64 start;         /* when the first is due at the earliest */
  guint n_recipients;
  guint n_notifications;
} Send;

/* A recipient as it turned out. */
typedef struct {
  gint64 user;       /* 0 for a device */
  const char *token; /* (unowned) (nullable): of a device */
  guint providers;   /* EmulatorProviders; none is unaddressable */
  gboolean works;    /* a device at least can be reached */
} Target;

static void
send_clear (Send *self)
{
  emulator_sender_clear (&self->sender);
  g_clear_pointer (&self->content, emulator_content_free);
  g_clear_pointer (&self->tag_ids, g_hash_table_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Send, send_clear)

static gboolean
is_working_token (const char *token)
{
  return strstr (token, FAILING_TOKEN) == NULL;
}

/* All devices that the user has under the app in use and that one of its credentials reaches. */
static gboolean
find_user (Send *self, const char *id, Target *target, GError **error)
{
  g_autoptr (EmulatorStatement) query = emulator_store_prepare (
    self->world->store, "SELECT u.created, d.provider, d.token, d.app FROM users u"
                        " JOIN registrations r ON r.user = u.created"
                        " JOIN devices d ON d.registration = r.created"
                        " WHERE u.id = ? AND u.deleted IS NULL");
  EmulatorStep step = EMULATOR_STEP_DONE;

  emulator_statement_bind_text (query, 1, emulator_id_parse (EMULATOR_ID_USER, id));
  while ((step = emulator_statement_step (query, error)) == EMULATOR_STEP_ROW) {
    gint64 provider = emulator_statement_get_int (query, 1);
    if (self->sender.sides[provider].app == emulator_statement_get_int (query, 3)) {
      target->user = emulator_statement_get_int (query, 0);
      target->providers |= 1u << provider;
      target->works |= is_working_token (emulator_statement_get_text (query, 2));
    }
  }
  return step == EMULATOR_STEP_DONE;
}

/* A device is tried even where no credential reaches its provider: that fails. */
static void
use_device (Send *self, JsonObject *recipient, Target *target)
{
  int provider = emulator_index_of (emulator_providers, base_json_string (recipient, "provider"));

  target->token = base_json_string (recipient, "token");
  target->providers = 1u << provider;
  target->works = self->sender.sides[provider].app != 0 && is_working_token (target->token);
}

static gboolean
find_tag (Send *self, const char *key, const char *value, gint64 *tag, GError **error)
{
  g_autofree char *name = g_strconcat (key, "\n", value, NULL);
  gint64 *known = g_hash_table_lookup (self->tag_ids, name);

  if (known != NULL) {
    *tag = *known;
    return TRUE;
  }
  g_autoptr (EmulatorStatement) insert = emulator_store_prepare (
    self->world->store, "INSERT INTO tags (key, value) VALUES (?, ?)"
                        " ON CONFLICT DO UPDATE SET key = excluded.key RETURNING id");
  emulator_statement_bind_text (insert, 1, key);
  emulator_statement_bind_text (insert, 2, value);
  if (emulator_statement_step (insert, error) != EMULATOR_STEP_ROW) {
    return FALSE;
  }
  *tag = emulator_statement_get_int (insert, 0);
  g_hash_table_insert (self->tag_ids, g_steal_pointer (&name), g_memdup2 (tag, sizeof *tag));
  return TRUE;
}

static gboolean
insert_tags (Send *self, gint64 notification, JsonObject *tags, GError **error)
{
  g_autoptr (EmulatorStatement) insert = emulator_store_prepare (
    self->world->store,
    "INSERT OR IGNORE INTO notification_tags (tag, notification) VALUES (?, ?)");
  JsonObjectIter iter;
  const char *key = NULL;
  JsonNode *value = NULL;

  json_object_iter_init_ordered (&iter, tags);
  while (json_object_iter_next_ordered (&iter, &key, &value)) {
    gint64 tag = 0;
    if (!find_tag (self, key, json_node_get_string (value), &tag, error)) {
      return FALSE;
    }
    emulator_statement_bind_int (insert, 1, tag);
    emulator_statement_bind_int (insert, 2, notification);
    if (!emulator_statement_run (insert, error)) {
      return FALSE;
    }
  }
  return TRUE;
}

static char *
object_to_text (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);

  return json_to_string (node, FALSE);
}

static gboolean
insert_notification (Send *self,
                     const Target *target,
                     const EmulatorRendered *rendered,
                     gint64 created,
                     GError **error)
{
  g_autofree char *id = emulator_id_new (created, self->world->random);
  g_autofree char *tags = rendered->tags != NULL ? object_to_text (rendered->tags) : NULL;
  gboolean works = target->works && rendered->length <= MAX_PAYLOAD;
  gint64 delay =
    emulator_delivery_get_delay (self->world->delivery, self->n_notifications, self->n_recipients);
  g_autoptr (EmulatorStatement) insert = emulator_store_prepare (
    self->world->store, "INSERT INTO notifications (created, id, operation, status, outcome,"
                        " providers, user, token, title, body, tags, due, updated)"
                        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?1)");

  emulator_statement_bind_int (insert, 1, created);
  emulator_statement_bind_text (insert, 2, id);
  emulator_statement_bind_int (insert, 3, self->operation);
  emulator_statement_bind_int (insert, 4,
                               self->scheduled_for != 0 ? EMULATOR_SCHEDULED : EMULATOR_QUEUED);
  emulator_statement_bind_int (insert, 5, works ? EMULATOR_SENT : EMULATOR_FAILED);
  emulator_statement_bind_int (insert, 6, target->providers);
  if (target->user != 0) {
    emulator_statement_bind_int (insert, 7, target->user);
  } else {
    emulator_statement_bind_null (insert, 7);
  }
  emulator_statement_bind_text (insert, 8, target->token);
  emulator_statement_bind_text (insert, 9, rendered->title);
  emulator_statement_bind_text (insert, 10, rendered->body);
  emulator_statement_bind_text (insert, 11, tags);
  emulator_statement_bind_int (insert, 12, self->start + delay);
  return emulator_statement_run (insert, error);
}

static gboolean
accept_recipient (Send *self, guint index, GError **error)
{
  const EmulatorPath root = { NULL };
  const EmulatorPath to = { .parent = &root, .member = "to" };
  const EmulatorPath path = { .parent = &to, .index = index };
  JsonArray *recipients = base_json_array (self->body, "to");
  JsonObject *recipient = json_array_get_object_element (recipients, index);
  const char *user = base_json_string (recipient, "userId");
  g_auto (EmulatorRendered) rendered = { 0 };
  Target target = { 0 };

  if (user == NULL) {
    use_device (self, recipient, &target);
  } else if (!find_user (self, user, &target, error)) {
    return FALSE;
  }
  if (target.providers == 0 ||
      !emulator_content_render (self->content, base_json_object (recipient, "variables"), &rendered,
                                &path, self->issues)) {
    return TRUE;
  }
  JsonObject *tags = rendered.tags != NULL ? rendered.tags : base_json_object (self->body, "tags");
  gint64 created = emulator_clock_stamp (self->world->clock);
  if (!insert_notification (self, &target, &rendered, created, error)) {
    return FALSE;
  }
  self->n_notifications++;
  return tags == NULL || insert_tags (self, created, tags, error);
}

static void
bind_operation (Send *self, EmulatorStatement *insert, const char *id)
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
insert_operation (Send *self, const char *id, GError **error)
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
count_notifications (Send *self, GError **error)
{
  g_autoptr (EmulatorStatement) update = emulator_store_prepare (
    self->world->store, "UPDATE operations SET total = ?2, unaddressable = recipients - ?2,"
                        " scheduled = iif (status = 0, ?2, 0), queued = iif (status = 0, 0, ?2),"
                        " status = iif (?2 = 0 AND status = 1, 2, status) WHERE created = ?1");

  emulator_statement_bind_int (update, 1, self->operation);
  emulator_statement_bind_int (update, 2, self->n_notifications);
  return emulator_statement_run (update, error);
}

/* A time that has passed means now. */
static void
read_schedule (Send *self)
{
  JsonArray *times = base_json_array (base_json_object (self->body, "schedule"), "sendAt");
  gint64 now = emulator_clock_now (self->world->clock);
  gint64 time = 0;

  self->start = now;
  if (times != NULL && base_time_parse (json_array_get_string_element (times, 0), &time) &&
      time > now) {
    self->start = self->scheduled_for = time;
  }
}

static gboolean
insert_all (Send *self, const char *id, GError **error)
{
  if (!insert_operation (self, id, error)) {
    return FALSE;
  }
  for (guint i = 0; i < self->n_recipients; i++) {
    if (!accept_recipient (self, i, error)) {
      return FALSE;
    }
  }
  return count_notifications (self, error);
}

/* Everything that can be wrong, before anything is written. */
static gboolean
check (Send *self, GError **error)
{
  const EmulatorPath root = { NULL };
  const EmulatorPath from = { .parent = &root, .member = "from" };
  JsonNode *sender = base_json_member (self->body, "from");

  emulator_send_check (self->body, emulator_clock_now (self->world->clock), &root, self->issues);
  self->content = emulator_content_new (self->body, &root, self->issues);
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
  g_auto (Send) self = { .world = world, .body = body, .issues = issues };

  if (!check (&self, error)) {
    return FALSE;
  }
  if (emulator_issues_get_count (issues) > 0) {
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
