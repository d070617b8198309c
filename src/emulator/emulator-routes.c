/* Which handler answers what. */

#include "emulator-call.h"

#include <string.h>

/* Rows of one path stand together, and a fixed path before a pattern that would take it in. */
const EmulatorRoute emulator_routes[] = {
  { "POST", "/PushNotifications", .handler = emulator_notifications_send, .takes_body = TRUE },
  { "GET", "/PushNotifications", .handler = emulator_notifications_list },
  { "GET", "/PushNotifications/Operations", .handler = emulator_operations_list },
  { "GET", "/PushNotifications/Operations/{operationId}", .handler = emulator_operations_fetch },
  { "DELETE", "/PushNotifications/Operations/{operationId}",
    .handler = emulator_operations_cancel },
  { "POST", "/PushNotifications/Operations/{operationId}/Cancel",
    .handler = emulator_operations_cancel },
  { "GET", "/PushNotifications/Operations/{operationId}/Errors",
    .handler = emulator_operations_list_errors },
  { "POST", "/PushNotifications/DeviceRegistrations", .handler = emulator_registrations_register,
    .takes_body = TRUE },
  { "GET", "/PushNotifications/DeviceRegistrations", .handler = emulator_registrations_list },
  { "GET", "/PushNotifications/DeviceRegistrations/{deviceRegistrationId}",
    .handler = emulator_registrations_fetch },
  { "DELETE", "/PushNotifications/DeviceRegistrations/{deviceRegistrationId}",
    .handler = emulator_registrations_delete },
  { "GET", "/PushNotifications/Users", .handler = emulator_users_list },
  { "GET", "/PushNotifications/Users/{userId}", .handler = emulator_users_fetch },
  { "DELETE", "/PushNotifications/Users/{userId}", .handler = emulator_users_delete },
  { "GET", "/PushNotifications/Apps", .handler = emulator_apps_list },
  { "GET", "/PushNotifications/Apps/{appName}", .handler = emulator_apps_fetch },
  { "PATCH", "/PushNotifications/Apps/{appName}", .handler = emulator_apps_update,
    .takes_body = TRUE },
  { "POST", "/PushNotifications/Credentials", .handler = emulator_credentials_create,
    .takes_body = TRUE },
  { "GET", "/PushNotifications/Credentials", .handler = emulator_credentials_list },
  { "GET", "/PushNotifications/Credentials/{credentialId}", .handler = emulator_credentials_fetch },
  { "PATCH", "/PushNotifications/Credentials/{credentialId}",
    .handler = emulator_credentials_update, .takes_body = TRUE },
  { "DELETE", "/PushNotifications/Credentials/{credentialId}",
    .handler = emulator_credentials_delete },
  { "GET", "/PushNotifications/{pushNotificationId}", .handler = emulator_notifications_fetch },
  { NULL },
};

/* Addresses in the guides that stand for others, the part behind them staying as it is. */
static const struct {
  const char *address;
  const char *meant;
} aliases[] = {
  { "/Users", "/PushNotifications/Users" },
};

static char *
resolve_alias (const char *path)
{
  for (gsize i = 0; i < G_N_ELEMENTS (aliases); i++) {
    gsize length = strlen (aliases[i].address);
    if (strncmp (path, aliases[i].address, length) == 0 &&
        (path[length] == '/' || path[length] == '\0')) {
      return g_strconcat (aliases[i].meant, path + length, NULL);
    }
  }
  return g_strdup (path);
}

/* Where a pattern goes on behind its placeholder. */
static const char *
skip_placeholder (const char *placeholder)
{
  return placeholder + strcspn (placeholder, "}") + 1;
}

static gboolean
match (const char *pattern, const char *path, char **id)
{
  const char *placeholder = strchr (pattern, '{');

  if (placeholder == NULL) {
    return g_str_equal (pattern, path);
  }
  gsize fixed = (gsize) (placeholder - pattern);
  if (strncmp (pattern, path, fixed) != 0) {
    return FALSE;
  }
  gsize length = strcspn (path + fixed, "/");
  if (length == 0 || !g_str_equal (path + fixed + length, skip_placeholder (placeholder))) {
    return FALSE;
  }
  g_free (*id);
  *id = g_strndup (path + fixed, length);
  return TRUE;
}

/* Whether two patterns are the same but for the name in the placeholder. */
static gboolean
is_same_pattern (const char *a, const char *b)
{
  gsize fixed = strcspn (a, "{");

  if (a[fixed] == '\0' || strncmp (a, b, fixed) != 0 || b[fixed] != '{' ||
      strchr (b, '}') == NULL) {
    return g_str_equal (a, b);
  }
  return g_str_equal (skip_placeholder (a + fixed), skip_placeholder (b + fixed));
}

/**
 * emulator_routes_find_path:
 * @text: from outside
 *
 * Returns: (transfer none) (nullable): the path of a route of the API that @text is, whatever it
 * calls the placeholder
 */
const char *
emulator_routes_find_path (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  for (const EmulatorRoute *route = emulator_routes; route->method != NULL; route++) {
    if (is_same_pattern (route->path, text)) {
      return route->path;
    }
  }
  return NULL;
}

/**
 * emulator_routes_find:
 * @routes: (array zero-terminated=1): those to choose from
 * @method: of a request
 * @path: of a request, below the version
 * @id: (out) (transfer full) (nullable): what stands for the placeholder
 * @allowed: (out) (transfer full) (nullable): where the path is known but not with @method, the
 *   methods that it takes, "GET, HEAD, DELETE, OPTIONS"
 *
 * Returns: (transfer none) (nullable): the route
 */
const EmulatorRoute *
emulator_routes_find (
  const EmulatorRoute *routes, const char *method, const char *path, char **id, char **allowed)
{
  g_autofree char *resolved = resolve_alias (path);
  g_autoptr (GString) methods = g_string_new (NULL);
  const char *pattern = NULL;

  for (const EmulatorRoute *route = routes; route->method != NULL; route++) {
    if (pattern == NULL && match (route->path, resolved, id)) {
      pattern = route->path;
    }
    if (pattern == NULL || !g_str_equal (route->path, pattern)) {
      continue;
    }
    gboolean is_get = g_str_equal (route->method, "GET");
    if (g_str_equal (route->method, method) || (is_get && g_str_equal (method, "HEAD"))) {
      return route;
    }
    g_string_append_printf (methods, "%s, %s", route->method, is_get ? "HEAD, " : "");
  }
  if (pattern != NULL) {
    g_string_append (methods, "OPTIONS");
    *allowed = g_string_free (g_steal_pointer (&methods), FALSE);
  }
  return NULL;
}
