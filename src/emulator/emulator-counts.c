#include "emulator-counts.h"

#include <stdlib.h>
#include <string.h>

struct _EmulatorCounts {
  EmulatorStore *store; /* (unowned) */
  GHashTable *requests; /* of guint64 by "GET /PushNotifications" */
  gint64 n_requests;
};

/* The totals in the order of the columns of `send_totals`. */
static const char *const totals[] = { "accepted", "recipients", "unaddressable", "duplicates",
                                      "duplicateRecipients" };

/**
 * emulator_counts_new:
 * @store: (transfer none): where the sends are
 */
EmulatorCounts *
emulator_counts_new (EmulatorStore *store)
{
  EmulatorCounts *self = g_new0 (EmulatorCounts, 1);

  self->store = store;
  self->requests = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

void
emulator_counts_free (EmulatorCounts *self)
{
  g_clear_pointer (&self->requests, g_hash_table_unref);
  g_free (self);
}

/**
 * emulator_counts_add_request:
 * @self: counts
 * @method: of a request
 * @path: (nullable): of the route that answers it; %NULL where there is none
 */
void
emulator_counts_add_request (EmulatorCounts *self, const char *method, const char *path)
{
  g_return_if_fail (self != NULL && method != NULL);

  self->n_requests++;
  if (path == NULL) {
    return;
  }
  g_autofree char *name = g_strconcat (method, " ", path, NULL);
  gint64 *count = g_hash_table_lookup (self->requests, name);
  if (count == NULL) {
    count = g_new0 (gint64, 1);
    g_hash_table_insert (self->requests, g_steal_pointer (&name), count);
  }
  *count += 1;
}

/* Remembers the body; *@is_new says whether it is the first of its kind. */
static gboolean
remember (EmulatorCounts *self, GBytes *body, gboolean *is_new, GError **error)
{
  g_autofree char *digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, body);
  g_autoptr (EmulatorStatement) insert = emulator_store_prepare (
    self->store, "INSERT INTO send_digests (digest) VALUES (?) ON CONFLICT DO NOTHING RETURNING 1");

  emulator_statement_bind_text (insert, 1, digest);
  EmulatorStep step = emulator_statement_step (insert, error);
  *is_new = step == EMULATOR_STEP_ROW;
  return step != EMULATOR_STEP_ERROR;
}

/* A text and its end, which says whether there is one: no text has a byte 0xff. */
static void
add_to_digest (GChecksum *checksum, const char *text)
{
  static const guchar ends[] = { 0xff, 0xfe };

  if (text != NULL) {
    g_checksum_update (checksum, (const guchar *) text, (gssize) strlen (text));
  }
  g_checksum_update (checksum, &ends[text != NULL ? 0 : 1], 1);
}

/* One in 2^64 is short enough for a row of a few bytes, and long enough that millions of them are
 * most likely different. */
static gint64
digest_told (const EmulatorToldRecipient *told)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  const gint64 who[] = { told->user, told->user != 0 ? 0 : told->providers };
  guint8 digest[32];
  gsize length = sizeof digest;
  gint64 start = 0;

  g_checksum_update (checksum, (const guchar *) who, sizeof who);
  add_to_digest (checksum, told->token);
  add_to_digest (checksum, told->title);
  add_to_digest (checksum, told->body);
  g_checksum_get_digest (checksum, digest, &length);
  memcpy (&start, digest, sizeof start);
  return start;
}

/**
 * emulator_counts_add_recipient:
 * @self: counts
 * @told: a recipient of a send that is being accepted
 * @error: return location for a [error@Emulator.StoreError]
 *
 * Counts, in the transaction that accepts the send, a recipient who was told the same before: in an
 * earlier send, kept or not, or in this one.
 */
