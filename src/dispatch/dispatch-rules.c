/* What the API takes as names: sections 4.6 (tags) and 3 (Apps) of its reference. */

#include "dispatch-rules.h"

#include <string.h>

/* In bytes, which are characters here. */
#define MAX_KEY 128
#define MAX_VALUE 256
#define MAX_APP_NAME 64

static const char tag_characters[] =
  "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
  "._~-";
static const char app_characters[] = "abcdefghijklmnopqrstuvwxyz0123456789_";

static gboolean
consists_of (const char *text, const char *characters, gsize max_length)
{
  gsize length = strlen (text);

  return length > 0 && length <= max_length && strspn (text, characters) == length;
}

gboolean
dispatch_tag_key_is_valid (const char *key)
{
  return consists_of (key, tag_characters, MAX_KEY);
}

gboolean
dispatch_tag_value_is_valid (const char *value)
{
  return consists_of (value, tag_characters, MAX_VALUE);
}

gboolean
dispatch_app_name_is_valid (const char *name)
{
  return consists_of (name, app_characters, MAX_APP_NAME);
}
