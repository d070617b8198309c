/* The part of a check that looks at every recipient. It keeps nothing of a row but its number where
 * something is wrong, and a pointer to its address to find the next one like it. */

#include "dispatch-check-rows.h"

#include <string.h>

#include "dispatch-payload.h"
#include "dispatch-rules.h"

/* How many rows pass between two looks at the cancellable: a few milliseconds. */
#define CANCEL_INTERVAL 1024

/* What is wrong with single rows, apart from variables and tags. */
typedef enum {
  ROW_NO_ADDRESS,
  ROW_NO_PROVIDER,
  ROW_BAD_PROVIDER,
  ROW_PROVIDER_OF_USER,
  ROW_DUPLICATE,
  ROW_BLANK_TEXT,
  ROW_TOO_LARGE,
  N_ROW_CAUSES,
} RowCause;

static const DispatchCause causes[N_ROW_CAUSES] = {
  [ROW_NO_ADDRESS] = { .kind = DISPATCH_PROBLEM_NO_ADDRESS, .field = DISPATCH_FIELD_RECIPIENTS },
  [ROW_NO_PROVIDER] = { .kind = DISPATCH_PROBLEM_NO_PROVIDER, .field = DISPATCH_FIELD_RECIPIENTS },
  [ROW_BAD_PROVIDER] = { .kind = DISPATCH_PROBLEM_BAD_PROVIDER,
                         .field = DISPATCH_FIELD_RECIPIENTS },
  [ROW_PROVIDER_OF_USER] = { .kind = DISPATCH_PROBLEM_PROVIDER_OF_USER,
                             .field = DISPATCH_FIELD_RECIPIENTS },
  [ROW_DUPLICATE] = { .kind = DISPATCH_PROBLEM_DUPLICATE, .field = DISPATCH_FIELD_RECIPIENTS },
  [ROW_BLANK_TEXT] = { .kind = DISPATCH_PROBLEM_BLANK_TEXT },
  [ROW_TOO_LARGE] = { .kind = DISPATCH_PROBLEM_TOO_LARGE },
};

typedef struct {
  const DispatchRowsCheck *check;
  const DispatchTable *table; /* (unowned) */
  DispatchFindings *findings; /* (unowned) */
  DispatchReportNumbers *numbers;
  guint expected[N_ROW_CAUSES];
  GHashTable *seen; /* set of addresses; (unowned), of the table */
  DispatchPayload payload;
  DispatchRenderer renderer;
  GString *title;
  GString *body;
  GString *tag;
} Pass;

static void
note (Pass *pass, RowCause cause, guint row)
{
  dispatch_findings_add_row (pass->findings, pass->expected[cause], row);
}

static DispatchReach
check_provider (Pass *pass, guint row)
{
  const char *provider = dispatch_table_get (pass->table, row, DISPATCH_COLUMN_PROVIDER);

  if (dispatch_table_is_user (pass->table, row)) {
    if (*provider != '\0') {
      note (pass, ROW_PROVIDER_OF_USER, row);
    }
    return DISPATCH_REACH_ANY;
  }
  if (strcmp (provider, "FCM") == 0) {
    return DISPATCH_REACH_FCM;
  }
  if (strcmp (provider, "APN") == 0) {
    return DISPATCH_REACH_APN;
  }
  note (pass, *provider == '\0' ? ROW_NO_PROVIDER : ROW_BAD_PROVIDER, row);
  return DISPATCH_REACH_ANY;
}

static DispatchReach
check_address (Pass *pass, guint row)
{
  const char *address = dispatch_table_get_address (pass->table, row);

  if (*address == '\0') {
    note (pass, ROW_NO_ADDRESS, row);
    return DISPATCH_REACH_ANY;
  }
  if (!g_hash_table_add (pass->seen, (gpointer) address)) {
    note (pass, ROW_DUPLICATE, row);
  }
  return check_provider (pass, row);
}

