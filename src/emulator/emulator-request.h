#pragma once

#include "emulator-answer.h"
#include "emulator-fault.h"
#include "emulator-world.h"

G_BEGIN_DECLS

/* A request, off the wire. Everything in it belongs to whoever made it. */
typedef struct {
  const char *method;
  const char *path;             /* "/v1/PushNotifications" */
  const char *query;            /* (nullable): as it was written */
  const char *host;             /* (nullable): the header of that name */
  const char *origin;           /* (nullable): the same */
  const char *content_type;     /* (nullable): the same, without parameters */
  const char *content_encoding; /* (nullable): the same */
  GBytes *body;
  gboolean is_known;  /* whether its credentials are right */
  const char *server; /* "http://127.0.0.1:8080" */
} EmulatorRequest;

EmulatorFault *
emulator_request_answer (const EmulatorRequest *self, EmulatorWorld *world, EmulatorAnswer *answer);

/* The version that the addresses in answers have. */
#define EMULATOR_VERSION_PATH "/v1"

G_END_DECLS
