/* Each fix is one step of undo: of the audience, or of the editor that it wrote into. */

#include "carillon-problem-fix.h"

#include <dispatch-token.h>
#include <glib/gi18n.h>
#include <string.h>

#include "carillon-format.h"
#include "carillon-problem-fix-text.h"

/* Returns: how many rows or places it changed */
typedef guint (*Apply) (const CarillonFixTarget *target, const char *text);
typedef gboolean (*IsOffered) (DispatchDraft *draft, DispatchProblem *problem);

/* Rows. */

static const guint *
get_rows (const CarillonFixTarget *target, guint *n_rows)
{
  return dispatch_problem_get_rows (target->problem, n_rows);
}

static DispatchAudience *
get_audience (const CarillonFixTarget *target)
{
  return dispatch_draft_get_audience (target->draft);
}

/* What becomes of a cell of the rows of a problem. */
typedef struct {
  const guint *rows;
  guint n_rows;
  guint next; /* of @rows */
  guint n_changed;
  const DispatchTable *table; /* (unowned): as it was */
  const char *(*change) (gpointer data, guint row, const char *old);
  const char *text;
  guint column; /* what @change may look at */
} Rewrite;

static const char *
rewrite_row (guint row, const char *old, gpointer data)
{
  Rewrite *self = data;

  while (self->next < self->n_rows && self->rows[self->next] < row) {
    self->next++;
  }
  if (self->next == self->n_rows || self->rows[self->next] != row) {
    return old;
  }
  const char *changed = self->change (self, row, old);
  self->n_changed += strcmp (changed, old) != 0;
  return changed;
}

static guint
rewrite (const CarillonFixTarget *target, guint column, Rewrite *how)
{
  DispatchAudience *audience = get_audience (target);
  g_autoptr (DispatchTable) table = dispatch_audience_freeze (audience);

  how->rows = get_rows (target, &how->n_rows);
  how->next = 0;
  how->n_changed = 0;
  how->table = table;
  if (how->n_rows > 0) {
    guint first = how->rows[0];
    dispatch_audience_rewrite (audience, column, first, how->rows[how->n_rows - 1] - first + 1,
                               rewrite_row, how);
  }
  return how->n_changed;
}

static const char *
take_text (gpointer data, guint row, const char *old)
{
  const Rewrite *self = data;

  return self->text;
}

static const char *
fill_gap (gpointer data, guint row, const char *old)
{
  const Rewrite *self = data;

  return *old == '\0' ? self->text : old;
}

static const char *
spell_provider (gpointer data, guint row, const char *old)
{
  const char *provider = dispatch_provider_parse (old);

  return provider != NULL ? provider : old;
}

static const char *
take_other (gpointer data, guint row, const char *old)
{
  const Rewrite *self = data;
  const char *other = dispatch_table_get (self->table, row, self->column);

  return *old == '\0' ? other : old;
}

static guint
set_all (const CarillonFixTarget *target, guint column, const char *text)
{
  Rewrite how = { .change = take_text, .text = text };

  return rewrite (target, column, &how);
}

/* Fixes of rows. */

static guint
fill (const CarillonFixTarget *target, const char *text)
{
  DispatchAudience *audience = get_audience (target);
  Rewrite how = { .change = fill_gap, .text = text };
  guint column =
    dispatch_audience_add_column (audience, dispatch_problem_get_detail (target->problem));

  return column != DISPATCH_NONE ? rewrite (target, column, &how) : 0;
}

static guint
remove_column (const CarillonFixTarget *target, const char *text)
{
  DispatchAudience *audience = get_audience (target);
  guint column;

  if (!dispatch_audience_find_column (audience, dispatch_problem_get_detail (target->problem),
                                      &column)) {
    return 0;
  }
  dispatch_audience_remove_column (audience, column);
  return 1;
}

static guint
correct_provider (const CarillonFixTarget *target, const char *text)
{
  Rewrite how = { .change = spell_provider };

  return rewrite (target, DISPATCH_COLUMN_PROVIDER, &how);
}

static guint
set_fcm (const CarillonFixTarget *target, const char *text)
{
  return set_all (target, DISPATCH_COLUMN_PROVIDER, "FCM");
}

static guint
set_apn (const CarillonFixTarget *target, const char *text)
{
  return set_all (target, DISPATCH_COLUMN_PROVIDER, "APN");
}

