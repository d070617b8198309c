#pragma once

#include "dispatch-snapshot.h"

G_BEGIN_DECLS

/* The tag of sends to one's own devices, by which they are told from others. */
#define DISPATCH_TEST_TAG "carillon_test"

DispatchSnapshot *dispatch_test_send_new (DispatchDraft *draft,
                                          const char *name,
                                          guint row,
                                          const DispatchTable *devices);

G_END_DECLS
