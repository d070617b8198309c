#include "carillon-own-device-text.h"

#include <dispatch-token.h>
#include <glib/gi18n.h>

#include "carillon-error-text.h"
#include "carillon-format.h"

/* Characters of the end of an address: enough to tell one's few devices apart. */
#define TAIL_LENGTH 4

char *
carillon_own_device_describe (CarillonOwnDevice *device)
{
  const char *user = carillon_own_device_get_user (device);
  g_autofree char *token = carillon_format_token (carillon_own_device_get_token (device));

  return *user != '\0'
           ? carillon_format_token (user)
           : g_strdup_printf ("%s %s", carillon_own_device_get_provider (device), token);
}

char *
carillon_own_device_describe_known (CarillonOwnDevice *device)
{
  /* Translators: %s is the name of a device */
  return g_strdup_printf (_ ("It is in your list already, as “%s”."),
                          carillon_own_device_get_name (device));
}

/**
 * carillon_own_device_suggest_name:
 * @address: the ID of a user, or a device token
 * @provider: of a token: "FCM" or "APN"
 *
 * Returns: (transfer full): what to call it where nobody says, as in "Android device …RYqx"
 */
char *
carillon_own_device_suggest_name (const char *address, const char *provider)
{
  g_autofree char *valid = g_utf8_make_valid (address, -1);
  glong length = g_utf8_strlen (valid, -1);
  const char *tail =
    length > TAIL_LENGTH ? g_utf8_offset_to_pointer (valid, length - TAIL_LENGTH) : valid;

  if (dispatch_user_id_is_valid (address)) {
    /* Translators: a name for a user, of whom %s is the end of the ID */
    return g_strdup_printf (_ ("User …%s"), tail);
  }
  return g_str_equal (provider, "APN")
           /* Translators: names for devices, of which %s is the end of the token */
           ? g_strdup_printf (_ ("iOS device …%s"), tail)
           : g_strdup_printf (_ ("Android device …%s"), tail);
}

char *
carillon_own_devices_describe_error (const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA)) {
    return g_strdup (_ ("The list of your devices was damaged. It was set aside, and a new one "
                        "was begun."));
  }
  g_autofree char *title = carillon_error_title (error);
  g_autofree char *advice = carillon_error_advice (error);
  return g_strdup_printf ("%s. %s", title, advice);
}
