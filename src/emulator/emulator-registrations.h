#pragma once

#include "emulator-world.h"

G_BEGIN_DECLS

/* A device that is being registered. */
typedef struct {
  gint64 app;
  gint64 user;    /* 0: whoever has the device, or a new user */
  guint provider; /* index in emulator_providers */
  const char *token;
} EmulatorDevice;

gboolean emulator_registrations_add (EmulatorWorld *world,
                                     const EmulatorDevice *device,
                                     gint64 *registration,
                                     gboolean *is_full,
                                     GError **error);

G_END_DECLS
