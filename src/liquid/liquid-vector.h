/* An array that grows, for what a parser adds to all the time. One of zeroes is empty. */

#pragma once

#include <glib.h>
#include <stdint.h>

#define LIQUID_VECTOR(Item) \
  struct {                  \
    Item *items;            \
    uint32_t len;           \
    uint32_t n_allocated;   \
  }

/* The new place of @items, with more room. */
static inline void *
liquid_vector_grow (void *items, uint32_t *n_allocated, size_t item_size)
{
  /* A little less than a kibibyte, which allocators keep at hand. */
  enum { FIRST_SIZE = 1000 };

  *n_allocated = *n_allocated > 0 ? *n_allocated * 2 : (uint32_t) (FIRST_SIZE / item_size);
  return g_realloc_n (items, *n_allocated, item_size);
}

#define LIQUID_VECTOR_ADD(vector, item)                                                     \
  G_STMT_START                                                                              \
  {                                                                                         \
    if ((vector).len == (vector).n_allocated) {                                             \
      (vector).items =                                                                      \
        liquid_vector_grow ((vector).items, &(vector).n_allocated, sizeof *(vector).items); \
    }                                                                                       \
    (vector).items[(vector).len++] = (item);                                                \
  }                                                                                         \
  G_STMT_END
