/* The time in the emulator's world. It runs as the machine's does, and can be set apart from it:
 * the demo data are made by living through the past. */

#include "emulator-clock.h"

struct _EmulatorClock {
  gint64 offset; /* microseconds ahead of the machine's clock */
  gint64 latest; /* the last stamp that was given out */
};

/**
 * emulator_clock_new:
 * @latest: the latest stamp already in use, 0 for none
 */
EmulatorClock *
emulator_clock_new (gint64 latest)
{
  EmulatorClock *self = g_new0 (EmulatorClock, 1);

  self->latest = latest;
  return self;
}

void
emulator_clock_free (EmulatorClock *self)
{
  g_free (self);
}

/**
 * emulator_clock_now:
 * @self: a clock
 *
 * Returns: microseconds since 1970
 */
gint64
emulator_clock_now (EmulatorClock *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return g_get_real_time () + self->offset;
}

/**
 * emulator_clock_stamp:
 * @self: a clock
 *
 * A time that was never given out before and is later than all that were: it dates a row, orders it
 * among its kind and is its key, so that a page of a list and a range of dates are both a range of
 * keys.
 *
 * Returns: microseconds since 1970
 */
gint64
emulator_clock_stamp (EmulatorClock *self)
{
  g_return_val_if_fail (self != NULL, 0);

  self->latest = MAX (emulator_clock_now (self), self->latest + 1);
  return self->latest;
}

/**
 * emulator_clock_set:
 * @self: a clock
 * @now: microseconds since 1970, from where it runs on
 */
void
emulator_clock_set (EmulatorClock *self, gint64 now)
{
  g_return_if_fail (self != NULL);

  self->offset = now - g_get_real_time ();
}

/**
 * emulator_clock_reset:
 * @self: a clock
 *
 * Goes back to the machine's time.
 */
void
emulator_clock_reset (EmulatorClock *self)
{
  g_return_if_fail (self != NULL);

  self->offset = 0;
}
