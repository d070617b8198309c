/* A check looks at a draft as the service would, in a worker: first at the draft itself, then at
 * every recipient. The worker has a snapshot of its own, so nothing is shared with the main
 * thread. */

#include "dispatch-check.h"

#include <string.h>

#include "dispatch-check-rows.h"
#include "dispatch-rules.h"

typedef struct {
  const DispatchSnapshot *snapshot;
  DispatchFindings *findings;
  DispatchTemplate title;
  DispatchTemplate body;
  GArray *needs;    /* of DispatchNeed */
  GArray *dates;    /* of DispatchDateColumn */
  GArray *tags;     /* of DispatchTagCheck */
  GHashTable *used; /* set of (owned) names that templates use */
  gboolean all_parsed;
} Check;

static void
clear_tag (gpointer data)
{
  DispatchTagCheck *tag = data;

  dispatch_template_clear (&tag->template);
}

static void
check_init (Check *self, const DispatchSnapshot *snapshot)
{
  *self = (Check){
    .snapshot = snapshot,
    .findings = dispatch_findings_new (),
    .needs = g_array_new (FALSE, FALSE, sizeof (DispatchNeed)),
    .dates = g_array_new (FALSE, FALSE, sizeof (DispatchDateColumn)),
    .tags = g_array_new (FALSE, FALSE, sizeof (DispatchTagCheck)),
    .used = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
    .all_parsed = TRUE,
  };
  g_array_set_clear_func (self->tags, clear_tag);
}

static void
check_clear (Check *self)
{
  g_clear_pointer (&self->findings, dispatch_findings_free);
  dispatch_template_clear (&self->title);
  dispatch_template_clear (&self->body);
  g_clear_pointer (&self->needs, g_array_unref);
  g_clear_pointer (&self->dates, g_array_unref);
  g_clear_pointer (&self->tags, g_array_unref);
  g_clear_pointer (&self->used, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Check, check_clear)

static void
add (Check *self, DispatchProblemKind kind, DispatchField field, const char *detail)
{
  const DispatchCause cause = { .kind = kind, .field = field, .detail = detail };

  dispatch_findings_add (self->findings, &cause);
}

static gboolean
has_need (Check *self, const char *path)
{
  for (guint i = 0; i < self->needs->len; i++) {
    if (strcmp (g_array_index (self->needs, DispatchNeed, i).path, path) == 0) {
      return TRUE;
    }
  }
  return FALSE;
}

/* A cell is a text, and a text has no members: of what stands in "user.name" the service gets
 * nothing. */
static guint
find_column_of (Check *self, const LiquidVariable *variable)
{
  guint column = DISPATCH_NONE;

  if (strcmp (variable->path, variable->name) == 0 || g_str_has_suffix (variable->path, ".size")) {
    dispatch_table_find_column (self->snapshot->table, variable->name, strlen (variable->name),
                                &column);
  }
  return column;
}

static gboolean
has_date (Check *self, guint column)
{
  for (guint i = 0; i < self->dates->len; i++) {
    if (g_array_index (self->dates, DispatchDateColumn, i).column == column) {
      return TRUE;
    }
  }
  return FALSE;
}

static void
check_date (Check *self, const LiquidVariable *variable)
{
  guint column = variable->is_date ? find_column_of (self, variable) : DISPATCH_NONE;

  if (column == DISPATCH_NONE || has_date (self, column)) {
    return;
  }
  const DispatchCause cause = {
    .kind = DISPATCH_PROBLEM_DATE_DIGITS,
    .field = DISPATCH_FIELD_RECIPIENTS,
    .detail = variable->name,
  };
  DispatchDateColumn date = { column, dispatch_findings_expect (self->findings, &cause) };
  g_array_append_val (self->dates, date);
}

static void
check_variable (Check *self, const LiquidVariable *variable, DispatchField field)
{
  g_hash_table_add (self->used, g_strdup (variable->name));
  check_date (self, variable);
  if (variable->has_default || variable->conditional || has_need (self, variable->path)) {
    return;
  }
  const DispatchCause no_default = {
    .kind = DISPATCH_PROBLEM_NO_DEFAULT,
    .field = field,
    .detail = variable->path,
    .span = &variable->span,
  };
  dispatch_findings_add (self->findings, &no_default);
  const DispatchCause missing = {
    .kind = DISPATCH_PROBLEM_MISSING_VALUE,
    .field = DISPATCH_FIELD_RECIPIENTS,
    .detail = variable->path,
  };
  DispatchNeed need = { variable->path, find_column_of (self, variable),
                        dispatch_findings_expect (self->findings, &missing) };
  g_array_append_val (self->needs, need);
}

/* Returns: whether @text is a template. */
static gboolean
check_template (Check *self, DispatchTemplate *template, const char *text, DispatchField field)
{
  size_t n_variables = 0;

  dispatch_template_init (template, text, field, self->findings);
  if (template->shopify == NULL) {
    dispatch_template_clear (template);
    self->all_parsed = FALSE;
    return FALSE;
  }
  const LiquidVariable *variables = liquid_template_get_variables (template->shopify, &n_variables);
  for (size_t i = 0; i < n_variables; i++) {
    if (!dispatch_template_is_quoted (template, &variables[i].span)) {
      check_variable (self, &variables[i], field);
    }
  }
  return TRUE;
}

static gboolean
is_blank (const char *text)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));

  return *stripped == '\0';
}

