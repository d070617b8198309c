#include "dispatch-row-hashes.h"

#include <base-hash.h>
#include <string.h>

/* Hashes are evenly spread, so that their upper bits put each near its place: with a million of
 * them some fifteen share one, which a plain sort of a few does quickest. */
#define BUCKET_BITS 16
#define N_BUCKETS (1 << BUCKET_BITS)
#define FEW 32

static guint
get_bucket (guint64 hash)
{
  return (guint) (hash >> (64 - BUCKET_BITS));
}

static int
compare (gconstpointer a, gconstpointer b, gpointer data)
{
  const DispatchRowHash *first = a, *second = b;

  if (first->hash != second->hash) {
    return first->hash < second->hash ? -1 : 1;
  }
  return first->row < second->row ? -1 : first->row > second->row;
}

static void
sort_few (DispatchRowHash *hashes, guint n)
{
  for (guint i = 1; i < n; i++) {
    DispatchRowHash hash = hashes[i];
    guint at = i;
    for (; at > 0 && compare (&hash, &hashes[at - 1], NULL) < 0; at--) {
      hashes[at] = hashes[at - 1];
    }
    hashes[at] = hash;
  }
}

static void
sort_bucket (DispatchRowHash *hashes, guint n)
{
  if (n <= FEW) {
    sort_few (hashes, n);
  } else {
    g_qsort_with_data (hashes, (int) n, sizeof *hashes, compare, NULL);
  }
}

/* Counts before it puts, so that each hash is moved once. */
static void
count_hashes (const GPtrArray *verdicts, guint without, guint *ends)
{
  for (guint i = 0; i < verdicts->len; i++) {
    const DispatchVerdict *verdict = verdicts->pdata[i];
    for (guint row = 0; row < verdict->n_rows; row++) {
      ends[get_bucket (verdict->hashes[row])] += !dispatch_verdict_has (verdict, without, row);
    }
  }
  for (guint i = 1; i < N_BUCKETS; i++) {
    ends[i] += ends[i - 1];
  }
}

/* Afterwards @places are where the buckets begin. */
static void
put_hashes (
  const GPtrArray *verdicts, guint without, guint n_rows, guint *places, DispatchRowHash *hashes)
{
  guint end = n_rows;

  for (guint i = verdicts->len; i > 0; i--) {
    const DispatchVerdict *verdict = verdicts->pdata[i - 1];
    end -= verdict->n_rows;
    for (guint row = verdict->n_rows; row > 0; row--) {
      if (!dispatch_verdict_has (verdict, without, row - 1)) {
        guint64 hash = verdict->hashes[row - 1];
        hashes[--places[get_bucket (hash)]] = (DispatchRowHash){ hash, end + row - 1 };
      }
    }
  }
}

/**
 * dispatch_row_hashes_new:
 * @verdicts: (element-type DispatchVerdict): of all rows
 * @without: mark: rows that have no address
 * @n_rows: how many rows
 *
 * Returns: (transfer full): of #DispatchRowHash, ascending by hash and row
 */
GArray *
dispatch_row_hashes_new (const GPtrArray *verdicts, guint without, guint n_rows)
{
  g_autofree guint *places = g_new0 (guint, N_BUCKETS);
  GArray *hashes = g_array_new (FALSE, FALSE, sizeof (DispatchRowHash));

  count_hashes (verdicts, without, places);
  guint n_hashes = places[N_BUCKETS - 1];
  g_array_set_size (hashes, n_hashes);
  if (n_hashes == 0) {
    return hashes;
  }
  DispatchRowHash *items = &g_array_index (hashes, DispatchRowHash, 0);
  put_hashes (verdicts, without, n_rows, places, items);
  for (guint i = 0; i < N_BUCKETS; i++) {
    guint end = i + 1 < N_BUCKETS ? places[i + 1] : n_hashes;
    sort_bucket (items + places[i], end - places[i]);
  }
  return hashes;
}

static int
compare_hashes (gconstpointer a, gconstpointer b)
{
  guint64 first = *(const guint64 *) a, second = *(const guint64 *) b;

  return first < second ? -1 : first > second;
}

/**
 * dispatch_table_hash_addresses:
 * @table: recipients
 *
 * Returns: (transfer full): the hashes of their user IDs and tokens, ascending
 */
GBytes *
dispatch_table_hash_addresses (const DispatchTable *table)
{
  guint n_rows = dispatch_table_get_n_rows (table);
  g_autoptr (GArray) hashes = g_array_sized_new (FALSE, FALSE, sizeof (guint64), n_rows);

  for (guint row = 0; row < n_rows; row++) {
    const char *address = dispatch_table_get_address (table, row);
    if (*address != '\0') {
      guint64 hash = base_hash_text (address, strlen (address));
      g_array_append_val (hashes, hash);
    }
  }
  g_array_sort (hashes, compare_hashes);
  return g_bytes_new (hashes->data, hashes->len * sizeof (guint64));
}

struct _DispatchRowSet {
  guint n_rows;
  guint n_set;
  guint64 *words;
};

DispatchRowSet *
dispatch_row_set_new (guint n_rows)
{
  DispatchRowSet *self = g_new0 (DispatchRowSet, 1);

  self->n_rows = n_rows;
  self->words = g_new0 (guint64, n_rows / 64 + 1);
  return self;
}

void
dispatch_row_set_free (DispatchRowSet *self)
{
  g_free (self->words);
  g_free (self);
}

void
dispatch_row_set_add (DispatchRowSet *self, guint row)
{
  g_assert (row < self->n_rows);

  guint64 bit = G_GUINT64_CONSTANT (1) << (row % 64);
  self->n_set += (self->words[row / 64] & bit) == 0;
  self->words[row / 64] |= bit;
}

guint
dispatch_row_set_count (const DispatchRowSet *self)
{
  return self->n_set;
}

static void
append_bits (GArray *rows, guint64 word, guint first)
{
  for (; word != 0; word &= word - 1) {
    guint row = first + (guint) __builtin_ctzll (word);
    g_array_append_val (rows, row);
  }
}

GArray *
dispatch_row_set_list (const DispatchRowSet *self)
{
  GArray *rows = g_array_sized_new (FALSE, FALSE, sizeof (guint), self->n_set);

  for (guint i = 0; self->n_set > 0 && i <= self->n_rows / 64; i++) {
    append_bits (rows, self->words[i], i * 64);
  }
  return rows;
}

/**
 * dispatch_verdicts_list_rows:
 * @verdicts: (element-type DispatchVerdict): of all rows
 * @mark: a mark
 *
 * Returns: (transfer full): of guint: the rows that have it, ascending
 */
GArray *
dispatch_verdicts_list_rows (const GPtrArray *verdicts, guint mark)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (guint));
  guint first = 0;

  for (guint i = 0; i < verdicts->len; i++) {
    const DispatchVerdict *verdict = verdicts->pdata[i];
    for (guint word = 0; verdict->marks[mark] != NULL && word < DISPATCH_VERDICT_WORDS; word++) {
      append_bits (rows, verdict->marks[mark][word], first + word * 64);
    }
    first += verdict->n_rows;
  }
  return rows;
}

gboolean
dispatch_verdicts_have (const GPtrArray *verdicts,
                        const DispatchTable *table,
                        guint mark,
                        guint row)
{
  guint first_row = 0, index = dispatch_table_find_block (table, row);

  dispatch_table_get_block (table, index, &first_row);
  return dispatch_verdict_has (verdicts->pdata[index], mark, row - first_row);
}
