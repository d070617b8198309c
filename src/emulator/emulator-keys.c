/* Which rows meet several conditions, from the newest down, without looking through those that do
 * not.
 *
 * A condition is answered by an index whose entries end in the key, so that its next key downwards
 * is one search. Each is asked for its next key in turn, and whichever answers with a smaller one
 * sends all others there: what that costs depends on the condition that the fewest rows meet, not
 * on how many meet the rest, and it is the same wherever one begins. (Known as a leapfrog join;
 * Veldhuizen, "Leapfrog Triejoin", 2014. Its worst case are two long lists that alternate and never
 * meet.) */

#include "emulator-keys.h"

#define MAX_VALUES 3

/* One range of an index: the entries that begin with these values. */
typedef struct {
  gint64 values[MAX_VALUES];
  gint64 next; /* its largest key at most where it was last looked for; -1 where there is none */
} Alternative;

/* Met by the rows of any of its alternatives. */
typedef struct {
  const char *sql; /* (unowned) */
  GArray *alternatives;
} Condition;

struct _EmulatorKeys {
  EmulatorStore *store; /* (unowned) */
  GArray *conditions;
};

static void
clear_condition (gpointer data)
{
  g_array_unref (((Condition *) data)->alternatives);
}

/**
 * emulator_keys_new:
 * @store: (transfer none): where the rows are
 *
 * Returns: (transfer full): no condition yet
 */
EmulatorKeys *
emulator_keys_new (EmulatorStore *store)
{
  g_return_val_if_fail (store != NULL, NULL);

  EmulatorKeys *self = g_new0 (EmulatorKeys, 1);
  self->store = store;
  self->conditions = g_array_new (FALSE, FALSE, sizeof (Condition));
  g_array_set_clear_func (self->conditions, clear_condition);
  return self;
}

void
emulator_keys_free (EmulatorKeys *self)
{
  g_array_unref (self->conditions);
  g_free (self);
}

/**
 * emulator_keys_add_condition:
 * @self: what is wanted
 * @sql: (transfer none): finds the largest key from ?1 to ?2 among the rows that have the values
 *   ?3, ?4 and ?5, by one search in an index; lives as long as @self
 *
 * Asks for one more condition, which no row meets until it has alternatives.
 */
void
emulator_keys_add_condition (EmulatorKeys *self, const char *sql)
{
  g_return_if_fail (self != NULL && sql != NULL);

  Condition condition = {
    .sql = sql,
    .alternatives = g_array_new (FALSE, FALSE, sizeof (Alternative)),
  };
  g_array_append_val (self->conditions, condition);
}

/**
 * emulator_keys_add_alternative:
 * @self: what is wanted, with a condition at least
 * @first: the value ?3
 * @second: the value ?4; not looked at where the condition has none
 * @third: the value ?5; the same
 *
 * Lets rows that have these values meet the condition that was added last.
 */
void
emulator_keys_add_alternative (EmulatorKeys *self, gint64 first, gint64 second, gint64 third)
{
  g_return_if_fail (self != NULL && self->conditions->len > 0);

  Alternative alternative = { .values = { first, second, third }, .next = G_MAXINT64 };
  Condition *last = &g_array_index (self->conditions, Condition, self->conditions->len - 1);
  g_array_append_val (last->alternatives, alternative);
}

static gboolean
search (EmulatorKeys *self,
        const char *sql,
        Alternative *alternative,
        gint64 at_least,
        gint64 at_most,
        GError **error)
{
  g_autoptr (EmulatorStatement) query = emulator_store_prepare (self->store, sql);
  int n_parameters = emulator_statement_get_n_parameters (query);

  emulator_statement_bind_int (query, 1, at_least);
  emulator_statement_bind_int (query, 2, at_most);
  for (int i = 3; i <= MIN (n_parameters, 2 + MAX_VALUES); i++) {
    emulator_statement_bind_int (query, i, alternative->values[i - 3]);
  }
  EmulatorStep step = emulator_statement_step (query, error);
  alternative->next = step == EMULATOR_STEP_ROW ? emulator_statement_get_int (query, 0) : -1;
  return step != EMULATOR_STEP_ERROR;
}

/* The largest key from @at_least to @at_most that meets it, -1 where none does. Only what was found
 * above @at_most before is looked for again. */
static gboolean
find (EmulatorKeys *self,
      Condition *condition,
      gint64 at_least,
      gint64 at_most,
      gint64 *key,
      GError **error)
{
  *key = -1;
  for (guint i = 0; i < condition->alternatives->len; i++) {
    Alternative *alternative = &g_array_index (condition->alternatives, Alternative, i);
    if (alternative->next > at_most &&
        !search (self, condition->sql, alternative, at_least, at_most, error)) {
      return FALSE;
    }
    *key = MAX (*key, alternative->next);
  }
  return TRUE;
}

/**
 * emulator_keys_next:
 * @self: what is wanted, with a condition at least
 * @at_least: the smallest key that is wanted, not negative; the same in each call
 * @at_most: the largest one; smaller than the key that was found before
 * @key: (out): the largest key in between that meets all conditions
 * @error: return location for a [error@Emulator.StoreError]
 *
 * Returns: whether there is one, or an error
 */
EmulatorStep
emulator_keys_next (
  EmulatorKeys *self, gint64 at_least, gint64 at_most, gint64 *key, GError **error)
{
  g_return_val_if_fail (self != NULL && self->conditions->len > 0, EMULATOR_STEP_ERROR);

  guint n_agreeing = 0;
  *key = at_most;
  for (guint i = 0; n_agreeing < self->conditions->len; i = (i + 1) % self->conditions->len) {
    gint64 next = -1;
    if (!find (self, &g_array_index (self->conditions, Condition, i), at_least, *key, &next,
               error)) {
      return EMULATOR_STEP_ERROR;
    }
    if (next < at_least) {
      return EMULATOR_STEP_DONE;
    }
    n_agreeing = next == *key ? n_agreeing + 1 : 1;
    *key = next;
  }
  return EMULATOR_STEP_ROW;
}
