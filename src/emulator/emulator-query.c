/* The parameters of a request. A table of libsoup's would keep the last one of a name that is given
 * twice: here it can be told that there were two, and that nobody knows which is meant. */

#include "emulator-query.h"

#include <string.h>

#define UNDECODABLE "\xef\xbf\xbd" /* U+FFFD */

struct _EmulatorQuery {
  GHashTable *values;   /* text by name, the first one of each */
  GHashTable *repeated; /* names */
};

/* Text that cannot be decoded, as it is no UTF-8 or has a NUL in it, becomes one that nobody
 * accepts: to be empty would be to be left out, and answered with everything. */
static char *
decode (const char *text, gsize length)
{
  g_autofree char *encoded = g_strndup (text, length);

  g_strdelimit (encoded, "+", ' ');
  char *decoded = g_uri_unescape_string (encoded, NULL);
  return decoded != NULL ? decoded : g_strdup (UNDECODABLE);
}

static void
add (EmulatorQuery *self, const char *pair)
{
  gsize length = strcspn (pair, "=");
  g_autofree char *name = decode (pair, length);
  const char *value = pair[length] == '=' ? pair + length + 1 : "";

  if (g_hash_table_contains (self->values, name)) {
    g_hash_table_add (self->repeated, g_steal_pointer (&name));
  } else {
    g_hash_table_insert (self->values, g_steal_pointer (&name), decode (value, strlen (value)));
  }
}

/**
 * emulator_query_new:
 * @text: (nullable): the query of an address as it came, "pageSize=10&user=…"
 */
EmulatorQuery *
emulator_query_new (const char *text)
{
  EmulatorQuery *self = g_new0 (EmulatorQuery, 1);
  g_auto (GStrv) pairs = g_strsplit (text != NULL ? text : "", "&", -1);

  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->repeated = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (gsize i = 0; pairs[i] != NULL; i++) {
    if (*pairs[i] != '\0') {
      add (self, pairs[i]);
    }
  }
  return self;
}

void
emulator_query_free (EmulatorQuery *self)
{
  g_hash_table_unref (self->values);
  g_hash_table_unref (self->repeated);
  g_free (self);
}

/**
 * emulator_query_get:
 * @self: the parameters of a request
 * @name: of one
 *
 * Returns: (transfer none) (nullable): its value, the first one where there are several
 */
const char *
emulator_query_get (EmulatorQuery *self, const char *name)
{
  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  return g_hash_table_lookup (self->values, name);
}

gboolean
emulator_query_is_repeated (EmulatorQuery *self, const char *name)
{
  g_return_val_if_fail (self != NULL && name != NULL, FALSE);

  return g_hash_table_contains (self->repeated, name);
}
