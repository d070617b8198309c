/* The table of filters, and `default`. */

#include "liquid-filters.h"

#include "liquid-compare.h"
#include "liquid-filters-array.h"
#include "liquid-filters-code.h"
#include "liquid-filters-date.h"
#include "liquid-filters-edit.h"
#include "liquid-filters-number.h"
#include "liquid-filters-replace.h"
#include "liquid-filters-round.h"
#include "liquid-filters-select.h"
#include "liquid-filters-sort.h"
#include "liquid-filters-string.h"

static bool
get_flag (const LiquidCall *call, LiquidSlice name)
{
  LiquidValue options = liquid_call_get_argument (call, 1), value;

  for (unsigned i = 0; i < call->n_keywords; i++) {
    if (liquid_slice_equal (liquid_value_get_text (call->keywords[i * 2]), name)) {
      return liquid_value_is_true (call->keywords[i * 2 + 1]);
    }
  }
  return options.type == LIQUID_HASH && liquid_hash_get (options.hash, name, &value) &&
         liquid_value_is_true (value);
}

/* Replaces what is nil, false or empty; false counts as a value with `allow_false: true`. */
bool
liquid_filter_default (const LiquidCall *call, LiquidValue *result)
{
  bool absent = get_flag (call, LIQUID_SLICE ("allow_false")) ? call->input.type == LIQUID_NIL
                                                              : !liquid_value_is_true (call->input);
  bool empty = liquid_value_is_empty (call->input) &&
               (call->input.type != LIQUID_HASH || call->traits->default_replaces_hash);

  if (!absent && !empty) {
    *result = call->input;
  } else {
    *result = call->n_arguments > 0 ? call->arguments[0] : liquid_string ("", 0);
  }
  return true;
}

/* By name: at least and at most so many arguments. */
const LiquidFilter liquid_shopify_filters[] = {
  { "abs", 0, 0, liquid_filter_abs },
  { "append", 1, 1, liquid_filter_append },
  { "at_least", 1, 1, liquid_filter_at_least },
  { "at_most", 1, 1, liquid_filter_at_most },
  { "base64_decode", 0, 0, liquid_filter_base64_decode },
  { "base64_encode", 0, 0, liquid_filter_base64_encode },
  { "base64_url_safe_decode", 0, 0, liquid_filter_base64_url_safe_decode },
  { "base64_url_safe_encode", 0, 0, liquid_filter_base64_url_safe_encode },
  { "capitalize", 0, 0, liquid_filter_capitalize },
  { "ceil", 0, 0, liquid_filter_ceil },
  { "compact", 0, 1, liquid_filter_compact },
  { "concat", 1, 1, liquid_filter_concat },
  { "date", 1, 1, liquid_filter_date },
  { "default", 0, 2, liquid_filter_default },
  { "divided_by", 1, 1, liquid_filter_divided_by },
  { "downcase", 0, 0, liquid_filter_downcase },
  { "escape", 0, 0, liquid_filter_escape },
  { "escape_once", 0, 0, liquid_filter_escape_once },
  { "find", 1, 2, liquid_filter_find },
  { "find_index", 1, 2, liquid_filter_find_index },
  { "first", 0, 0, liquid_filter_first },
  { "floor", 0, 0, liquid_filter_floor },
  { "h", 0, 0, liquid_filter_escape },
  { "has", 1, 2, liquid_filter_has },
  { "join", 0, 1, liquid_filter_join },
  { "last", 0, 0, liquid_filter_last },
  { "lstrip", 0, 0, liquid_filter_lstrip },
  { "map", 1, 1, liquid_filter_map },
  { "minus", 1, 1, liquid_filter_minus },
  { "modulo", 1, 1, liquid_filter_modulo },
  { "newline_to_br", 0, 0, liquid_filter_newline_to_br },
  { "plus", 1, 1, liquid_filter_plus },
  { "prepend", 1, 1, liquid_filter_prepend },
  { "reject", 1, 2, liquid_filter_reject },
  { "remove", 1, 1, liquid_filter_remove },
  { "remove_first", 1, 1, liquid_filter_remove_first },
  { "remove_last", 1, 1, liquid_filter_remove_last },
  { "replace", 1, 2, liquid_filter_replace },
  { "replace_first", 1, 2, liquid_filter_replace_first },
  { "replace_last", 2, 2, liquid_filter_replace_last },
  { "reverse", 0, 0, liquid_filter_reverse },
  { "round", 0, 1, liquid_filter_round },
  { "rstrip", 0, 0, liquid_filter_rstrip },
  { "size", 0, 0, liquid_filter_size },
  { "slice", 1, 2, liquid_filter_slice },
  { "sort", 0, 1, liquid_filter_sort },
  { "sort_natural", 0, 1, liquid_filter_sort_natural },
  { "split", 1, 1, liquid_filter_split },
  { "squish", 0, 0, liquid_filter_squish },
  { "strip", 0, 0, liquid_filter_strip },
  { "strip_html", 0, 0, liquid_filter_strip_html },
  { "strip_newlines", 0, 0, liquid_filter_strip_newlines },
  { "sum", 0, 1, liquid_filter_sum },
  { "times", 1, 1, liquid_filter_times },
  { "truncate", 0, 2, liquid_filter_truncate },
  { "truncatewords", 0, 2, liquid_filter_truncatewords },
  { "uniq", 0, 1, liquid_filter_uniq },
  { "upcase", 0, 0, liquid_filter_upcase },
  { "url_decode", 0, 0, liquid_filter_url_decode },
  { "url_encode", 0, 0, liquid_filter_url_encode },
  { "where", 1, 2, liquid_filter_where },
};

