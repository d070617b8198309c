#pragma once

#include "emulator-store.h"

G_BEGIN_DECLS

/* How fast it may run: a day in less than a second. */
#define EMULATOR_CLOCK_MAX_SPEED 100000.0

/* Where it may stand: times that every client can read. */
#define EMULATOR_CLOCK_MIN G_GINT64_CONSTANT (946684800000000)   /* 2000-01-01T00:00:00Z */
#define EMULATOR_CLOCK_MAX G_GINT64_CONSTANT (32503679999000000) /* 2999-12-31T23:59:59Z */

typedef struct _EmulatorClock EmulatorClock;

EmulatorClock *emulator_clock_new (gint64 latest);
void emulator_clock_free (EmulatorClock *self);
gint64 emulator_clock_now (EmulatorClock *self);
gint64 emulator_clock_stamp (EmulatorClock *self);
guint emulator_clock_get_wait (EmulatorClock *self, gint64 until, guint longest);
double emulator_clock_get_speed (EmulatorClock *self);
void emulator_clock_set (EmulatorClock *self, gint64 now);
void emulator_clock_set_speed (EmulatorClock *self, double speed);
void emulator_clock_reset (EmulatorClock *self);
gboolean emulator_clock_load (EmulatorClock *self, EmulatorStore *store, GError **error);
gboolean emulator_clock_save (EmulatorClock *self, EmulatorStore *store, GError **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EmulatorClock, emulator_clock_free)

G_END_DECLS
