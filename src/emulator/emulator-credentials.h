#pragma once

#include "emulator-issues.h"
#include "emulator-schema.h"
#include "emulator-world.h"

G_BEGIN_DECLS

void emulator_credential_content_check (JsonObject *content,
                                        const char *credential_type,
                                        const EmulatorPath *path,
                                        EmulatorIssues *issues);
gboolean emulator_credentials_add (EmulatorWorld *world,
                                   gint64 app,
                                   EmulatorCredentialType type,
                                   const char *bare_id,
                                   GError **error);

G_END_DECLS
