#include "carillon-proposals.h"

#include <glib/gi18n.h>
#include <string.h>

#include "carillon-liquid-help.h"

/* Bytes of a word that is looked for inside of others: nearly all have any one letter. */
#define LEAST_INSIDE 2

struct _CarillonProposal {
  GObject parent_instance;

  char *name;
  char *help;
  const char *example; /* (nullable) */
  char *insert;
  guint caret;
};

G_DEFINE_FINAL_TYPE (CarillonProposal, carillon_proposal, G_TYPE_OBJECT)

static void
carillon_proposal_finalize (GObject *object)
{
  CarillonProposal *self = CARILLON_PROPOSAL (object);

  g_free (self->name);
  g_free (self->help);
  g_free (self->insert);
  G_OBJECT_CLASS (carillon_proposal_parent_class)->finalize (object);
}

static void
carillon_proposal_class_init (CarillonProposalClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = carillon_proposal_finalize;
}

static void
carillon_proposal_init (CarillonProposal *self)
{
}

/**
 * carillon_proposal_get_name:
 * @self: a proposal
 *
 * Returns: the word
 */
const char *
carillon_proposal_get_name (CarillonProposal *self)
{
  g_return_val_if_fail (CARILLON_IS_PROPOSAL (self), NULL);
  return self->name;
}

/**
 * carillon_proposal_get_help:
 * @self: a proposal
 *
 * Returns: what it does, and which dialect does not know it
 */
const char *
carillon_proposal_get_help (CarillonProposal *self)
{
  g_return_val_if_fail (CARILLON_IS_PROPOSAL (self), NULL);
  return self->help;
}

/**
 * carillon_proposal_get_example:
 * @self: a proposal
 *
 * Returns: (nullable): how it is used
 */
const char *
carillon_proposal_get_example (CarillonProposal *self)
{
  g_return_val_if_fail (CARILLON_IS_PROPOSAL (self), NULL);
  return self->example;
}

/**
 * carillon_proposal_get_insert:
 * @self: a proposal
 *
 * Returns: what stands in place of the word that was begun
 */
const char *
carillon_proposal_get_insert (CarillonProposal *self)
{
  g_return_val_if_fail (CARILLON_IS_PROPOSAL (self), NULL);
  return self->insert;
}

/**
 * carillon_proposal_get_caret:
 * @self: a proposal
 *
 * Returns: how many bytes of that the cursor stands behind
 */
guint
carillon_proposal_get_caret (CarillonProposal *self)
{
  g_return_val_if_fail (CARILLON_IS_PROPOSAL (self), 0);
  return self->caret;
}

/* The making of them */

typedef struct {
  const char *text;
  const CarillonPlace *place;
  char *word;          /* (owned): up to the cursor, folded */
  GListStore *begin;   /* (owned): proposals that begin with the word */
  GListStore *contain; /* (owned): and those that only hold it */
} Maker;

/* Names stand apart from the braces that they are put between. */
static void
set_insert (CarillonProposal *self, const Maker *maker, const char *behind)
{
  const char *before = maker->text + maker->place->start;
  const char *after = maker->text + maker->place->end;
  gboolean at_open = before > maker->text && strchr ("{%", before[-1]) != NULL;
  gboolean at_close = g_str_has_prefix (after, "}}") || g_str_has_prefix (after, "%}");

  self->insert = g_strconcat (at_open ? " " : "", self->name, behind, at_close ? " " : "", NULL);
  self->caret = (guint) (strlen (self->insert) - at_close);
}

static void
add (Maker *self, const char *name, char *help, const char *example, const char *behind)
{
  g_autoptr (CarillonProposal) proposal = g_object_new (CARILLON_TYPE_PROPOSAL, NULL);
  g_autofree char *folded = g_utf8_casefold (name, -1);

  proposal->name = g_strdup (name);
  proposal->help = help;
  proposal->example = example;
  set_insert (proposal, self, behind);
  if (g_str_has_prefix (folded, self->word)) {
    g_list_store_append (self->begin, proposal);
  } else if (strlen (self->word) >= LEAST_INSIDE && strstr (folded, self->word) != NULL) {
    g_list_store_append (self->contain, proposal);
  }
}

static char *
describe (const CarillonLiquidHelp *help, gboolean (*has) (LiquidDialect dialect, const char *name))
{
  if (!has (LIQUID_LIQUIDJS, help->name)) {
    return g_strdup_printf (_ ("%s (Shopify’s Liquid only)"), _ (help->help));
  }
  if (!has (LIQUID_SHOPIFY, help->name)) {
    return g_strdup_printf (_ ("%s (LiquidJS only)"), _ (help->help));
  }
  return g_strdup (_ (help->help));
}

static void
add_filter (Maker *self, const CarillonLiquidHelp *help)
{
  add (self, help->name, describe (help, carillon_liquid_help_has_filter), help->example,
       carillon_liquid_help_needs_value (help->name) ? ": " : "");
}

static gboolean
is_common (const char *filter)
{
  static const char *const common[] = { "capitalize", "date",   "default", "round",
                                        "truncate",   "upcase", NULL };

  return g_strv_contains (common, filter);
}

/* Before a letter is typed those stand first that notifications mostly need. */
static void
add_filters (Maker *self)
{
  gsize n_filters;
  const CarillonLiquidHelp *filters = carillon_liquid_help_get_filters (&n_filters);

  for (int common = TRUE; common >= FALSE; common--) {
    for (gsize i = 0; i < n_filters; i++) {
      if (is_common (filters[i].name) == common) {
        add_filter (self, &filters[i]);
      }
    }
  }
}

