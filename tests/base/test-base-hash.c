#include <base-hash.h>
#include <string.h>

/* The length of what xxhsum's own test hashes; every length up to here has another path through the
 * last bytes. */
#define N_SANITY 222

/* Values that others publish: "" and the next two by the specification's reference, the last by
 * python-xxhash's documentation. */
static void
test_published (void)
{
  static const struct {
    const char *text;
    guint64 hash;
  } cases[] = {
    { "", G_GUINT64_CONSTANT (0xef46db3751d8e999) },
    { "a", G_GUINT64_CONSTANT (0xd24ec4f1a98c6e5b) },
    { "abc", G_GUINT64_CONSTANT (0x44bc2cf5ad770999) },
    { "Nobody inspects the spammish repetition", G_GUINT64_CONSTANT (0xfbcea83c8a378bf1) },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_assert_cmphex (base_hash_text (cases[i].text, strlen (cases[i].text)), ==, cases[i].hash);
  }
}

/* The buffer and the values of the reference implementation's sanity test. */
static void
test_sanity (void)
{
  static const struct {
    gsize length;
    guint64 hash;
  } cases[] = {
    { 0, G_GUINT64_CONSTANT (0xef46db3751d8e999) },
    { 1, G_GUINT64_CONSTANT (0xe934a84adb052768) },
    { 4, G_GUINT64_CONSTANT (0x9136a0dca57457ee) },
    { 14, G_GUINT64_CONSTANT (0x8282dcc4994e35c8) },
    { N_SANITY, G_GUINT64_CONSTANT (0xb641ae8cb691c174) },
  };
  char buffer[N_SANITY];
  guint64 generator = 2654435761u;

  for (gsize i = 0; i < sizeof buffer; i++) {
    buffer[i] = (char) (generator >> 56);
    generator *= G_GUINT64_CONSTANT (11400714785074694797);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_assert_cmphex (base_hash_text (buffer, cases[i].length), ==, cases[i].hash);
  }
}

/* Wherever the bytes stand in memory. */
static void
test_unaligned (void)
{
  const char *text = "comms_pushnotificationuser_01h9krwprkeee8fzqspvwy6nq8";
  guint64 hash = base_hash_text (text, strlen (text));

  for (gsize i = 0; i < 8; i++) {
    g_autofree char *buffer = g_malloc (strlen (text) + i);
    memcpy (buffer + i, text, strlen (text));
    g_assert_cmphex (base_hash_text (buffer + i, strlen (text)), ==, hash);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/hash/published", test_published);
  g_test_add_func ("/base/hash/sanity", test_sanity);
  g_test_add_func ("/base/hash/unaligned", test_unaligned);
  return g_test_run ();
}
