#include "carillon-rename.h"

#include <liquid.h>
#include <string.h>

static int
compare_starts (gconstpointer a, gconstpointer b)
{
  gsize one = *(const gsize *) a;
  gsize other = *(const gsize *) b;

  return (one > other) - (one < other);
}

static GArray *
find_starts (const LiquidTemplate *template, const char *text, const char *name)
{
  GArray *starts = g_array_new (FALSE, FALSE, sizeof (gsize));
  size_t n_uses;
  const LiquidVariable *uses = liquid_template_get_variables (template, &n_uses);

  for (size_t i = 0; i < n_uses; i++) {
    gsize start = uses[i].span.start;
    if (strcmp (uses[i].name, name) == 0 && g_str_has_prefix (text + start, name)) {
      g_array_append_val (starts, start);
    }
  }
  g_array_sort (starts, compare_starts);
  return starts;
}

char *
carillon_rename_variable (const char *text, const char *old, const char *name)
{
  g_return_val_if_fail (text != NULL && old != NULL && name != NULL, NULL);

  g_autoptr (LiquidTemplate) template = liquid_template_parse (text, -1, LIQUID_SHOPIFY, NULL);
  if (template == NULL) {
    return g_strdup (text);
  }
  g_autoptr (GArray) starts = find_starts (template, text, old);
  g_autoptr (GString) renamed = g_string_new (NULL);
  gsize at = 0;
  for (guint i = 0; i < starts->len; i++) {
    gsize start = g_array_index (starts, gsize, i);
    if (start >= at) {
      g_string_append_len (renamed, text + at, (gssize) (start - at));
      g_string_append (renamed, name);
      at = start + strlen (old);
    }
  }
  g_string_append (renamed, text + at);
  return g_string_free (g_steal_pointer (&renamed), FALSE);
}
