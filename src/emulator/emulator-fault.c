/* One fault: the table of kinds, the check of a description, and which requests it meets. It goes
 * on reading the description that it was made of; nothing here knows of the network. */

#include "emulator-fault.h"

#include "emulator-call.h"
#include "emulator-schema.h"
#include "emulator-validate.h"

#include <base-json.h>

/* Long enough for any timeout of a client, short enough to be no mistake for seconds. */
#define MAX_DELAY_MSEC (10 * 60 * 1000)
#define DEFAULT_DELAY_MSEC 1000

/* More is "until removed". */
#define MAX_TIMES 1000000

/* A day: nobody waits longer. */
#define MAX_RETRY_AFTER (24 * 60 * 60)

/* Members that mean something to some kinds only. */
typedef enum {
  TAKES_ALWAYS = 0,
  TAKES_STATUS = 1 << 0,
  TAKES_RETRY = 1 << 1,
  TAKES_DELAY = 1 << 2,
  TAKES_LOCATION = 1 << 3,
  TAKES_ACT = 1 << 4,
} Takes;

typedef struct {
  gboolean acts; /* unless the description says otherwise */
  EmulatorPlay play;
  EmulatorFaultChange change; /* (nullable) */
  guint takes;
} Kind;

struct _EmulatorFault {
  gint64 id;
  JsonObject *description;
  const Kind *kind;
  const char *route; /* (unowned) (nullable): path of a route; NULL for any */
  gint64 n_skipped;
  gint64 n_hits;
};

static const char *const kind_names[] = {
  "status", "close-before", "close-after", "late",    "cut",
  "html",   "wrong-types",  "redirect",    "endless", NULL,
};

/* In the order of their names. */
static const Kind kinds[] = {
  { .change = emulator_fault_answer_status, .takes = TAKES_STATUS | TAKES_RETRY | TAKES_ACT },
  { .play = EMULATOR_PLAY_CLOSE },
  { .acts = TRUE, .play = EMULATOR_PLAY_CLOSE },
  { .acts = TRUE, .play = EMULATOR_PLAY_LATE, .takes = TAKES_DELAY },
  { .acts = TRUE, .play = EMULATOR_PLAY_CUT },
  { .change = emulator_fault_answer_html, .takes = TAKES_ACT },
  { .acts = TRUE, .change = emulator_fault_answer_wrong_types },
  { .change = emulator_fault_answer_redirect, .takes = TAKES_LOCATION | TAKES_ACT },
  { .acts = TRUE, .play = EMULATOR_PLAY_ENDLESS },
};
G_STATIC_ASSERT (G_N_ELEMENTS (kinds) + 1 == G_N_ELEMENTS (kind_names));

static const char *const methods[] = { "GET", "POST", "PATCH", "DELETE", NULL };
static const char *const formats[] = { "seconds", "date", NULL };

static gboolean
accepts_route (const char *text)
{
  return emulator_routes_find_path (text) != NULL;
}

/* It becomes a header; the parser would overlook the end of a line in it. */
static gboolean
accepts_address (const char *text)
{
  for (const char *c = text; *c != '\0'; c++) {
    if (!g_ascii_isgraph (*c)) {
      return FALSE;
    }
  }
  return g_uri_is_valid (text, G_URI_FLAGS_NONE, NULL);
}

static const struct {
  EmulatorField field;
  Takes taken;
} members[] = {
  { { .name = "kind", .kind = EMULATOR_STRING, .required = TRUE, .choices = kind_names },
    TAKES_ALWAYS },
  { { .name = "times", .kind = EMULATOR_INTEGER, .max = MAX_TIMES }, TAKES_ALWAYS },
  { { .name = "skip", .kind = EMULATOR_INTEGER, .max = MAX_TIMES }, TAKES_ALWAYS },
  { { .name = "method", .kind = EMULATOR_STRING, .choices = methods }, TAKES_ALWAYS },
  { { .name = "path",
      .kind = EMULATOR_STRING,
      .accepts = accepts_route,
      .expected = "a path of the API without its version, \"/PushNotifications/Users/{userId}\"" },
    TAKES_ALWAYS },
  { { .name = "act", .kind = EMULATOR_BOOLEAN }, TAKES_ACT },
  { { .name = "status", .kind = EMULATOR_INTEGER, .min = 400, .max = 599 }, TAKES_STATUS },
  { { .name = "retryAfter", .kind = EMULATOR_INTEGER, .max = MAX_RETRY_AFTER }, TAKES_RETRY },
  { { .name = "retryAfterFormat", .kind = EMULATOR_STRING, .choices = formats }, TAKES_RETRY },
  { { .name = "delay", .kind = EMULATOR_INTEGER, .max = MAX_DELAY_MSEC }, TAKES_DELAY },
  { { .name = "location",
      .kind = EMULATOR_STRING,
      .accepts = accepts_address,
      .expected = "a whole address, \"https://elsewhere.example/\"" },
    TAKES_LOCATION },
};

static const Kind *
find_kind (JsonObject *description)
{
  int index = emulator_index_of (kind_names, base_json_string (description, "kind"));

  return index >= 0 ? &kinds[index] : NULL;
}

static void
check_member (JsonObject *description, const Kind *kind, gsize index, EmulatorIssues *issues)
{
  const EmulatorPath root = { NULL };
  EmulatorField field = members[index].field;
  const EmulatorPath path = { .parent = &root, .member = field.name };
  JsonNode *node = base_json_member (description, field.name);

  if (node != NULL && kind != NULL && members[index].taken != TAKES_ALWAYS &&
      (members[index].taken & kind->takes) == 0) {
    emulator_issues_add (issues, &path, "means nothing to a fault of the kind %s",
                         base_json_string (description, "kind"));
    return;
  }
  field.required |=
    members[index].taken == TAKES_STATUS && kind != NULL && (kind->takes & TAKES_STATUS) != 0;
  emulator_validate_node (node, &field, &path, issues);
}

