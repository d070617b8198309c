/* Why devices are not reached: what is wrong with them is written in their tokens, and is told in
 * the words of the provider (FCM HTTP v1 `ErrorCode`, APNs `reason`). */

#include "emulator-cause.h"

#include <string.h>

/* In the order of emulator_providers. */
#define N_PROVIDERS 2

static const EmulatorCauseText texts[][N_PROVIDERS] = {
  [EMULATOR_CAUSE_UNREGISTERED] = {
    { 404, "UNREGISTERED", "The app was removed from the device, or the token was replaced." },
    { 410, "Unregistered", "The app was removed from the device, or the token was replaced." },
  },
  [EMULATOR_CAUSE_BAD_TOKEN] = {
    { 400, "INVALID_ARGUMENT", "The token is no FCM registration token." },
    { 400, "BadDeviceToken", "The token is no device token, or belongs to the other environment." },
  },
  [EMULATOR_CAUSE_OTHER_SENDER] = {
    { 403, "SENDER_ID_MISMATCH", "The token was given out to another sender." },
    { 400, "DeviceTokenNotForTopic", "The token was given out to another app." },
  },
  [EMULATOR_CAUSE_TOO_MANY] = {
    { 429, "QUOTA_EXCEEDED", "Too many messages were sent to this device." },
    { 429, "TooManyRequests", "Too many notifications were sent to this device." },
  },
  [EMULATOR_CAUSE_UNAVAILABLE] = {
    { 503, "UNAVAILABLE", "The provider is overloaded." },
    { 503, "ServiceUnavailable", "The provider is overloaded." },
  },
  [EMULATOR_CAUSE_TOO_LARGE] = {
    { 400, "INVALID_ARGUMENT", "The message is too big: 4096 bytes are allowed." },
    { 413, "PayloadTooLarge", "The payload is too large: 4096 bytes are allowed." },
  },
  [EMULATOR_CAUSE_NO_CREDENTIAL] = {
    { 401, "NO_CREDENTIAL", "The sender has no credential for FCM." },
    { 401, "NO_CREDENTIAL", "The sender has no credential for APNs." },
  },
  [EMULATOR_CAUSE_NO_DEVICE] = {
    { 404, "NO_DEVICE", "The user has no device left that the sender's credentials reach." },
    { 404, "NO_DEVICE", "The user has no device left that the sender's credentials reach." },
  },
  [EMULATOR_CAUSE_UNKNOWN] = {
    { 500, "UNKNOWN", "It failed before causes were kept." },
    { 500, "UNKNOWN", "It failed before causes were kept." },
  },
};

/* What a token may have in it; the longer words first. */
static const struct {
  const char *word;
  EmulatorCause cause;
} words[] = {
  { "FAIL_INVALID", EMULATOR_CAUSE_BAD_TOKEN }, { "FAIL_MISMATCH", EMULATOR_CAUSE_OTHER_SENDER },
  { "FAIL_QUOTA", EMULATOR_CAUSE_TOO_MANY },    { "FAIL_UNAVAILABLE", EMULATOR_CAUSE_UNAVAILABLE },
  { "FAIL", EMULATOR_CAUSE_UNREGISTERED },
};

/**
 * emulator_cause_of_token:
 * @token: of a device
 *
 * Returns: why the device is not reached, %EMULATOR_CAUSE_NONE where it is
 */
EmulatorCause
emulator_cause_of_token (const char *token)
{
  g_return_val_if_fail (token != NULL, EMULATOR_CAUSE_NONE);

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++) {
    if (strstr (token, words[i].word) != NULL) {
      return words[i].cause;
    }
  }
  return EMULATOR_CAUSE_NONE;
}

/**
 * emulator_cause_get_text:
 * @self: a cause
 * @provider: index in emulator_providers
 *
 * Returns: (transfer none) (nullable): what the provider says; %NULL where nothing went wrong. A
 * cause that a later version of this program wrote is an unknown one
 */
const EmulatorCauseText *
emulator_cause_get_text (EmulatorCause self, guint provider)
{
  g_return_val_if_fail (provider < N_PROVIDERS, NULL);

  if (self >= G_N_ELEMENTS (texts)) {
    self = EMULATOR_CAUSE_UNKNOWN;
  }
  return self != EMULATOR_CAUSE_NONE ? &texts[self][provider] : NULL;
}
