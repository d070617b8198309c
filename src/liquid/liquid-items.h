/* The items of what a filter is given, in Shopify's dialect. */

#pragma once

#include "liquid-filters.h"

/* What asking an item for a property comes to. */
typedef enum {
  LIQUID_ACCESS_FOUND,      /* nil, too, is found */
  LIQUID_ACCESS_FAILED,     /* the item has no such kind of property, or a limit was reached */
  LIQUID_ACCESS_NO_MEMBERS, /* the item has no properties at all: the filter answers nil */
} LiquidAccess;

/* The items of an input, and what a filter goes by. */
typedef struct {
  LiquidArray *items; /* the filter may change it */
  LiquidArray *keys;  /* as many; @items itself where the filter goes by no property */
  bool has_members;   /* every item has properties; without, the filter answers nil */
} LiquidItems;

LiquidArray *liquid_items_new (const LiquidCall *call, LiquidValue value);
LiquidAccess liquid_items_get_property (const LiquidCall *call,
                                        LiquidValue item,
                                        LiquidValue property,
                                        LiquidValue *value);
bool liquid_items_init (LiquidItems *self, const LiquidCall *call, bool always);
bool liquid_items_init_sorted (LiquidItems *self, const LiquidCall *call);
