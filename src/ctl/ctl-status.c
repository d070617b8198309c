#include "ctl-status.h"

#include <stdio.h>

G_DEFINE_QUARK (ctl_error, ctl_error)

static CtlStatus
status_of_io_error (int code)
{
  static const int no_input[] = {
    G_IO_ERROR_NOT_FOUND,      G_IO_ERROR_PERMISSION_DENIED, G_IO_ERROR_IS_DIRECTORY,
    G_IO_ERROR_NOT_DIRECTORY,  G_IO_ERROR_FILENAME_TOO_LONG, G_IO_ERROR_INVALID_FILENAME,
    G_IO_ERROR_TOO_MANY_LINKS,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (no_input); i++) {
    if (code == no_input[i]) {
      return CTL_STATUS_NO_INPUT;
    }
  }
  return CTL_STATUS_IO;
}

/**
 * ctl_status_of_error:
 * @error: why something could not be done
 *
 * Returns: what the program ends with
 */
CtlStatus
ctl_status_of_error (const GError *error)
{
  g_return_val_if_fail (error != NULL, CTL_STATUS_IO);

  if (error->domain == CTL_ERROR) {
    return (CtlStatus) error->code;
  }
  if (error->domain == G_OPTION_ERROR) {
    return CTL_STATUS_USAGE;
  }
  if (error->domain == G_IO_ERROR) {
    return status_of_io_error (error->code);
  }
  /* Of files without a name, for what comes through a pipe. */
  return error->domain == G_FILE_ERROR ? CTL_STATUS_IO : CTL_STATUS_DATA;
}

/**
 * ctl_status_fail:
 * @error: why something could not be done
 *
 * Says so on standard error, in UTF-8 whatever the locale; but not that nobody reads on, which is
 * what `head` means to do.
 *
 * Returns: what the program ends with
 */
CtlStatus
ctl_status_fail (const GError *error)
{
  CtlStatus status = ctl_status_of_error (error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE)) {
    return status;
  }
  fprintf (stderr, "carillonctl: %s%s\n", error->message,
           status == CTL_STATUS_USAGE ? "; see --help" : "");
  return status;
}
