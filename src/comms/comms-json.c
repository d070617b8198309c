/* Writes the documents that the client sends: a few members, or ten thousand recipients, in one
 * growing buffer and without a tree. */

#include "comms-json.h"

/**
 * comms_json_append_string:
 * @text: a document being written
 * @value: UTF-8
 *
 * Only quotes, backslashes and control characters are escaped (RFC 8259, section 7).
 */
void
comms_json_append_string (GString *text, const char *value)
{
  g_string_append_c (text, '"');
  for (;;) {
    gsize plain = 0;
    while ((guchar) value[plain] >= 0x20 && value[plain] != '"' && value[plain] != '\\') {
      plain++;
    }
    g_string_append_len (text, value, (gssize) plain);
    value += plain;
    if (*value == '\0') {
      break;
    }
    if (*value == '"' || *value == '\\') {
      g_string_append_c (text, '\\');
      g_string_append_c (text, *value);
    } else {
      g_string_append_printf (text, "\\u%04x", (guint) (guchar) *value);
    }
    value++;
  }
  g_string_append_c (text, '"');
}

/**
 * comms_json_append_name:
 * @text: a document being written
 * @name: of a member, whose value comes next
 *
 * Writes the name, and the comma before it unless an object has just been opened.
 */
void
comms_json_append_name (GString *text, const char *name)
{
  if (text->str[text->len - 1] != '{') {
    g_string_append_c (text, ',');
  }
  comms_json_append_string (text, name);
  g_string_append_c (text, ':');
}

/**
 * comms_json_append_member:
 * @text: a document being written
 * @name: of a member
 * @value: (nullable): its text; %NULL leaves the member out
 */
void
comms_json_append_member (GString *text, const char *name, const char *value)
{
  if (value != NULL) {
    comms_json_append_name (text, name);
    comms_json_append_string (text, value);
  }
}

/**
 * comms_json_append_boolean:
 * @text: a document being written
 * @name: of a member
 * @value: its value
 */
void
comms_json_append_boolean (GString *text, const char *name, gboolean value)
{
  comms_json_append_name (text, name);
  g_string_append (text, value ? "true" : "false");
}

/**
 * comms_json_append_pairs:
 * @text: a document being written
 * @name: of a member
 * @pairs: (nullable) (array zero-terminated=1): key, value, key, value; %NULL leaves the member out
 */
void
comms_json_append_pairs (GString *text, const char *name, const char *const *pairs)
{
  if (pairs == NULL) {
    return;
  }
  comms_json_append_name (text, name);
  g_string_append_c (text, '{');
  for (guint i = 0; pairs[i] != NULL && pairs[i + 1] != NULL; i += 2) {
    comms_json_append_member (text, pairs[i], pairs[i + 1]);
  }
  g_string_append_c (text, '}');
}
