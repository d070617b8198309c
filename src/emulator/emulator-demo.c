/* A world as an operator would find it after some months. */

#include "emulator-demo.h"

#include "emulator-apps.h"

gboolean
emulator_demo_fill (EmulatorWorld *world, GError **error)
{
  return emulator_apps_add_examples (world, error);
}
