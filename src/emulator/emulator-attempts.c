/* Hands notifications over to the providers: each device of the recipient is tried when the
 * notification is due, and one that takes it makes it sent.
 *
 * A user's devices are those registered at that moment under the apps of the sender's credentials,
 * not those at the time of the request: a scheduled send reaches the phone that was bought in
 * between, and not the one that was given away. So is a credential looked up that may be gone. */

#include "emulator-attempts.h"

#include "emulator-cause.h"
#include "emulator-payload.h"
#include "emulator-schema.h"

#include <base-json.h>

#define N_PROVIDERS 2

/* An operation that some of a batch belong to. */
typedef struct {
  gint64 operation;
  JsonNode *content;       /* (nullable): as it was sent */
  EmulatorMessage message; /* points into the rest; texts as they were sent */
  char *sound;             /* (nullable) */
  char *priority;
  char *credentials[N_PROVIDERS]; /* (nullable): bare IDs */
  gint64 apps[N_PROVIDERS];       /* 0 where there is no credential, or no more */
  gint64 n_sent, n_failed;
  gint64 n_attempts, n_delivered;
} Sending;

typedef struct {
  EmulatorStore *store; /* (unowned) */
  gint64 now;
  GHashTable *sendings; /* of Sending by operation */
} Batch;

/* What became of a notification. */
typedef struct {
  gint64 notification;
  gint64 due;
  guint providers;     /* EmulatorProviders: those tried */
  EmulatorCause cause; /* why the first device that failed did */
  guint cause_provider;
  gboolean is_sent;
} Verdict;

static void
sending_free (gpointer data)
{
  Sending *self = data;

  g_clear_pointer (&self->content, json_node_unref);
  g_clear_pointer (&self->sound, g_free);
  g_clear_pointer (&self->priority, g_free);
  for (guint i = 0; i < N_PROVIDERS; i++) {
    g_clear_pointer (&self->credentials[i], g_free);
  }
  g_free (self);
}

static Sending *
read_sending (EmulatorStatement *row)
{
  Sending *self = g_new0 (Sending, 1);

  self->content = json_from_string (emulator_statement_get_text (row, 0), NULL);
  self->sound = g_strdup (emulator_statement_get_text (row, 1));
  self->priority = g_strdup (emulator_statement_get_text (row, 2));
  emulator_message_init (&self->message, base_json_node_object (self->content), self->sound,
                         self->priority);
  for (guint i = 0; i < N_PROVIDERS; i++) {
    self->credentials[i] = g_strdup (emulator_statement_get_text (row, 3 + (int) i));
    self->apps[i] = emulator_statement_get_int (row, 5 + (int) i);
  }
  return self;
}

/* What is not there in a file that somebody else wrote to is an error, not an end. */
static gboolean
step_to_row (EmulatorStatement *query, GError **error)
{
  EmulatorStep step = emulator_statement_step (query, error);

  if (step == EMULATOR_STEP_DONE) {
    g_set_error_literal (error, EMULATOR_STORE_ERROR, EMULATOR_STORE_ERROR_FAILED,
                         "a row that another one names is missing");
  }
  return step == EMULATOR_STEP_ROW;
}

/* (transfer none) (nullable): NULL where @error is set. */
static Sending *
find_sending (Batch *self, gint64 operation, GError **error)
{
  Sending *sending = g_hash_table_lookup (self->sendings, &operation);

  if (sending != NULL) {
    return sending;
  }
  g_autoptr (EmulatorStatement) query = emulator_store_prepare (
    self->store, "SELECT content, sound, priority, fcm, apn,"
                 " (SELECT app FROM credentials WHERE id = fcm),"
                 " (SELECT app FROM credentials WHERE id = apn) FROM operations WHERE created = ?");
  emulator_statement_bind_int (query, 1, operation);
  if (!step_to_row (query, error)) {
    return NULL;
  }
  sending = read_sending (query);
  sending->operation = operation;
  g_hash_table_insert (self->sendings, &sending->operation, sending);
  return sending;
}

static EmulatorCause
hand_over (const Sending *sending,
           const EmulatorMessage *message,
           guint provider,
           const char *token)
{
  if (sending->apps[provider] == 0) {
    return EMULATOR_CAUSE_NO_CREDENTIAL;
  }
  if (!emulator_payload_fits (message, provider)) {
    return EMULATOR_CAUSE_TOO_LARGE;
  }
  return emulator_cause_of_token (token);
}

