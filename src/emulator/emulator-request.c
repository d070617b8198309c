/* From a request to its answer: finds the handler and runs it in a transaction, unless a fault is
 * in the way. */

#include "emulator-request.h"

#include "emulator-call.h"
#include "emulator-control.h"
#include "emulator-faults.h"
#include "emulator-openapi.h"

#include <base-json.h>
#include <string.h>

/* The version first that the addresses in answers have. */
static const char *const versions[] = { EMULATOR_VERSION_PATH, "/preview" };

/* The part of a server that a request is for. */
typedef struct {
  const EmulatorRoute *routes;
  const char *path;      /* (unowned) (nullable): below what comes before; NULL is nowhere */
  const char *base;      /* what comes before in addresses */
  EmulatorLegacy shapes; /* of answers */
  gboolean minds_type;   /* whether bodies must say that they are JSON */
} Site;

static const char *
skip_version (const char *path)
{
  for (gsize i = 0; i < G_N_ELEMENTS (versions); i++) {
    gsize length = strlen (versions[i]);
    if (g_str_has_prefix (path, versions[i]) && path[length] == '/') {
      return path + length;
    }
  }
  return NULL;
}

static gboolean
is_success (guint status)
{
  return status >= 200 && status < 300;
}

/* What a handler may do is done by the time its answer goes out, or not at all. */
static guint
run_handler (EmulatorCall *call, const EmulatorRoute *route, GError **error)
{
  EmulatorStore *store = call->world->store;

  if (g_str_equal (route->method, "GET")) {
    return route->handler (call, error);
  }
  if (!emulator_store_begin (store, error)) {
    return 0;
  }
  guint status = route->handler (call, error);
  if (!is_success (status)) {
    emulator_store_rollback (store);
    return status;
  }
  if (!emulator_store_commit (store, error)) {
    emulator_store_rollback (store);
    return 0;
  }
  emulator_delivery_wake (call->world->delivery);
  return status;
}

static guint
call_route (EmulatorCall *call, const EmulatorRoute *route, GBytes *body, GError **error)
{
  const EmulatorPath root = { NULL };
  g_autoptr (GError) parse_error = NULL;
  g_autoptr (JsonNode) document = NULL;

  call->text = body;
  if (route->takes_body) {
    document = base_json_parse (body, &parse_error);
    call->body = base_json_node_object (document);
  }
  if (parse_error != NULL) {
    emulator_issues_add (call->issues, &root, "is no JSON: %s", parse_error->message);
    return 400;
  }
  if (route->takes_body && call->body == NULL) {
    emulator_issues_add (call->issues, &root, "must be an object");
    return 400;
  }
  return run_handler (call, route, error);
}

/* Who says nothing of a body is let through, and so is what curl and others say when they are told
 * nothing: it is no more than that. */
static gboolean
is_json (const EmulatorRequest *self)
{
  static const char *const let_through[] = { "application/json",
                                             "application/x-www-form-urlencoded", NULL };
  const char *encoding = self->content_encoding;

  if (encoding != NULL && g_ascii_strcasecmp (encoding, "identity") != 0) {
    return FALSE;
  }
  if (self->content_type == NULL) {
    return TRUE;
  }
  g_autofree char *type = g_ascii_strdown (self->content_type, -1);
  return g_strv_contains (let_through, type) || g_str_has_suffix (type, "+json");
}

static guint
find_and_call (const EmulatorRequest *self,
               const Site *site,
               EmulatorCall *call,
               EmulatorAnswer *answer)
{
  g_autofree char *id = NULL;
  g_autofree char *allowed = NULL;
  g_autoptr (GError) error = NULL;
  const EmulatorRoute *route =
    site->path != NULL
      ? emulator_routes_find (site->routes, self->method, site->path, &id, &allowed)
      : NULL;

  if (route == NULL && allowed != NULL) {
    emulator_answer_add_header (answer, "Allow", allowed);
    return g_str_equal (self->method, "OPTIONS") ? 204 : 405;
  }
  if (route == NULL) {
    return 404;
  }
  if (site->minds_type && route->takes_body && !is_json (self)) {
    return 415;
  }
  call->id = id;
  guint status = call_route (call, route, self->body, &error);
  call->id = NULL;
  if (status == 0) {
    g_printerr ("carillon-emulator: %s %s failed: %s\n", route->method, self->path, error->message);
    return g_error_matches (error, EMULATOR_STORE_ERROR, EMULATOR_STORE_ERROR_NO_SPACE) ? 507 : 500;
  }
  return status;
}

/* The address that the request would have under the version of the addresses in answers. */
static char *
make_address (const EmulatorRequest *self, const Site *site, const char *base_url)
{
  return g_strconcat (base_url, site->path != NULL ? site->path : "",
                      self->query != NULL ? "?" : NULL, self->query, NULL);
}

