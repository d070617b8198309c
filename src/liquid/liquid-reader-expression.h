/* Expressions, as LiquidJS reads them. */

#pragma once

#include "liquid-reader.h"

bool liquid_reader_filtered (LiquidReader *self);
bool liquid_reader_condition (LiquidReader *self,
                              uint32_t *when_true,
                              uint32_t *when_false,
                              bool fall_through);
