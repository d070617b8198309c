/* What `forloop` and `tablerowloop` say of a loop. */

#include "liquid-forloop.h"

#include <string.h>

/* A `forloop` for a partial that is rendered for each item. */
LiquidLoop *
liquid_loop_new_standalone (LiquidRender *render, LiquidSlice name, int64_t length)
{
  LiquidLoop *self = liquid_render_alloc (render, sizeof (LiquidLoop));

  if (self != NULL) {
    memset (self, 0, sizeof *self);
    self->name = name;
    self->length = length;
  }
  return self;
}

void
liquid_loop_set_index (LiquidLoop *self, int64_t index)
{
  self->index = index;
}

LiquidSlice
liquid_loop_get_name (const LiquidLoop *self)
{
  return self->name;
}

LiquidValue
liquid_loop_get_columns (const LiquidLoop *self)
{
  return self->js_columns;
}

bool
liquid_loop_is_row (const LiquidLoop *self)
{
  return self->info != NULL && self->info->is_row;
}

static LiquidValue
get_index (const LiquidLoop *self)
{
  return liquid_integer (self->index + 1);
}

static LiquidValue
get_index0 (const LiquidLoop *self)
{
  return liquid_integer (self->index);
}

static LiquidValue
get_rindex (const LiquidLoop *self)
{
  return liquid_integer (self->length - self->index);
}

static LiquidValue
get_rindex0 (const LiquidLoop *self)
{
  return liquid_integer (self->length - self->index - 1);
}

static LiquidValue
get_first (const LiquidLoop *self)
{
  return liquid_boolean (self->index == 0);
}

static LiquidValue
get_last (const LiquidLoop *self)
{
  return liquid_boolean (self->index == self->length - 1);
}

static LiquidValue
get_length (const LiquidLoop *self)
{
  return liquid_integer (self->length);
}

static LiquidValue
get_name (const LiquidLoop *self)
{
  return liquid_string (self->name.bytes, self->name.length);
}

static LiquidValue
get_parent (const LiquidLoop *self)
{
  return self->parent != NULL ? (LiquidValue){ .type = LIQUID_LOOP, .internal = self->parent }
                              : liquid_nil ();
}

static LiquidValue
get_row (const LiquidLoop *self)
{
  return liquid_integer (self->row);
}

static LiquidValue
get_column (const LiquidLoop *self)
{
  return liquid_integer (self->column);
}

static LiquidValue
get_column0 (const LiquidLoop *self)
{
  return liquid_integer (self->column - 1);
}

static LiquidValue
is_first_column (const LiquidLoop *self)
{
  return liquid_boolean (self->column == 1);
}

static LiquidValue
is_last_column (const LiquidLoop *self)
{
  return liquid_boolean (self->column == self->columns);
}

enum {
  OF_FOR = 1,
  OF_ROW = 2,
};

static const struct {
  LiquidSlice name;
  int of;
  LiquidValue (*get) (const LiquidLoop *self);
} members[] = {
  { LIQUID_SLICE ("index"), OF_FOR | OF_ROW, get_index },
  { LIQUID_SLICE ("index0"), OF_FOR | OF_ROW, get_index0 },
  { LIQUID_SLICE ("first"), OF_FOR | OF_ROW, get_first },
  { LIQUID_SLICE ("last"), OF_FOR | OF_ROW, get_last },
  { LIQUID_SLICE ("rindex"), OF_FOR | OF_ROW, get_rindex },
  { LIQUID_SLICE ("rindex0"), OF_FOR | OF_ROW, get_rindex0 },
  { LIQUID_SLICE ("length"), OF_FOR | OF_ROW, get_length },
  { LIQUID_SLICE ("name"), OF_FOR, get_name },
  { LIQUID_SLICE ("parentloop"), OF_FOR, get_parent },
  { LIQUID_SLICE ("row"), OF_ROW, get_row },
  { LIQUID_SLICE ("col"), OF_ROW, get_column },
  { LIQUID_SLICE ("col0"), OF_ROW, get_column0 },
  { LIQUID_SLICE ("col_first"), OF_ROW, is_first_column },
  { LIQUID_SLICE ("col_last"), OF_ROW, is_last_column },
};

/* What `forloop`, or `tablerowloop`, has under @name; nil where it has nothing. */
LiquidValue
liquid_loop_get_member (const LiquidLoop *self, LiquidSlice name)
{
  int of = liquid_loop_is_row (self) ? OF_ROW : OF_FOR;

  for (size_t i = 0; i < G_N_ELEMENTS (members); i++) {
    if ((members[i].of & of) != 0 && liquid_slice_equal (members[i].name, name)) {
      return members[i].get (self);
    }
  }
  return liquid_nil ();
}
