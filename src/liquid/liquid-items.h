/* The items of what a filter is given, in Shopify's dialect. */

#pragma once

#include "liquid-filters.h"

/* What asking an item for a property comes to. */
typedef enum {
  LIQUID_ACCESS_FOUND,      /* nil, too, is found */
  LIQUID_ACCESS_WRONG_KEY,  /* the item has no such kind of property: an error */
  LIQUID_ACCESS_NO_MEMBERS, /* the item has no properties at all: the filter answers nil */
} LiquidAccess;

LiquidArray *liquid_items_new (const LiquidCall *call, LiquidValue value);
LiquidAccess liquid_items_get_property (const LiquidCall *call,
                                        LiquidValue item,
                                        LiquidValue property,
                                        LiquidValue *value);
bool liquid_items_fail (const LiquidCall *call, LiquidValue property);
bool liquid_items_get_keys (const LiquidCall *call,
                            const LiquidArray *items,
                            LiquidArray **keys,
                            bool *has_members);