static gboolean
try_device (Batch *self,
            Sending *sending,
            const EmulatorMessage *message,
            guint provider,
            const char *token,
            Verdict *verdict,
            GError **error)
{
  EmulatorCause cause = hand_over (sending, message, provider, token);
  g_autoptr (EmulatorStatement) insert = emulator_store_prepare (
    self->store, "INSERT INTO attempts (notification, operation, provider, token, credential,"
                 " cause, attempted) VALUES (?, ?, ?, ?, ?, ?, ?)");

  sending->n_attempts += 1;
  sending->n_delivered += cause == EMULATOR_CAUSE_NONE;
  verdict->providers |= 1u << provider;
  verdict->is_sent |= cause == EMULATOR_CAUSE_NONE;
  if (verdict->cause == EMULATOR_CAUSE_NONE) {
    verdict->cause = cause;
    verdict->cause_provider = provider;
  }
  emulator_statement_bind_int (insert, 1, verdict->notification);
  emulator_statement_bind_int (insert, 2, sending->operation);
  emulator_statement_bind_int (insert, 3, provider);
  emulator_statement_bind_text (insert, 4, token);
  emulator_statement_bind_text (
    insert, 5, sending->apps[provider] != 0 ? sending->credentials[provider] : NULL);
  emulator_statement_bind_int (insert, 6, cause);
  emulator_statement_bind_int (insert, 7, verdict->due);
  return emulator_statement_run (insert, error);
}

/* Devices of a provider that the sender has no credential for are passed over. */
static gboolean
try_user (Batch *self,
          Sending *sending,
          const EmulatorMessage *message,
          gint64 user,
          Verdict *verdict,
          GError **error)
{
  g_autoptr (EmulatorStatement) query =
    emulator_store_prepare (self->store, "SELECT d.provider, d.token, d.app FROM registrations r"
                                         " JOIN devices d ON d.registration = r.created"
                                         " WHERE r.user = ? AND r.app IN (?, ?) ORDER BY d.id");
  EmulatorStep step = EMULATOR_STEP_DONE;

  emulator_statement_bind_int (query, 1, user);
  emulator_statement_bind_int (query, 2, sending->apps[0]);
  emulator_statement_bind_int (query, 3, sending->apps[1]);
  while ((step = emulator_statement_step (query, error)) == EMULATOR_STEP_ROW) {
    guint provider = (guint) emulator_statement_get_int (query, 0);
    if (emulator_statement_get_int (query, 2) == sending->apps[provider] &&
        !try_device (self, sending, message, provider, emulator_statement_get_text (query, 1),
                     verdict, error)) {
      return FALSE;
    }
  }
  if (verdict->providers == 0) {
    verdict->cause = EMULATOR_CAUSE_NO_DEVICE;
  }
  return step == EMULATOR_STEP_DONE;
}

static gboolean
try_recipient (
  Batch *self, Sending *sending, EmulatorStatement *row, Verdict *verdict, GError **error)
{
  const char *token = emulator_statement_get_text (row, 2);
  const char *title = emulator_statement_get_text (row, 4);
  const char *body = emulator_statement_get_text (row, 5);
  EmulatorMessage message = sending->message;

  message.title = title != NULL ? title : message.title;
  message.body = body != NULL ? body : message.body;
  verdict->due = emulator_statement_get_int (row, 6);
  if (token == NULL) {
    return try_user (self, sending, &message, emulator_statement_get_int (row, 1), verdict, error);
  }
  guint provider = emulator_statement_get_int (row, 3) == EMULATOR_FCM ? 0 : 1;
  return try_device (self, sending, &message, provider, token, verdict, error);
}

