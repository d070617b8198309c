#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* A file with a line of JSON for each exchange. */
typedef struct _EmulatorRecorder EmulatorRecorder;

EmulatorRecorder *emulator_recorder_new (const char *path, GError **error);
void emulator_recorder_free (EmulatorRecorder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EmulatorRecorder, emulator_recorder_free)

void emulator_recorder_add (EmulatorRecorder *self, SoupServerMessage *message);

G_END_DECLS
