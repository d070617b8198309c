/* Arrays that a filter has made and may change. */

#include "liquid-list.h"

#include <string.h>

/* Turns the order of the items round. */
void
liquid_list_reverse (LiquidArray *self)
{
  for (size_t i = 0; i < self->n_items / 2; i++) {
    LiquidValue item = self->items[i];
    self->items[i] = self->items[self->n_items - 1 - i];
    self->items[self->n_items - 1 - i] = item;
  }
}

/* A new array of the items of both; NULL where there is no memory or no step left for it. */
LiquidArray *
liquid_list_concat (LiquidRender *render, const LiquidArray *first, const LiquidArray *second)
{
  LiquidArray *array = liquid_render_new_array (render, first->n_items + second->n_items);

  if (array == NULL || !liquid_render_count_steps (render, array->n_items)) {
    return NULL;
  }
  for (size_t i = 0; i < array->n_items; i++) {
    array->items[i] = i < first->n_items ? first->items[i] : second->items[i - first->n_items];
  }
  return array;
}

/* An item, and what it is sorted by. */
typedef struct {
  LiquidValue key;
  LiquidValue item;
} Pair;

/* Merges two sorted runs of @from into @to. */
static bool
merge (LiquidRender *render,
       LiquidListOrder order,
       const Pair *from,
       Pair *to,
       size_t start,
       size_t middle,
       size_t end)
{
  size_t left = start, right = middle;

  for (size_t i = start; i < end; i++) {
    int compared = left == middle ? 1 : -1;
    if (left < middle && right < end &&
        !order (render, from[left].key, from[right].key, &compared)) {
      return false;
    }
    to[i] = compared <= 0 ? from[left++] : from[right++];
  }
  return liquid_render_count_steps (render, end - start);
}

/* How many pairs from the first on are in order already, or against it: those are turned round. */
static bool
find_run (LiquidRender *render, LiquidListOrder order, Pair *pairs, size_t count, size_t *length)
{
  int compared = 0, first_compared = 0;

  for (*length = 1; *length < count; ++*length) {
    if (!order (render, pairs[*length].key, pairs[*length - 1].key, &compared)) {
      return false;
    }
    first_compared = *length == 1 ? compared : first_compared;
    if ((compared < 0) != (first_compared < 0)) {
      break;
    }
  }
  for (size_t i = 0; first_compared < 0 && i < *length / 2; i++) {
    Pair pair = pairs[i];
    pairs[i] = pairs[*length - 1 - i];
    pairs[*length - 1 - i] = pair;
  }
  return true;
}

/* Sorts a few pairs, comparing just those that V8 compares: keys of mixed kinds have no order of
 * their own in JavaScript, and what comes out depends on it. */
static bool
sort_few (LiquidRender *render, LiquidListOrder order, Pair *pairs, size_t count)
{
  size_t sorted;

  if (!find_run (render, order, pairs, count, &sorted)) {
    return false;
  }
  for (; sorted < count; sorted++) {
    Pair pair = pairs[sorted];
    size_t low = 0, high = sorted;
    while (low < high) {
      size_t middle = low + (high - low) / 2;
      int compared;
      if (!order (render, pair.key, pairs[middle].key, &compared)) {
        return false;
      }
      low = compared < 0 ? low : middle + 1;
      high = compared < 0 ? middle : high;
    }
    memmove (pairs + low + 1, pairs + low, (sorted - low) * sizeof (Pair));
    pairs[low] = pair;
  }
  return liquid_render_count_steps (render, count);
}

/* Sorts @from with the help of @to, which has as much room; either may hold the @sorted pairs. */
static bool
merge_sort (
  LiquidRender *render, LiquidListOrder order, Pair *from, Pair *to, size_t count, Pair **sorted)
{
  /* Up to twice as many V8 does not merge. */
  enum { FEW = 32 };
  size_t few = count < 2 * FEW ? MAX (count, 1) : FEW;

  for (size_t start = 0; start < count; start += few) {
    if (!sort_few (render, order, from + start, MIN (few, count - start))) {
      return false;
    }
  }
  for (size_t width = few; width < count; width *= 2) {
    for (size_t start = 0; start < count; start += 2 * width) {
      size_t middle = MIN (start + width, count), end = MIN (start + 2 * width, count);
      if (!merge (render, order, from, to, start, middle, end)) {
        return false;
      }
    }
    Pair *swap = from;
    from = to;
    to = swap;
  }
  *sorted = from;
  return true;
}

/* Sorts the items by their @keys, of which there are as many; items whose keys are equal stay in
 * their order. A merge sort: what data are sorted never makes it slower, and an order that
 * contradicts itself, as Ruby's can, still ends. */
bool
liquid_list_sort (LiquidRender *render,
                  LiquidArray *self,
                  const LiquidArray *keys,
                  LiquidListOrder order)
{
  size_t count = self->n_items;
  Pair *pairs = liquid_render_alloc (render, 2 * count * sizeof (Pair)), *sorted;

  if (pairs == NULL) {
    return false;
  }
  for (size_t i = 0; i < count; i++) {
    pairs[i] = (Pair){ keys->items[i], self->items[i] };
  }
  if (!merge_sort (render, order, pairs, pairs + count, count, &sorted)) {
    return false;
  }
  for (size_t i = 0; i < count; i++) {
    self->items[i] = sorted[i].item;
  }
  return true;
}