static gboolean
is_branch_of (const char *tag, const char *block)
{
  static const struct {
    const char *block;
    const char *branches[3];
  } blocks[] = {
    { "case", { "when", "else" } },
    { "for", { "else" } },
    { "if", { "elsif", "else" } },
    { "unless", { "elsif", "else" } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (blocks); i++) {
    if (strcmp (blocks[i].block, block) == 0 && g_strv_contains (blocks[i].branches, tag)) {
      return TRUE;
    }
  }
  return FALSE;
}

static gboolean
stands_alone (const char *tag)
{
  static const char *const tags[] = { "break", "comment",   "continue", "doc",
                                      "else",  "ifchanged", "raw",      NULL };

  return g_strv_contains (tags, tag);
}

static void
add_tag (Maker *self, const CarillonLiquidHelp *help)
{
  add (self, help->name, describe (help, carillon_liquid_help_has_tag), help->example,
       stands_alone (help->name) ? "" : " ");
}

/* What ends or divides the block that is open stands first; outside of one nothing does. */
static void
add_tags (Maker *self)
{
  const char *block = self->place->block;
  gsize n_tags;
  const CarillonLiquidHelp *tags = carillon_liquid_help_get_tags (&n_tags);

  if (*block != '\0') {
    g_autofree char *end = g_strconcat ("end", block, NULL);
    add (self, end, g_strdup_printf (_ ("Ends “%s”"), block), NULL, "");
  }
  for (gsize i = 0; i < n_tags; i++) {
    if (is_branch_of (tags[i].name, block)) {
      add_tag (self, &tags[i]);
    }
  }
  for (gsize i = 0; i < n_tags; i++) {
    if (!carillon_liquid_help_is_branch (tags[i].name)) {
      add_tag (self, &tags[i]);
    }
  }
}

/**
 * carillon_proposals_list_variables:
 * @text: a template
 * @cursor: where a name in @text is being typed, in bytes, which does not count; or -1
 * @sources: what else is known
 *
 * Returns: (transfer full) (element-type utf8): the names of variables, columns first
 */
GPtrArray *
carillon_proposals_list_variables (const char *text,
                                   gssize cursor,
                                   const CarillonProposalSources *sources)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; sources->columns != NULL && sources->columns[i] != NULL; i++) {
    /* Other columns exist: Liquid has no word for them. */
    if (carillon_liquid_place_is_name (sources->columns[i])) {
      g_ptr_array_add (names, g_strdup (sources->columns[i]));
    }
  }
  carillon_liquid_place_add_names (text, cursor, names);
  if (sources->other_text != NULL) {
    carillon_liquid_place_add_names (sources->other_text, -1, names);
  }
  return names;
}

static void
add_variables (Maker *self, gsize cursor, const CarillonProposalSources *sources)
{
  g_autoptr (GPtrArray) names =
    carillon_proposals_list_variables (self->text, (gssize) cursor, sources);

  for (guint i = 0; i < names->len; i++) {
    const char *name = g_ptr_array_index (names, i);
    gboolean column = sources->columns != NULL && g_strv_contains (sources->columns, name);
    add (self, name,
         g_strdup (column ? _ ("Each recipient’s own value") : _ ("Used elsewhere in the message")),
         NULL, "");
  }
}

static GListModel *
finish (Maker *self)
{
  GListModel *begin = G_LIST_MODEL (self->begin), *contain = G_LIST_MODEL (self->contain);

  for (guint i = 0; i < g_list_model_get_n_items (contain); i++) {
    g_autoptr (CarillonProposal) proposal = g_list_model_get_item (contain, i);
    g_list_store_append (self->begin, proposal);
  }
  if (g_list_model_get_n_items (begin) == 1) {
    g_autoptr (CarillonProposal) only = g_list_model_get_item (begin, 0);
    g_autofree char *folded = g_utf8_casefold (only->insert, -1);
    if (strcmp (folded, self->word) == 0) {
      g_list_store_remove_all (self->begin);
    }
  }
  return G_LIST_MODEL (g_steal_pointer (&self->begin));
}

/**
 * carillon_proposals_find:
 * @text: a template, which need not parse
 * @cursor: where something is being typed, in bytes
 * @sources: what else is known
 * @place: (out): what the cursor is at, with the word that a proposal takes the place of
 *
 * Returns: (transfer full) (element-type CarillonProposal): what may stand there and begins with
 * or holds the word up to the cursor; nothing where that stands there already
 */
GListModel *
carillon_proposals_find (const char *text,
                         gsize cursor,
                         const CarillonProposalSources *sources,
                         CarillonPlace *place)
{
  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (sources != NULL, NULL);
  g_return_val_if_fail (place != NULL, NULL);

  carillon_liquid_place_find (text, cursor, place);
  Maker maker = { .text = text,
                  .place = place,
                  .word = g_utf8_casefold (text + place->start, (gssize) (cursor - place->start)),
                  .begin = g_list_store_new (CARILLON_TYPE_PROPOSAL),
                  .contain = g_list_store_new (CARILLON_TYPE_PROPOSAL) };
  if (place->kind == CARILLON_PLACE_VALUE) {
    add_variables (&maker, cursor, sources);
  } else if (place->kind == CARILLON_PLACE_FILTER) {
    add_filters (&maker);
  } else if (place->kind == CARILLON_PLACE_TAG) {
    add_tags (&maker);
  }
  GListModel *proposals = finish (&maker);
  g_object_unref (maker.contain);
  g_free (maker.word);
  return proposals;
}
