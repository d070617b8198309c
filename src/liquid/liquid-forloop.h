/* A loop while it runs, which a template sees as `forloop` or `tablerowloop`. */

#pragma once

#include "liquid-render.h"

struct _LiquidLoop {
  LiquidFrame frame;
  const LiquidLoopInfo *info; /* (nullable): a render has a loop without a block */
  LiquidSlice name;
  LiquidLoop *parent; /* (nullable): the `for` around it */
  LiquidValue collection;
  int64_t first;  /* the index of the first item in the collection */
  int64_t length; /* rounds */
  int64_t index;  /* of the round, from 0; -1 before the first */
  int64_t columns;
  LiquidValue js_columns; /* of LiquidJS's rows, instead of those above and below */
  int64_t row;
  int64_t column;
  size_t pinned; /* the floor at the start of the round */
  LiquidMark round;
  LiquidBinding variable;
  LiquidBinding drop;
};

LiquidLoop *liquid_loop_new_standalone (LiquidRender *render, LiquidSlice name, int64_t length);
void liquid_loop_set_index (LiquidLoop *self, int64_t index);
LiquidSlice liquid_loop_get_name (const LiquidLoop *self);
LiquidValue liquid_loop_get_columns (const LiquidLoop *self);
bool liquid_loop_is_row (const LiquidLoop *self);
LiquidValue liquid_loop_get_member (const LiquidLoop *self, LiquidSlice name);
