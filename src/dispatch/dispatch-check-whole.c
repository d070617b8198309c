#include "dispatch-check-whole.h"

#include <base-time.h>
#include <string.h>

#include "dispatch-row-hashes.h"

typedef struct {
  const DispatchSnapshot *snapshot;
  const DispatchRules *rules;
  const GPtrArray *verdicts;
  const DispatchFacts *facts; /* (nullable) */
  GArray *hashes;             /* of DispatchRowHash, ascending */
  GPtrArray *problems;
} Whole;

static void
add_problem (Whole *self,
             DispatchProblemKind kind,
             DispatchField field,
             const char *detail,
             const char *other,
             GArray *rows)
{
  const DispatchCause cause = { .kind = kind, .field = field, .detail = detail, .other = other };

  if (rows->len > 0) {
    g_ptr_array_add (self->problems, dispatch_problem_new (&cause, rows));
  }
}

static const DispatchRowHash *
get_hash (const Whole *self, guint index)
{
  return &g_array_index (self->hashes, DispatchRowHash, index);
}

static const char *
get_address (const Whole *self, guint index)
{
  return dispatch_table_get_address (self->snapshot->table, get_hash (self, index)->row);
}

/* Rows of a run of equal hashes that repeat an earlier one of it: all but the first, unless two
 * addresses have the same hash, which is as rare as it is possible. */
static void
mark_repeats (Whole *self, guint first, guint end, DispatchRowSet *repeats)
{
  for (guint i = first + 1; i < end; i++) {
    for (guint earlier = first; earlier < i; earlier++) {
      if (strcmp (get_address (self, i), get_address (self, earlier)) == 0) {
        dispatch_row_set_add (repeats, get_hash (self, i)->row);
        break;
      }
    }
  }
}

static void
find_duplicates (Whole *self)
{
  g_autoptr (DispatchRowSet) repeats =
    dispatch_row_set_new (dispatch_table_get_n_rows (self->snapshot->table));

  for (guint first = 0, end = 0; first < self->hashes->len; first = end) {
    while (end < self->hashes->len && get_hash (self, end)->hash == get_hash (self, first)->hash) {
      end++;
    }
    mark_repeats (self, first, end, repeats);
  }
  g_autoptr (GArray) rows = dispatch_row_set_list (repeats);
  add_problem (self, DISPATCH_PROBLEM_DUPLICATE, DISPATCH_FIELD_RECIPIENTS, NULL, NULL, rows);
}

static gboolean
row_is (const Whole *self, guint row, DispatchRowKind kind)
{
  return dispatch_verdicts_have (self->verdicts, self->snapshot->table, self->rules->kinds[kind],
                                 row);
}

static gboolean
has_recipient (const Whole *self, guint64 hash)
{
  guint first = 0, end = self->hashes->len;

  while (first < end) {
    guint middle = first + (end - first) / 2;
    if (get_hash (self, middle)->hash < hash) {
      first = middle + 1;
    } else {
      end = middle;
    }
  }
  return first < self->hashes->len && get_hash (self, first)->hash == hash;
}

static gboolean
owner_is_recipient (const Whole *self, guint64 token)
{
  gsize n_owners = 0;
  const DispatchOwner *owners = dispatch_facts_find_owners (self->facts, token, &n_owners);

  for (gsize i = 0; i < n_owners; i++) {
    if (has_recipient (self, owners[i].user)) {
      return TRUE;
    }
  }
  return FALSE;
}

/* A user whose device is there by its token, too. */
static void
find_owners (Whole *self)
{
  g_autoptr (DispatchRowSet) set =
    dispatch_row_set_new (dispatch_table_get_n_rows (self->snapshot->table));

  for (guint i = 0; i < self->hashes->len; i++) {
    const DispatchRowHash *hash = get_hash (self, i);
    if (owner_is_recipient (self, hash->hash) && !row_is (self, hash->row, DISPATCH_ROW_OF_USER)) {
      dispatch_row_set_add (set, hash->row);
    }
  }
  g_autoptr (GArray) rows = dispatch_row_set_list (set);
  add_problem (self, DISPATCH_PROBLEM_USER_AND_TOKEN, DISPATCH_FIELD_RECIPIENTS, NULL, NULL, rows);
}

/* An ID that the API would refuse is nobody's anyway. */
static void
find_unknown_users (Whole *self)
{
  g_autoptr (DispatchRowSet) set =
    dispatch_row_set_new (dispatch_table_get_n_rows (self->snapshot->table));
  guint bad = self->rules->causes[DISPATCH_ROW_BAD_USER_ID];
  guint token = self->rules->causes[DISPATCH_ROW_TOKEN_AS_USER];

  for (guint i = 0; i < self->hashes->len; i++) {
    const DispatchRowHash *hash = get_hash (self, i);
    const DispatchTable *table = self->snapshot->table;
    if (!dispatch_facts_has_user (self->facts, hash->hash) &&
        row_is (self, hash->row, DISPATCH_ROW_OF_USER) &&
        !dispatch_verdicts_have (self->verdicts, table, bad, hash->row) &&
        !dispatch_verdicts_have (self->verdicts, table, token, hash->row)) {
      dispatch_row_set_add (set, hash->row);
    }
  }
  g_autoptr (GArray) rows = dispatch_row_set_list (set);
  add_problem (self, DISPATCH_PROBLEM_UNKNOWN_USER, DISPATCH_FIELD_RECIPIENTS, NULL, NULL, rows);
}

