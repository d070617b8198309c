#pragma once

#include "emulator-store.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What was asked for and accepted, counted where it happens: what a client believes can be compared
 * with it. Requests are counted from the start of the program, sends for as long as the data are
 * kept. */
typedef struct _EmulatorCounts EmulatorCounts;

/* Who is told what. */
typedef struct {
  gint64 user;       /* key of a row of `users`; 0 for a device */
  const char *token; /* (nullable): of a device */
  guint providers;   /* EmulatorProviders: that of a device */
  const char *title; /* (nullable): as rendered */
  const char *body;  /* (nullable): as rendered */
} EmulatorToldRecipient;

EmulatorCounts *emulator_counts_new (EmulatorStore *store);
void emulator_counts_free (EmulatorCounts *self);
void emulator_counts_add_request (EmulatorCounts *self, const char *method, const char *path);
gboolean emulator_counts_add_recipient (EmulatorCounts *self,
                                        const EmulatorToldRecipient *told,
                                        GError **error);
gboolean emulator_counts_add_send (EmulatorCounts *self,
                                   GBytes *body,
                                   const char *operation,
                                   GError **error);
gboolean emulator_counts_write (EmulatorCounts *self, JsonBuilder *json, GError **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EmulatorCounts, emulator_counts_free)

G_END_DECLS
