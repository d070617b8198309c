#pragma once

#include "emulator-clock.h"
#include "emulator-store.h"

G_BEGIN_DECLS

#define EMULATOR_DEFAULT_PACE 2.5

typedef struct _EmulatorDelivery EmulatorDelivery;

EmulatorDelivery *emulator_delivery_new (EmulatorStore *store, EmulatorClock *clock, double pace);
void emulator_delivery_free (EmulatorDelivery *self);
gint64 emulator_delivery_get_delay (EmulatorDelivery *self, guint index, guint count);
void emulator_delivery_wake (EmulatorDelivery *self);
gboolean emulator_delivery_run (EmulatorDelivery *self, GError **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EmulatorDelivery, emulator_delivery_free)

G_END_DECLS
