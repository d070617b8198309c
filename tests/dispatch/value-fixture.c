#include "value-fixture.h"

#define MAX_DEPTH 4

typedef struct {
  GRand *random;
  GString *text;
  gboolean is_exact;
} Maker;

typedef struct {
  const char *text;
  gboolean is_inexact;
} Piece;

static guint
roll (Maker *maker, guint n)
{
  return (guint) g_rand_int_range (maker->random, 0, (gint32) n);
}

static void
add_space (Maker *maker)
{
  static const char *const spaces[] = { "", "", "", " ", "\n", "\t " };

  g_string_append (maker->text, spaces[roll (maker, G_N_ELEMENTS (spaces))]);
}

static void
add_piece (Maker *maker, const Piece *pieces, guint n_pieces)
{
  const Piece *piece = &pieces[roll (maker, n_pieces)];

  /* Most of the texts are to be exact. */
  if (piece->is_inexact && roll (maker, 4) > 0) {
    piece = &pieces[0];
  }
  g_string_append (maker->text, piece->text);
  maker->is_exact = maker->is_exact && !piece->is_inexact;
}

static void
add_number (Maker *maker)
{
  static const Piece numbers[] = {
    { "7", FALSE },
    { "-0", FALSE },
    { "0.1", FALSE },
    { "12e3", FALSE },
    { "1e308", FALSE },
    { "1E-400", FALSE },
    { "9223372036854775807", FALSE },
    { "-9223372036854775807", FALSE },
    { "9223372036854775808", TRUE },
    { "-9223372036854775808", TRUE },
    { "1e999", TRUE },
    { "-2.5E+400", TRUE },
    { "100000000000000000000000000000000000000000000000000000000", TRUE },
  };

  add_piece (maker, numbers, G_N_ELEMENTS (numbers));
}

/* Never two halves beside each other, which are a whole. */
static void
add_string (Maker *maker)
{
  static const Piece pieces[] = {
    { "tea", FALSE },     { "é", FALSE },      { "\\u00e9", FALSE }, { "\\ud83d\\ude00", FALSE },
    { "\\n\\\"", FALSE }, { "[{", FALSE },     { "\\u0001", FALSE }, { "\\u0000", TRUE },
    { "\\ud83d", TRUE },  { "\\udE00", TRUE },
  };

  g_string_append_c (maker->text, '"');
  for (guint i = roll (maker, 3); i > 0; i--) {
    add_piece (maker, pieces, G_N_ELEMENTS (pieces));
    g_string_append_c (maker->text, '.');
  }
  g_string_append_c (maker->text, '"');
}

static void add_value (Maker *maker, guint depth);

static void
add_array (Maker *maker, guint depth)
{
  g_string_append_c (maker->text, '[');
  add_space (maker);
  for (guint n = roll (maker, 4), i = 0; i < n; i++) {
    g_string_append (maker->text, i > 0 ? "," : "");
    add_value (maker, depth + 1);
  }
  g_string_append_c (maker->text, ']');
}

static void
add_object (Maker *maker, guint depth)
{
  static const struct {
    const char *text;
    guint name;
  } names[] = {
    { "n", 0 },       { "\\u006e", 0 }, { "size", 1 }, { "é", 2 },
    { "\\u00E9", 2 }, { "x y", 3 },     { "", 4 },
  };
  gboolean is_used[5] = { FALSE };

  g_string_append_c (maker->text, '{');
  for (guint n = roll (maker, 4), i = 0; i < n; i++) {
    guint at = roll (maker, G_N_ELEMENTS (names));
    if (is_used[names[at].name] && roll (maker, 4) > 0) {
      continue;
    }
    maker->is_exact = maker->is_exact && !is_used[names[at].name];
    is_used[names[at].name] = TRUE;
    g_string_append_printf (maker->text, "%s\"%s\"",
                            maker->text->str[maker->text->len - 1] == '{' ? "" : ",",
                            names[at].text);
    add_space (maker);
    g_string_append_c (maker->text, ':');
    add_value (maker, depth + 1);
  }
  g_string_append_c (maker->text, '}');
}

static void
add_value (Maker *maker, guint depth)
{
  static const char *const words[] = { "true", "false", "null" };
  guint kind = roll (maker, depth < MAX_DEPTH ? 5 : 3);

  add_space (maker);
  if (kind == 0) {
    g_string_append (maker->text, words[roll (maker, G_N_ELEMENTS (words))]);
  } else if (kind == 1) {
    add_number (maker);
  } else if (kind == 2) {
    add_string (maker);
  } else if (kind == 3) {
    add_array (maker, depth);
  } else {
    add_object (maker, depth);
  }
  add_space (maker);
}

char *
value_fixture_make (GRand *random, gboolean *is_exact)
{
  Maker maker = { .random = random, .text = g_string_new (NULL), .is_exact = TRUE };

  if (roll (&maker, 2) == 0) {
    add_array (&maker, 1);
  } else {
    add_object (&maker, 1);
  }
  *is_exact = maker.is_exact;
  return g_string_free (maker.text, FALSE);
}
