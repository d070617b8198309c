/* The words of a command as a POSIX shell reads them (XCU, section 2.2), and bash's $'...'. */

#include "dispatch-shell.h"

#include <string.h>

#include "dispatch-request-private.h"

typedef struct {
  const char *text;
  gsize at;
} Reader;

static void
word_free (gpointer data)
{
  DispatchShellWord *word = data;

  g_string_free (word->text, TRUE);
  g_array_unref (word->places);
  g_free (word);
}

static DispatchShellWord *
word_new (gsize start)
{
  DispatchShellWord *word = g_new0 (DispatchShellWord, 1);

  word->text = g_string_new (NULL);
  word->places = g_array_new (FALSE, FALSE, sizeof (gsize));
  word->start = start;
  word->expansion = G_MAXSIZE;
  return word;
}

static void
add_byte (DispatchShellWord *word, char byte, gsize place)
{
  g_string_append_c (word->text, byte);
  g_array_append_val (word->places, place);
}

static gboolean
fail_quote (const Reader *reader, gsize start, GError **error)
{
  dispatch_request_set_error (error, DISPATCH_REQUEST_ERROR_QUOTE, reader->text, start,
                              "a quotation mark is never closed");
  return FALSE;
}

/* A dollar sign or a backquote, outside of single quotes. */
static void
note_expansion (DispatchShellWord *word, const Reader *reader)
{
  char c = reader->text[reader->at];
  char next = c == '$' ? reader->text[reader->at + 1] : '\0';

  if (word->expansion == G_MAXSIZE &&
      (c == '`' || next == '{' || next == '(' || next == '_' || g_ascii_isalnum (next))) {
    word->expansion = reader->at;
  }
}

static gboolean
read_single (Reader *reader, DispatchShellWord *word, GError **error)
{
  gsize start = reader->at++;

  for (; reader->text[reader->at] != '\''; reader->at++) {
    if (reader->text[reader->at] == '\0') {
      return fail_quote (reader, start, error);
    }
    add_byte (word, reader->text[reader->at], reader->at);
  }
  reader->at++;
  return TRUE;
}

/* A line that ends in a backslash goes on, CRLF or not. */
static gsize
measure_continuation (const char *text)
{
  return text[0] != '\\' ? 0 : text[1] == '\n' ? 2 : text[1] == '\r' && text[2] == '\n' ? 3 : 0;
}

static gboolean
read_double (Reader *reader, DispatchShellWord *word, GError **error)
{
  gsize start = reader->at++;

  while (reader->text[reader->at] != '"') {
    const char *at = reader->text + reader->at;
    gsize continuation = measure_continuation (at);
    if (*at == '\0') {
      return fail_quote (reader, start, error);
    }
    if (continuation > 0) {
      reader->at += continuation;
      continue;
    }
    if (*at == '\\' && at[1] != '\0' && strchr ("$`\"\\", at[1]) != NULL) {
      reader->at++;
    } else {
      note_expansion (word, reader);
    }
    add_byte (word, reader->text[reader->at], reader->at);
    reader->at++;
  }
  reader->at++;
  return TRUE;
}

/* Returns: how many characters the digits were */
static guint
read_digits (const char *at, guint max, guint base, gunichar *value)
{
  guint n = 0;

  *value = 0;
  for (; n < max; n++) {
    int digit = g_ascii_xdigit_value (at[n]);
    if (digit < 0 || (guint) digit >= base) {
      break;
    }
    *value = *value * base + (guint) digit;
  }
  return n;
}

static void
add_character (DispatchShellWord *word, gunichar c, gsize place)
{
  char bytes[6];
  int n = g_unichar_validate (c) && c != 0 ? g_unichar_to_utf8 (c, bytes)
                                           : g_unichar_to_utf8 (0xfffd, bytes);

  for (int i = 0; i < n; i++) {
    add_byte (word, bytes[i], place);
  }
}

/* After the backslash of $'...'. */
static void
read_escape (Reader *reader, DispatchShellWord *word)
{
  static const char letters[] = "abefnrtv";
  static const char meanings[] = "\a\b\033\f\n\r\t\v";
  static const struct {
    char letter;
    guint max;
  } numbers[] = { { 'x', 2 }, { 'u', 4 }, { 'U', 8 } };
  char c = reader->text[reader->at];
  const char *letter = strchr (letters, c);

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++) {
    gunichar value = 0;
    if (c == numbers[i].letter) {
      gsize place = reader->at++;
      reader->at += read_digits (reader->text + reader->at, numbers[i].max, 16, &value);
      add_character (word, value, place);
      return;
    }
  }
  add_byte (word, letter != NULL ? meanings[letter - letters] : c, reader->at++);
}

static gboolean
read_dollar (Reader *reader, DispatchShellWord *word, GError **error)
{
  gsize start = reader->at;

  for (reader->at += 2; reader->text[reader->at] != '\'';) {
    char c = reader->text[reader->at];
    if (c == '\0' || (c == '\\' && reader->text[reader->at + 1] == '\0')) {
      return fail_quote (reader, start, error);
    }
    if (c == '\\') {
      reader->at++;
      read_escape (reader, word);
    } else {
      add_byte (word, c, reader->at++);
    }
  }
  reader->at++;
  return TRUE;
}

/* One quoted part or one character of a word. */
static gboolean
read_part (Reader *reader, DispatchShellWord *word, GError **error)
{
  const char *at = reader->text + reader->at;

  if (*at == '\'') {
    return read_single (reader, word, error);
  }
  if (*at == '"') {
    return read_double (reader, word, error);
  }
  if (*at == '$' && at[1] == '\'') {
    return read_dollar (reader, word, error);
  }
  if (*at == '\\' && at[1] != '\0') {
    reader->at++;
  } else {
    note_expansion (word, reader);
  }
  add_byte (word, reader->text[reader->at], reader->at);
  reader->at++;
  return TRUE;
}

static void
skip_blanks (Reader *reader)
{
  for (;;) {
    const char *at = reader->text + reader->at;
    gsize continuation = measure_continuation (at);
    if (*at != ' ' && *at != '\t' && *at != '\r' && continuation == 0) {
      return;
    }
    reader->at += MAX (continuation, 1);
  }
}

/**
 * dispatch_shell_read:
 * @text: a command
 * @at: (inout): where it begins, and where it ends: at the end of its line or of @text, or at an
 *   operator such as a pipe
 * @error: return location for a [error@Dispatch.RequestError]
 *
 * Nothing is run and nothing is expanded; a word says where a shell would.
 *
 * Returns: (transfer full) (nullable) (element-type DispatchShellWord): its words
 */
GPtrArray *
dispatch_shell_read (const char *text, gsize *at, GError **error)
{
  Reader reader = { text, *at };
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (word_free);

  for (skip_blanks (&reader); strchr ("\n;|&<>#", text[reader.at]) == NULL; skip_blanks (&reader)) {
    DispatchShellWord *word = word_new (reader.at);
    g_ptr_array_add (words, word);
    while (strchr (" \t\r\n;|&<>", text[reader.at]) == NULL &&
           measure_continuation (text + reader.at) == 0) {
      if (!read_part (&reader, word, error)) {
        return NULL;
      }
    }
  }
  *at = reader.at;
  return g_steal_pointer (&words);
}
