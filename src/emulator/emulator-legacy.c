#include "emulator-legacy.h"

#define ALL "ids, errors, stats, collection-keys, headers, pagination, recipients"

static const struct {
  const char *name;
  EmulatorLegacy flag;
} switches[] = {
  { "ids", EMULATOR_LEGACY_IDS },
  { "errors", EMULATOR_LEGACY_ERRORS },
  { "stats", EMULATOR_LEGACY_STATS },
  { "collection-keys", EMULATOR_LEGACY_COLLECTION_KEYS },
  { "headers", EMULATOR_LEGACY_HEADERS },
  { "pagination", EMULATOR_LEGACY_PAGINATION },
  { "recipients", EMULATOR_LEGACY_RECIPIENTS },
};

static EmulatorLegacy
find (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (switches); i++) {
    if (g_str_equal (switches[i].name, name)) {
      return switches[i].flag;
    }
  }
  return 0;
}

/**
 * emulator_legacy_parse:
 * @text: names of shapes with commas between, "ids,errors"
 * @legacy: (out): their flags
 * @error: return location for a %G_OPTION_ERROR_BAD_VALUE
 */
gboolean
emulator_legacy_parse (const char *text, EmulatorLegacy *legacy, GError **error)
{
  g_return_val_if_fail (text != NULL && legacy != NULL, FALSE);

  g_auto (GStrv) names = g_strsplit (text, ",", -1);
  EmulatorLegacy flags = 0;

  for (gsize i = 0; names[i] != NULL; i++) {
    EmulatorLegacy flag = find (g_strstrip (names[i]));
    if (flag == 0) {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   "--legacy knows no “%s”, only " ALL, names[i]);
      return FALSE;
    }
    flags |= flag;
  }
  *legacy = flags;
  return TRUE;
}
