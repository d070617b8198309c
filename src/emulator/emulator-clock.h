#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _EmulatorClock EmulatorClock;

EmulatorClock *emulator_clock_new (gint64 latest);
void emulator_clock_free (EmulatorClock *self);
gint64 emulator_clock_now (EmulatorClock *self);
gint64 emulator_clock_stamp (EmulatorClock *self);
void emulator_clock_set (EmulatorClock *self, gint64 now);
void emulator_clock_reset (EmulatorClock *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EmulatorClock, emulator_clock_free)

G_END_DECLS
