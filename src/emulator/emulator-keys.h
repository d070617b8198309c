#pragma once

#include "emulator-store.h"

G_BEGIN_DECLS

typedef struct _EmulatorKeys EmulatorKeys;

EmulatorKeys *emulator_keys_new (EmulatorStore *store);
void emulator_keys_free (EmulatorKeys *self);
void emulator_keys_add_condition (EmulatorKeys *self, const char *sql);
void emulator_keys_add_alternative (EmulatorKeys *self, gint64 first, gint64 second, gint64 third);
EmulatorStep emulator_keys_next (
  EmulatorKeys *self, gint64 at_least, gint64 at_most, gint64 *key, GError **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EmulatorKeys, emulator_keys_free)

G_END_DECLS
