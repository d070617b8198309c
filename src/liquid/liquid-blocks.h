/* The operations that begin and end blocks. */

#pragma once

#include "liquid-render.h"

bool
liquid_block_run (LiquidRender *self, const LiquidOp *op, LiquidValue **top, uint32_t *position);
