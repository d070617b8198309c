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

/* Merges two sorted runs of @from into @to. */
static bool
merge (LiquidRender *render,
       LiquidListOrder compare,
       const LiquidListPair *from,
       LiquidListPair *to,
       size_t start,
       size_t middle,
       size_t end)
{
  size_t left = start, right = middle;

  for (size_t i = start; i < end; i++) {
    int order = left == middle ? 1 : -1;
    if (left < middle && right < end &&
        !compare (render, from[left].key, from[right].key, &order)) {
      return false;
    }
    to[i] = order <= 0 ? from[left++] : from[right++];
  }
  return liquid_render_count_steps (render, end - start);
}

/* Sorts pairs by their keys, and keeps the order of those that are equal. Behind the @count pairs
 * there is room for as many again. */
bool
liquid_list_sort (LiquidRender *render,
                  LiquidListOrder compare,
                  LiquidListPair *pairs,
                  size_t count)
{
  LiquidListPair *from = pairs, *to = pairs + count;

  for (size_t width = 1; width < count; width *= 2) {
    for (size_t start = 0; start < count; start += 2 * width) {
      size_t middle = MIN (start + width, count), end = MIN (start + 2 * width, count);
      if (!merge (render, compare, from, to, start, middle, end)) {
        return false;
      }
    }
    LiquidListPair *swap = from;
    from = to;
    to = swap;
  }
  if (from != pairs) {
    memcpy (pairs, from, count * sizeof (LiquidListPair));
  }
  return true;
}
