/* The faults in the order in which they were asked for. They are kept in memory only: a program
 * that starts anew works. */

#include "emulator-faults.h"

/* Each request looks at all of them. */
#define MAX_FAULTS 1000

struct _EmulatorFaults {
  GPtrArray *faults; /* of EmulatorFault */
  gint64 last_id;
};

EmulatorFaults *
emulator_faults_new (void)
{
  EmulatorFaults *self = g_new0 (EmulatorFaults, 1);

  self->faults = g_ptr_array_new_with_free_func ((GDestroyNotify) emulator_fault_free);
  return self;
}

void
emulator_faults_free (EmulatorFaults *self)
{
  g_clear_pointer (&self->faults, g_ptr_array_unref);
  g_free (self);
}

/* Those used up are there to be looked at, for as long as there is room. */
static gboolean
make_room (EmulatorFaults *self)
{
  for (guint i = 0; self->faults->len >= MAX_FAULTS && i < self->faults->len; i++) {
    if (emulator_fault_is_used_up (self->faults->pdata[i])) {
      g_ptr_array_remove_index (self->faults, i);
    }
  }
  return self->faults->len < MAX_FAULTS;
}

/**
 * emulator_faults_add:
 * @self: the faults
 * @description: from outside, of another
 * @issues: where to put what is wrong with it
 *
 * Returns: (transfer none) (nullable): the fault, %NULL where something is wrong
 */
EmulatorFault *
emulator_faults_add (EmulatorFaults *self, JsonObject *description, EmulatorIssues *issues)
{
  g_return_val_if_fail (self != NULL && description != NULL, NULL);

  const EmulatorPath root = { NULL };
  g_autoptr (EmulatorFault) fault = emulator_fault_new (description, self->last_id + 1, issues);
  if (fault == NULL) {
    return NULL;
  }
  if (!make_room (self)) {
    emulator_issues_add (issues, &root, "is one too many: there are %d faults, remove some",
                         MAX_FAULTS);
    return NULL;
  }
  self->last_id++;
  g_ptr_array_add (self->faults, fault);
  return g_steal_pointer (&fault);
}

/**
 * emulator_faults_remove:
 * @self: the faults
 * @id: from outside
 *
 * Returns: whether there was one called that
 */
gboolean
emulator_faults_remove (EmulatorFaults *self, const char *id)
{
  g_return_val_if_fail (self != NULL && id != NULL, FALSE);

  guint64 number = 0;
  if (!g_ascii_string_to_unsigned (id, 10, 1, G_MAXINT64, &number, NULL)) {
    return FALSE;
  }
  for (guint i = 0; i < self->faults->len; i++) {
    if (emulator_fault_get_id (self->faults->pdata[i]) == (gint64) number) {
      g_ptr_array_remove_index (self->faults, i);
      return TRUE;
    }
  }
  return FALSE;
}

void
emulator_faults_clear (EmulatorFaults *self)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_set_size (self->faults, 0);
}

/**
 * emulator_faults_take:
 * @self: the faults
 * @method: of a request
 * @route: (nullable): the path of the route that answers it
 *
 * Finds the oldest fault that meets the request. One that lets it pass counts it, and leaves it to
 * those after it.
 *
 * Returns: (transfer none) (nullable): the fault
 */
EmulatorFault *
emulator_faults_take (EmulatorFaults *self, const char *method, const char *route)
{
  g_return_val_if_fail (self != NULL && method != NULL, NULL);

  for (guint i = 0; i < self->faults->len; i++) {
    if (emulator_fault_meets (self->faults->pdata[i], method, route)) {
      return self->faults->pdata[i];
    }
  }
  return NULL;
}

/**
 * emulator_faults_write:
 * @self: the faults
 * @json: where they go as an array
 */
void
emulator_faults_write (EmulatorFaults *self, JsonBuilder *json)
{
  g_return_if_fail (self != NULL);

  json_builder_begin_array (json);
  for (guint i = 0; i < self->faults->len; i++) {
    emulator_fault_write (self->faults->pdata[i], json);
  }
  json_builder_end_array (json);
}
