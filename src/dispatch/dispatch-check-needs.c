#include "dispatch-check-needs.h"

#include <string.h>

static void
clear_need (gpointer data)
{
  DispatchNeed *need = data;

  g_clear_pointer (&need->path, g_free);
  g_clear_pointer (&need->probe, liquid_template_free);
}

GArray *
dispatch_needs_new (void)
{
  GArray *needs = g_array_new (FALSE, FALSE, sizeof (DispatchNeed));

  g_array_set_clear_func (needs, clear_need);
  return needs;
}

const DispatchNeed *
dispatch_needs_find (const GArray *needs, const char *path)
{
  for (guint i = 0; i < needs->len; i++) {
    const DispatchNeed *need = &g_array_index (needs, DispatchNeed, i);
    if (strcmp (need->path, path) == 0) {
      return need;
    }
  }
  return NULL;
}

/* What stands inside of a value that is a list or hash only rendering tells. A member that is only
 * known when it is rendered (`a[b]`) stands as empty brackets in the path: then there is no probe,
 * and the value itself is all that is asked for. */
static LiquidTemplate *
make_probe (const LiquidVariable *variable)
{
  if (strcmp (variable->path, variable->name) == 0 || strstr (variable->path, "[]") != NULL) {
    return NULL;
  }
  g_autofree char *text = g_strdup_printf ("{{ %s }}", variable->path);
  return liquid_template_parse (text, -1, LIQUID_SHOPIFY, NULL);
}

/**
 * dispatch_needs_add:
 * @needs: needs
 * @variables: of #DispatchVariable; @variable is one of them
 * @variable: what is needed
 * @mark: of rows that lack it
 */
void
dispatch_needs_add (GArray *needs,
                    const GArray *variables,
                    const LiquidVariable *variable,
                    guint mark)
{
  const DispatchVariable *column =
    dispatch_variables_find (variables, variable->name, strlen (variable->name));
  const DispatchNeed need = {
    .path = g_strdup (variable->path),
    .slot = column->slot,
    .probe = make_probe (variable),
    .mark = mark,
    .variable = (guint) (column - &g_array_index (variables, DispatchVariable, 0)),
  };

  g_array_append_val (needs, need);
}

/* Only while it renders does a text ask for a variable in a branch. That tells who needs it where
 * nothing else in the text would have asked: no use that everyone gets to, none with a default, and
 * no condition, which asks in order to do without. */
static gboolean
is_asked_in_branches_only (const LiquidVariable *uses, size_t n_uses, const char *name)
{
  for (size_t i = 0; i < n_uses; i++) {
    if (strcmp (uses[i].name, name) == 0 &&
        (!uses[i].conditional || uses[i].decides || uses[i].has_default)) {
      return FALSE;
    }
  }
  return TRUE;
}

/* Which of several members was asked for nobody notes. */
static gboolean
has_one_path (const LiquidVariable *uses, size_t n_uses, const LiquidVariable *use)
{
  for (size_t i = 0; i < n_uses; i++) {
    if (strcmp (uses[i].name, use->name) == 0 && strcmp (uses[i].path, use->path) != 0) {
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
is_listed (const GArray *branches, const DispatchTemplate *template, const char *path)
{
  for (guint i = 0; i < branches->len; i++) {
    const DispatchNeed *branch = &g_array_index (branches, DispatchNeed, i);
    if (branch->template == template && strcmp (branch->path, path) == 0) {
      return TRUE;
    }
  }
  return FALSE;
}

static guint
expect (const GArray *branches, const char *path, DispatchFindings *findings)
{
  const DispatchNeed *same = dispatch_needs_find (branches, path);
  const DispatchCause missing = {
    .kind = DISPATCH_PROBLEM_MISSING_VALUE,
    .field = DISPATCH_FIELD_RECIPIENTS,
    .detail = path,
  };

  return same != NULL ? same->mark : dispatch_findings_expect (findings, &missing);
}

/**
 * dispatch_needs_add_branches:
 * @branches: of #DispatchNeed, of all texts: where to add to
 * @needs: of #DispatchNeed: what every recipient needs
 * @variables: of #DispatchVariable: those of all texts
 * @template: a text that parses
 * @findings: where rows that lack one are expected
 *
 * Adds what only some recipients need, because it stands in a branch.
 */
void
dispatch_needs_add_branches (GArray *branches,
                             const GArray *needs,
                             const GArray *variables,
                             DispatchTemplate *template,
                             DispatchFindings *findings)
{
  size_t n_uses;
  const LiquidVariable *uses = liquid_template_get_variables (template->shopify, &n_uses);

  for (size_t i = 0; i < n_uses; i++) {
    const LiquidVariable *use = &uses[i];
    if (!is_asked_in_branches_only (uses, n_uses, use->name) ||
        dispatch_template_is_quoted (template, &use->span) ||
        dispatch_needs_find (needs, use->path) != NULL ||
        is_listed (branches, template, use->path)) {
      continue;
    }
    dispatch_needs_add (branches, variables, use, expect (branches, use->path, findings));
    DispatchNeed *branch = &g_array_index (branches, DispatchNeed, branches->len - 1);
    branch->template = template;
    if (!has_one_path (uses, n_uses, use)) {
      g_clear_pointer (&branch->probe, liquid_template_free);
    }
    template->has_branches = TRUE;
  }
}

/* Whether the path leads to nothing, though its variable has a value. */
static gboolean
probe_is_blank (const DispatchNeed *self, DispatchReader *reader, GString *scratch)
{
  return self->probe != NULL && dispatch_reader_render (reader, self->probe, scratch, NULL) &&
         scratch->len == 0;
}

/**
 * dispatch_need_is_unmet:
 * @self: a need
 * @reader: at a row; behind the text of a need in a branch
 * @scratch: to be overwritten
 *
 * Returns: whether the row needs it, and has no value for it
 */
gboolean
dispatch_need_is_unmet (const DispatchNeed *self, DispatchReader *reader, GString *scratch)
{
  if (self->template != NULL && !reader->asked[self->variable]) {
    return FALSE;
  }
  return self->slot == DISPATCH_NONE ||
         *dispatch_block_get (reader->block, reader->row, self->slot) == '\0' ||
         probe_is_blank (self, reader, scratch);
}
