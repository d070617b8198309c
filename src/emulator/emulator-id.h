#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The store keeps the bare part of an ID, 26 characters or a few more; the prefix belongs to the
 * wire. */
typedef enum {
  EMULATOR_ID_OPERATION,
  EMULATOR_ID_NOTIFICATION,
  EMULATOR_ID_USER,
  EMULATOR_ID_REGISTRATION,
  EMULATOR_ID_CREDENTIAL,
} EmulatorIdKind;

char *emulator_id_new (gint64 created, GRand *random);
char *emulator_id_format (EmulatorIdKind kind, const char *bare);
char *emulator_id_to_alias (const char *id);
const char *emulator_id_parse (EmulatorIdKind kind, const char *text);

/* For tables of fields. */
gboolean emulator_id_is_operation (const char *text);
gboolean emulator_id_is_user (const char *text);
gboolean emulator_id_is_credential (const char *text);

G_END_DECLS