static void
write_answer (const EmulatorRequest *self,
              const Site *site,
              EmulatorCall *call,
              guint status,
              EmulatorAnswer *answer)
{
  if (!is_success (status)) {
    emulator_answer_set_issues (answer, status, call->issues, site->shapes);
    return;
  }
  if (call->location != NULL) {
    emulator_answer_add_header (answer, "Location", call->location);
  }
  if (status == 204) {
    answer->status = status;
    return;
  }
  g_autofree char *address = make_address (self, site, call->base_url);
  g_autoptr (JsonNode) document = json_builder_get_root (call->reply);
  emulator_answer_set_document (answer, status, document, site->shapes, address);
}

/* @refusal is the status of who may not come in, or 0. */
static void
answer_at (const EmulatorRequest *self,
           EmulatorWorld *world,
           const Site *site,
           guint refusal,
           EmulatorAnswer *answer)
{
  g_autoptr (EmulatorQuery) parameters = emulator_query_new (self->query);
  g_autoptr (EmulatorIssues) issues = emulator_issues_new ();
  g_autoptr (JsonBuilder) reply = json_builder_new_immutable ();
  g_autofree char *base_url = g_strconcat (self->server, site->base, NULL);
  EmulatorCall call = {
    .world = world,
    .base_url = base_url,
    .query = parameters,
    .issues = issues,
    .reply = reply,
  };

  guint status = refusal != 0 ? refusal : find_and_call (self, site, &call, answer);
  g_autofree char *location = call.location;
  write_answer (self, site, &call, status, answer);
}

/* (transfer none) (nullable): the fault that it meets. */
static EmulatorFault *
count_and_take_fault (const EmulatorRequest *self, EmulatorWorld *world, const Site *site)
{
  g_autofree char *id = NULL;
  g_autofree char *allowed = NULL;

  const EmulatorRoute *route =
    site->path != NULL
      ? emulator_routes_find (site->routes, self->method, site->path, &id, &allowed)
      : NULL;
  const char *path = route != NULL ? route->path : NULL;
  emulator_counts_add_request (world->counts, self->method, path);
  return world->faults != NULL && site->path != NULL
           ? emulator_faults_take (world->faults, self->method, path)
           : NULL;
}

static EmulatorFault *
answer_api (const EmulatorRequest *self, EmulatorWorld *world, EmulatorAnswer *answer)
{
  const Site site = {
    .routes = emulator_routes,
    .path = skip_version (self->path),
    .base = EMULATOR_VERSION_PATH,
    .shapes = world->legacy,
    .minds_type = TRUE,
  };
  EmulatorFault *fault = count_and_take_fault (self, world, &site);

  if (fault == NULL || emulator_fault_acts (fault)) {
    answer_at (self, world, &site, self->is_known ? 0 : 401, answer);
  }
  if (fault != NULL) {
    emulator_fault_change (fault, world->legacy, answer);
  }
  return fault;
}

/* Where there is no control, nothing says that there could be. */
static void
answer_control (const EmulatorRequest *self, EmulatorWorld *world, EmulatorAnswer *answer)
{
  const char *path = self->path + strlen (EMULATOR_CONTROL_PATH);
  const Site site = {
    .routes = emulator_control_routes,
    .path = *path != '\0' ? path : "/",
    .base = EMULATOR_CONTROL_PATH,
  };
  guint refusal = emulator_control_admits (self->host, self->origin) ? 0 : 403;

  answer_at (self, world, &site, world->faults != NULL ? refusal : 404, answer);
}

static guint
describe (EmulatorCall *call, GError **error)
{
  emulator_openapi_write (call->reply, call->base_url);
  return 200;
}

/* For anybody: it tells nothing of the data. */
static void
answer_description (const EmulatorRequest *self, EmulatorWorld *world, EmulatorAnswer *answer)
{
  static const EmulatorRoute routes[] = {
    { "GET", EMULATOR_OPENAPI_PATH, .handler = describe },
    { NULL },
  };
  const Site site = { .routes = routes, .path = self->path, .base = EMULATOR_VERSION_PATH };

  answer_at (self, world, &site, 0, answer);
}

/**
 * emulator_request_answer:
 * @self: a request
 * @world: what it is about
 * @answer: (out caller-allocates): what it is answered; empty where that will not be seen
 *
 * Returns: (transfer none) (nullable): the fault that the request met, valid until the next
 */
EmulatorFault *
emulator_request_answer (const EmulatorRequest *self, EmulatorWorld *world, EmulatorAnswer *answer)
{
  g_return_val_if_fail (self != NULL && world != NULL && answer != NULL, NULL);

  if (emulator_control_is_path (self->path)) {
    answer_control (self, world, answer);
    return NULL;
  }
  if (g_str_equal (self->path, EMULATOR_OPENAPI_PATH)) {
    answer_description (self, world, answer);
    return NULL;
  }
  return answer_api (self, world, answer);
}
