#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define CARILLON_EMULATOR_ERROR (carillon_emulator_error_quark ())

typedef enum {
  CARILLON_EMULATOR_ERROR_START,     /* the program is not there or cannot be run */
  CARILLON_EMULATOR_ERROR_NO_ANSWER, /* it did not say in time where it listens */
  CARILLON_EMULATOR_ERROR_ENDED,     /* it ended by itself */
} CarillonEmulatorError;

GQuark carillon_emulator_error_quark (void);

/* The emulator as a program of its own, which ends with this object. Signal "ended" when it dies
 * before that. */
#define CARILLON_TYPE_EMULATOR_PROCESS (carillon_emulator_process_get_type ())
G_DECLARE_FINAL_TYPE (
  CarillonEmulatorProcess, carillon_emulator_process, CARILLON, EMULATOR_PROCESS, GObject)

void carillon_emulator_process_start_async (const char *data_path,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data);
CarillonEmulatorProcess *
carillon_emulator_process_start_finish (GAsyncResult *result, GError **error);
const char *carillon_emulator_process_get_url (CarillonEmulatorProcess *self);
const char *carillon_emulator_process_get_sid (CarillonEmulatorProcess *self);
const char *carillon_emulator_process_get_secret (CarillonEmulatorProcess *self);
void carillon_emulator_process_stop (CarillonEmulatorProcess *self);

G_END_DECLS
