#pragma once

#include "emulator-issues.h"
#include "emulator-store.h"

G_BEGIN_DECLS

/* Who a send comes from: for each provider a credential and the app that it belongs to, in the
 * order of emulator_providers. */
typedef struct {
  gint64 app;       /* 0 where the provider cannot be reached */
  char *credential; /* (owned) (nullable): its bare ID */
} EmulatorSenderSide;

typedef struct {
  EmulatorSenderSide sides[2];
} EmulatorSender;

void emulator_sender_clear (EmulatorSender *self);
gboolean emulator_sender_resolve (EmulatorSender *self,
                                  EmulatorStore *store,
                                  JsonObject *from,
                                  const EmulatorPath *path,
                                  EmulatorIssues *issues,
                                  GError **error);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EmulatorSender, emulator_sender_clear)

G_END_DECLS
