/* A crawl to be killed: crawl-victim URL SID SECRET FOLDER PAGE-SIZE. Ends with 0 at its end. */

#include <stdlib.h>

#include "found-fixture.h"

int
main (int argc, char *argv[])
{
  g_assert (argc == 6);

  FoundFixture fixture = { 0 };
  g_autoptr (GError) error = NULL;
  fixture.client = found_fixture_make_client (argv[1], argv[2], argv[3]);
  fixture.store = found_fixture_open (argv[4]);
  if (!found_fixture_crawl (&fixture, (guint) atoi (argv[5]), NULL, &error)) {
    g_printerr ("%s\n", error->message);
    return EXIT_FAILURE;
  }
  g_clear_object (&fixture.store);
  g_clear_object (&fixture.client);
  return EXIT_SUCCESS;
}
