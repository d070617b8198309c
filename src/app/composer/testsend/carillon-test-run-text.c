#include "carillon-test-run-text.h"

#include <glib/gi18n.h>

#include "carillon-error-text.h"
#include "carillon-format.h"

static char *
describe_operation (CarillonTestRun *run)
{
  CommsOperation *operation = carillon_test_run_get_operation (run);
  guint n_devices = carillon_test_run_get_n_devices (run);
  g_autofree char *count = carillon_format_count (n_devices);
  g_autofree char *sent = g_strdup_printf (
    ngettext ("The test went to %s device.", "The test went to %s devices.", n_devices), count);

  if (operation == NULL || !comms_operation_has_ended (operation)) {
    return g_steal_pointer (&sent);
  }
  g_autofree char *good =
    carillon_format_count (comms_operation_get_count (operation, COMMS_COUNT_SENT));
  g_autofree char *bad =
    carillon_format_count (comms_operation_get_count (operation, COMMS_COUNT_FAILED) +
                           comms_operation_get_count (operation, COMMS_COUNT_UNADDRESSABLE));
  /* Translators: of notifications: how many were sent, and how many were not */
  g_autofree char *became = g_strdup_printf (_ ("Sent: %s, not sent: %s."), good, bad);
  return g_strdup_printf ("%s %s", sent, became);
}

char *
carillon_test_run_describe (CarillonTestRun *run)
{
  const GError *error = carillon_test_run_get_error (run);
  g_autofree char *title = error != NULL ? carillon_error_title (error) : g_strdup ("");
  g_autofree char *advice = error != NULL ? carillon_error_advice (error) : g_strdup ("");

  switch (carillon_test_run_get_state (run)) {
  case CARILLON_TEST_POSTING:
    return g_strdup (_ ("Sending the test…"));
  case CARILLON_TEST_ACCEPTED:
    return describe_operation (run);
  case CARILLON_TEST_FAILED:
    return g_strdup_printf (_ ("Test Not Sent: %s\n%s"), title, advice);
  case CARILLON_TEST_UNKNOWN:
  default:
    return g_strdup_printf (_ ("The Test May Have Been Sent: %s\n%s"), title, advice);
  }
}
