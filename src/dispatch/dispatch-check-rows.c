/* The part of a check that looks at every recipient. Threads take the next block that is not done
 * and write into its verdict only, so they need no lock; whatever the order, the verdicts are the
 * same. */

#include "dispatch-check-rows.h"

#include <base-hash.h>
#include <string.h>

#include "dispatch-lock-screen.h"
#include "dispatch-rules.h"
#include "dispatch-script.h"
#include "dispatch-token.h"

typedef struct {
  const DispatchRules *rules;
  GPtrArray *verdicts; /* (unowned) */
  const gint *cancelled;
  gint next;       /* (atomic): the verdict that nobody has taken yet */
  gint n_rendered; /* (atomic) */
} Pass;

/* One thread's. */
typedef struct {
  const DispatchRules *rules;
  DispatchVerdict *verdict;
  guint row;
  DispatchReader reader;
  GString *title;
  GString *body;
  GString *other;
  guint n_rendered;
} Worker;

static void
note (Worker *worker, DispatchRowCause cause)
{
  dispatch_verdict_mark (worker->verdict, worker->rules->causes[cause], worker->row);
}

static void
note_kind (Worker *worker, DispatchRowKind kind)
{
  dispatch_verdict_mark (worker->verdict, worker->rules->kinds[kind], worker->row);
}

static const char *
get_cell (const Worker *worker, guint slot)
{
  return dispatch_block_get (worker->verdict->block, worker->row, slot);
}

static gboolean
looks_like_token (const char *text)
{
  return dispatch_token_check ("FCM", text) == DISPATCH_TOKEN_FITS ||
         dispatch_token_check ("APN", text) == DISPATCH_TOKEN_FITS;
}

static DispatchReach
check_user (Worker *worker, const char *user, const char *provider)
{
  if (!dispatch_user_id_fits (user)) {
    note (worker, looks_like_token (user) ? DISPATCH_ROW_TOKEN_AS_USER : DISPATCH_ROW_BAD_USER_ID);
  }
  if (*provider != '\0') {
    note (worker, DISPATCH_ROW_PROVIDER_OF_USER);
  }
  note_kind (worker, DISPATCH_ROW_OF_USER);
  return DISPATCH_REACH_ANY;
}

/* Nobody documents what tokens look like, so one that looks like none may be one; a script is not
 * to fail for that. */
static void
check_shape (Worker *worker, const char *token, const char *provider)
{
  DispatchTokenShape shape = dispatch_token_check (provider, token);

  if (shape == DISPATCH_TOKEN_OTHER) {
    note (worker, DISPATCH_ROW_OTHER_TOKEN);
  } else if (shape != DISPATCH_TOKEN_FITS) {
    note (worker, DISPATCH_ROW_ODD_TOKEN);
  }
}

static DispatchReach
check_token (Worker *worker, const char *token, const char *provider)
{
  gboolean is_fcm = strcmp (provider, "FCM") == 0, is_apn = strcmp (provider, "APN") == 0;

  if (!is_fcm && !is_apn) {
    note (worker, *provider == '\0' ? DISPATCH_ROW_NO_PROVIDER : DISPATCH_ROW_BAD_PROVIDER);
  } else {
    note_kind (worker, is_fcm ? DISPATCH_ROW_OF_FCM : DISPATCH_ROW_OF_APN);
  }
  if (dispatch_user_id_is_valid (token)) {
    note (worker, DISPATCH_ROW_USER_AS_TOKEN);
  } else if (is_fcm || is_apn) {
    check_shape (worker, token, provider);
  }
  return is_fcm ? DISPATCH_REACH_FCM : is_apn ? DISPATCH_REACH_APN : DISPATCH_REACH_ANY;
}

static DispatchReach
check_address (Worker *worker)
{
  const char *user = get_cell (worker, worker->rules->user_slot);
  const char *token = get_cell (worker, worker->rules->token_slot);
  const char *provider = get_cell (worker, worker->rules->provider_slot);
  const char *address = *user != '\0' ? user : token;

  worker->verdict->hashes[worker->row] = base_hash_text (address, strlen (address));
  if (*address == '\0') {
    note (worker, DISPATCH_ROW_NO_ADDRESS);
    return DISPATCH_REACH_ANY;
  }
  if (*user != '\0' && *token != '\0') {
    note (worker, DISPATCH_ROW_TWO_ADDRESSES);
    return DISPATCH_REACH_ANY;
  }
  return *user != '\0' ? check_user (worker, user, provider)
                       : check_token (worker, token, provider);
}

