/* What a million recipients cost in memory over the texts themselves, and what an edit, a step of
 * undo and a copy for a worker cost against copying one column of pointers, in one run. The target
 * is at most 40 bytes a row over the data; nothing is asserted of times. */

#include <dispatch-audience.h>
#include <malloc.h>
#include <stdio.h>
#include <string.h>

#define N_ROWS DISPATCH_MAX_ROWS

/* The shortest of so many times, as the machine does other things too. */
#define N_TIMES 9

typedef struct {
  const char *name;
  guint n_variables;
  gboolean are_tokens;
} Shape;

static const Shape shapes[] = {
  { "users, no variable", 0, FALSE },
  { "users, 3 variables", 3, FALSE },
  { "users, 10 variables", 10, FALSE },
  { "tokens, 5 variables", 5, TRUE },
};

static gsize
used (void)
{
  struct mallinfo2 info = mallinfo2 ();

  return info.uordblks + info.hblkhd;
}

/* Returns: bytes of the text */
static gsize
set (DispatchBlockBuilder *builder, guint slot, const char *text)
{
  gsize length = strlen (text);

  dispatch_block_builder_set (builder, slot, text, length);
  return length;
}

static gsize
set_address (DispatchBlockBuilder *builder, guint row, gboolean is_token)
{
  char text[200];

  if (!is_token) {
    g_snprintf (text, sizeof text, "comms_pushnotificationuser_%026u", row);
    return set (builder, DISPATCH_COLUMN_USER, text);
  }
  g_snprintf (text, sizeof text, "%022u:APA91b%0134u", row, row);
  return set (builder, DISPATCH_COLUMN_TOKEN, text) +
         set (builder, DISPATCH_COLUMN_PROVIDER, row % 2 == 0 ? "FCM" : "APN");
}

static DispatchTable *
make_table (const Shape *shape, gsize *n_bytes)
{
  DispatchTable *table = dispatch_table_new ();

  for (guint i = 0; i < shape->n_variables; i++) {
    g_autofree char *name = g_strdup_printf ("v%u", i);
    dispatch_table_add_column (table, name);
  }
  g_autoptr (DispatchBlockBuilder) builder =
    dispatch_block_builder_new (dispatch_table_get_n_slots (table));
  for (guint row = 0; row < N_ROWS; row++) {
    *n_bytes += set_address (builder, row, shape->are_tokens);
    for (guint i = 0; i < shape->n_variables; i++) {
      char text[32];
      g_snprintf (text, sizeof text, "value %u", row * 7 + i);
      *n_bytes += set (builder, DISPATCH_N_FIXED_COLUMNS + i, text);
    }
    dispatch_block_builder_end_row (builder);
    if (dispatch_block_builder_is_full (builder)) {
      dispatch_table_append_block (table, dispatch_block_builder_finish (builder));
    }
  }
  dispatch_table_append_block (table, dispatch_block_builder_finish (builder));
  return table;
}

/* What there must be in any case: one run of a pointer for each row. */
static void
copy_pointers (DispatchAudience *audience)
{
  g_autofree gpointer *pointers = g_new0 (gpointer, N_ROWS);
  g_autofree gpointer *copy = g_memdup2 (pointers, N_ROWS * sizeof *pointers);
}

static void
freeze (DispatchAudience *audience)
{
  g_autoptr (DispatchTable) table = dispatch_audience_freeze (audience);
}

static void
edit (DispatchAudience *audience)
{
  g_autofree char *value = g_strdup_printf ("%u", g_random_int ());

  dispatch_audience_set_value (audience, N_ROWS / 2, DISPATCH_COLUMN_USER, value);
}

static void
undo (DispatchAudience *audience)
{
  dispatch_audience_undo (audience);
}

static void
insert (DispatchAudience *audience)
{
  dispatch_audience_remove (audience, 5, 1);
  dispatch_audience_insert_blank (audience, 5, 1);
}

static const char *
fill (guint row, const char *old, gpointer data)
{
  return data;
}

static void
fill_column (DispatchAudience *audience)
{
  g_autofree char *value = g_strdup_printf ("%u", g_random_int ());

  dispatch_audience_rewrite (audience, DISPATCH_COLUMN_PROVIDER, 0, N_ROWS, fill, value);
}

static double
measure (void (*func) (DispatchAudience *audience), DispatchAudience *audience)
{
  gint64 best = G_MAXINT64;

  for (guint i = 0; i < N_TIMES; i++) {
    gint64 start = g_get_monotonic_time ();
    func (audience);
    best = MIN (best, g_get_monotonic_time () - start);
  }
  return (double) best / 1000;
}

static void
print_times (DispatchAudience *audience)
{
  static const struct {
    const char *name;
    void (*func) (DispatchAudience *audience);
  } cases[] = {
    { "freeze for a worker", freeze },
    { "edit a cell", edit },
    { "undo the edit", undo },
    { "remove and insert a row", insert },
    { "fill a column of a million", fill_column },
  };
  double floor = measure (copy_pointers, audience);

  printf ("%-28s %8.3f ms\n", "floor: copy 1,000,000 pointers", floor);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    double time = measure (cases[i].func, audience);
    printf ("%-28s %8.3f ms  %6.2f x the floor\n", cases[i].name, time, time / floor);
  }
}

int
main (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++) {
    gsize before = used (), n_bytes = 0;
    DispatchTable *table = make_table (&shapes[i], &n_bytes);
    gsize over = used () - before - n_bytes;
    printf ("%-22s %4zu bytes of data a row, %5.1f over it%s\n", shapes[i].name, n_bytes / N_ROWS,
            (double) over / N_ROWS, over > 40.0 * N_ROWS ? " (more than 40)" : "");
    if (i == 1) {
      g_autoptr (DispatchAudience) audience = dispatch_audience_new ();
      dispatch_audience_reset (audience, table);
      print_times (audience);
    } else {
      dispatch_table_free (table);
    }
  }
  return 0;
}