static guint
clear_provider (const CarillonFixTarget *target, const char *text)
{
  return set_all (target, DISPATCH_COLUMN_PROVIDER, "");
}

static guint
move (const CarillonFixTarget *target, guint from, guint to)
{
  Rewrite how = { .change = take_other, .column = from };
  guint n_changed = rewrite (target, to, &how);

  set_all (target, from, "");
  return n_changed;
}

static guint
move_users (const CarillonFixTarget *target, const char *text)
{
  guint n_changed = move (target, DISPATCH_COLUMN_TOKEN, DISPATCH_COLUMN_USER);

  set_all (target, DISPATCH_COLUMN_PROVIDER, "");
  return n_changed;
}

static guint
move_tokens (const CarillonFixTarget *target, const char *text)
{
  return move (target, DISPATCH_COLUMN_USER, DISPATCH_COLUMN_TOKEN);
}

static guint
keep_user (const CarillonFixTarget *target, const char *text)
{
  set_all (target, DISPATCH_COLUMN_PROVIDER, "");
  return set_all (target, DISPATCH_COLUMN_TOKEN, "");
}

static guint
keep_token (const CarillonFixTarget *target, const char *text)
{
  return set_all (target, DISPATCH_COLUMN_USER, "");
}

static guint
drop (const CarillonFixTarget *target, const char *text)
{
  guint n_rows;
  const guint *rows = get_rows (target, &n_rows);

  dispatch_audience_remove_rows (get_audience (target), rows, n_rows);
  return n_rows;
}

/* What is offered. */

/* A column is called by a name; a path leads into a list or an object of one cell. */
static gboolean
is_column (DispatchDraft *draft, DispatchProblem *problem)
{
  const char *path = dispatch_problem_get_detail (problem);

  return path != NULL && *path != '\0' && strpbrk (path, ".[") == NULL;
}

static gboolean
can_spell (DispatchDraft *draft, DispatchProblem *problem)
{
  DispatchAudience *audience = dispatch_draft_get_audience (draft);
  guint n_rows;
  const guint *rows = dispatch_problem_get_rows (problem, &n_rows);

  return n_rows > 0 && rows[0] < dispatch_audience_get_n_rows (audience) &&
         dispatch_provider_parse (
           dispatch_audience_get_value (audience, rows[0], DISPATCH_COLUMN_PROVIDER)) != NULL;
}

static const struct {
  const char *label;
  const char *heading;  /* (nullable): where it needs a text */
  const char *question; /* (nullable): what text it needs */
  IsOffered is_offered; /* (nullable): always */
  Apply apply;
  const char *done; /* with a count */
} fixes[CARILLON_N_FIXES] = {
  [CARILLON_FIX_DEFAULT] = { N_ ("Set a _Default…"), N_ ("Set a Default"),
                             N_ ("What recipients without a value read instead"),
                             carillon_fix_can_default, carillon_fix_set_default,
                             N_ ("Defaults written: %s") },
  [CARILLON_FIX_QUOTES] = { N_ ("Type _Straight Quotation Marks"), NULL, NULL,
                            carillon_fix_is_in_text, carillon_fix_straighten_quotes,
                            N_ ("Marks straightened: %s") },
  [CARILLON_FIX_FILL] = { N_ ("_Fill the Empty Cells…"), N_ ("Fill the Empty Cells"),
                          N_ ("What to write into them"), is_column, fill,
                          N_ ("Cells filled: %s") },
  [CARILLON_FIX_REMOVE_COLUMN] = { N_ ("_Remove the Column"), NULL, NULL, NULL, remove_column,
                                   N_ ("Columns removed: %s") },
  [CARILLON_FIX_PROVIDER] = { N_ ("_Spell Them as FCM and APN"), NULL, NULL, can_spell,
                              correct_provider, N_ ("Providers corrected: %s") },
  [CARILLON_FIX_FCM] = { N_ ("Choose _FCM for Them"), NULL, NULL, NULL, set_fcm,
                         N_ ("Providers chosen: %s") },
  [CARILLON_FIX_APN] = { N_ ("Choose _APN for Them"), NULL, NULL, NULL, set_apn,
                         N_ ("Providers chosen: %s") },
  [CARILLON_FIX_CLEAR_PROVIDER] = { N_ ("_Clear the Providers"), NULL, NULL, NULL, clear_provider,
                                    N_ ("Providers cleared: %s") },
  [CARILLON_FIX_MOVE_USERS] = { N_ ("_Move Them to the Users"), NULL, NULL, NULL, move_users,
                                N_ ("User IDs moved: %s") },
  [CARILLON_FIX_MOVE_TOKENS] = { N_ ("_Move Them to the Tokens"), NULL, NULL, NULL, move_tokens,
                                 N_ ("Tokens moved: %s") },
  [CARILLON_FIX_KEEP_USER] = { N_ ("Keep the _Users"), NULL, NULL, NULL, keep_user,
                               N_ ("Tokens cleared: %s") },
  [CARILLON_FIX_KEEP_TOKEN] = { N_ ("Keep the _Tokens"), NULL, NULL, NULL, keep_token,
                                N_ ("User IDs cleared: %s") },
  [CARILLON_FIX_KEEP_FIRST] = { N_ ("_Keep the First of Each"), NULL, NULL, NULL, drop,
                                N_ ("Rows dropped: %s") },
  [CARILLON_FIX_DROP] = { N_ ("_Drop These Rows"), NULL, NULL, NULL, drop,
                          N_ ("Rows dropped: %s") },
};

