/* IDs as the API documents them: a prefix that names the kind and 128 bits in Crockford's base 32,
 * "comms_operation_01h9krwprkeee8fzqspvwy6nq8". The first 58 bits are the time of creation, so IDs
 * sort as they were made. */

#include "emulator-id.h"

#include <string.h>

/* The documented patterns: 26 to 35 characters, for some kinds the first of them an octal digit. */
#define MIN_LENGTH 26
#define MAX_LENGTH 35

static const char alphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";

static const struct {
  const char *prefix;
  const char *alias; /* (nullable): the guides' spelling, accepted on input */
  gboolean octal_first;
  gboolean may_be_bare; /* on input, as addresses in a guide's sample are */
} kinds[] = {
  [EMULATOR_ID_OPERATION] = { "comms_operation_", NULL, TRUE, TRUE },
  [EMULATOR_ID_NOTIFICATION] = { "comms_pushnotification_", "comms_notification_", TRUE, FALSE },
  [EMULATOR_ID_USER] = { "comms_pushnotificationuser_", "comms_user_", TRUE, FALSE },
  [EMULATOR_ID_REGISTRATION] = { "comms_device_registration_", NULL, FALSE, FALSE },
  [EMULATOR_ID_CREDENTIAL] = { "comms_credential_", NULL, FALSE, FALSE },
};

/**
 * emulator_id_new:
 * @created: microseconds since 1970
 * @random: where the rest comes from
 *
 * Returns: (transfer full): a bare ID
 */
char *
emulator_id_new (gint64 created, GRand *random)
{
  g_return_val_if_fail (random != NULL, NULL);

  guint64 milliseconds = (guint64) created / 1000;
  guint64 rest = (guint64) created % 1000;
  guint64 high = milliseconds << 16 | rest << 6 | (g_rand_int (random) & 0x3f);
  guint64 low = (guint64) g_rand_int (random) << 32 | g_rand_int (random);
  char text[MIN_LENGTH + 1] = { 0 };

  for (int i = MIN_LENGTH - 1; i >= 0; i--) {
    text[i] = alphabet[low & 0x1f];
    low = low >> 5 | high << 59;
    high >>= 5;
  }
  return g_strdup (text);
}

/**
 * emulator_id_format:
 * @kind: what it is the ID of
 * @bare: a bare ID
 *
 * Returns: (transfer full): the ID as it goes out
 */
char *
emulator_id_format (EmulatorIdKind kind, const char *bare)
{
  g_return_val_if_fail (bare != NULL, NULL);

  return g_strconcat (kinds[kind].prefix, bare, NULL);
}

/**
 * emulator_id_to_alias:
 * @id: (nullable): an ID as it goes out, or another text
 *
 * Returns: (transfer full) (nullable): the ID as the guides spell it, %NULL where that is the same
 */
char *
emulator_id_to_alias (const char *id)
{
  for (gsize i = 0; id != NULL && i < G_N_ELEMENTS (kinds); i++) {
    if (kinds[i].alias != NULL && g_str_has_prefix (id, kinds[i].prefix)) {
      return g_strconcat (kinds[i].alias, id + strlen (kinds[i].prefix), NULL);
    }
  }
  return NULL;
}

static gboolean
is_bare (const char *text, gboolean octal_first)
{
  gsize length = strspn (text, alphabet);

  return text[length] == '\0' && length >= MIN_LENGTH && length <= MAX_LENGTH &&
         (!octal_first || *text <= '7');
}

/**
 * emulator_id_parse:
 * @kind: what it should be the ID of
 * @text: (nullable): text from outside
 *
 * Returns: (transfer none) (nullable): the bare ID inside @text, %NULL where it is no such ID
 */
const char *
emulator_id_parse (EmulatorIdKind kind, const char *text)
{
  const char *prefixes[] = { kinds[kind].prefix, kinds[kind].alias };

  for (gsize i = 0; text != NULL && i < G_N_ELEMENTS (prefixes); i++) {
    if (prefixes[i] != NULL && g_str_has_prefix (text, prefixes[i])) {
      const char *bare = text + strlen (prefixes[i]);
      return is_bare (bare, kinds[kind].octal_first) ? bare : NULL;
    }
  }
  if (text != NULL && kinds[kind].may_be_bare && is_bare (text, kinds[kind].octal_first)) {
    return text;
  }
  return NULL;
}

gboolean
emulator_id_is_operation (const char *text)
{
  return emulator_id_parse (EMULATOR_ID_OPERATION, text) != NULL;
}

gboolean
emulator_id_is_user (const char *text)
{
  return emulator_id_parse (EMULATOR_ID_USER, text) != NULL;
}

gboolean
emulator_id_is_credential (const char *text)
{
  return emulator_id_parse (EMULATOR_ID_CREDENTIAL, text) != NULL;
}
