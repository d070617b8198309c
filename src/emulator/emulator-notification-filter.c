/* The filters of the list of notifications, in terms of keys and indexes.
 *
 * Dates are a range of keys, and so is an operation: all of its notifications are made in one
 * transaction, so no other operation comes in between. Status and providers have few values and
 * are in one index together, alone and behind the user; a filter that leaves one of them open asks
 * for each of its values. Tags have an index of their own. */

#include "emulator-notification-filter.h"

#include "emulator-schema.h"

#include <string.h>

/* The API allows a notification no more of them (reference, "Limits"), so none can have them all.
 */
#define MAX_TAGS 10

/* What is in the tables for FCM alone, APN alone, and both. */
#define MAX_PROVIDERS (EMULATOR_FCM | EMULATOR_APN)

#define NEWEST " AND created BETWEEN ?1 AND ?2 ORDER BY created DESC LIMIT 1"

static const char by_state[] = "SELECT created FROM notifications INDEXED BY notifications_by_state"
                               " WHERE status = ?3 AND providers = ?4" NEWEST;

static const char by_user[] =
  "SELECT created FROM notifications INDEXED BY notifications_by_recipient"
  " WHERE user = ?5 AND status = ?3 AND providers = ?4" NEWEST;

static const char by_tag[] =
  "SELECT notification FROM notification_tags"
  " WHERE tag = ?3 AND notification BETWEEN ?1 AND ?2 ORDER BY notification DESC LIMIT 1";

static gboolean
accepts_tags (const char *text)
{
  g_auto (GStrv) pairs = g_strsplit (text, ";", -1);

  for (gsize i = 0; pairs[i] != NULL; i++) {
    if (*pairs[i] != '\0' && strchr (pairs[i], ':') == NULL) {
      return FALSE;
    }
  }
  return TRUE;
}

const EmulatorField emulator_notification_filters[] = {
  { .name = "tags", .accepts = accepts_tags, .expected = "pairs such as key:value;key:value;" },
  { .name = "operationId",
    .accepts = emulator_id_is_operation,
    .expected = EMULATOR_OPERATION_ID_EXPECTED },
  { .name = "operation_id",
    .accepts = emulator_id_is_operation,
    .expected = EMULATOR_OPERATION_ID_EXPECTED },
  { .name = "status", .choices = emulator_notification_statuses },
  { .name = "startDate", .accepts = emulator_accepts_time, .expected = EMULATOR_TIME_EXPECTED },
  { .name = "endDate", .accepts = emulator_accepts_time, .expected = EMULATOR_TIME_EXPECTED },
  { .name = "user", .accepts = emulator_id_is_user, .expected = EMULATOR_USER_ID_EXPECTED },
  { .name = "provider", .choices = emulator_providers },
};

static gboolean
find_tag (EmulatorStore *store, const char *key, const char *value, gint64 *tag, GError **error)
{
  g_autoptr (EmulatorStatement) query =
    emulator_store_prepare (store, "SELECT id FROM tags WHERE key = ? AND value = ?");

  emulator_statement_bind_text (query, 1, key);
  emulator_statement_bind_text (query, 2, value);
  EmulatorStep step = emulator_statement_step (query, error);
  *tag = step == EMULATOR_STEP_ROW ? emulator_statement_get_int (query, 0) : 0;
  return step != EMULATOR_STEP_ERROR;
}

static void
require_tag (EmulatorPage *page, gint64 tag)
{
  EmulatorKeys *keys = emulator_page_get_keys (page);

  emulator_keys_add_condition (keys, by_tag);
  emulator_keys_add_alternative (keys, tag, 0, 0);
}

/* "key_1:value;key_2:value;": all of them must be there. Tags are an object, so that nothing has
 * two values of one key. */