static gboolean
has_text (const DispatchSnapshot *snapshot)
{
  return !is_blank (snapshot->content->title) || !is_blank (snapshot->content->body);
}

static void
check_message (Check *self)
{
  const DispatchSnapshot *snapshot = self->snapshot;

  if (!has_text (snapshot)) {
    add (self, DISPATCH_PROBLEM_NO_TEXT, DISPATCH_FIELD_BODY, NULL);
  }
  check_template (self, &self->title, snapshot->content->title, DISPATCH_FIELD_TITLE);
  check_template (self, &self->body, snapshot->content->body, DISPATCH_FIELD_BODY);
  const char *app_name = dispatch_content_get_app_name (snapshot->content);
  if (*app_name != '\0' && !dispatch_app_name_is_valid (app_name)) {
    add (self, DISPATCH_PROBLEM_APP_NAME, DISPATCH_FIELD_APP_NAME, app_name);
  }
}

static gboolean
tag_is_repeated (const char *const *tags, guint index)
{
  for (guint i = 0; i < index; i += 2) {
    if (strcmp (tags[i], tags[index]) == 0) {
      return TRUE;
    }
  }
  return FALSE;
}

static void
check_templated_tag (Check *self, const char *key, const char *value)
{
  const DispatchCause cause = {
    .kind = DISPATCH_PROBLEM_TAG,
    .field = DISPATCH_FIELD_TAGS,
    .detail = key,
  };
  DispatchTagCheck tag;

  if (check_template (self, &tag.template, value, DISPATCH_FIELD_TAGS)) {
    tag.expected = dispatch_findings_expect (self->findings, &cause);
    g_array_append_val (self->tags, tag);
  }
}

static void
check_tag (Check *self, guint index)
{
  const char *const *tags = self->snapshot->content->tags;
  const char *key = tags[index], *value = tags[index + 1];
  gboolean is_template = strstr (value, "{{") != NULL || strstr (value, "{%") != NULL;

  if (!dispatch_tag_key_is_valid (key) || strcmp (key, DISPATCH_SEND_TAG) == 0 ||
      tag_is_repeated (tags, index) || (!is_template && !dispatch_tag_value_is_valid (value))) {
    add (self, DISPATCH_PROBLEM_TAG, DISPATCH_FIELD_TAGS, key);
  }
  if (is_template) {
    check_templated_tag (self, key, value);
  }
}

static void
check_all_tags (Check *self)
{
  const char *const *tags = self->snapshot->content->tags;

  if (g_strv_length ((char **) tags) > 2 * DISPATCH_MAX_TAGS) {
    add (self, DISPATCH_PROBLEM_TAGS, DISPATCH_FIELD_TAGS, NULL);
  }
  for (guint i = 0; tags[i] != NULL; i += 2) {
    check_tag (self, i);
  }
}

static gboolean
column_has_values (const DispatchTable *table, guint column)
{
  for (guint row = 0; row < dispatch_table_get_n_rows (table); row++) {
    if (*dispatch_table_get (table, row, column) != '\0') {
      return TRUE;
    }
  }
  return FALSE;
}

static void
check_columns (Check *self)
{
  const DispatchTable *table = self->snapshot->table;

  if (dispatch_table_get_n_rows (table) == 0) {
    add (self, DISPATCH_PROBLEM_NO_RECIPIENTS, DISPATCH_FIELD_RECIPIENTS, NULL);
  }
  /* What a template that does not parse yet uses, nobody knows. */
  if (!self->all_parsed) {
    return;
  }
  for (guint i = DISPATCH_N_FIXED_COLUMNS; i < dispatch_table_get_n_columns (table); i++) {
    const char *name = dispatch_table_get_column_name (table, i);
    if (!g_hash_table_contains (self->used, name) && column_has_values (table, i)) {
      add (self, DISPATCH_PROBLEM_UNUSED_COLUMN, DISPATCH_FIELD_RECIPIENTS, name);
    }
  }
}

