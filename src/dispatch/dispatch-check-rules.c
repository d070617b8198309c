#include "dispatch-check-rules.h"

#include <string.h>

#include "dispatch-rules.h"

static const DispatchCause row_causes[DISPATCH_N_ROW_CAUSES] = {
  [DISPATCH_ROW_NO_ADDRESS] = { DISPATCH_PROBLEM_NO_ADDRESS, DISPATCH_FIELD_RECIPIENTS },
  [DISPATCH_ROW_TWO_ADDRESSES] = { DISPATCH_PROBLEM_TWO_ADDRESSES, DISPATCH_FIELD_RECIPIENTS },
  [DISPATCH_ROW_BAD_USER_ID] = { DISPATCH_PROBLEM_BAD_USER_ID, DISPATCH_FIELD_RECIPIENTS },
  [DISPATCH_ROW_TOKEN_AS_USER] = { DISPATCH_PROBLEM_TOKEN_AS_USER, DISPATCH_FIELD_RECIPIENTS },
  [DISPATCH_ROW_USER_AS_TOKEN] = { DISPATCH_PROBLEM_USER_AS_TOKEN, DISPATCH_FIELD_RECIPIENTS },
  [DISPATCH_ROW_NO_PROVIDER] = { DISPATCH_PROBLEM_NO_PROVIDER, DISPATCH_FIELD_RECIPIENTS },
  [DISPATCH_ROW_BAD_PROVIDER] = { DISPATCH_PROBLEM_BAD_PROVIDER, DISPATCH_FIELD_RECIPIENTS },
  [DISPATCH_ROW_PROVIDER_OF_USER] = { DISPATCH_PROBLEM_PROVIDER_OF_USER,
                                      DISPATCH_FIELD_RECIPIENTS },
  [DISPATCH_ROW_OTHER_TOKEN] = { DISPATCH_PROBLEM_OTHER_TOKEN, DISPATCH_FIELD_RECIPIENTS },
  [DISPATCH_ROW_ODD_TOKEN] = { DISPATCH_PROBLEM_ODD_TOKEN, DISPATCH_FIELD_RECIPIENTS },
  [DISPATCH_ROW_BAD_VALUE] = { DISPATCH_PROBLEM_BAD_VALUE, DISPATCH_FIELD_RECIPIENTS },
  [DISPATCH_ROW_BLANK_TEXT] = { DISPATCH_PROBLEM_BLANK_TEXT, DISPATCH_FIELD_NONE },
  [DISPATCH_ROW_BLANK_TITLE] = { DISPATCH_PROBLEM_BLANK_PART, DISPATCH_FIELD_TITLE },
  [DISPATCH_ROW_BLANK_BODY] = { DISPATCH_PROBLEM_BLANK_PART, DISPATCH_FIELD_BODY },
  [DISPATCH_ROW_LONG_TITLE] = { DISPATCH_PROBLEM_TRUNCATED, DISPATCH_FIELD_TITLE },
  [DISPATCH_ROW_LONG_BODY] = { DISPATCH_PROBLEM_TRUNCATED, DISPATCH_FIELD_BODY },
  [DISPATCH_ROW_TOO_LARGE] = { DISPATCH_PROBLEM_TOO_LARGE, DISPATCH_FIELD_NONE },
};

static void
clear_tag (gpointer data)
{
  DispatchTagCheck *tag = data;

  dispatch_template_clear (&tag->template);
}

static void
add (DispatchRules *self, DispatchProblemKind kind, DispatchField field, const char *detail)
{
  const DispatchCause cause = { .kind = kind, .field = field, .detail = detail };

  dispatch_findings_add (self->findings, &cause);
}

static gboolean
has_date (const DispatchRules *self, guint slot)
{
  for (guint i = 0; i < self->dates->len; i++) {
    if (g_array_index (self->dates, DispatchDateColumn, i).slot == slot) {
      return TRUE;
    }
  }
  return FALSE;
}

static guint
find_slot (const DispatchRules *self, const char *name)
{
  const DispatchVariable *variable = dispatch_variables_find (self->variables, name, strlen (name));

  return variable != NULL ? variable->slot : DISPATCH_NONE;
}

static void
check_date (DispatchRules *self, const LiquidVariable *variable)
{
  guint slot = find_slot (self, variable->name);

  if (!variable->is_date || strcmp (variable->path, variable->name) != 0 || slot == DISPATCH_NONE ||
      has_date (self, slot)) {
    return;
  }
  const DispatchCause cause = {
    .kind = DISPATCH_PROBLEM_DATE_DIGITS,
    .field = DISPATCH_FIELD_RECIPIENTS,
    .detail = variable->name,
  };
  const DispatchDateColumn date = { slot, dispatch_findings_expect (self->findings, &cause) };
  g_array_append_val (self->dates, date);
}

