/* The resources under /__emulator/. They ask for no credentials, since the server listens on this
 * machine alone; but pages in a browser on this machine must not reach them. */

#include "emulator-control.h"

#include "emulator-faults.h"

#include <gio/gio.h>
#include <string.h>

static guint
list_endpoints (EmulatorCall *call, GError **error)
{
  JsonBuilder *json = call->reply;

  json_builder_begin_object (json);
  json_builder_set_member_name (json, "endpoints");
  json_builder_begin_array (json);
  for (const EmulatorRoute *route = emulator_control_routes; route->method != NULL; route++) {
    g_autofree char *path = g_strconcat (EMULATOR_CONTROL_PATH, route->path, NULL);
    json_builder_begin_object (json);
    emulator_reply_string (json, "method", route->method);
    emulator_reply_string (json, "path", path);
    emulator_reply_string (json, "summary", route->summary);
    json_builder_end_object (json);
  }
  json_builder_end_array (json);
  json_builder_end_object (json);
  return 200;
}

static guint
add_fault (EmulatorCall *call, GError **error)
{
  EmulatorFault *fault = emulator_faults_add (call->world->faults, call->body, call->issues);

  if (fault == NULL) {
    return 400;
  }
  emulator_fault_write (fault, call->reply);
  call->location =
    g_strdup_printf ("%s/faults/%" G_GINT64_FORMAT, call->base_url, emulator_fault_get_id (fault));
  return 201;
}

static guint
list_faults (EmulatorCall *call, GError **error)
{
  json_builder_begin_object (call->reply);
  json_builder_set_member_name (call->reply, "faults");
  emulator_faults_write (call->world->faults, call->reply);
  json_builder_end_object (call->reply);
  return 200;
}

static guint
remove_faults (EmulatorCall *call, GError **error)
{
  emulator_faults_clear (call->world->faults);
  return 204;
}

static guint
remove_fault (EmulatorCall *call, GError **error)
{
  return emulator_faults_remove (call->world->faults, call->id) ? 204 : 404;
}

static guint
fetch_counts (EmulatorCall *call, GError **error)
{
  return emulator_counts_write (call->world->counts, call->reply, error) ? 200 : 0;
}

const EmulatorRoute emulator_control_routes[] = {
  { "GET", "/", .handler = list_endpoints, .summary = "Lists what there is" },
  { "POST", "/faults", .handler = add_fault, .takes_body = TRUE,
    .summary = "Makes requests to come fail" },
  { "GET", "/faults", .handler = list_faults,
    .summary = "Lists the faults and the requests they met" },
  { "DELETE", "/faults", .handler = remove_faults, .summary = "Removes all faults" },
  { "DELETE", "/faults/{faultId}", .handler = remove_fault, .summary = "Removes a fault" },
  { "GET", "/counts", .handler = fetch_counts, .summary = "Counts requests and sends" },
  { "GET", "/clock", .handler = emulator_control_fetch_clock, .summary = "Tells the time" },
  { "PUT", "/clock", .handler = emulator_control_set_clock, .takes_body = TRUE,
    .summary = "Sets the clock, moves it forward or changes its speed" },
  { "GET", "/deliveries", .handler = emulator_control_list_deliveries,
    .summary = "Lists what each device received" },
  { NULL },
};

/**
 * emulator_control_is_path:
 * @path: of a request
 *
 * Returns: whether it leads here
 */
gboolean
emulator_control_is_path (const char *path)
{
  gsize length = strlen (EMULATOR_CONTROL_PATH);

  return g_str_has_prefix (path, EMULATOR_CONTROL_PATH) &&
         (path[length] == '/' || path[length] == '\0');
}

/* The name in a header Host (RFC 9110, section 7.2), without its port. */
static char *
get_name (const char *host)
{
  if (*host == '[') {
    return g_strndup (host + 1, strcspn (host + 1, "]"));
  }
  return g_strndup (host, strcspn (host, ":"));
}

/**
 * emulator_control_admits:
 * @host: (nullable): the header Host of a request
 * @origin: (nullable): its header Origin
 *
 * A page of a site sends an Origin with whatever could change something, and the name of its site
 * as Host where it had that name lead to this machine.
 *
 * Returns: whether the request comes from a program of this machine
 */
gboolean
emulator_control_admits (const char *host, const char *origin)
{
  if (host == NULL || origin != NULL) {
    return FALSE;
  }
  g_autofree char *name = get_name (host);
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (name);
  return g_ascii_strcasecmp (name, "localhost") == 0 ||
         (address != NULL && g_inet_address_get_is_loopback (address));
}
