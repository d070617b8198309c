/* The users of push notifications: who holds device registrations. They come to be by registering a
 * device and are deleted softly, their registrations with them.
 *
 * What a deleted one is afterwards, the documents leave open but for its `deletedAt` (reference,
 * "Unknown"). Here a list shows whom one can still reach, and so leaves it out; a fetch tells
 * whoever kept the ID what became of it; and nothing brings it back: neither can a device be
 * registered for it, nor can it be deleted again. */

#include "emulator-page.h"
#include "emulator-users.h"

#define COLLECTION "/PushNotifications/Users"
#define SELECT_USER "SELECT created, id, updated, deleted FROM users"

static void
write_user (JsonBuilder *json, EmulatorStatement *row)
{
  json_builder_begin_object (json);
  emulator_reply_id (json, "id", EMULATOR_ID_USER, emulator_statement_get_text (row, 1));
  emulator_reply_time (json, "createdAt", emulator_statement_get_int (row, 0));
  emulator_reply_time (json, "updatedAt", emulator_statement_get_int (row, 2));
  emulator_reply_time (json, "deletedAt", emulator_statement_get_int (row, 3));
  json_builder_end_object (json);
}

static const EmulatorListing listing = {
  .collection = "users",
  .select = SELECT_USER,
  .key = "created",
  .write = write_user,
};

guint
emulator_users_list (EmulatorCall *call, GError **error)
{
  g_autoptr (EmulatorPage) page = emulator_page_new (call, &listing);

  emulator_page_filter (page, "deleted IS NULL");
  return emulator_page_reply (page, error);
}

guint
emulator_users_fetch (EmulatorCall *call, GError **error)
{
  g_autoptr (EmulatorStatement) query =
    emulator_store_prepare (call->world->store, SELECT_USER " WHERE id = ?");

  emulator_statement_bind_text (query, 1, emulator_id_parse (EMULATOR_ID_USER, call->id));
  switch (emulator_statement_step (query, error)) {
  case EMULATOR_STEP_ROW:
    write_user (call->reply, query);
    return 200;
  case EMULATOR_STEP_DONE:
    return 404;
  case EMULATOR_STEP_ERROR:
  default:
    return 0;
  }
}

/**
 * emulator_users_find:
 * @store: a store
 * @id: (nullable): a user ID as it came
 * @user: (out): the user's key, 0 where there is no such user or it is deleted
 * @error: return location for a [error@Emulator.StoreError]
 *
 * Returns: whether the search worked
 */
gboolean
emulator_users_find (EmulatorStore *store, const char *id, gint64 *user, GError **error)
{
  g_autoptr (EmulatorStatement) query =
    emulator_store_prepare (store, "SELECT created FROM users WHERE id = ? AND deleted IS NULL");

  emulator_statement_bind_text (query, 1, emulator_id_parse (EMULATOR_ID_USER, id));
  EmulatorStep step = emulator_statement_step (query, error);
  *user = step == EMULATOR_STEP_ROW ? emulator_statement_get_int (query, 0) : 0;
  return step != EMULATOR_STEP_ERROR;
}

/**
 * emulator_users_add:
 * @world: where to
 * @bare_id: (nullable): the bare ID, %NULL makes one
 * @user: (out): the user's key
 * @error: return location for a [error@Emulator.StoreError]
 */
gboolean
emulator_users_add (EmulatorWorld *world, const char *bare_id, gint64 *user, GError **error)
{
  gint64 created = emulator_clock_stamp (world->clock);
  g_autofree char *id =
    bare_id != NULL ? g_strdup (bare_id) : emulator_id_new (created, world->random);
  g_autoptr (EmulatorStatement) insert = emulator_store_prepare (
    world->store, "INSERT INTO users (created, id, updated) VALUES (?1, ?2, ?1)");

  emulator_statement_bind_int (insert, 1, created);
  emulator_statement_bind_text (insert, 2, id);
  *user = created;
  return emulator_statement_run (insert, error);
}

static gboolean
delete_user (EmulatorCall *call, gint64 user, GError **error)
{
  g_autoptr (EmulatorStatement) registrations =
    emulator_store_prepare (call->world->store, "DELETE FROM registrations WHERE user = ?");
  g_autoptr (EmulatorStatement) mark = emulator_store_prepare (
    call->world->store, "UPDATE users SET deleted = ?2, updated = ?2 WHERE created = ?1");

  emulator_statement_bind_int (registrations, 1, user);
  emulator_statement_bind_int (mark, 1, user);
  emulator_statement_bind_int (mark, 2, emulator_clock_now (call->world->clock));
  return emulator_statement_run (registrations, error) && emulator_statement_run (mark, error);
}

guint
emulator_users_delete (EmulatorCall *call, GError **error)
{
  gint64 user = 0;

  if (!emulator_users_find (call->world->store, call->id, &user, error)) {
    return 0;
  }
  if (user == 0) {
    return 404;
  }
  g_autofree char *id =
    emulator_id_format (EMULATOR_ID_USER, emulator_id_parse (EMULATOR_ID_USER, call->id));
  return delete_user (call, user, error) ? emulator_call_accept (call, COLLECTION, id) : 0;
}
