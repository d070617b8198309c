#pragma once

#include <api.h>
#include <comms-client.h>
#include <test-emulator.h>

G_BEGIN_DECLS

/* Each kind of call of the client, with something for it to be about, and a way past the client to
 * find out how often the emulator acted on it. */

/* What calls are made against. Each round has an app of its own, so that none finds what another
 * left. */
typedef struct {
  TestEmulator *emulator; /* with "--control" */
  Api *api;
  char *app;
  guint n_rounds;
  guint n_tokens;
} FaultWorld;

/* What one call is about. */
typedef struct {
  char *id;
  char *owner; /* (nullable) */
} FaultTarget;

typedef enum {
  FAULT_POST,
  FAULT_READ,
  FAULT_DELETE,
  FAULT_PATCH,
  FAULT_N_CLASSES,
} FaultClass;

typedef struct {
  const char *name;
  FaultClass class;
  const char *path;                                         /* of the route */
  void (*prepare) (FaultWorld *world, FaultTarget *target); /* (nullable) */
  void (*start) (FaultWorld *world,
                 const FaultTarget *target,
                 CommsClient *client,
                 GAsyncResult **slot);
  gboolean (*finish) (CommsClient *client, GAsyncResult *result, GError **error);
  guint (*count) (FaultWorld *world,
                  const FaultTarget *target); /* (nullable) for what only reads */
} FaultCall;

#define FAULT_N_CALLS 22
extern const FaultCall fault_calls[FAULT_N_CALLS];
extern const char *const fault_methods[FAULT_N_CLASSES];

FaultWorld *fault_world_new (void);
void fault_world_free (FaultWorld *self);
void fault_world_begin_round (FaultWorld *self);
CommsClient *fault_world_make_client (FaultWorld *self);

void fault_target_clear (FaultTarget *target);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FaultTarget, fault_target_clear)

G_END_DECLS
