/* Saves a draft again and again until it is killed: draft-victim PATH FIRST. Save n has n in its
 * JSON and in each of its blocks, and is written to the standard output once it is on disk. */

#include <stdlib.h>
#include <test-emulator.h>

#include "draft-fixture.h"

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;

  g_assert (argc == 3);
  g_autoptr (ArchiveStore) store = archive_fixture_open (argv[1], &error);
  g_assert_no_error (error);
  for (gint64 n = g_ascii_strtoll (argv[2], NULL, 10);; n++) {
    draft_fixture_save_uniform (store, n);
    g_print ("%" G_GINT64_FORMAT "\n", n);
  }
}
