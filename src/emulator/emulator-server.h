#pragma once

#include "emulator-recorder.h"
#include "emulator-world.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _EmulatorServer EmulatorServer;

EmulatorServer *emulator_server_new (EmulatorWorld *world, const char *const *pairs);
void emulator_server_free (EmulatorServer *self);
void emulator_server_set_recorder (EmulatorServer *self, EmulatorRecorder *recorder);
gboolean emulator_server_listen (EmulatorServer *self, guint port, GError **error);
const char *emulator_server_get_url (EmulatorServer *self);
gboolean emulator_server_is_pair (const char *text);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EmulatorServer, emulator_server_free)

G_END_DECLS
