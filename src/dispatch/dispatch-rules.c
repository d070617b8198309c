/* What the API takes as names: sections 4.6 (tags) and 3 (Apps) of its reference. */

#include "dispatch-rules.h"

#include <gio/gio.h>
#include <string.h>

#define MAX_APP_NAME 64

static const char tag_characters[] =
  "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
  "._~-";
static const char variable_characters[] =
  "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
  "_-";
static const char app_characters[] = "abcdefghijklmnopqrstuvwxyz0123456789_";

static gboolean
consists_of (const char *text, const char *characters, gsize max_length)
{
  gsize length = strlen (text);

  return length > 0 && length <= max_length && strspn (text, characters) == length;
}

gboolean
dispatch_variable_name_is_valid (const char *name)
{
  return (g_ascii_isalpha (*name) || *name == '_') &&
         consists_of (name, variable_characters, G_MAXSIZE);
}

gboolean
dispatch_tag_key_is_valid (const char *key)
{
  return consists_of (key, tag_characters, DISPATCH_MAX_TAG_KEY);
}

gboolean
dispatch_tag_value_is_valid (const char *value)
{
  return consists_of (value, tag_characters, DISPATCH_MAX_TAG_VALUE);
}

gboolean
dispatch_app_name_is_valid (const char *name)
{
  return consists_of (name, app_characters, MAX_APP_NAME);
}

gboolean
dispatch_is_template (const char *text)
{
  return strstr (text, "{{") != NULL || strstr (text, "{%") != NULL;
}

/* GLib takes characters for granted that an address must not have (RFC 3986, section 2). */
gboolean
dispatch_image_url_is_valid (const char *url)
{
  if (dispatch_is_template (url)) {
    return TRUE;
  }
  g_autoptr (GUri) uri =
    strpbrk (url, " \"<>\\^`{|}") == NULL ? g_uri_parse (url, G_URI_FLAGS_NONE, NULL) : NULL;
  return uri != NULL && g_str_equal (g_uri_get_scheme (uri), "https") &&
         g_uri_get_host (uri) != NULL && *g_uri_get_host (uri) != '\0';
}
