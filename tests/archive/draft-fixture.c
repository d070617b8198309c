#include "draft-fixture.h"

#include <test-emulator.h>

gboolean
draft_fixture_save (ArchiveStore *store, ArchiveDraft *draft, GError **error)
{
  GAsyncResult *slot = NULL;

  archive_store_save_draft_async (store, "account", draft, NULL, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  return archive_store_write_finish (store, result, error);
}

/* Larger than a page of the file. */
#define BLOCK_SIZE 20000

static gint64
block_id (gint64 number, guint block)
{
  return number * DRAFT_FIXTURE_N_BLOCKS + block;
}

void
draft_fixture_save_uniform (ArchiveStore *store, gint64 number)
{
  g_autofree char *json = g_strdup_printf ("%" G_GINT64_FORMAT, number);
  g_autofree char *letters = g_strnfill (BLOCK_SIZE, (char) ('a' + number % 26));
  g_autoptr (GBytes) bytes = g_bytes_new (letters, BLOCK_SIZE);
  g_autoptr (GError) error = NULL;
  ArchiveDraft *draft = archive_draft_new ("uniform", json);

  for (guint i = 0; i < DRAFT_FIXTURE_N_BLOCKS; i++) {
    archive_draft_add_block (draft, block_id (number, i), bytes);
  }
  draft_fixture_save (store, draft, &error);
  g_assert_no_error (error);
}

static void
assert_block (GBytes *bytes, gint64 number)
{
  gsize size;
  const char *letters = g_bytes_get_data (bytes, &size);

  g_assert_cmpuint (size, ==, BLOCK_SIZE);
  for (gsize i = 0; i < size; i++) {
    g_assert_cmpint (letters[i], ==, 'a' + number % 26);
  }
}

gint64
draft_fixture_read_uniform (ArchiveStore *store)
{
  g_autoptr (ArchiveDraft) draft = archive_fixture_read (store, "uniform");

  if (draft == NULL) {
    return -1;
  }
  gint64 number = g_ascii_strtoll (draft->json, NULL, 10);
  g_assert_cmpuint (draft->order->len, ==, DRAFT_FIXTURE_N_BLOCKS);
  for (guint i = 0; i < draft->order->len; i++) {
    g_assert_cmpint (g_array_index (draft->order, gint64, i), ==, block_id (number, i));
    assert_block (draft->blocks->pdata[i], number);
  }
  return number;
}
