#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Shapes of older generations of the API that answers may have instead of today's (reference,
 * "Document generations"). What is read is understood in all of them, always. */
typedef enum {
  EMULATOR_LEGACY_IDS = 1 << 0,             /* "comms_user_…", "comms_notification_…" */
  EMULATOR_LEGACY_ERRORS = 1 << 1,          /* one flat {code, message, more_info} */
  EMULATOR_LEGACY_STATS = 1 << 2,           /* attempts, delivered, undelivered */
  EMULATOR_LEGACY_COLLECTION_KEYS = 1 << 3, /* "pushNotifications" */
  EMULATOR_LEGACY_HEADERS = 1 << 4,         /* 202 with headers alone */
  EMULATOR_LEGACY_PAGINATION = 1 << 5,      /* addresses instead of tokens */
  EMULATOR_LEGACY_RECIPIENTS = 1 << 6,      /* `to` of a notification is an array */
} EmulatorLegacy;

gboolean emulator_legacy_parse (const char *text, EmulatorLegacy *legacy, GError **error);

G_END_DECLS