/* What helps against each kind, what changes least first. */
static const CarillonFix kinds[][CARILLON_MAX_FIXES] = {
  [DISPATCH_PROBLEM_CURLY_QUOTES] = { CARILLON_FIX_QUOTES },
  [DISPATCH_PROBLEM_NO_DEFAULT] = { CARILLON_FIX_DEFAULT },
  [DISPATCH_PROBLEM_MISSING_VALUE] = { CARILLON_FIX_DEFAULT, CARILLON_FIX_FILL, CARILLON_FIX_DROP },
  [DISPATCH_PROBLEM_UNUSED_COLUMN] = { CARILLON_FIX_REMOVE_COLUMN },
  [DISPATCH_PROBLEM_RENDER] = { CARILLON_FIX_DROP },
  [DISPATCH_PROBLEM_BAD_VALUE] = { CARILLON_FIX_DROP },
  [DISPATCH_PROBLEM_BLANK_TEXT] = { CARILLON_FIX_DROP },
  [DISPATCH_PROBLEM_BLANK_PART] = { CARILLON_FIX_DROP },
  [DISPATCH_PROBLEM_TRUNCATED] = { CARILLON_FIX_DROP },
  [DISPATCH_PROBLEM_TOO_LARGE] = { CARILLON_FIX_DROP },
  [DISPATCH_PROBLEM_NO_ADDRESS] = { CARILLON_FIX_DROP },
  [DISPATCH_PROBLEM_TWO_ADDRESSES] = { CARILLON_FIX_KEEP_USER, CARILLON_FIX_KEEP_TOKEN,
                                       CARILLON_FIX_DROP },
  [DISPATCH_PROBLEM_BAD_USER_ID] = { CARILLON_FIX_DROP },
  [DISPATCH_PROBLEM_TOKEN_AS_USER] = { CARILLON_FIX_MOVE_TOKENS, CARILLON_FIX_DROP },
  [DISPATCH_PROBLEM_USER_AS_TOKEN] = { CARILLON_FIX_MOVE_USERS, CARILLON_FIX_DROP },
  [DISPATCH_PROBLEM_OTHER_TOKEN] = { CARILLON_FIX_DROP },
  [DISPATCH_PROBLEM_ODD_TOKEN] = { CARILLON_FIX_DROP },
  [DISPATCH_PROBLEM_NO_PROVIDER] = { CARILLON_FIX_FCM, CARILLON_FIX_APN, CARILLON_FIX_DROP },
  [DISPATCH_PROBLEM_BAD_PROVIDER] = { CARILLON_FIX_PROVIDER, CARILLON_FIX_FCM, CARILLON_FIX_APN,
                                      CARILLON_FIX_DROP },
  [DISPATCH_PROBLEM_PROVIDER_OF_USER] = { CARILLON_FIX_CLEAR_PROVIDER, CARILLON_FIX_DROP },
  [DISPATCH_PROBLEM_NO_CREDENTIAL] = { CARILLON_FIX_DROP },
  [DISPATCH_PROBLEM_UNKNOWN_USER] = { CARILLON_FIX_DROP },
  [DISPATCH_PROBLEM_DUPLICATE] = { CARILLON_FIX_KEEP_FIRST },
  [DISPATCH_PROBLEM_USER_AND_TOKEN] = { CARILLON_FIX_DROP },
  [DISPATCH_PROBLEM_RECENTLY_SENT] = { CARILLON_FIX_DROP },
  [DISPATCH_PROBLEM_TAG] = { CARILLON_FIX_DROP },
};