static DispatchReport *
run_check (const DispatchSnapshot *snapshot, GCancellable *cancellable)
{
  g_auto (Check) self = { 0 };
  DispatchReportNumbers numbers = {
    .n_recipients = dispatch_table_get_n_rows (snapshot->table),
    .n_rendered = dispatch_table_get_n_rows (snapshot->table),
  };

  for (guint i = 0; i < DISPATCH_N_EXTREMES; i++) {
    numbers.extremes[i] = DISPATCH_NONE;
  }

  check_init (&self, snapshot);
  check_message (&self);
  check_all_tags (&self);
  check_columns (&self);
  const DispatchRowsCheck rows = {
    snapshot, &self.title, &self.body, self.needs, self.dates, self.tags, has_text (snapshot),
  };
  if (!dispatch_check_rows (&rows, self.findings, &numbers, cancellable)) {
    return NULL;
  }
  return dispatch_report_new (dispatch_findings_get_problems (self.findings), &numbers);
}

static void
check_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  DispatchReport *report = run_check (task_data, cancellable);

  if (report != NULL) {
    g_task_return_pointer (task, report, g_object_unref);
  } else {
    g_task_return_error_if_cancelled (task);
  }
}

struct _DispatchCheck {
  GObject parent_instance;

  DispatchFacts *facts; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (DispatchCheck, dispatch_check, G_TYPE_OBJECT)

static void
dispatch_check_finalize (GObject *object)
{
  DispatchCheck *self = DISPATCH_CHECK (object);

  g_clear_pointer (&self->facts, dispatch_facts_unref);
  G_OBJECT_CLASS (dispatch_check_parent_class)->finalize (object);
}

static void
dispatch_check_class_init (DispatchCheckClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dispatch_check_finalize;
}

static void
dispatch_check_init (DispatchCheck *self)
{
}

DispatchCheck *
dispatch_check_new (void)
{
  return g_object_new (DISPATCH_TYPE_CHECK, NULL);
}

/**
 * dispatch_check_set_facts:
 * @self: a check
 * @facts: (nullable): what is known outside of the draft
 *
 * For the runs to come.
 */
void
dispatch_check_set_facts (DispatchCheck *self, DispatchFacts *facts)
{
  g_return_if_fail (DISPATCH_IS_CHECK (self));

  g_clear_pointer (&self->facts, dispatch_facts_unref);
  self->facts = facts != NULL ? dispatch_facts_ref (facts) : NULL;
}

/**
 * dispatch_check_run_async:
 * @self: a check
 * @snapshot: (transfer full): a draft as it is
 * @cancellable: (nullable): a cancellable
 * @callback: called when everything was looked at
 * @user_data: for @callback
 */
void
dispatch_check_run_async (DispatchCheck *self,
                          DispatchSnapshot *snapshot,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_return_if_fail (DISPATCH_IS_CHECK (self));
  g_return_if_fail (snapshot != NULL);

  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, dispatch_check_run_async);
  g_task_set_task_data (task, snapshot, (GDestroyNotify) dispatch_snapshot_free);
  g_task_run_in_thread (task, check_in_thread);
}

/**
 * dispatch_check_run_finish:
 * @self: a check
 * @result: what the callback was given
 * @error: return location for %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): what was found
 */
DispatchReport *
dispatch_check_run_finish (DispatchCheck *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * dispatch_check_async:
 * @draft: a draft
 * @cancellable: (nullable): a cancellable
 * @callback: called when the whole draft was looked at
 * @user_data: for @callback
 *
 * Checks the draft as it is now; it may be edited meanwhile.
 */
void
dispatch_check_async (DispatchDraft *draft,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_return_if_fail (DISPATCH_IS_DRAFT (draft));

  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, dispatch_check_async);
  g_task_set_task_data (task, dispatch_snapshot_new (draft),
                        (GDestroyNotify) dispatch_snapshot_free);
  g_task_run_in_thread (task, check_in_thread);
}

/**
 * dispatch_check_finish:
 * @result: what the callback was given
 * @error: return location for %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): what was found
 */
DispatchReport *
dispatch_check_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, dispatch_check_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
