#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The parameters of a request. */
typedef struct _EmulatorQuery EmulatorQuery;

EmulatorQuery *emulator_query_new (const char *text);
void emulator_query_free (EmulatorQuery *self);
const char *emulator_query_get (EmulatorQuery *self, const char *name);
gboolean emulator_query_is_repeated (EmulatorQuery *self, const char *name);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EmulatorQuery, emulator_query_free)

G_END_DECLS
