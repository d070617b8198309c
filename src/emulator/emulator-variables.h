#pragma once

#include <json-glib/json-glib.h>
#include <liquid.h>

G_BEGIN_DECLS

/* The variables of one recipient, as templates see them. Belongs to one thread. */
typedef struct {
  JsonObject *object; /* (unowned) (nullable) */
  GPtrArray *arrays;  /* (owned) (nullable): of LiquidArray, what lists became */
  GPtrArray *hashes;  /* (owned) (nullable): of LiquidHash, what objects became */
} EmulatorVariables;

void emulator_variables_clear (EmulatorVariables *self);
bool emulator_variables_look_up (void *self, const char *name, size_t length, LiquidValue *value);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EmulatorVariables, emulator_variables_clear)

G_END_DECLS
