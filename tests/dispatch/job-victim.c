/* A job to be killed: job-victim URL SID SECRET FOLDER JOB. Ends with 0 at its end. */

#include <dispatch-job.h>
#include <stdlib.h>

#include "found-fixture.h"

int
main (int argc, char *argv[])
{
  g_assert (argc == 6);

  g_autoptr (CommsClient) client = found_fixture_make_client (argv[1], argv[2], argv[3]);
  g_autoptr (ArchiveStore) store = found_fixture_open (argv[4]);
  g_autoptr (DispatchJob) job =
    dispatch_job_new (client, store, FOUND_ACCOUNT, g_ascii_strtoll (argv[5], NULL, 10));
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  dispatch_job_run_async (job, FALSE, NULL, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  if (!dispatch_job_run_finish (job, result, &error)) {
    g_printerr ("%s\n", error->message);
    return EXIT_FAILURE;
  }
  return EXIT_SUCCESS;
}
