/* The tags of notifications, as rows by which they are found. */

#include "emulator-send-private.h"

static gboolean
find_tag (EmulatorSend *self, const char *key, const char *value, gint64 *tag, GError **error)
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

/**
 * emulator_send_add_tags:
 * @self: a send
 * @notification: the key of one of its notifications
 * @tags: texts by key, rendered
 * @error: return location for a [error@Emulator.StoreError]
 */
gboolean
emulator_send_add_tags (EmulatorSend *self, gint64 notification, JsonObject *tags, GError **error)
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
