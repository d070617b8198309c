/* Turns an answer of today's shape into one of older documents, so that a client's tolerance of
 * those can be tried. It is the last thing that happens to an answer: whatever makes answers knows
 * only the newest shape. Texts that users wrote (content, tags, device tokens) are never touched.
 */

#include "emulator-legacy-answer.h"

#include "emulator-id.h"

#include <base-json.h>
#include <string.h>

typedef struct {
  EmulatorLegacy shapes;
  const char *address; /* of the request */
} Conversion;

static JsonNode *convert (Conversion *self, JsonNode *node);

static JsonNode *
take_string (char *text)
{
  JsonNode *node = json_node_init_string (json_node_alloc (), text);

  g_free (text);
  return node;
}

static JsonNode *
take_object (JsonObject *object)
{
  JsonNode *node = json_node_init_object (json_node_alloc (), object);

  json_object_unref (object);
  return node;
}

static JsonNode *
take_array (JsonArray *array)
{
  JsonNode *node = json_node_init_array (json_node_alloc (), array);

  json_array_unref (array);
  return node;
}

static JsonNode *
keep (Conversion *self, JsonNode *node)
{
  return json_node_copy (node);
}

/* An ID alone, or at the end of an address. */
static JsonNode *
convert_id (Conversion *self, JsonNode *node)
{
  const char *text = base_json_node_string (node);
  const char *slash = text != NULL ? strrchr (text, '/') : NULL;
  const char *id = slash != NULL ? slash + 1 : text;
  g_autofree char *alias = emulator_id_to_alias (id);

  if (alias == NULL) {
    return json_node_copy (node);
  }
  g_autoptr (GString) older = g_string_new_len (text, id - text);
  g_string_append (older, alias);
  return take_string (g_strdup (older->str));
}

/* The guides write "/Users/comms_user_…" and "/PushNotifications/Operations/01h2…". */
static JsonNode *
convert_uri (Conversion *self, JsonNode *node)
{
  const struct {
    const char *prefix, *older;
  } prefixes[] = {
    { "/PushNotifications/Users/", "/Users/" },
    { "/PushNotifications/Operations/comms_operation_", "/PushNotifications/Operations/" },
  };
  g_autoptr (JsonNode) converted = convert_id (self, node);
  const char *uri = base_json_node_string (converted);

  for (gsize i = 0; uri != NULL && i < G_N_ELEMENTS (prefixes); i++) {
    if (g_str_has_prefix (uri, prefixes[i].prefix)) {
      return take_string (g_strconcat (prefixes[i].older, uri + strlen (prefixes[i].prefix), NULL));
    }
  }
  return g_steal_pointer (&converted);
}

/* The counts of the tracking guide's sample, which has no others. */
static JsonNode *
convert_stats (Conversion *self, JsonNode *node)
{
  const struct {
    const char *name, *first, *second;
  } counts[] = {
    { "total", "total", NULL },       { "recipients", "recipients", NULL },
    { "attempts", "sent", "failed" }, { "queued", "queued", NULL },
    { "sent", "sent", NULL },         { "delivered", "sent", NULL },
    { "failed", "failed", NULL },     { "undelivered", "failed", NULL },
  };
  JsonObject *stats = base_json_node_object (node);
  JsonObject *older = json_object_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++) {
    gint64 count = base_json_int (stats, counts[i].first, 0);
    if (counts[i].second != NULL) {
      count += base_json_int (stats, counts[i].second, 0);
    }
    json_object_set_int_member (older, counts[i].name, count);
  }
  return take_object (older);
}

static JsonNode *
convert_recipient (Conversion *self, JsonNode *node)
{
  JsonArray *array = json_array_new ();

  json_array_add_element (array, convert (self, node));
  return take_array (array);
}

/* The address of the request with another token. */
static JsonNode *
convert_token (Conversion *self, JsonNode *node)
{
  const char *token = base_json_node_string (node);
  gsize length = strcspn (self->address, "?");
  g_autoptr (GString) address = g_string_new_len (self->address, (gssize) length);
  const char *query = self->address + length;
  g_auto (GStrv) pairs = g_strsplit (*query == '?' ? query + 1 : query, "&", -1);

  if (token == NULL) {
    return json_node_copy (node);
  }
  g_string_append_printf (address, "?pageToken=%s", token);
  for (gsize i = 0; pairs[i] != NULL; i++) {
    if (*pairs[i] != '\0' && !g_str_has_prefix (pairs[i], "pageToken=")) {
      g_string_append_printf (address, "&%s", pairs[i]);
    }
  }
  return take_string (g_strdup (address->str));
}