static gboolean
is_member (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++) {
    if (g_str_equal (members[i].field.name, name)) {
      return TRUE;
    }
  }
  return FALSE;
}

/* A misspelt member that is ignored would make a rehearsal that proves nothing. */
static void
check_names (JsonObject *description, EmulatorIssues *issues)
{
  const EmulatorPath root = { NULL };
  JsonObjectIter iter;
  const char *name = NULL;

  json_object_iter_init_ordered (&iter, description);
  while (json_object_iter_next_ordered (&iter, &name, NULL)) {
    const EmulatorPath path = { .parent = &root, .member = name };
    if (!is_member (name)) {
      emulator_issues_add (issues, &path, "is no member of a fault");
    }
  }
}

/**
 * emulator_fault_new:
 * @description: from outside
 * @id: what it will be called
 * @issues: where to put what is wrong with @description, all of it
 *
 * Returns: (transfer full) (nullable): the fault; %NULL where something is wrong
 */
EmulatorFault *
emulator_fault_new (JsonObject *description, gint64 id, EmulatorIssues *issues)
{
  g_return_val_if_fail (description != NULL && issues != NULL, NULL);

  const Kind *kind = find_kind (description);
  const char *path = base_json_string (description, "path");

  for (gsize i = 0; i < G_N_ELEMENTS (members); i++) {
    check_member (description, kind, i, issues);
  }
  check_names (description, issues);
  if (emulator_issues_get_count (issues) > 0) {
    return NULL;
  }
  EmulatorFault *self = g_new0 (EmulatorFault, 1);
  self->id = id;
  self->description = json_object_ref (description);
  self->kind = kind;
  self->route = path != NULL ? emulator_routes_find_path (path) : NULL;
  return self;
}

void
emulator_fault_free (EmulatorFault *self)
{
  g_clear_pointer (&self->description, json_object_unref);
  g_free (self);
}

gint64
emulator_fault_get_id (EmulatorFault *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->id;
}

/* 0 is for ever. */
static gint64
get_times (EmulatorFault *self)
{
  return base_json_int (self->description, "times", 1);
}

gboolean
emulator_fault_is_used_up (EmulatorFault *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return get_times (self) > 0 && self->n_hits >= get_times (self);
}

/**
 * emulator_fault_meets:
 * @self: a fault
 * @method: of a request
 * @route: (nullable): the path of the route that answers it
 *
 * Counts the request where it matches: as one that is let pass, or as one that is met.
 *
 * Returns: whether the request is met by it
 */
gboolean
emulator_fault_meets (EmulatorFault *self, const char *method, const char *route)
{
  g_return_val_if_fail (self != NULL, FALSE);

  const char *wanted = base_json_string (self->description, "method");
  if ((wanted != NULL && !g_str_equal (wanted, method)) ||
      (self->route != NULL && g_strcmp0 (self->route, route) != 0) ||
      emulator_fault_is_used_up (self)) {
    return FALSE;
  }
  if (self->n_skipped < base_json_int (self->description, "skip", 0)) {
    self->n_skipped++;
    return FALSE;
  }
  self->n_hits++;
  return TRUE;
}

/**
 * emulator_fault_acts:
 * @self: a fault
 *
 * Returns: whether the requests that it meets are acted on all the same
 */
gboolean
emulator_fault_acts (EmulatorFault *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return base_json_boolean (self->description, "act", self->kind->acts);
}

EmulatorPlay
emulator_fault_get_play (EmulatorFault *self)
{
  g_return_val_if_fail (self != NULL, EMULATOR_PLAY_ANSWER);

  return self->kind->play;
}

/**
 * emulator_fault_get_delay:
 * @self: a fault
 *
 * Returns: milliseconds that a late answer takes
 */
guint
emulator_fault_get_delay (EmulatorFault *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return (guint) base_json_int (self->description, "delay", DEFAULT_DELAY_MSEC);
}

/**
 * emulator_fault_change:
 * @self: a fault
 * @shapes: older shapes that answers have
 * @answer: (inout): the true answer, or an empty one where the fault does not act
 *
 * Makes it what the fault says.
 */
void
emulator_fault_change (EmulatorFault *self, EmulatorLegacy shapes, EmulatorAnswer *answer)
{
  g_return_if_fail (self != NULL && answer != NULL);

  if (self->kind->change != NULL) {
    self->kind->change (self->description, shapes, answer);
  }
}

/**
 * emulator_fault_write:
 * @self: a fault
 * @json: where its description goes, and how far it is
 */
void
emulator_fault_write (EmulatorFault *self, JsonBuilder *json)
{
  g_return_if_fail (self != NULL);

  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, self->id);
  JsonObjectIter iter;
  const char *name = NULL;
  JsonNode *value = NULL;

  json_builder_begin_object (json);
  emulator_reply_string (json, "id", id);
  json_object_iter_init_ordered (&iter, self->description);
  while (json_object_iter_next_ordered (&iter, &name, &value)) {
    json_builder_set_member_name (json, name);
    json_builder_add_value (json, json_node_copy (value));
  }
  json_builder_set_member_name (json, "remaining");
  if (get_times (self) > 0) {
    json_builder_add_int_value (json, get_times (self) - self->n_hits);
  } else {
    json_builder_add_null_value (json);
  }
  emulator_reply_int (json, "hits", self->n_hits);
  json_builder_end_object (json);
}
