#pragma once

#include "carillon-test-run.h"

G_BEGIN_DECLS

/* What has become of it, translated; (transfer full). */
char *carillon_test_run_describe (CarillonTestRun *run);

G_END_DECLS
