#pragma once

#include <liquid.h>

/* What libFuzzer calls, and the corpus runner. */
int LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size);

LiquidHash *fuzz_data_get (void);
void fuzz_data_set_partial (const char *text, size_t length);
LiquidRenderOptions fuzz_data_get_options (void);
GString *
fuzz_render (const char *text, size_t length, LiquidDialect dialect, LiquidMode mode, bool *parsed);
