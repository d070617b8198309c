#include "dispatch-token.h"

#include <string.h>

/* Apple: 32 bytes to this day, written as hexadecimal digits; but "device tokens are of variable
 * length; don't hard-code their size" (UIApplicationDelegate, "didRegisterForRemoteNotifications
 * WithDeviceToken"), so longer ones fit. Of no system were they ever shorter. */
#define MIN_APN 64

/* More than Apple has ever announced (100 bytes), with room. */
#define MAX_APN 512

/* Google documents no pattern. All that were seen are of these characters: an installation's ID of
 * 22 of the URL-safe base64 alphabet, a colon, and "APA91b" with some 134 more; those of before
 * 2019 have no colon, and the shortest of them had 119. */
#define FCM_CHARACTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-:"
#define MIN_FCM 100

/* The limit that Google's engineers name: that of a cookie. */
#define MAX_FCM 4096

/* An ID of the API has at most so many characters (section 3 of the API): the prefix and 34. */
#define MAX_USER_ID 80

/* What follows the prefix of a user's ID: a digit up to 7 and the rest, of Crockford's base 32. */
#define USER_CHARACTERS "0123456789abcdefghjkmnpqrstvwxyz"
#define MIN_USER_REST 26
#define MAX_USER_REST 35

/* Of the IDs of users, in the reference and in the guides of the API. */
static const char *const user_prefixes[] = { "comms_pushnotificationuser_", "comms_user_" };

/* What stands around a token, or in the middle of it, where it was copied from: quotes of all
 * kinds, the angle brackets of NSData's description, and marks that nobody sees. White space is
 * left out everywhere, because mail programs break long words. */
static const gunichar wrappings[] = {
  '"',    '\'',   '`',    '<',    '>',    0x00AB, 0x00BB, 0x2018, 0x2019,
  0x201A, 0x201C, 0x201D, 0x201E, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF,
};

static const struct {
  const char *written; /* in lower case, without anything but letters */
  const char *provider;
} providers[] = {
  { "fcm", "FCM" },     { "firebase", "FCM" }, { "gcm", "FCM" },    { "google", "FCM" },
  { "android", "FCM" }, { "apn", "APN" },      { "apns", "APN" },   { "apple", "APN" },
  { "ios", "APN" },     { "iphone", "APN" },   { "ipados", "APN" },
};

static gboolean
is_hexadecimal (const char *token, gsize length)
{
  return strspn (token, "0123456789abcdefABCDEF") == length;
}

static DispatchTokenShape
check_apn (const char *token, gsize length)
{
  if (!is_hexadecimal (token, length)) {
    return length >= MIN_FCM && strspn (token, FCM_CHARACTERS) == length
             ? DISPATCH_TOKEN_OTHER
             : DISPATCH_TOKEN_CHARACTERS;
  }
  if (length < MIN_APN) {
    return DISPATCH_TOKEN_SHORT;
  }
  if (length > MAX_APN) {
    return DISPATCH_TOKEN_LONG;
  }
  return length % 2 == 0 ? DISPATCH_TOKEN_FITS : DISPATCH_TOKEN_ODD;
}

static DispatchTokenShape
check_fcm (const char *token, gsize length)
{
  if (length >= MIN_APN && length <= MAX_APN && is_hexadecimal (token, length)) {
    return DISPATCH_TOKEN_OTHER;
  }
  if (strspn (token, FCM_CHARACTERS) != length) {
    return DISPATCH_TOKEN_CHARACTERS;
  }
  if (length < MIN_FCM) {
    return DISPATCH_TOKEN_SHORT;
  }
  return length <= MAX_FCM ? DISPATCH_TOKEN_FITS : DISPATCH_TOKEN_LONG;
}

/**
 * dispatch_token_check:
 * @provider: FCM or APN
 * @token: a token, cleaned
 *
 * Returns: whether it looks like one of that provider's
 */
DispatchTokenShape
dispatch_token_check (const char *provider, const char *token)
{
  g_return_val_if_fail (provider != NULL && token != NULL, DISPATCH_TOKEN_FITS);

  gsize length = strlen (token);
  return g_str_equal (provider, "APN") ? check_apn (token, length) : check_fcm (token, length);
}

static gboolean
is_wrapping (gunichar character)
{
  for (gsize i = 0; i < G_N_ELEMENTS (wrappings); i++) {
    if (wrappings[i] == character) {
      return TRUE;
    }
  }
  return g_unichar_isspace (character) || g_unichar_iscntrl (character);
}

/**
 * dispatch_token_clean:
 * @text: UTF-8, as it was pasted
 *
 * Returns: (transfer full): the token in it
 */
char *
dispatch_token_clean (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  GString *token = g_string_new (NULL);
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar character = g_utf8_get_char (at);
    if (!is_wrapping (character)) {
      g_string_append_unichar (token, character);
    }
  }
  return g_string_free (token, FALSE);
}

/**
 * dispatch_provider_parse:
 * @text: how somebody wrote a provider or its system: "FCM", "apns", "Android"
 *
 * Returns: (nullable): what the API calls it
 */
const char *
dispatch_provider_parse (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  g_autofree char *word = g_ascii_strdown (text, -1);
  g_strstrip (word);
  for (gsize i = 0; i < G_N_ELEMENTS (providers); i++) {
    if (g_str_equal (word, providers[i].written)) {
      return providers[i].provider;
    }
  }
  return NULL;
}

/**
 * dispatch_user_id_is_valid:
 * @id: a text
 *
 * Returns: whether it can be the ID of a user (section 3 of the API), which says not that there is
 * one
 */
gboolean
dispatch_user_id_is_valid (const char *id)
{
  g_return_val_if_fail (id != NULL, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (user_prefixes); i++) {
    gsize length = strlen (user_prefixes[i]);
    if (g_str_has_prefix (id, user_prefixes[i])) {
      gsize n_rest = strlen (id + length);
      return n_rest > 0 && length + n_rest <= MAX_USER_ID &&
             strspn (id + length, "0123456789abcdefghijklmnopqrstuvwxyz") == n_rest;
    }
  }
  return FALSE;
}

/**
 * dispatch_user_id_fits:
 * @id: a text
 *
 * Stricter than dispatch_user_id_is_valid(), which tells user IDs from everything else: this is the
 * whole pattern of the reference, by which the API takes or refuses an ID, with the prefix of the
 * guides besides.
 *
 * Returns: whether the API takes it
 */
gboolean
dispatch_user_id_fits (const char *id)
{
  g_return_val_if_fail (id != NULL, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (user_prefixes); i++) {
    if (g_str_has_prefix (id, user_prefixes[i])) {
      const char *rest = id + strlen (user_prefixes[i]);
      gsize length = strspn (rest, USER_CHARACTERS);
      return rest[0] >= '0' && rest[0] <= '7' && rest[length] == '\0' && length >= MIN_USER_REST &&
             length <= MAX_USER_REST;
    }
  }
  return FALSE;
}
