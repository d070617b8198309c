/* The time in the emulator's world. It runs as the machine's does, and can be set apart from it and
 * run at another speed: the demo data are made by living through the past, and tests live through a
 * week. Where it stands is a line through one point, so that it runs on while the program does not.
 */

#include "emulator-clock.h"

struct _EmulatorClock {
  gint64 machine; /* microseconds of the machine's clock at the point */
  gint64 world;   /* those of this one */
  double speed;
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

  self->speed = 1;
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

  double passed = (double) (g_get_real_time () - self->machine) * self->speed;
  if (passed >= (double) (EMULATOR_CLOCK_MAX - self->world)) {
    return EMULATOR_CLOCK_MAX;
  }
  return self->world + (gint64) passed;
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

  self->machine = g_get_real_time ();
  self->world = now;
}

double
emulator_clock_get_speed (EmulatorClock *self)
{
  g_return_val_if_fail (self != NULL, 1);

  return self->speed;
}

/**
 * emulator_clock_set_speed:
 * @self: a clock
 * @speed: seconds of it in a second of the machine; 0 stands still
 *
 * It goes on from where it is.
 */
void
emulator_clock_set_speed (EmulatorClock *self, double speed)
{
  g_return_if_fail (self != NULL && speed >= 0 && speed <= EMULATOR_CLOCK_MAX_SPEED);

  emulator_clock_set (self, emulator_clock_now (self));
  self->speed = speed;
}

/**
 * emulator_clock_get_wait:
 * @self: a clock
 * @until: microseconds since 1970
 * @longest: what to answer at most, as where it stands still
 *
 * Returns: milliseconds of the machine's time until then, 0 where it has come
 */
guint
emulator_clock_get_wait (EmulatorClock *self, gint64 until, guint longest)
{
  g_return_val_if_fail (self != NULL, 0);

  double distance = (double) (until - emulator_clock_now (self)) / G_TIME_SPAN_MILLISECOND;
  if (distance <= 0) {
    return 0;
  }
  return distance >= longest * self->speed ? longest : (guint) (distance / self->speed);
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

  self->machine = self->world = 0;
  self->speed = 1;
}

/**
 * emulator_clock_load:
 * @self: a clock
 * @store: where one may have been saved
 * @error: return location for a [error@Emulator.StoreError]
 *
 * Makes it run as the one that was saved.
 */
gboolean
emulator_clock_load (EmulatorClock *self, EmulatorStore *store, GError **error)
{
  g_return_val_if_fail (self != NULL && store != NULL, FALSE);

  g_autoptr (EmulatorStatement) query =
    emulator_store_prepare (store, "SELECT machine, world, speed FROM clock");
  EmulatorStep step = emulator_statement_step (query, error);
  if (step == EMULATOR_STEP_ROW) {
    self->machine = emulator_statement_get_int (query, 0);
    self->world = emulator_statement_get_int (query, 1);
    self->speed = CLAMP (g_ascii_strtod (emulator_statement_get_text (query, 2), NULL), 0,
                         EMULATOR_CLOCK_MAX_SPEED);
  }
  return step != EMULATOR_STEP_ERROR;
}

/**
 * emulator_clock_save:
 * @self: a clock
 * @store: where to
 * @error: return location for a [error@Emulator.StoreError]
 */
gboolean
emulator_clock_save (EmulatorClock *self, EmulatorStore *store, GError **error)
{
  g_return_val_if_fail (self != NULL && store != NULL, FALSE);

  char speed[G_ASCII_DTOSTR_BUF_SIZE];
  g_autoptr (EmulatorStatement) save = emulator_store_prepare (
    store, "INSERT INTO clock (id, machine, world, speed) VALUES (1, ?, ?, ?)"
           " ON CONFLICT DO UPDATE SET machine = excluded.machine, world = excluded.world,"
           " speed = excluded.speed");
  emulator_statement_bind_int (save, 1, self->machine);
  emulator_statement_bind_int (save, 2, self->world);
  emulator_statement_bind_text (save, 3, g_ascii_dtostr (speed, sizeof speed, self->speed));
  return emulator_statement_run (save, error);
}