const size_t liquid_n_shopify_filters = G_N_ELEMENTS (liquid_shopify_filters);

/* Ruby passes keywords as a hash behind the other arguments: that of @call goes to @slot, which is
 * where they end. */
bool
liquid_call_gather_keywords (LiquidCall *call, LiquidValue *slot)
{
  size_t size = sizeof (LiquidHash) + call->n_keywords * sizeof (LiquidEntry);
  LiquidHash *hash = (LiquidHash *) (void *) liquid_render_alloc (call->render, size);

  if (hash == NULL) {
    return false;
  }
  *hash = (LiquidHash){ .entries = (LiquidEntry *) (void *) (hash + 1) };
  for (unsigned i = 0; i < call->n_keywords; i++) {
    LiquidSlice key = liquid_value_get_text (call->keywords[i * 2]);
    uint32_t at = 0;
    while (at < hash->n_entries && !liquid_slice_equal (hash->entries[at].key, key)) {
      at++;
    }
    hash->entries[at] = liquid_entry (key, call->keywords[i * 2 + 1]);
    hash->n_entries = MAX (hash->n_entries, at + 1);
  }
  *slot = liquid_hash (hash);
  call->n_arguments++;
  call->n_keywords = 0;
  return true;
}

/* Copies what was built to where the statement finds it. */
bool
liquid_return_text (const LiquidCall *call, const GString *text, LiquidValue *result)
{
  char *bytes = liquid_render_alloc (call->render, text->len);

  if (bytes == NULL) {
    return false;
  }
  liquid_copy (bytes, text->str, text->len);
  *result = liquid_string (bytes, text->len);
  return true;
}

/* The text with what is between @start and @end replaced. */
bool
liquid_return_spliced (const LiquidCall *call,
                       LiquidSlice text,
                       size_t start,
                       size_t end,
                       LiquidSlice replacement,
                       LiquidValue *result)
{
  size_t length = start + replacement.length + (text.length - end);
  char *bytes = liquid_render_alloc (call->render, length);

  if (bytes == NULL) {
    return false;
  }
  liquid_copy (bytes, text.bytes, start);
  liquid_copy (bytes + start, replacement.bytes, replacement.length);
  liquid_copy (bytes + start + replacement.length, text.bytes + end, text.length - end);
  *result = liquid_string (bytes, length);
  return true;
}

static int
compare_name (LiquidSlice name, const char *other)
{
  for (size_t i = 0; i < name.length; i++) {
    if (name.bytes[i] != other[i]) {
      return (guchar) name.bytes[i] - (guchar) other[i];
    }
  }
  return other[name.length] == '\0' ? 0 : -1;
}

/* Returns: (nullable): the filter called @name */
const LiquidFilter *
liquid_find_filter (const LiquidTraits *traits, LiquidSlice name)
{
  const LiquidFilter *filters = traits->filters;
  size_t low = 0, high = *traits->n_filters;

  while (low < high) {
    size_t middle = low + (high - low) / 2;
    int order = compare_name (name, filters[middle].name);
    if (order == 0) {
      return &filters[middle];
    }
    if (order < 0) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return NULL;
}

/* The input counts as the first argument, keywords together as the last: that is how Ruby words it.
 */
static bool
fail_arguments (const LiquidFilter *self, const LiquidCall *call, unsigned given)
{
  unsigned least = self->min_arguments + 1u, most = self->max_arguments + 1u;

  if (least == most) {
    return liquid_render_fail (call->render, "wrong number of arguments (given %u, expected %u)",
                               given + 1, least);
  }
  return liquid_render_fail (call->render, "wrong number of arguments (given %u, expected %u..%u)",
                             given + 1, least, most);
}

bool
liquid_filter_call (const LiquidFilter *self, const LiquidCall *call, LiquidValue *result)
{
  unsigned given = call->n_arguments + (call->n_keywords > 0);

  if (call->traits->count_arguments &&
      (given < self->min_arguments || given > self->max_arguments)) {
    return fail_arguments (self, call, given);
  }
  /* Filters walk through the texts they are given; those that walk through arrays count themselves.
   */
  for (unsigned i = 0; i <= call->n_arguments; i++) {
    LiquidValue value = i == 0 ? call->input : call->arguments[i - 1];
    if (value.type == LIQUID_STRING &&
        !liquid_render_count_text (call->render, value.string.length)) {
      return false;
    }
  }
  return self->apply (call, result) && call->render->exceeded == NULL;
}

/**
 * liquid_get_nth_filter:
 * @dialect: whose filters
 * @index: from 0
 * @needs_value: (out) (optional): whether it is an error to give it no value. LiquidJS's dialect
 *   takes nothing for what is not given
 *
 * Filters are in the order of their names.
 *
 * Returns: (nullable): the name of a filter that @dialect knows, or %NULL behind the last
 */
const char *
liquid_get_nth_filter (LiquidDialect dialect, size_t index, bool *needs_value)
{
  const LiquidTraits *traits = liquid_dialect_get_traits (dialect);

  if (index >= *traits->n_filters) {
    return NULL;
  }
  if (needs_value != NULL) {
    *needs_value = traits->count_arguments && traits->filters[index].min_arguments > 0;
  }
  return traits->filters[index].name;
}
