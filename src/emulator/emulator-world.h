#pragma once

#include "emulator-clock.h"
#include "emulator-delivery.h"
#include "emulator-store.h"

G_BEGIN_DECLS

/* The account that the emulator plays: its data, its time and its chance. */
typedef struct {
  EmulatorStore *store;
  EmulatorClock *clock;
  EmulatorDelivery *delivery;
  GRand *random; /* of IDs */
} EmulatorWorld;

EmulatorWorld *
emulator_world_new (const char *path, gboolean with_demo, double pace, GError **error);
void emulator_world_free (EmulatorWorld *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EmulatorWorld, emulator_world_free)

G_END_DECLS