/* Some kinds concern rows, or the message as a whole. */
static gboolean
is_offered (CarillonFix fix, DispatchDraft *draft, DispatchProblem *problem)
{
  guint n_rows;

  dispatch_problem_get_rows (problem, &n_rows);
  if (fix == CARILLON_FIX_NONE || (fixes[fix].apply == drop && n_rows == 0)) {
    return FALSE;
  }
  return fixes[fix].is_offered == NULL || fixes[fix].is_offered (draft, problem);
}

/**
 * carillon_fixes_list:
 * @draft: a draft
 * @problem: what was found in it
 * @fixes_out: (out caller-allocates) (array fixed-size=4): what helps, what changes least first
 *
 * Returns: how many
 */
guint
carillon_fixes_list (DispatchDraft *draft,
                     DispatchProblem *problem,
                     CarillonFix fixes_out[CARILLON_MAX_FIXES])
{
  g_return_val_if_fail (DISPATCH_IS_DRAFT (draft), 0);
  g_return_val_if_fail (DISPATCH_IS_PROBLEM (problem), 0);

  guint kind = dispatch_problem_get_kind (problem);
  guint n_fixes = 0;
  for (guint i = 0; kind < G_N_ELEMENTS (kinds) && i < CARILLON_MAX_FIXES; i++) {
    if (is_offered (kinds[kind][i], draft, problem)) {
      fixes_out[n_fixes++] = kinds[kind][i];
    }
  }
  return n_fixes;
}

const char *
carillon_fix_get_label (CarillonFix fix)
{
  return _ (fixes[fix].label);
}

/**
 * carillon_fix_get_heading:
 * @fix: a fix
 *
 * Returns: (nullable): what it does, as a heading above its question
 */
const char *
carillon_fix_get_heading (CarillonFix fix)
{
  return fixes[fix].heading != NULL ? _ (fixes[fix].heading) : NULL;
}

/**
 * carillon_fix_get_question:
 * @fix: a fix
 *
 * Returns: (nullable): what text it needs, translated; %NULL for one that needs none
 */
const char *
carillon_fix_get_question (CarillonFix fix)
{
  return fixes[fix].question != NULL ? _ (fixes[fix].question) : NULL;
}

/**
 * carillon_fix_is_answered:
 * @fix: a fix that needs a text
 * @text: what was typed
 *
 * Liquid has no way to write both kinds of straight quotation marks into one text.
 *
 * Returns: whether it can be used
 */
gboolean
carillon_fix_is_answered (CarillonFix fix, const char *text)
{
  return *text != '\0' &&
         (fix != CARILLON_FIX_DEFAULT || strchr (text, '"') == NULL || strchr (text, '\'') == NULL);
}

/**
 * carillon_fix_apply:
 * @fix: a fix that carillon_fixes_list() named
 * @target: what to fix
 * @text: the text it needs, or ""
 *
 * Returns: (transfer full): what was done, translated
 */
char *
carillon_fix_apply (CarillonFix fix, const CarillonFixTarget *target, const char *text)
{
  g_return_val_if_fail (fix > CARILLON_FIX_NONE && fix < CARILLON_N_FIXES, NULL);

  DispatchAudience *audience = get_audience (target);
  gboolean of_rows = fix > CARILLON_FIX_QUOTES;
  if (of_rows) {
    dispatch_audience_begin_edit (audience);
  }
  guint n_changed = fixes[fix].apply (target, text);
  if (of_rows) {
    dispatch_audience_end_edit (audience);
  }

  g_autofree char *count = carillon_format_count (n_changed);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  return g_strdup_printf (_ (fixes[fix].done), count);
#pragma GCC diagnostic pop
}