/* What becomes of members, wherever they stand. All others are converted inside. */
static const struct {
  const char *name;
  EmulatorLegacy shape; /* 0: always */
  JsonNode *(*convert) (Conversion *self, JsonNode *node);
  const char *older; /* (nullable): another name */
} rules[] = {
  { "content", 0, keep, NULL },
  { "tags", 0, keep, NULL },
  { "devices", 0, keep, NULL },
  { "id", EMULATOR_LEGACY_IDS, convert_id, NULL },
  { "userId", EMULATOR_LEGACY_IDS, convert_id, NULL },
  { "resourceId", EMULATOR_LEGACY_IDS, convert_id, NULL },
  { "resourceLocation", EMULATOR_LEGACY_IDS, convert_id, NULL },
  { "uri", EMULATOR_LEGACY_IDS, convert_uri, NULL },
  { "stats", EMULATOR_LEGACY_STATS, convert_stats, NULL },
  { "notifications", EMULATOR_LEGACY_COLLECTION_KEYS, convert, "pushNotifications" },
  { "to", EMULATOR_LEGACY_RECIPIENTS, convert_recipient, NULL },
  { "next", EMULATOR_LEGACY_PAGINATION, convert_token, NULL },
  { "self", EMULATOR_LEGACY_PAGINATION, convert_token, NULL },
};

static void
convert_member (Conversion *self, JsonObject *older, const char *name, JsonNode *value)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++) {
    gboolean applies = rules[i].shape == 0 || (self->shapes & rules[i].shape) != 0;
    if (applies && g_str_equal (rules[i].name, name)) {
      json_object_set_member (older, rules[i].older != NULL ? rules[i].older : name,
                              rules[i].convert (self, value));
      return;
    }
  }
  json_object_set_member (older, name, convert (self, value));
}

static JsonNode *
convert_object (Conversion *self, JsonObject *object)
{
  JsonObject *older = json_object_new ();
  JsonObjectIter iter;
  const char *name = NULL;
  JsonNode *value = NULL;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &value)) {
    convert_member (self, older, name, value);
  }
  return take_object (older);
}

static JsonNode *
convert_array (Conversion *self, JsonArray *array)
{
  JsonArray *older = json_array_sized_new (json_array_get_length (array));

  for (guint i = 0; i < json_array_get_length (array); i++) {
    json_array_add_element (older, convert (self, json_array_get_element (array, i)));
  }
  return take_array (older);
}

static JsonNode *
convert (Conversion *self, JsonNode *node)
{
  if (JSON_NODE_HOLDS_OBJECT (node)) {
    return convert_object (self, json_node_get_object (node));
  }
  if (JSON_NODE_HOLDS_ARRAY (node)) {
    return convert_array (self, json_node_get_array (node));
  }
  return json_node_copy (node);
}

/* One problem, the first, with its place in the message for want of another. */
static JsonNode *
convert_errors (JsonNode *body)
{
  JsonArray *errors = base_json_array (base_json_node_object (body), "errors");
  JsonObject *first = json_array_get_object_element (errors, 0);
  const char *message = base_json_string (first, "message");
  const char *context = base_json_string (first, "context");
  g_autofree char *text =
    context != NULL ? g_strdup_printf ("%s %s", context, message) : g_strdup (message);
  JsonObject *older = json_object_new ();

  json_object_set_int_member (older, "code", base_json_int (first, "code", 0));
  json_object_set_string_member (older, "message", text);
  json_object_set_string_member (older, "more_info", base_json_string (first, "infoUrl"));
  return take_object (older);
}

/**
 * emulator_legacy_convert:
 * @shapes: those wanted
 * @status: of the answer
 * @body: of the answer
 * @address: of the request, with its query
 *
 * Returns: (transfer full): the body in older shapes
 */
JsonNode *
emulator_legacy_convert (EmulatorLegacy shapes, guint status, JsonNode *body, const char *address)
{
  g_return_val_if_fail (body != NULL && address != NULL, NULL);

  Conversion self = { .shapes = shapes, .address = address };

  if (shapes == 0) {
    return json_node_ref (body);
  }
  if (status >= 400) {
    return (shapes & EMULATOR_LEGACY_ERRORS) != 0 ? convert_errors (body) : json_node_ref (body);
  }
  return convert (&self, body);
}

/* The spellings of 2024, and of the documents between those and today's (reference, "Asynchronous
 * 202 answers"). */
static const struct {
  const char *member;
  const char *header;
} headers[] = {
  { "operationId", "Operation-Id" },
  { "operationId", "X-Twilio-Operation-Id" },
  { "operationLocation", "Operation-Location" },
  { "resourceId", "Resource-Id" },
  { "resourceLocation", "Resource-Location" },
  { "resourceLocation", "X-Twilio-Resource-Location" },
};

/**
 * emulator_legacy_list_headers:
 * @body: of a 202
 * @set: (scope call): called with each header that says what the body does
 * @user_data: data for @set
 */
void
emulator_legacy_list_headers (JsonNode *body,
                              void (*set) (const char *name, const char *value, gpointer user_data),
                              gpointer user_data)
{
  JsonObject *object = base_json_node_object (body);

  for (gsize i = 0; i < G_N_ELEMENTS (headers); i++) {
    const char *value = base_json_string (object, headers[i].member);
    if (value != NULL) {
      set (headers[i].header, value, user_data);
    }
  }
}
