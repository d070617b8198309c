#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A message that the demo's company sends now and then. */
typedef struct {
  guint app; /* index in emulator_demo_apps */
  const char *campaign;
  const char *title;
  const char *body;
  const char *variables; /* the names of those that it uses, with spaces between */
  const char *priority;
  const char *sound; /* (nullable) */
} EmulatorDemoMessage;

#define EMULATOR_DEMO_N_APPS 3

extern const char *const emulator_demo_apps[EMULATOR_DEMO_N_APPS];
extern const EmulatorDemoMessage emulator_demo_messages[];
extern const gsize emulator_demo_n_messages;

char *emulator_demo_make_value (const char *variable, GRand *random);
char *emulator_demo_make_token (guint provider, gboolean works, GRand *random);

G_END_DECLS
