/* A recipient of a send becomes a notification, rendered, or is unaddressable: a user with no
 * device under the app in use that one of its credentials reaches, or who is not there. Which
 * devices are tried is seen when the notification is due, by emulator_attempts_make(). */

#include "emulator-send-private.h"

#include "emulator-id.h"
#include "emulator-schema.h"

#include <base-json.h>

/* A recipient as it turned out. */
typedef struct {
  gint64 user;       /* 0 for a device */
  const char *token; /* (unowned) (nullable): of a device */
  guint providers;   /* EmulatorProviders; none is unaddressable */
} Target;

/* All devices that the user has under the app in use and that one of its credentials reaches. */
static gboolean
find_user (EmulatorSend *self, const char *id, Target *target, GError **error)
{
  g_autoptr (EmulatorStatement) query =
    emulator_store_prepare (self->world->store, "SELECT u.created, d.provider, d.app FROM users u"
                                                " JOIN registrations r ON r.user = u.created"
                                                " JOIN devices d ON d.registration = r.created"
                                                " WHERE u.id = ? AND u.deleted IS NULL");
  EmulatorStep step = EMULATOR_STEP_DONE;

  emulator_statement_bind_text (query, 1, emulator_id_parse (EMULATOR_ID_USER, id));
  while ((step = emulator_statement_step (query, error)) == EMULATOR_STEP_ROW) {
    gint64 provider = emulator_statement_get_int (query, 1);
    if (self->sender.sides[provider].app == emulator_statement_get_int (query, 2)) {
      target->user = emulator_statement_get_int (query, 0);
      target->providers |= 1u << provider;
    }
  }
  return step == EMULATOR_STEP_DONE;
}

/* A device is tried even where no credential reaches its provider: that fails. */
static gboolean
find_target (EmulatorSend *self, JsonObject *recipient, Target *target, GError **error)
{
  const char *user = base_json_string (recipient, "userId");

  if (user != NULL) {
    return find_user (self, user, target, error);
  }
  target->token = base_json_string (recipient, "token");
  target->providers =
    1u << emulator_index_of (emulator_providers, base_json_string (recipient, "provider"));
  return TRUE;
}

static void
bind_notification (EmulatorSend *self,
                   EmulatorStatement *insert,
                   const Target *target,
                   const EmulatorRendered *rendered)
{
  g_autoptr (JsonNode) tags = NULL;
  g_autofree char *tags_text = NULL;
  gint64 delay =
    emulator_delivery_get_delay (self->world->delivery, self->n_notifications, self->n_recipients);

  if (rendered->tags != NULL) {
    tags = json_node_init_object (json_node_alloc (), rendered->tags);
    tags_text = json_to_string (tags, FALSE);
  }
  emulator_statement_bind_int (insert, 3, self->operation);
  emulator_statement_bind_int (insert, 4,
                               self->scheduled_for != 0 ? EMULATOR_SCHEDULED : EMULATOR_QUEUED);
  emulator_statement_bind_int (insert, 5, target->providers);
  if (target->user != 0) {
    emulator_statement_bind_int (insert, 6, target->user);
  } else {
    emulator_statement_bind_null (insert, 6);
  }
  emulator_statement_bind_text (insert, 7, target->token);
  emulator_statement_bind_text (insert, 8, rendered->title);
  emulator_statement_bind_text (insert, 9, rendered->body);
  emulator_statement_bind_text (insert, 10, tags_text);
  emulator_statement_bind_int (insert, 11, self->start + delay);
}

/* What has nothing to render is told to all alike. */
static gboolean
count_told (EmulatorSend *self,
            const Target *target,
            const EmulatorRendered *rendered,
            GError **error)
{
  JsonObject *content = base_json_object (self->body, "content");
  const EmulatorToldRecipient told = {
    .user = target->user,
    .token = target->token,
    .providers = target->providers,
    .title = rendered->title != NULL ? rendered->title : base_json_string (content, "title"),
    .body = rendered->body != NULL ? rendered->body : base_json_string (content, "body"),
  };

  return emulator_counts_add_recipient (self->world->counts, &told, error);
}

static gboolean
add_notification (EmulatorSend *self,
                  const Target *target,
                  const EmulatorRendered *rendered,
                  GError **error)
{
  gint64 created = emulator_clock_stamp (self->world->clock);
  g_autofree char *id = emulator_id_new (created, self->world->random);
  JsonObject *tags =
    rendered->tags != NULL ? rendered->tags : base_json_object (self->body, "tags");
  g_autoptr (EmulatorStatement) insert = emulator_store_prepare (
    self->world->store, "INSERT INTO notifications (created, id, operation, status, providers,"
                        " user, token, title, body, tags, due, updated)"
                        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?1)");

  emulator_statement_bind_int (insert, 1, created);
  emulator_statement_bind_text (insert, 2, id);
  bind_notification (self, insert, target, rendered);
  self->n_notifications++;
  return emulator_statement_run (insert, error) && count_told (self, target, rendered, error) &&
         (tags == NULL || emulator_send_add_tags (self, created, tags, error));
}

/**
 * emulator_send_add_recipient:
 * @self: a send that was found valid
 * @index: which of its recipients
 * @error: return location for a [error@Emulator.StoreError]
 *
 * What cannot be rendered becomes an issue of the send.
 */
gboolean
emulator_send_add_recipient (EmulatorSend *self, guint index, GError **error)
{
  const EmulatorPath root = { NULL };
  const EmulatorPath to = { .parent = &root, .member = "to" };
  const EmulatorPath path = { .parent = &to, .index = index };
  JsonArray *recipients = base_json_array (self->body, "to");
  JsonObject *recipient = json_array_get_object_element (recipients, index);
  g_auto (EmulatorRendered) rendered = { 0 };
  Target target = { 0 };

  if (!emulator_content_render (self->content, base_json_object (recipient, "variables"), &rendered,
                                &path, self->issues)) {
    return TRUE;
  }
  return find_target (self, recipient, &target, error) &&
         (target.providers == 0 || add_notification (self, &target, &rendered, error));
}
