#pragma once

#include "emulator-id.h"
#include "emulator-issues.h"
#include "emulator-query.h"
#include "emulator-world.h"

G_BEGIN_DECLS

/* One request on its way through a handler. */
typedef struct {
  EmulatorWorld *world; /* (unowned) */
  const char *base_url; /* (unowned): "http://127.0.0.1:8080/v1" */
  const char *id;       /* (unowned) (nullable): what stood for the placeholder */
  EmulatorQuery *query; /* (unowned) */
  JsonObject *body;     /* (unowned): of routes that take one */
  GBytes *text;         /* (unowned): the body as it came */

  EmulatorIssues *issues; /* (owned): what is wrong with it */
  JsonBuilder *reply;     /* (owned): the body of the answer */
  char *location;         /* (owned) (nullable): the header of that name */
} EmulatorCall;

/* Answers the HTTP status; 0 with @error set where the emulator itself failed. What it wrote is
 * committed if the status says success, and undone otherwise. */
typedef guint (*EmulatorHandler) (EmulatorCall *call, GError **error);

typedef struct {
  const char *method;
  const char *path; /* below the version; "{userId}" is one segment */
  EmulatorHandler handler;
  gboolean takes_body;
  const char *summary; /* (nullable) */
} EmulatorRoute;

extern const EmulatorRoute emulator_routes[]; /* of the API, ended by one without a method */

const EmulatorRoute *emulator_routes_find (
  const EmulatorRoute *routes, const char *method, const char *path, char **id, char **allowed);
const char *emulator_routes_find_path (const char *text);

const char *emulator_call_get_parameter (EmulatorCall *self, const char *name);
guint emulator_call_accept (EmulatorCall *self, const char *collection, const char *id);

guint emulator_call_reply_row (EmulatorCall *self,
                               EmulatorStatement *query,
                               void (*write) (JsonBuilder *json, EmulatorStatement *row),
                               GError **error);

void emulator_reply_string (JsonBuilder *json, const char *name, const char *value);
void emulator_reply_int (JsonBuilder *json, const char *name, gint64 value);
void emulator_reply_boolean (JsonBuilder *json, const char *name, gboolean value);
void emulator_reply_time (JsonBuilder *json, const char *name, gint64 unix_usec);
void emulator_reply_id (JsonBuilder *json, const char *name, EmulatorIdKind kind, const char *bare);
void emulator_reply_related (JsonBuilder *json,
                             const char *name,
                             const char *collection,
                             const char *id);
void emulator_reply_document (JsonBuilder *json, const char *name, const char *text);

/* The handlers, one file for each resource. */
guint emulator_notifications_send (EmulatorCall *call, GError **error);
guint emulator_notifications_list (EmulatorCall *call, GError **error);
guint emulator_notifications_fetch (EmulatorCall *call, GError **error);
guint emulator_operations_list (EmulatorCall *call, GError **error);
guint emulator_operations_fetch (EmulatorCall *call, GError **error);
guint emulator_operations_list_errors (EmulatorCall *call, GError **error);
guint emulator_operations_cancel (EmulatorCall *call, GError **error);
guint emulator_registrations_register (EmulatorCall *call, GError **error);
guint emulator_registrations_list (EmulatorCall *call, GError **error);
guint emulator_registrations_fetch (EmulatorCall *call, GError **error);
guint emulator_registrations_delete (EmulatorCall *call, GError **error);
guint emulator_apps_list (EmulatorCall *call, GError **error);
guint emulator_apps_fetch (EmulatorCall *call, GError **error);
guint emulator_apps_update (EmulatorCall *call, GError **error);
guint emulator_credentials_create (EmulatorCall *call, GError **error);
guint emulator_credentials_list (EmulatorCall *call, GError **error);
guint emulator_credentials_fetch (EmulatorCall *call, GError **error);
guint emulator_credentials_update (EmulatorCall *call, GError **error);
guint emulator_credentials_delete (EmulatorCall *call, GError **error);
guint emulator_users_list (EmulatorCall *call, GError **error);
guint emulator_users_fetch (EmulatorCall *call, GError **error);
guint emulator_users_delete (EmulatorCall *call, GError **error);

G_END_DECLS
