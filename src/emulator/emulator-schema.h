#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* "Cari": marks a file as ours. */
#define EMULATOR_SCHEMA_APPLICATION_ID 0x43617269

/* The scripts that lead from each version of the tables to the next, from none at all; there are as
 * many as the version in use. */
#define EMULATOR_SCHEMA_VERSION 2

extern const char *const emulator_schema_steps[EMULATOR_SCHEMA_VERSION];

/* How the tables write the enumerations of the API (api: PushNotificationStatus,
 * CommunicationOperationStatus, PushNotificationProvider, PushCredentialType). */
typedef enum {
  EMULATOR_SCHEDULED,
  EMULATOR_QUEUED,
  EMULATOR_SENT,
  EMULATOR_FAILED,
  EMULATOR_CANCELED,
} EmulatorNotificationStatus;

typedef enum {
  EMULATOR_OPERATION_SCHEDULED,
  EMULATOR_OPERATION_PROCESSING,
  EMULATOR_OPERATION_COMPLETED,
  EMULATOR_OPERATION_CANCELED,
} EmulatorOperationStatus;

/* Flags: a user's devices can be of both. */
typedef enum {
  EMULATOR_FCM = 1,
  EMULATOR_APN = 2,
} EmulatorProviders;

typedef enum {
  EMULATOR_CREDENTIAL_FCM,
  EMULATOR_CREDENTIAL_APN,
  EMULATOR_CREDENTIAL_APN_SANDBOX,
} EmulatorCredentialType;

extern const char *const emulator_notification_statuses[]; /* ended by NULL, as all of these */
extern const char *const emulator_operation_statuses[];
extern const char *const emulator_providers[];
extern const char *const emulator_credential_types[];
extern const char *const emulator_priorities[];

int emulator_index_of (const char *const *names, const char *name);

G_END_DECLS
