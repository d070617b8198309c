#pragma once

#include "emulator-fault.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* Plays faults on connections. */
typedef struct _EmulatorPlayer EmulatorPlayer;

EmulatorPlayer *emulator_player_new (void);
void emulator_player_free (EmulatorPlayer *self);
void emulator_player_play (EmulatorPlayer *self, EmulatorFault *fault, SoupServerMessage *message);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EmulatorPlayer, emulator_player_free)

G_END_DECLS
