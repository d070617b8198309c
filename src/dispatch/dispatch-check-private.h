#pragma once

#include "dispatch-check.h"

G_BEGIN_DECLS

void dispatch_check_set_n_threads (DispatchCheck *self, guint n_threads);

G_END_DECLS
