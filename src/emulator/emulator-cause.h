#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Why a device did not get a notification; as the table `attempts` has it. New ones go to the end.
 */
typedef enum {
  EMULATOR_CAUSE_NONE, /* it did */
  EMULATOR_CAUSE_UNREGISTERED,
  EMULATOR_CAUSE_BAD_TOKEN,
  EMULATOR_CAUSE_OTHER_SENDER,
  EMULATOR_CAUSE_TOO_MANY,
  EMULATOR_CAUSE_UNAVAILABLE,
  EMULATOR_CAUSE_TOO_LARGE,
  EMULATOR_CAUSE_NO_CREDENTIAL, /* nothing to speak to the provider with */
  EMULATOR_CAUSE_NO_DEVICE,     /* of a notification: the user has none left, so none was tried */
  EMULATOR_CAUSE_UNKNOWN,       /* of a notification: an older version did not say */
} EmulatorCause;

/* What a provider says of it, in its own words. */
typedef struct {
  guint status;        /* of HTTP */
  const char *code;    /* "UNREGISTERED", "BadDeviceToken" */
  const char *message; /* for people */
} EmulatorCauseText;

EmulatorCause emulator_cause_of_token (const char *token);
const EmulatorCauseText *emulator_cause_get_text (EmulatorCause self, guint provider);

G_END_DECLS
