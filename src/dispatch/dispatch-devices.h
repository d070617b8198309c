#pragma once

#include <archive-batch.h>

#include "dispatch-sheet.h"
#include "dispatch-token.h"

G_BEGIN_DECLS

/* The devices of a file, looked at before they are registered: which column has what, and which
 * rows cannot be registered as they are. */

typedef enum {
  DISPATCH_DEVICE_TOKEN,
  DISPATCH_DEVICE_PROVIDER,
  DISPATCH_DEVICE_APP,
  DISPATCH_DEVICE_USER,
  DISPATCH_N_DEVICE_FIELDS,
} DispatchDeviceField;

typedef struct {
  gboolean has_header;                   /* the first row has names */
  int columns[DISPATCH_N_DEVICE_FIELDS]; /* -1 where no column has it */
  char *app_name;                        /* (nullable): of rows that have none */
  char *provider;                        /* (nullable): of rows that have none */
} DispatchDeviceMapping;

typedef enum {
  DISPATCH_DEVICE_GOOD,
  DISPATCH_DEVICE_NO_TOKEN,
  DISPATCH_DEVICE_NO_PROVIDER,
  DISPATCH_DEVICE_UNKNOWN_PROVIDER,
  DISPATCH_DEVICE_NO_APP,
  DISPATCH_DEVICE_UNKNOWN_APP,
  DISPATCH_DEVICE_BAD_USER,
  DISPATCH_DEVICE_REPEATED,    /* an earlier row is the same device of the same user */
  DISPATCH_DEVICE_CONTRADICTS, /* an earlier row gives the device to another user */
  DISPATCH_N_DEVICE_PROBLEMS,
} DispatchDeviceProblem;

/* A row that has something to be told of: a problem, or a token of an odd shape. */
typedef struct {
  guint batch_row; /* of the batch, from 0 */
  guint line;
  DispatchDeviceProblem problem;
  DispatchTokenShape shape; /* of a GOOD one */
  guint other_line;         /* of REPEATED and CONTRADICTS */
} DispatchDeviceFinding;

/* What was found, immutable, for any thread. */
typedef struct _DispatchDevices DispatchDevices;

DispatchDeviceMapping *dispatch_device_mapping_guess (const DispatchSheet *sheet);
DispatchDeviceMapping *dispatch_device_mapping_copy (const DispatchDeviceMapping *self);
void dispatch_device_mapping_free (DispatchDeviceMapping *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DispatchDeviceMapping, dispatch_device_mapping_free)

/* Looks at all rows in a worker. @apps (nullable) are all Apps of the account. */
void dispatch_devices_check_async (DispatchSheet *sheet,
                                   const DispatchDeviceMapping *mapping,
                                   const char *const *apps,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
DispatchDevices *dispatch_devices_check_finish (GAsyncResult *result, GError **error);

DispatchDevices *dispatch_devices_ref (DispatchDevices *self);
void dispatch_devices_unref (DispatchDevices *self);
ArchiveBatch *dispatch_devices_get_batch (const DispatchDevices *self);
guint dispatch_devices_get_n_good (const DispatchDevices *self);
guint dispatch_devices_get_n_bad (const DispatchDevices *self);
guint dispatch_devices_get_n_warned (const DispatchDevices *self); /* of the good ones */
guint dispatch_devices_get_n_new_users (const DispatchDevices *self);
/* Whether a good row has both. */
gboolean
dispatch_devices_uses (const DispatchDevices *self, const char *app_name, const char *provider);
guint dispatch_devices_get_n_findings (const DispatchDevices *self);
const DispatchDeviceFinding *
dispatch_devices_get_finding (const DispatchDevices *self, guint index);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DispatchDevices, dispatch_devices_unref)

/* What the rows of a job have as their reason, and what it means; @other_line (out) (optional). */
char *dispatch_device_reason_new (const DispatchDeviceFinding *finding);
DispatchDeviceProblem dispatch_device_reason_parse (const char *reason, guint *other_line);

G_END_DECLS
