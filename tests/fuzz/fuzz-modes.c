/* What the strictest mode of Shopify's dialect takes prints the same in the laxest. */

#include "fuzz-data.h"

#include <stdlib.h>

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size)
{
  const char *text = (const char *) bytes;
  bool parsed;
  GString *strict = fuzz_render (text, size, LIQUID_SHOPIFY, LIQUID_STRICT2, &parsed);

  if (parsed) {
    GString *lax = fuzz_render (text, size, LIQUID_SHOPIFY, LIQUID_LAX, &parsed);
    g_assert (parsed);
    if (strict != NULL && lax != NULL && !g_string_equal (strict, lax)) {
      /* No g_error(): the fuzzer takes its trap for a way to end. */
      g_printerr ("strict2 prints “%s”, lax “%s”\n", strict->str, lax->str);
      abort ();
    }
    if (lax != NULL) {
      g_string_free (lax, TRUE);
    }
  }
  if (strict != NULL) {
    g_string_free (strict, TRUE);
  }
  return 0;
}