static void
check_needs (Pass *pass, guint row)
{
  for (guint i = 0; i < pass->check->needs->len; i++) {
    const DispatchNeed *need = &g_array_index (pass->check->needs, DispatchNeed, i);
    if (need->column == DISPATCH_NONE ||
        *dispatch_table_get (pass->table, row, need->column) == '\0') {
      dispatch_findings_add_row (pass->findings, need->expected, row);
    }
  }
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
check_dates (Pass *pass, guint row)
{
  for (guint i = 0; i < pass->check->dates->len; i++) {
    const DispatchDateColumn *date = &g_array_index (pass->check->dates, DispatchDateColumn, i);
    if (is_odd_date (dispatch_table_get (pass->table, row, date->column))) {
      dispatch_findings_add_row (pass->findings, date->expected, row);
    }
  }
}

static gboolean
render (Pass *pass, const DispatchTemplate *template, guint row, GString *output)
{
  DispatchRow at = { pass->table, row };

  return dispatch_template_render (template, &pass->renderer, &at, output);
}

static gboolean
can_render (const DispatchTemplate *template)
{
  return template->shopify != NULL && !template->has_partials;
}

static void
check_tags (Pass *pass, guint row)
{
  for (guint i = 0; i < pass->check->tags->len; i++) {
    const DispatchTagCheck *tag = &g_array_index (pass->check->tags, DispatchTagCheck, i);
    if (can_render (&tag->template) && render (pass, &tag->template, row, pass->tag) &&
        !dispatch_tag_value_is_valid (pass->tag->str)) {
      dispatch_findings_add_row (pass->findings, tag->expected, row);
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

static void
check_size (Pass *pass, guint row, DispatchReach reach)
{
  gsize size = dispatch_payload_measure (&pass->payload, reach, pass->title, pass->body);

  if (size > DISPATCH_MAX_PAYLOAD) {
    note (pass, ROW_TOO_LARGE, row);
  }
  if (size > pass->numbers->largest_payload) {
    pass->numbers->largest_payload = (guint) MIN (size, G_MAXUINT);
    pass->numbers->largest_row = row;
  }
}

static void
check_text (Pass *pass, guint row, DispatchReach reach)
{
  if (!render (pass, pass->check->title, row, pass->title) ||
      !render (pass, pass->check->body, row, pass->body)) {
    return;
  }
  if (pass->check->has_text && is_blank (pass->title) && is_blank (pass->body)) {
    note (pass, ROW_BLANK_TEXT, row);
  }
  check_size (pass, row, reach);
}

static void
check_row (Pass *pass, guint row)
{
  DispatchReach reach = check_address (pass, row);

  check_needs (pass, row);
  check_dates (pass, row);
  check_tags (pass, row);
  if (can_render (pass->check->title) && can_render (pass->check->body)) {
    check_text (pass, row, reach);
  }
}

static void
pass_init (Pass *pass, const DispatchRowsCheck *check)
{
  for (guint i = 0; i < N_ROW_CAUSES; i++) {
    pass->expected[i] = dispatch_findings_expect (pass->findings, &causes[i]);
  }
  pass->check = check;
  pass->table = check->snapshot->table;
  pass->seen = g_hash_table_new (g_str_hash, g_str_equal);
  pass->renderer = (DispatchRenderer){ pass->findings, g_string_new (NULL) };
  pass->title = g_string_new (NULL);
  pass->body = g_string_new (NULL);
  pass->tag = g_string_new (NULL);
  dispatch_payload_init (&pass->payload, check->snapshot->content->sound);
}

static void
pass_clear (Pass *pass)
{
  g_hash_table_unref (pass->seen);
  g_string_free (pass->renderer.other, TRUE);
  g_string_free (pass->title, TRUE);
  g_string_free (pass->body, TRUE);
  g_string_free (pass->tag, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Pass, pass_clear)

/**
 * dispatch_check_rows:
 * @check: what to check
 * @findings: where to put what is found
 * @numbers: where to put the largest payload
 * @cancellable: (nullable): a cancellable
 *
 * Returns: whether it came to the end
 */
gboolean
dispatch_check_rows (const DispatchRowsCheck *check,
                     DispatchFindings *findings,
                     DispatchReportNumbers *numbers,
                     GCancellable *cancellable)
{
  g_auto (Pass) pass = { .findings = findings, .numbers = numbers };

  pass_init (&pass, check);
  for (guint row = 0; row < dispatch_table_get_n_rows (pass.table); row++) {
    if (row % CANCEL_INTERVAL == 0 && g_cancellable_is_cancelled (cancellable)) {
      return FALSE;
    }
    check_row (&pass, row);
  }
  return TRUE;
}
