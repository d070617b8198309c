#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* Lets go of idle connections that their peers have closed. */
typedef struct _EmulatorIdle EmulatorIdle;

EmulatorIdle *emulator_idle_new (SoupServer *server);
void emulator_idle_free (EmulatorIdle *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EmulatorIdle, emulator_idle_free)

G_END_DECLS
