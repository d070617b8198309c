/* Sorts by keys that are all texts or all numbers, as nearly all are: each key begins with eight
 * bytes that a processor compares at once. */

#include "liquid-sort.h"

#include "liquid-format.h"

#include <math.h>
#include <string.h>

typedef struct {
  uint64_t first;   /* of a number all of it; of a text the first bytes, the first one highest */
  LiquidSlice text; /* of a text: all of it */
  size_t index;     /* of the item */
} Key;

/* Floats with the sign bit turned, or all of them for what is negative, are in the order of whole
 * numbers. */
static uint64_t
order_float (double number)
{
  double normal = number == 0 ? 0 : number; /* both zeros are one */
  uint64_t bits;

  memcpy (&bits, &normal, sizeof bits);
  return bits >> 63 != 0 ? ~bits : bits | UINT64_C (1) << 63;
}

static uint64_t
order_text (LiquidSlice text)
{
  uint64_t first = 0;

  if (text.length >= sizeof first) {
    memcpy (&first, text.bytes, sizeof first);
    return GUINT64_FROM_BE (first);
  }
  for (size_t i = 0; i < text.length; i++) {
    first |= (uint64_t) (uint8_t) text.bytes[i] << (56 - 8 * i);
  }
  return first;
}

static bool
set_text (LiquidRender *render, Key *self, LiquidSlice text, bool ignore_case)
{
  self->text = text;
  if (ignore_case && text.length > 0) {
    char *lower = liquid_render_alloc (render, text.length);
    if (lower == NULL || !liquid_render_count_text (render, text.length)) {
      return false;
    }
    for (size_t i = 0; i < text.length; i++) {
      lower[i] = g_ascii_tolower (text.bytes[i]);
    }
    self->text.bytes = lower;
  }
  self->first = order_text (self->text);
  return true;
}

static bool
set_key (LiquidRender *render, Key *self, LiquidValue value, bool ignore_case)
{
  if (value.type == LIQUID_STRING) {
    return set_text (render, self, liquid_value_get_text (value), ignore_case);
  }
  self->first = value.type == LIQUID_FLOAT ? order_float (value.number)
                                           : (uint64_t) value.integer ^ UINT64_C (1) << 63;
  return true;
}

/* Whether UTF-16 has the characters of @text in the order of their bytes: those beyond 16 bits come
 * before the last of those within. */
static bool
is_plain (LiquidSlice text)
{
  for (size_t i = 0; i < text.length; i++) {
    if ((uint8_t) text.bytes[i] >= 0xee) {
      return false;
    }
  }
  return true;
}

/* Whether a key is compared here, with others of its kind. */
static bool
is_known (const LiquidValue *key, LiquidSortOrder order)
{
  bool is_js = order == LIQUID_SORT_UTF16;

  switch ((int) key->type) {
  case LIQUID_STRING:
    return !is_js || is_plain (liquid_value_get_text (*key));
  case LIQUID_INTEGER:
    return order == LIQUID_SORT_BYTES ||
           (is_js && key->integer < LIQUID_LARGEST_EXACT && key->integer > -LIQUID_LARGEST_EXACT);
  case LIQUID_FLOAT:
    return order != LIQUID_SORT_NATURAL && !isnan (key->number);
  default:
    return false;
  }
}

static bool
is_alike (const LiquidArray *keys, LiquidSortOrder order)
{
  for (size_t i = 0; i < keys->n_items; i++) {
    if (keys->items[i].type != keys->items[0].type || !is_known (&keys->items[i], order)) {
      return false;
    }
  }
  return true;
}

/* Counts what is compared beyond the first bytes. */
static bool
is_after (LiquidRender *render, const Key *a, const Key *b)
{
  if (a->first != b->first) {
    return a->first > b->first;
  }
  size_t length = MIN (a->text.length, b->text.length);
  int order = 0;
  if (length > 0) {
    liquid_render_count_text (render, length);
    order = memcmp (a->text.bytes, b->text.bytes, length);
  }
  return order != 0 ? order > 0 : a->text.length > b->text.length;
}

/* Merges two sorted runs of @from into @to. */
static void
merge (LiquidRender *render, const Key *from, Key *to, size_t start, size_t middle, size_t end)
{
  size_t left = start, right = middle;

  for (size_t i = start; i < end; i++) {
    bool take_right =
      left == middle || (right < end && is_after (render, &from[left], &from[right]));
    to[i] = from[take_right ? right++ : left++];
  }
}

/* A merge sort, as that of liquid_list_sort(); NULL where a limit was reached. */
static Key *
merge_sort (LiquidRender *render, Key *from, Key *to, size_t count)
{
  for (size_t width = 1; width < count; width *= 2) {
    for (size_t start = 0; start < count; start += 2 * width) {
      merge (render, from, to, start, MIN (start + width, count), MIN (start + 2 * width, count));
    }
    if (!liquid_render_count_steps (render, count) || render->exceeded != NULL) {
      return NULL;
    }
    Key *swap = from;
    from = to;
    to = swap;
  }
  return from;
}

/* Sorts the items by their @keys where those are all texts, or all numbers; otherwise @sorted is
 * false. Items whose keys are equal stay in their order. False where a limit was reached. */
bool
liquid_sort_alike (LiquidRender *render,
                   LiquidArray *items,
                   const LiquidArray *keys,
                   LiquidSortOrder order,
                   bool *sorted)
{
  size_t count = items->n_items;

  *sorted = is_alike (keys, order);
  if (!*sorted) {
    return true;
  }
  Key *pairs = liquid_render_alloc (render, 2 * count * sizeof (Key));
  LiquidArray *before = liquid_render_new_array (render, count);
  if (pairs == NULL || before == NULL) {
    return false;
  }
  for (size_t i = 0; i < count; i++) {
    pairs[i] = (Key){ .index = i };
    if (!set_key (render, &pairs[i], keys->items[i], order == LIQUID_SORT_NATURAL)) {
      return false;
    }
    before->items[i] = items->items[i];
  }
  const Key *merged = merge_sort (render, pairs, pairs + count, count);
  for (size_t i = 0; merged != NULL && i < count; i++) {
    items->items[i] = before->items[merged[i].index];
  }
  return merged != NULL;
}