gboolean
emulator_counts_add_recipient (EmulatorCounts *self,
                               const EmulatorToldRecipient *told,
                               GError **error)
{
  g_return_val_if_fail (self != NULL && told != NULL, FALSE);

  g_autoptr (EmulatorStatement) insert =
    emulator_store_prepare (self->store, "INSERT INTO recipient_digests (digest) VALUES (?)"
                                         " ON CONFLICT DO NOTHING RETURNING 1");
  emulator_statement_bind_int (insert, 1, digest_told (told));
  EmulatorStep step = emulator_statement_step (insert, error);
  if (step != EMULATOR_STEP_DONE) {
    return step == EMULATOR_STEP_ROW;
  }
  g_autoptr (EmulatorStatement) update = emulator_store_prepare (
    self->store, "UPDATE send_totals SET duplicate_recipients = duplicate_recipients + 1");
  return emulator_statement_run (update, error);
}

/**
 * emulator_counts_add_send:
 * @self: counts
 * @body: of the request, as it came
 * @operation: the bare ID of the operation that it became
 * @error: return location for a [error@Emulator.StoreError]
 *
 * Counts a send in the transaction that accepts it.
 */
gboolean
emulator_counts_add_send (EmulatorCounts *self, GBytes *body, const char *operation, GError **error)
{
  g_return_val_if_fail (self != NULL && body != NULL && operation != NULL, FALSE);

  gboolean is_new = FALSE;
  if (!remember (self, body, &is_new, error)) {
    return FALSE;
  }
  g_autoptr (EmulatorStatement) update = emulator_store_prepare (
    self->store, "UPDATE send_totals SET accepted = accepted + 1, duplicates = duplicates + ?2,"
                 " recipients = send_totals.recipients + o.recipients,"
                 " unaddressable = send_totals.unaddressable + o.unaddressable"
                 " FROM operations o WHERE o.id = ?1");
  emulator_statement_bind_text (update, 1, operation);
  emulator_statement_bind_int (update, 2, is_new ? 0 : 1);
  return emulator_statement_run (update, error);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

static void
write_count (JsonBuilder *json, const char *name, gint64 count)
{
  json_builder_set_member_name (json, name);
  json_builder_add_int_value (json, count);
}

static void
write_requests (EmulatorCounts *self, JsonBuilder *json)
{
  g_autofree gpointer *names = g_hash_table_get_keys_as_array (self->requests, NULL);
  guint n_names = g_hash_table_size (self->requests);

  qsort (names, n_names, sizeof *names, compare_names);
  write_count (json, "total", self->n_requests);
  json_builder_set_member_name (json, "byRoute");
  json_builder_begin_object (json);
  for (guint i = 0; i < n_names; i++) {
    write_count (json, names[i], *(gint64 *) g_hash_table_lookup (self->requests, names[i]));
  }
  json_builder_end_object (json);
}

static gboolean
write_sends (EmulatorCounts *self, JsonBuilder *json, GError **error)
{
  g_autoptr (EmulatorStatement) query = emulator_store_prepare (
    self->store, "SELECT accepted, recipients, unaddressable, duplicates, duplicate_recipients"
                 " FROM send_totals");

  if (emulator_statement_step (query, error) != EMULATOR_STEP_ROW) {
    return FALSE;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (totals); i++) {
    write_count (json, totals[i], emulator_statement_get_int (query, (int) i));
  }
  return TRUE;
}

/**
 * emulator_counts_write:
 * @self: counts
 * @json: where they go
 * @error: return location for a [error@Emulator.StoreError]
 */
gboolean
emulator_counts_write (EmulatorCounts *self, JsonBuilder *json, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  json_builder_begin_object (json);
  json_builder_set_member_name (json, "requests");
  json_builder_begin_object (json);
  write_requests (self, json);
  json_builder_end_object (json);
  json_builder_set_member_name (json, "sends");
  json_builder_begin_object (json);
  if (!write_sends (self, json, error)) {
    return FALSE;
  }
  json_builder_end_object (json);
  json_builder_end_object (json);
  return TRUE;
}
