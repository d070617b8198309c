/* Puts a world together and fills a new one. */

#include "emulator-world.h"

#include "emulator-demo.h"
#include "emulator-examples.h"

static gboolean
find_latest (EmulatorStore *store, gint64 *latest, GError **error)
{
  g_autoptr (EmulatorStatement) query = emulator_store_prepare (
    store, "SELECT max (created) FROM (SELECT max (created) AS created FROM apps"
           " UNION ALL SELECT max (created) FROM credentials"
           " UNION ALL SELECT max (created) FROM users"
           " UNION ALL SELECT max (created) FROM registrations"
           " UNION ALL SELECT max (created) FROM operations"
           " UNION ALL SELECT max (created) FROM notifications)");

  if (emulator_statement_step (query, error) != EMULATOR_STEP_ROW) {
    return FALSE;
  }
  *latest = emulator_statement_get_int (query, 0);
  return TRUE;
}

static gboolean
fill (EmulatorWorld *self, gboolean with_demo, GError **error)
{
  if (!emulator_store_begin (self->store, error)) {
    return FALSE;
  }
  if ((with_demo ? emulator_demo_fill (self, error) : emulator_examples_fill (self, error)) &&
      emulator_store_commit (self->store, error)) {
    return TRUE;
  }
  emulator_store_rollback (self->store);
  return FALSE;
}

/**
 * emulator_world_new:
 * @options: how it is
 * @error: return location for a [error@Emulator.StoreError]
 *
 * Returns: (transfer full): the world; deliveries that are due begin with the main loop
 */
EmulatorWorld *
emulator_world_new (const EmulatorWorldOptions *options, GError **error)
{
  g_autoptr (EmulatorWorld) self = g_new0 (EmulatorWorld, 1);
  gint64 latest = 0;

  self->store = emulator_store_open (options->path, error);
  if (self->store == NULL || !find_latest (self->store, &latest, error)) {
    return NULL;
  }
  self->clock = emulator_clock_new (latest);
  if (!emulator_clock_load (self->clock, self->store, error)) {
    return NULL;
  }
  self->random = g_rand_new ();
  self->legacy = options->legacy;
  self->strict_variables = options->strict_variables;
  self->counts = emulator_counts_new (self->store);
  self->faults = options->has_control ? emulator_faults_new () : NULL;
  self->delivery = emulator_delivery_new (self->store, self->clock, options->pace);
  if (emulator_store_is_new (self->store) && options->begins != 0) {
    emulator_clock_set (self->clock, options->begins);
  }
  if (emulator_store_is_new (self->store) && !fill (self, options->with_demo, error)) {
    return NULL;
  }
  emulator_delivery_wake (self->delivery);
  return g_steal_pointer (&self);
}

/**
 * emulator_world_free:
 * @self: (transfer full): a world
 */
void
emulator_world_free (EmulatorWorld *self)
{
  g_clear_pointer (&self->delivery, emulator_delivery_free);
  g_clear_pointer (&self->counts, emulator_counts_free);
  g_clear_pointer (&self->faults, emulator_faults_free);
  g_clear_pointer (&self->random, g_rand_free);
  g_clear_pointer (&self->clock, emulator_clock_free);
  g_clear_pointer (&self->store, emulator_store_close);
  g_free (self);
}