static void
check_variable (DispatchRules *self,
                const DispatchTable *table,
                const LiquidVariable *variable,
                DispatchField field)
{
  dispatch_variables_add (self->variables, table, variable->name);
  check_date (self, variable);
  if (variable->has_default || variable->conditional ||
      dispatch_needs_find (self->needs, variable->path) != NULL) {
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
  dispatch_needs_add (self->needs, self->variables, variable,
                      dispatch_findings_expect (self->findings, &missing));
}

/* Returns: whether @text is a template. */
static gboolean
check_template (DispatchRules *self,
                const DispatchTable *table,
                DispatchTemplate *template,
                const char *text,
                DispatchField field)
{
  size_t n_variables = 0;

  dispatch_template_init (template, text, field, self->findings);
  if (template->shopify == NULL) {
    self->all_parsed = FALSE;
    return FALSE;
  }
  const LiquidVariable *variables = liquid_template_get_variables (template->shopify, &n_variables);
  for (size_t i = 0; i < n_variables; i++) {
    if (!dispatch_template_is_quoted (template, &variables[i].span)) {
      check_variable (self, table, &variables[i], field);
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
check_templated_tag (DispatchRules *self,
                     const DispatchTable *table,
                     const char *key,
                     const char *value)
{
  const DispatchCause cause = {
    .kind = DISPATCH_PROBLEM_TAG,
    .field = DISPATCH_FIELD_TAGS,
    .detail = key,
  };
  DispatchTagCheck tag = { 0 };

  if (!check_template (self, table, &tag.template, value, DISPATCH_FIELD_TAGS)) {
    dispatch_template_clear (&tag.template);
    return;
  }
  tag.mark = dispatch_findings_expect (self->findings, &cause);
  g_array_append_val (self->tags, tag);
}

static void
check_tag (DispatchRules *self, const DispatchTable *table, const char *const *tags, guint index)
{
  const char *key = tags[index], *value = tags[index + 1];
  gboolean is_template = strstr (value, "{{") != NULL || strstr (value, "{%") != NULL;

  if (!dispatch_tag_key_is_valid (key) || strcmp (key, DISPATCH_SEND_TAG) == 0 ||
      tag_is_repeated (tags, index) || (!is_template && !dispatch_tag_value_is_valid (value))) {
    add (self, DISPATCH_PROBLEM_TAG, DISPATCH_FIELD_TAGS, key);
  }
  if (is_template) {
    check_templated_tag (self, table, key, value);
  }
}

static void
check_all_tags (DispatchRules *self, const DispatchTable *table, const char *const *tags)
{
  if (g_strv_length ((char **) tags) > 2 * DISPATCH_MAX_TAGS) {
    add (self, DISPATCH_PROBLEM_TAGS, DISPATCH_FIELD_TAGS, NULL);
  }
  for (guint i = 0; tags[i] != NULL; i += 2) {
    check_tag (self, table, tags, i);
  }
}

static void
check_branches (DispatchRules *self, DispatchTemplate *template)
{
  if (dispatch_template_can_render (template)) {
    dispatch_needs_add_branches (self->branches, self->needs, self->variables, template,
                                 self->findings);
  }
}

/* What every text asks of everyone is known. */
static void
check_all_branches (DispatchRules *self)
{
  check_branches (self, &self->title);
  check_branches (self, &self->body);
  for (guint i = 0; i < self->tags->len; i++) {
    check_branches (self, &g_array_index (self->tags, DispatchTagCheck, i).template);
  }
}

static void
expect_rows (DispatchRules *self)
{
  for (guint i = 0; i < DISPATCH_N_ROW_CAUSES; i++) {
    self->causes[i] = dispatch_findings_expect (self->findings, &row_causes[i]);
  }
  for (guint i = 0; i < DISPATCH_N_ROW_KINDS; i++) {
    self->kinds[i] = dispatch_findings_reserve (self->findings);
  }
}

static void
collect_slots (DispatchRules *self, const DispatchTable *table)
{
  self->user_slot = dispatch_table_get_slot (table, DISPATCH_COLUMN_USER);
  self->token_slot = dispatch_table_get_slot (table, DISPATCH_COLUMN_TOKEN);
  self->provider_slot = dispatch_table_get_slot (table, DISPATCH_COLUMN_PROVIDER);
  g_array_append_val (self->slots, self->user_slot);
  g_array_append_val (self->slots, self->token_slot);
  g_array_append_val (self->slots, self->provider_slot);
  for (guint i = 0; i < self->variables->len; i++) {
    guint slot = g_array_index (self->variables, DispatchVariable, i).slot;
    if (slot != DISPATCH_NONE) {
      g_array_append_val (self->slots, slot);
    }
  }
}

/* All that the verdict on a row depends on, in one text. */
static char *
make_key (const DispatchRules *self, const DispatchContent *content)
{
  g_autoptr (GString) key = g_string_new (NULL);

  g_string_append_printf (key, "%zu %s%zu %s", strlen (content->title), content->title,
                          strlen (content->body), content->body);
  for (guint i = 0; content->tags[i] != NULL; i++) {
    g_string_append_printf (key, "%zu %s", strlen (content->tags[i]), content->tags[i]);
  }
  for (guint i = 0; i < DISPATCH_REACH_ANY; i++) {
    g_string_append_printf (key, "\n%zu %u", self->payload.fixed[i], self->payload.members[i]);
  }
  for (guint i = 0; i < DISPATCH_N_FIXED_COLUMNS; i++) {
    g_string_append_printf (key, "\n%u", g_array_index (self->slots, guint, i));
  }
  for (guint i = 0; i < self->variables->len; i++) {
    g_string_append_printf (key, "\n%u", g_array_index (self->variables, DispatchVariable, i).slot);
  }
  return g_string_free (g_steal_pointer (&key), FALSE);
}

static DispatchRules *
rules_alloc (void)
{
  DispatchRules *self = g_new0 (DispatchRules, 1);

  self->findings = dispatch_findings_new ();
  self->variables = dispatch_variables_new ();
  self->slots = g_array_new (FALSE, FALSE, sizeof (guint));
  self->needs = dispatch_needs_new ();
  self->branches = dispatch_needs_new ();
  self->dates = g_array_new (FALSE, FALSE, sizeof (DispatchDateColumn));
  self->tags = g_array_new (FALSE, FALSE, sizeof (DispatchTagCheck));
  g_array_set_clear_func (self->tags, clear_tag);
  self->all_parsed = TRUE;
  self->now = g_get_real_time ();
  return self;
}

/**
 * dispatch_rules_new:
 * @snapshot: a draft
 *
 * Returns: (transfer full): what its message asks of the rows of its table
 */
DispatchRules *
dispatch_rules_new (const DispatchSnapshot *snapshot)
{
  const DispatchContent *content = snapshot->content;
  DispatchRules *self = rules_alloc ();

  self->has_title = !is_blank (content->title);
  self->has_body = !is_blank (content->body);
  dispatch_payload_init (&self->payload, content);
  if (!self->has_title && !self->has_body) {
    add (self, DISPATCH_PROBLEM_NO_TEXT, DISPATCH_FIELD_BODY, NULL);
  }
  check_template (self, snapshot->table, &self->title, content->title, DISPATCH_FIELD_TITLE);
  check_template (self, snapshot->table, &self->body, content->body, DISPATCH_FIELD_BODY);
  check_all_tags (self, snapshot->table, content->tags);
  check_all_branches (self);
  expect_rows (self);
  collect_slots (self, snapshot->table);
  self->key = make_key (self, content);
  return self;
}

void
dispatch_rules_free (DispatchRules *self)
{
  g_clear_pointer (&self->key, g_free);
  dispatch_template_clear (&self->title);
  dispatch_template_clear (&self->body);
  g_clear_pointer (&self->variables, g_array_unref);
  g_clear_pointer (&self->slots, g_array_unref);
  g_clear_pointer (&self->needs, g_array_unref);
  g_clear_pointer (&self->branches, g_array_unref);
  g_clear_pointer (&self->dates, g_array_unref);
  g_clear_pointer (&self->tags, g_array_unref);
  g_clear_pointer (&self->findings, dispatch_findings_free);
  g_free (self);
}

/**
 * dispatch_rules_equal:
 * @self: rules
 * @other: other rules
 *
 * Returns: whether both say the same of every row
 */
gboolean
dispatch_rules_equal (const DispatchRules *self, const DispatchRules *other)
{
  return strcmp (self->key, other->key) == 0;
}

static gboolean
has_mark (const DispatchTemplate *template, guint mark)
{
  return template->failed == mark || template->differs == mark;
}

const DispatchTemplate *
dispatch_rules_find_template (const DispatchRules *self, guint mark)
{
  if (has_mark (&self->title, mark)) {
    return &self->title;
  }
  if (has_mark (&self->body, mark)) {
    return &self->body;
  }
  for (guint i = 0; i < self->tags->len; i++) {
    const DispatchTagCheck *tag = &g_array_index (self->tags, DispatchTagCheck, i);
    if (has_mark (&tag->template, mark)) {
      return &tag->template;
    }
  }
  return NULL;
}