static void
check_needs (Worker *worker)
{
  for (guint i = 0; i < worker->rules->needs->len; i++) {
    const DispatchNeed *need = &g_array_index (worker->rules->needs, DispatchNeed, i);
    if (dispatch_need_is_unmet (need, &worker->reader, worker->other)) {
      dispatch_verdict_mark (worker->verdict, need->mark, worker->row);
    }
  }
}

static void
count_missing (Worker *worker)
{
  guint n_missing = 0;

  for (guint i = 0; i < worker->rules->variables->len; i++) {
    guint slot = g_array_index (worker->rules->variables, DispatchVariable, i).slot;
    n_missing += slot == DISPATCH_NONE || *get_cell (worker, slot) == '\0';
  }
  worker->verdict->n_missing[worker->row] = (guint8) MIN (n_missing, G_MAXUINT8);
}

/* `date` takes nine or ten digits for seconds of 1973 and later, which somebody may mean; fewer are
 * a year or a day without its marks, more are milliseconds or a day with a time. */
static gboolean
is_odd_date (const char *text)
{
  gsize n_digits = strspn (text, "0123456789");

  return n_digits > 0 && text[n_digits] == '\0' && (n_digits < 9 || n_digits > 10);
}

static void
check_dates (Worker *worker)
{
  for (guint i = 0; i < worker->rules->dates->len; i++) {
    const DispatchDateColumn *date = &g_array_index (worker->rules->dates, DispatchDateColumn, i);
    if (is_odd_date (get_cell (worker, date->slot))) {
      dispatch_verdict_mark (worker->verdict, date->mark, worker->row);
    }
  }
}

/* Behind the text that asked for them. */
static void
check_branches (Worker *worker, const DispatchTemplate *template)
{
  for (guint i = 0; template->has_branches && i < worker->rules->branches->len; i++) {
    const DispatchNeed *branch = &g_array_index (worker->rules->branches, DispatchNeed, i);
    if (branch->template == template &&
        dispatch_need_is_unmet (branch, &worker->reader, worker->other)) {
      dispatch_verdict_mark (worker->verdict, branch->mark, worker->row);
    }
  }
}

/* Returns: whether there is something to read. */
static gboolean
render (Worker *worker, const DispatchTemplate *template, GString *output)
{
  DispatchReads reads = dispatch_template_render (template, &worker->reader, output, worker->other);

  check_branches (worker, template);
  switch (reads) {
  case DISPATCH_READS:
    return TRUE;
  case DISPATCH_READS_DIFFERS:
    dispatch_verdict_mark (worker->verdict, template->differs, worker->row);
    return TRUE;
  case DISPATCH_READS_NOT:
    dispatch_verdict_mark (worker->verdict, template->failed, worker->row);
    return FALSE;
  case DISPATCH_READS_CANCELLED:
  default:
    return FALSE;
  }
}

static void
check_tags (Worker *worker)
{
  for (guint i = 0; i < worker->rules->tags->len; i++) {
    const DispatchTagCheck *tag = &g_array_index (worker->rules->tags, DispatchTagCheck, i);
    if (dispatch_template_can_render (&tag->template) &&
        render (worker, &tag->template, worker->title) &&
        !dispatch_tag_value_is_valid (worker->title->str)) {
      dispatch_verdict_mark (worker->verdict, tag->mark, worker->row);
    }
  }
}

static gboolean
is_blank (const GString *text)
{
  for (const char *at = text->str; *at != '\0'; at = g_utf8_next_char (at)) {
    if (!g_unichar_isspace (g_utf8_get_char (at))) {
      return FALSE;
    }
  }
  return TRUE;
}

/* A part that the message has and the recipient would not. */
static void
check_blank (Worker *worker)
{
  const DispatchRules *rules = worker->rules;
  gboolean no_title = is_blank (worker->title), no_body = is_blank (worker->body);

  if (no_title && no_body) {
    if (rules->has_title || rules->has_body) {
      note (worker, DISPATCH_ROW_BLANK_TEXT);
    }
  } else if (no_title && rules->has_title) {
    note (worker, DISPATCH_ROW_BLANK_TITLE);
  } else if (no_body && rules->has_body) {
    note (worker, DISPATCH_ROW_BLANK_BODY);
  }
}

static void
check_length (Worker *worker, DispatchReach reach)
{
  guint n_rtl = 0;
  guint n_title = dispatch_count_characters (worker->title, &n_rtl);
  guint n_body = dispatch_count_characters (worker->body, &n_rtl);

  if (n_title > dispatch_lock_screen_get_title_room (reach)) {
    note (worker, DISPATCH_ROW_LONG_TITLE);
  }
  if (n_body > dispatch_lock_screen_get_body_room (reach)) {
    note (worker, DISPATCH_ROW_LONG_BODY);
  }
  worker->verdict->lengths[worker->row] = n_title + n_body;
  worker->verdict->n_rtl[worker->row] = (guint8) MIN (n_rtl, G_MAXUINT8);
}

