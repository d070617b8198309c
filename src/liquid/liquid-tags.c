/* The table of tags. */

#include "liquid-private.h"

#include <string.h>

static const LiquidTag tags[] = {
  { .name = "#", .open = liquid_tag_open_inline_comment },
  { .name = "comment", .open = liquid_tag_open_comment },
  {
    .name = "if",
    .open = liquid_tag_open_if,
    .branch = liquid_tag_branch_if,
    .close = liquid_tag_close_if,
  },
  { .name = "raw", .open = liquid_tag_open_raw },
  {
    .name = "unless",
    .open = liquid_tag_open_unless,
    .branch = liquid_tag_branch_if,
    .close = liquid_tag_close_if,
  },
};

/* Returns: (nullable): the tag called @name */
const LiquidTag *
liquid_tag_find (LiquidSlice name)
{
  for (size_t i = 0; i < G_N_ELEMENTS (tags); i++) {
    if (strlen (tags[i].name) == name.length &&
        memcmp (tags[i].name, name.bytes, name.length) == 0) {
      return &tags[i];
    }
  }
  return NULL;
}
