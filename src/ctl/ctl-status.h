#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What the program ends with. From 64 on these are those of sysexits.h, for what kept it from
 * looking at anything. */
typedef enum {
  CTL_STATUS_CLEAN = 0,
  CTL_STATUS_WARNINGS = 1,
  CTL_STATUS_ERRORS = 2,
  CTL_STATUS_USAGE = 64,    /* of the command line */
  CTL_STATUS_DATA = 65,     /* what was read is not what it should be */
  CTL_STATUS_NO_INPUT = 66, /* a file is not there, or may not be read */
  CTL_STATUS_IO = 74,       /* reading or writing failed */
} CtlStatus;

/* The domain of errors that say themselves what status they end with: the codes are CtlStatus. */
#define CTL_ERROR (ctl_error_quark ())
GQuark ctl_error_quark (void);

CtlStatus ctl_status_of_error (const GError *error);
CtlStatus ctl_status_fail (const GError *error);

G_END_DECLS