static void
find_recent (Whole *self, const DispatchRecentSend *recent)
{
  g_autoptr (DispatchRowSet) set =
    dispatch_row_set_new (dispatch_table_get_n_rows (self->snapshot->table));
  gsize size = 0;
  const guint64 *sent = g_bytes_get_data (recent->addresses, &size);
  gsize n_sent = size / sizeof *sent, at = 0;

  for (guint i = 0; i < self->hashes->len; i++) {
    const DispatchRowHash *hash = get_hash (self, i);
    while (at < n_sent && sent[at] < hash->hash) {
      at++;
    }
    if (at < n_sent && sent[at] == hash->hash) {
      dispatch_row_set_add (set, hash->row);
    }
  }
  g_autoptr (GArray) rows = dispatch_row_set_list (set);
  g_autofree char *when = base_time_format (recent->sent_at);
  add_problem (self, DISPATCH_PROBLEM_RECENTLY_SENT, DISPATCH_FIELD_RECIPIENTS, recent->name, when,
               rows);
}

/* Credentials that are chosen in the message itself say all; of Apps the facts do. */
static DispatchCredential
find_credential (const Whole *self, const char *provider)
{
  const DispatchContent *content = self->snapshot->content;

  if (content->sender == DISPATCH_SENDER_CREDENTIALS) {
    return *dispatch_content_get_credential_id (content, provider) != '\0'
             ? DISPATCH_CREDENTIAL_PRESENT
             : DISPATCH_CREDENTIAL_MISSING;
  }
  return self->facts != NULL ? dispatch_facts_get_credential (self->facts, provider)
                             : DISPATCH_CREDENTIAL_UNKNOWN;
}

static void
find_unreachable (Whole *self)
{
  static const struct {
    const char *provider;
    DispatchRowKind kind;
  } providers[] = { { "FCM", DISPATCH_ROW_OF_FCM }, { "APN", DISPATCH_ROW_OF_APN } };
  guint n_missing = 0;

  /* A problem of its own, told of once. */
  if (self->snapshot->content->sender == DISPATCH_SENDER_CREDENTIALS &&
      find_credential (self, "FCM") == DISPATCH_CREDENTIAL_MISSING &&
      find_credential (self, "APN") == DISPATCH_CREDENTIAL_MISSING) {
    return;
  }
  for (guint i = 0; i < G_N_ELEMENTS (providers); i++) {
    if (find_credential (self, providers[i].provider) != DISPATCH_CREDENTIAL_MISSING) {
      continue;
    }
    g_autoptr (GArray) rows =
      dispatch_verdicts_list_rows (self->verdicts, self->rules->kinds[providers[i].kind]);
    add_problem (self, DISPATCH_PROBLEM_NO_CREDENTIAL, DISPATCH_FIELD_RECIPIENTS,
                 providers[i].provider, NULL, rows);
    n_missing++;
  }
  /* Without any, nobody is reached. */
  if (n_missing == G_N_ELEMENTS (providers)) {
    g_autoptr (GArray) rows =
      dispatch_verdicts_list_rows (self->verdicts, self->rules->kinds[DISPATCH_ROW_OF_USER]);
    add_problem (self, DISPATCH_PROBLEM_NO_CREDENTIAL, DISPATCH_FIELD_RECIPIENTS, NULL, NULL, rows);
  }
}

/**
 * dispatch_check_whole:
 * @snapshot: a draft
 * @rules: what is asked of rows
 * @verdicts: (element-type DispatchVerdict): on all rows
 * @facts: (nullable): what is known elsewhere
 *
 * Returns: (transfer full) (element-type DispatchProblem): what was found
 */
GPtrArray *
dispatch_check_whole (const DispatchSnapshot *snapshot,
                      const DispatchRules *rules,
                      const GPtrArray *verdicts,
                      const DispatchFacts *facts)
{
  g_autoptr (GArray) hashes = dispatch_row_hashes_new (
    verdicts, rules->causes[DISPATCH_ROW_NO_ADDRESS], dispatch_table_get_n_rows (snapshot->table));
  Whole self = {
    .snapshot = snapshot,
    .rules = rules,
    .verdicts = verdicts,
    .facts = facts,
    .hashes = hashes,
    .problems = g_ptr_array_new_with_free_func (g_object_unref),
  };

  find_unreachable (&self);
  if (facts != NULL && dispatch_facts_knows_users (facts)) {
    find_unknown_users (&self);
  }
  find_duplicates (&self);
  if (facts != NULL) {
    find_owners (&self);
    for (guint i = 0; i < dispatch_facts_get_n_recent (facts); i++) {
      find_recent (&self, dispatch_facts_get_recent (facts, i));
    }
  }
  return self.problems;
}
