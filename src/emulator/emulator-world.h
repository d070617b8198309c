#pragma once

#include "emulator-clock.h"
#include "emulator-counts.h"
#include "emulator-delivery.h"
#include "emulator-faults.h"
#include "emulator-legacy.h"
#include "emulator-store.h"

G_BEGIN_DECLS

typedef struct {
  const char *path; /* (type filename) (nullable): where the data are; NULL keeps them in memory */
  gboolean with_demo; /* a new world gets demo data, not just what the documents' examples need */
  gint64 begins;      /* when a new world's time begins to run, microseconds since 1970; 0 is now */
  double pace;        /* seconds that a small send takes */
  EmulatorLegacy legacy;     /* older shapes that answers have */
  gboolean strict_variables; /* a recipient must have each variable that has no default */
  gboolean has_control;      /* whether tests may steer it */
} EmulatorWorldOptions;

/* The account that the emulator plays: its data, its time and its chance. */
typedef struct {
  EmulatorStore *store;
  EmulatorClock *clock;
  EmulatorDelivery *delivery;
  GRand *random; /* of IDs */
  EmulatorLegacy legacy;
  gboolean strict_variables;
  EmulatorCounts *counts;
  EmulatorFaults *faults; /* (nullable): where nothing may steer it */
} EmulatorWorld;

EmulatorWorld *emulator_world_new (const EmulatorWorldOptions *options, GError **error);
void emulator_world_free (EmulatorWorld *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EmulatorWorld, emulator_world_free)

G_END_DECLS