static gboolean
filter_tags (EmulatorCall *call, EmulatorPage *page, GError **error)
{
  const char *text = emulator_call_get_parameter (call, "tags");
  g_auto (GStrv) pairs = g_strsplit (text != NULL ? text : "", ";", -1);
  g_autoptr (GHashTable) values = g_hash_table_new (g_str_hash, g_str_equal);

  for (gsize i = 0; pairs[i] != NULL; i++) {
    char *value = strchr (pairs[i], ':');
    gint64 tag = 0;
    if (value == NULL) {
      continue;
    }
    *value++ = '\0';
    const char *other = g_hash_table_lookup (values, pairs[i]);
    if (g_strcmp0 (value, other) == 0) {
      continue;
    }
    if (!find_tag (call->world->store, pairs[i], value, &tag, error)) {
      return FALSE;
    }
    if (other != NULL || tag == 0 || g_hash_table_size (values) == MAX_TAGS) {
      emulator_page_filter_range (page, 0, 0);
      return TRUE;
    }
    g_hash_table_insert (values, pairs[i], value);
    require_tag (page, tag);
  }
  return TRUE;
}

/* From its own key to that of the next one. */
static gboolean
filter_operation (EmulatorCall *call, EmulatorPage *page, GError **error)
{
  const char *id = emulator_call_get_parameter (call, "operationId");
  g_autoptr (EmulatorStatement) query = emulator_store_prepare (
    call->world->store, "SELECT o.created, (SELECT min (created) FROM operations"
                        " WHERE created > o.created) FROM operations o WHERE o.id = ?");

  if (id == NULL) {
    id = emulator_call_get_parameter (call, "operation_id");
  }
  if (id == NULL) {
    return TRUE;
  }
  emulator_statement_bind_text (query, 1, emulator_id_parse (EMULATOR_ID_OPERATION, id));
  EmulatorStep step = emulator_statement_step (query, error);
  if (step == EMULATOR_STEP_ROW) {
    emulator_page_filter_range (
      page, emulator_statement_get_int (query, 0),
      emulator_statement_is_null (query, 1) ? G_MAXINT64 : emulator_statement_get_int (query, 1));
  } else {
    emulator_page_filter_range (page, 0, 0);
  }
  return step != EMULATOR_STEP_ERROR;
}

static gboolean
find_user (EmulatorCall *call, gint64 *user, GError **error)
{
  const char *id = emulator_call_get_parameter (call, "user");
  g_autoptr (EmulatorStatement) query =
    emulator_store_prepare (call->world->store, "SELECT created FROM users WHERE id = ?");

  emulator_statement_bind_text (query, 1, emulator_id_parse (EMULATOR_ID_USER, id));
  EmulatorStep step = emulator_statement_step (query, error);
  *user = step == EMULATOR_STEP_ROW ? emulator_statement_get_int (query, 0) : 0;
  return step != EMULATOR_STEP_ERROR;
}

/* Asks one index for each combination of a status and providers that is meant. */
static void
require_state (EmulatorPage *page, const char *sql, int status, guint providers, gint64 user)
{
  EmulatorKeys *keys = emulator_page_get_keys (page);

  emulator_keys_add_condition (keys, sql);
  for (int i = 0; emulator_notification_statuses[i] != NULL; i++) {
    for (guint j = 1; j <= MAX_PROVIDERS; j++) {
      if ((status < 0 || i == status) && (j & providers) != 0) {
        emulator_keys_add_alternative (keys, i, j, user);
      }
    }
  }
}

static gboolean
filter_state (EmulatorCall *call, EmulatorPage *page, GError **error)
{
  int status = emulator_index_of (emulator_notification_statuses,
                                  emulator_call_get_parameter (call, "status"));
  int provider =
    emulator_index_of (emulator_providers, emulator_call_get_parameter (call, "provider"));
  guint providers = provider >= 0 ? 1u << provider : MAX_PROVIDERS;
  gint64 user = 0;

  if (emulator_call_get_parameter (call, "user") != NULL) {
    if (!find_user (call, &user, error)) {
      return FALSE;
    }
    require_state (page, by_user, status, providers, user);
  } else if (status >= 0 || provider >= 0) {
    require_state (page, by_state, status, providers, 0);
  }
  return TRUE;
}

/**
 * emulator_notification_filter_apply:
 * @call: a request for the list
 * @page: the list
 * @error: return location for a [error@Emulator.StoreError]
 *
 * Narrows @page to what the parameters say.
 */
gboolean
emulator_notification_filter_apply (EmulatorCall *call, EmulatorPage *page, GError **error)
{
  if (emulator_issues_get_count (call->issues) > 0) {
    return TRUE;
  }
  emulator_page_filter_dates (page);
  return filter_operation (call, page, error) && filter_tags (call, page, error) &&
         filter_state (call, page, error);
}