/* Those tried are what the notification went through; where none were, what it was meant for. */
static gboolean
settle (Batch *self, Sending *sending, const Verdict *verdict, GError **error)
{
  g_autoptr (EmulatorStatement) update = emulator_store_prepare (
    self->store,
    "UPDATE notifications SET status = ?2, cause = ?3, updated = due,"
    " cause_provider = ?4, providers = iif (?5 = 0, providers, ?5) WHERE created = ?1");

  *(verdict->is_sent ? &sending->n_sent : &sending->n_failed) += 1;
  emulator_statement_bind_int (update, 1, verdict->notification);
  emulator_statement_bind_int (update, 2, verdict->is_sent ? EMULATOR_SENT : EMULATOR_FAILED);
  emulator_statement_bind_int (update, 3, verdict->is_sent ? EMULATOR_CAUSE_NONE : verdict->cause);
  emulator_statement_bind_int (update, 4, verdict->cause_provider);
  emulator_statement_bind_int (update, 5, verdict->providers);
  return emulator_statement_run (update, error);
}

static gboolean
deliver (Batch *self, gint64 notification, GError **error)
{
  Verdict verdict = { .notification = notification };
  g_autoptr (EmulatorStatement) query = emulator_store_prepare (
    self->store, "SELECT operation, user, token, providers, title, body, due FROM notifications"
                 " WHERE created = ?");

  emulator_statement_bind_int (query, 1, notification);
  if (!step_to_row (query, error)) {
    return FALSE;
  }
  Sending *sending = find_sending (self, emulator_statement_get_int (query, 0), error);
  if (sending == NULL || !try_recipient (self, sending, query, &verdict, error)) {
    return FALSE;
  }
  return settle (self, sending, &verdict, error);
}

static gboolean
update_operation (Batch *self, const Sending *sending, GError **error)
{
  g_autoptr (EmulatorStatement) update = emulator_store_prepare (
    self->store, "UPDATE operations SET sent = sent + ?2, failed = failed + ?3,"
                 " queued = queued - ?2 - ?3, attempts = attempts + ?4, delivered = delivered + ?5,"
                 " updated = ?6, status = iif (queued = ?2 + ?3, 2, status) WHERE created = ?1");

  emulator_statement_bind_int (update, 1, sending->operation);
  emulator_statement_bind_int (update, 2, sending->n_sent);
  emulator_statement_bind_int (update, 3, sending->n_failed);
  emulator_statement_bind_int (update, 4, sending->n_attempts);
  emulator_statement_bind_int (update, 5, sending->n_delivered);
  emulator_statement_bind_int (update, 6, self->now);
  return emulator_statement_run (update, error);
}

static gboolean
update_operations (Batch *self, GError **error)
{
  GHashTableIter iter;
  gpointer sending;

  g_hash_table_iter_init (&iter, self->sendings);
  while (g_hash_table_iter_next (&iter, NULL, &sending)) {
    if (!update_operation (self, sending, error)) {
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
find_due (Batch *self, guint limit, GArray *notifications, GError **error)
{
  g_autoptr (EmulatorStatement) query = emulator_store_prepare (
    self->store, "SELECT created FROM notifications WHERE status = 1 AND due <= ?"
                 " ORDER BY due LIMIT ?");
  EmulatorStep step = EMULATOR_STEP_DONE;

  emulator_statement_bind_int (query, 1, self->now);
  emulator_statement_bind_int (query, 2, limit);
  while ((step = emulator_statement_step (query, error)) == EMULATOR_STEP_ROW) {
    gint64 notification = emulator_statement_get_int (query, 0);
    g_array_append_val (notifications, notification);
  }
  return step == EMULATOR_STEP_DONE;
}

/**
 * emulator_attempts_make:
 * @store: where the notifications are, with a transaction open
 * @now: the time
 * @limit: how many notifications at most
 * @n_settled: (out): how many it were
 * @error: return location for a [error@Emulator.StoreError]
 *
 * Tries the devices of the queued notifications that are due, the longest waiting first.
 */
gboolean
emulator_attempts_make (
  EmulatorStore *store, gint64 now, guint limit, guint *n_settled, GError **error)
{
  g_return_val_if_fail (store != NULL && n_settled != NULL, FALSE);

  g_autoptr (GArray) due = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GHashTable) sendings =
    g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, sending_free);
  Batch self = { .store = store, .now = now, .sendings = sendings };

  if (!find_due (&self, limit, due, error)) {
    return FALSE;
  }
  for (guint i = 0; i < due->len; i++) {
    if (!deliver (&self, g_array_index (due, gint64, i), error)) {
      return FALSE;
    }
  }
  *n_settled = due->len;
  return update_operations (&self, error);
}
