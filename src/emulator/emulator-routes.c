/* Which handler answers what. */

#include "emulator-call.h"

#include <string.h>

/* Rows of one path stand together, and a fixed path before a pattern that would take it in. */
static const EmulatorRoute routes[] = {
  { "POST", "/PushNotifications", emulator_notifications_send, TRUE },
  { "GET", "/PushNotifications", emulator_notifications_list, FALSE },
  { "GET", "/PushNotifications/Operations", emulator_operations_list, FALSE },
  { "GET", "/PushNotifications/Operations/{id}", emulator_operations_fetch, FALSE },
  { "DELETE", "/PushNotifications/Operations/{id}", emulator_operations_cancel, FALSE },
  { "POST", "/PushNotifications/Operations/{id}/Cancel", emulator_operations_cancel, FALSE },
  { "GET", "/PushNotifications/Operations/{id}/Errors", emulator_operations_list_errors, FALSE },
  { "POST", "/PushNotifications/DeviceRegistrations", emulator_registrations_register, TRUE },
  { "GET", "/PushNotifications/DeviceRegistrations", emulator_registrations_list, FALSE },
  { "GET", "/PushNotifications/DeviceRegistrations/{id}", emulator_registrations_fetch, FALSE },
  { "DELETE", "/PushNotifications/DeviceRegistrations/{id}", emulator_registrations_delete, FALSE },
  { "GET", "/PushNotifications/Users", emulator_users_list, FALSE },
  { "GET", "/PushNotifications/Users/{id}", emulator_users_fetch, FALSE },
  { "DELETE", "/PushNotifications/Users/{id}", emulator_users_delete, FALSE },
  { "GET", "/PushNotifications/Apps", emulator_apps_list, FALSE },
  { "GET", "/PushNotifications/Apps/{id}", emulator_apps_fetch, FALSE },
  { "PATCH", "/PushNotifications/Apps/{id}", emulator_apps_update, TRUE },
  { "POST", "/PushNotifications/Credentials", emulator_credentials_create, TRUE },
  { "GET", "/PushNotifications/Credentials", emulator_credentials_list, FALSE },
  { "GET", "/PushNotifications/Credentials/{id}", emulator_credentials_fetch, FALSE },
  { "PATCH", "/PushNotifications/Credentials/{id}", emulator_credentials_update, TRUE },
  { "DELETE", "/PushNotifications/Credentials/{id}", emulator_credentials_delete, FALSE },
  { "GET", "/PushNotifications/{id}", emulator_notifications_fetch, FALSE },
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

static gboolean
match (const char *pattern, const char *path, char **id)
{
  const char *placeholder = strstr (pattern, "{id}");

  if (placeholder == NULL) {
    return g_str_equal (pattern, path);
  }
  gsize fixed = (gsize) (placeholder - pattern);
  if (strncmp (pattern, path, fixed) != 0) {
    return FALSE;
  }
  gsize length = strcspn (path + fixed, "/");
  if (length == 0 || !g_str_equal (path + fixed + length, placeholder + strlen ("{id}"))) {
    return FALSE;
  }
  g_free (*id);
  *id = g_strndup (path + fixed, length);
  return TRUE;
}

/**
 * emulator_routes_list:
 * @n_routes: (out): how many there are
 *
 * Returns: (transfer none) (array length=n_routes): all routes
 */
const EmulatorRoute *
emulator_routes_list (gsize *n_routes)
{
  g_return_val_if_fail (n_routes != NULL, NULL);

  *n_routes = G_N_ELEMENTS (routes);
  return routes;
}

/**
 * emulator_routes_find:
 * @method: of a request
 * @path: of a request, below the version
 * @id: (out) (transfer full) (nullable): what stands for {id}
 * @allowed: (out) (transfer full) (nullable): where the path is known but not with @method, the
 *   methods that it takes, "GET, HEAD, DELETE, OPTIONS"
 *
 * Returns: (transfer none) (nullable): the route
 */
const EmulatorRoute *
emulator_routes_find (const char *method, const char *path, char **id, char **allowed)
{
  g_autofree char *resolved = resolve_alias (path);
  g_autoptr (GString) methods = g_string_new (NULL);
  const char *pattern = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (routes); i++) {
    if (pattern == NULL && match (routes[i].path, resolved, id)) {
      pattern = routes[i].path;
    }
    if (pattern == NULL || !g_str_equal (routes[i].path, pattern)) {
      continue;
    }
    gboolean is_get = g_str_equal (routes[i].method, "GET");
    if (g_str_equal (routes[i].method, method) || (is_get && g_str_equal (method, "HEAD"))) {
      return &routes[i];
    }
    g_string_append_printf (methods, "%s, %s", routes[i].method, is_get ? "HEAD, " : "");
  }
  if (pattern != NULL) {
    g_string_append (methods, "OPTIONS");
    *allowed = g_string_free (g_steal_pointer (&methods), FALSE);
  }
  return NULL;
}
