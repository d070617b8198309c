#include "carillon-service-account.h"

#include <base-json.h>
#include <string.h>

#include "carillon-secret-text.h"

/* Whose values are cut out. The others are of files that are refused, but were read. */
static const char *const secret_members[] = {
  "private_key",
  "client_secret",
  "refresh_token",
};

/* A text between quotation marks, which are no part of it. */
typedef struct {
  char *start;
  gsize length;
} Span;

/* In JSON a quotation mark outside of a text begins one, and only a backslash hides one inside.
 * Malformed documents are seen as such afterwards: this changes nothing but letters. */
static gboolean
next_text (char **position, Span *span)
{
  char *start = strchr (*position, '"');
  if (start == NULL) {
    return FALSE;
  }

  char *end = ++start;
  while (*end != '"' && *end != '\0') {
    end += *end == '\\' && end[1] != '\0' ? 2 : 1;
  }
  span->start = start;
  span->length = (gsize) (end - start);
  *position = *end == '"' ? end + 1 : end;
  return TRUE;
}

static gboolean
is_value (const char *position)
{
  return position[strspn (position, " \t\r\n")] == ':';
}

static gboolean
is_text (const Span *span, const char *text)
{
  return strlen (text) == span->length && memcmp (text, span->start, span->length) == 0;
}

static gboolean
names_secret (const Span *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (secret_members); i++) {
    if (is_text (name, secret_members[i])) {
      return TRUE;
    }
  }
  return FALSE;
}

/* What a key is written with: line breaks, and "=" or "/" of careful writers. Other letters that
 * can be escaped are in no key; they stay as they are, and the key is then found to be none. */
static gsize
unescape (const char *text, gsize length, char *letter)
{
  static const struct {
    const char *escaped;
    char letter;
  } escapes[] = {
    { "\\n", '\n' },     { "\\r", '\r' },     { "\\t", '\t' },    { "\\/", '/' },
    { "\\u003d", '=' },  { "\\u003D", '=' },  { "\\u002b", '+' }, { "\\u002B", '+' },
    { "\\u000a", '\n' }, { "\\u000A", '\n' },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (escapes); i++) {
    gsize size = strlen (escapes[i].escaped);
    if (size <= length && memcmp (text, escapes[i].escaped, size) == 0) {
      *letter = escapes[i].letter;
      return size;
    }
  }
  *letter = *text;
  return 1;
}

static GBytes *
take_secret (const Span *span)
{
  CarillonSecretBuffer *buffer = carillon_secret_buffer_new (span->length);

  for (gsize i = 0; i < span->length;) {
    char letter;
    i += unescape (span->start + i, span->length - i, &letter);
    carillon_secret_buffer_append (buffer, &letter, 1);
  }
  return carillon_secret_buffer_free_to_bytes (buffer);
}

/* Puts letters in the place of all secrets in @text. */
static GBytes *
cut_secrets (char *text)
{
  GBytes *private_key = NULL;
  Span name, value;

  while (next_text (&text, &name)) {
    if (!is_value (text) || !names_secret (&name)) {
      continue;
    }
    text += strcspn (text, ":") + 1;
    text += strspn (text, " \t\r\n");
    if (*text != '"' || !next_text (&text, &value)) {
      continue;
    }
    if (private_key == NULL && is_text (&name, "private_key")) {
      private_key = take_secret (&value);
    }
    memset (value.start, 'x', value.length);
  }
  return private_key;
}

/**
 * carillon_service_account_parse:
 * @json: a secret text
 *
 * Returns: (transfer full) (nullable): what it says, or %NULL where it is no JSON object
 */
CarillonServiceAccount *
carillon_service_account_parse (GBytes *json)
{
  g_return_val_if_fail (json != NULL, NULL);

  g_autoptr (GBytes) copy =
    carillon_secret_text_new (carillon_secret_text_get (json), g_bytes_get_size (json));
  /* Nobody else has it, and it is not const where it was made. */
  char *text = (char *) carillon_secret_text_get (copy);
  g_autoptr (GBytes) private_key = cut_secrets (text);
  g_autoptr (JsonNode) node = base_json_parse (copy, NULL);
  if (base_json_node_object (node) == NULL) {
    return NULL;
  }

  CarillonServiceAccount *self = g_new0 (CarillonServiceAccount, 1);
  self->object = json_object_ref (base_json_node_object (node));
  self->private_key = g_steal_pointer (&private_key);
  return self;
}

void
carillon_service_account_free (CarillonServiceAccount *self)
{
  g_return_if_fail (self != NULL);

  json_object_unref (self->object);
  g_clear_pointer (&self->private_key, g_bytes_unref);
  g_free (self);
}
