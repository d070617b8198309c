#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What a device is told. */
typedef struct {
  const char *title;    /* (nullable) */
  const char *body;     /* (nullable) */
  const char *image;    /* (nullable): the address of the first image */
  const char *sound;    /* (nullable) */
  const char *priority; /* "HIGH", "LOW" */
} EmulatorMessage;

void emulator_message_init (EmulatorMessage *self,
                            JsonObject *content,
                            const char *sound,
                            const char *priority);
JsonNode *emulator_payload_new (const EmulatorMessage *message, guint provider, const char *token);
JsonNode *emulator_payload_get_headers (const EmulatorMessage *message, guint provider);
gboolean emulator_payload_fits (const EmulatorMessage *message, guint provider);

G_END_DECLS