static void
check_text (Worker *worker, DispatchReach reach)
{
  if (!render (worker, &worker->rules->title, worker->title) ||
      !render (worker, &worker->rules->body, worker->body)) {
    return;
  }
  check_blank (worker);
  check_length (worker, reach);
  gsize size =
    dispatch_payload_measure (&worker->rules->payload, reach, worker->title, worker->body);
  worker->verdict->sizes[worker->row] = (guint32) MIN (size, G_MAXUINT32);
  if (size > DISPATCH_MAX_PAYLOAD) {
    note (worker, DISPATCH_ROW_TOO_LARGE);
  }
}

static void
check_row (Worker *worker)
{
  DispatchReach reach = check_address (worker);
  guint n_refused = dispatch_values_get_n_refused (worker->reader.values);

  count_missing (worker);
  check_needs (worker);
  check_dates (worker);
  check_tags (worker);
  if (dispatch_template_can_render (&worker->rules->title) &&
      dispatch_template_can_render (&worker->rules->body)) {
    check_text (worker, reach);
  }
  if (dispatch_values_get_n_refused (worker->reader.values) > n_refused) {
    note (worker, DISPATCH_ROW_BAD_VALUE);
  }
}

/* Returns: whether it came to the end of the block. */
static gboolean
check_block (Pass *pass, Worker *worker, DispatchVerdict *verdict)
{
  worker->verdict = verdict;
  worker->reader.block = verdict->block;
  for (guint row = 0; row < verdict->n_rows && verdict->n_todo > 0; row++) {
    if (!dispatch_verdict_is_todo (verdict, row)) {
      continue;
    }
    worker->row = worker->reader.row = row;
    check_row (worker);
    /* A row whose rendering was ended is not done; its marks are cleared with the rules or set
     * again. */
    if (g_atomic_int_get (pass->cancelled) != 0) {
      return FALSE;
    }
    dispatch_verdict_done (verdict, row);
    worker->n_rendered++;
  }
  return TRUE;
}

static void
worker_init (Worker *worker, const Pass *pass)
{
  *worker = (Worker){
    .rules = pass->rules,
    .title = g_string_new (NULL),
    .body = g_string_new (NULL),
    .other = g_string_new (NULL),
  };
  dispatch_reader_init (&worker->reader, pass->rules->variables, pass->rules->now, pass->cancelled);
}

static void
worker_clear (Worker *worker)
{
  dispatch_reader_clear (&worker->reader);
  g_string_free (worker->title, TRUE);
  g_string_free (worker->body, TRUE);
  g_string_free (worker->other, TRUE);
}

static void
work (gpointer data, gpointer user_data)
{
  Pass *pass = user_data;
  gboolean goes_on = g_atomic_int_get (pass->cancelled) == 0;
  Worker worker;

  worker_init (&worker, pass);
  while (goes_on) {
    guint index = (guint) g_atomic_int_add (&pass->next, 1);
    goes_on =
      index < pass->verdicts->len && check_block (pass, &worker, pass->verdicts->pdata[index]);
  }
  g_atomic_int_add (&pass->n_rendered, (gint) worker.n_rendered);
  worker_clear (&worker);
}

static guint
count_to_do (const GPtrArray *verdicts)
{
  guint n_to_do = 0;

  for (guint i = 0; i < verdicts->len; i++) {
    const DispatchVerdict *verdict = verdicts->pdata[i];
    n_to_do += verdict->n_todo > 0;
  }
  return n_to_do;
}

/**
 * dispatch_check_rows:
 * @rules: what is asked of rows
 * @verdicts: (element-type DispatchVerdict): on whom
 * @n_threads: how many threads work, this one included
 * @cancelled: ends it once it is not 0; what was found out until then stays
 *
 * Returns: how many rows were looked at
 */
guint
dispatch_check_rows (const DispatchRules *rules,
                     GPtrArray *verdicts,
                     guint n_threads,
                     const gint *cancelled)
{
  Pass pass = { .rules = rules, .verdicts = verdicts, .cancelled = cancelled };
  guint n_helpers = MIN (MAX (n_threads, 1), MAX (count_to_do (verdicts), 1)) - 1;
  GThreadPool *helpers =
    n_helpers > 0 ? g_thread_pool_new (work, &pass, (int) n_helpers, FALSE, NULL) : NULL;

  for (guint i = 0; i < n_helpers; i++) {
    g_thread_pool_push (helpers, GUINT_TO_POINTER (i + 1), NULL);
  }
  work (NULL, &pass);
  if (helpers != NULL) {
    g_thread_pool_free (helpers, FALSE, TRUE);
  }
  return (guint) pass.n_rendered;
}
