#pragma once

#include <comms-operation.h>
#include <dispatch-snapshot.h>

#include "carillon-session.h"

G_BEGIN_DECLS

typedef enum {
  CARILLON_TEST_POSTING,
  CARILLON_TEST_ACCEPTED, /* the operation is followed, to its end */
  CARILLON_TEST_FAILED,   /* proven not to have been sent */
  CARILLON_TEST_UNKNOWN,  /* may have been sent */
} CarillonTestState;

/* A send to one's own devices, by the machinery of every send, and what becomes of it. It holds
 * itself until it is known to have been sent or not. Signal "changed" for any change. */
#define CARILLON_TYPE_TEST_RUN (carillon_test_run_get_type ())
G_DECLARE_FINAL_TYPE (CarillonTestRun, carillon_test_run, CARILLON, TEST_RUN, GObject)

CarillonTestRun *
carillon_test_run_new (CarillonSession *session, DispatchSnapshot *snapshot); /* takes @snapshot */
CarillonTestState carillon_test_run_get_state (CarillonTestRun *self);
guint carillon_test_run_get_n_devices (CarillonTestRun *self);
const GError *carillon_test_run_get_error (CarillonTestRun *self);       /* (nullable) */
const char *carillon_test_run_get_operation_id (CarillonTestRun *self);  /* (nullable) */
CommsOperation *carillon_test_run_get_operation (CarillonTestRun *self); /* (nullable) */

G_END_DECLS
