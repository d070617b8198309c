#include "comms-collection.h"

#include <base-json.h>

#include "comms-link.h"

typedef struct {
  const char *path;  /* below the base URI */
  const char *child; /* (nullable): it is that of an object at the path, which the filter names */
  const char *key;   /* of the array in the answer */
  const char *identity; /* (nullable): the member that each object must have */
  GType (*get_type) (void);
} Collection;

static const Collection collections[COMMS_N_COLLECTIONS] = {
  [COMMS_COLLECTION_NOTIFICATIONS] = {
    .path = "/PushNotifications",
    .key = "notifications",
    .identity = "id",
    .get_type = comms_notification_get_type,
  },
  [COMMS_COLLECTION_OPERATIONS] = {
    .path = "/PushNotifications/Operations",
    .key = "operations",
    .identity = "id",
    .get_type = comms_operation_get_type,
  },
  [COMMS_COLLECTION_REGISTRATIONS] = {
    .path = "/PushNotifications/DeviceRegistrations",
    .key = "deviceRegistrations",
    .identity = "id",
    .get_type = comms_registration_get_type,
  },
  [COMMS_COLLECTION_USERS] = {
    .path = "/PushNotifications/Users",
    .key = "users",
    .identity = "id",
    .get_type = comms_user_get_type,
  },
  [COMMS_COLLECTION_APPS] = {
    .path = "/PushNotifications/Apps",
    .key = "apps",
    .identity = "name",
    .get_type = comms_app_get_type,
  },
  [COMMS_COLLECTION_CREDENTIALS] = {
    .path = "/PushNotifications/Credentials",
    .key = "credentials",
    .identity = "id",
    .get_type = comms_credential_get_type,
  },
  [COMMS_COLLECTION_OPERATION_ERRORS] = {
    .path = "/PushNotifications/Operations",
    .child = "/Errors",
    .key = "errors",
    .get_type = comms_operation_error_get_type,
  },
};

/* What a filter is called in the query of each list. The server ignores names that it does not know
 * and answers everything, so a list only gets those that its call documents. */
static const struct {
  gsize offset;
  const char *names[COMMS_N_COLLECTIONS];
} parameters[] = {
  { G_STRUCT_OFFSET (CommsFilter, operation_id),
    { [COMMS_COLLECTION_NOTIFICATIONS] = "operationId" } },
  { G_STRUCT_OFFSET (CommsFilter, user_id),
    { [COMMS_COLLECTION_NOTIFICATIONS] = "user", [COMMS_COLLECTION_REGISTRATIONS] = "userId" } },
  { G_STRUCT_OFFSET (CommsFilter, app_name),
    { [COMMS_COLLECTION_REGISTRATIONS] = "appName", [COMMS_COLLECTION_CREDENTIALS] = "appName" } },
  { G_STRUCT_OFFSET (CommsFilter, status),
    { [COMMS_COLLECTION_NOTIFICATIONS] = "status", [COMMS_COLLECTION_OPERATIONS] = "status" } },
  { G_STRUCT_OFFSET (CommsFilter, provider), { [COMMS_COLLECTION_NOTIFICATIONS] = "provider" } },
  { G_STRUCT_OFFSET (CommsFilter, tags), { [COMMS_COLLECTION_NOTIFICATIONS] = "tags" } },
  { G_STRUCT_OFFSET (CommsFilter, start_date),
    { [COMMS_COLLECTION_NOTIFICATIONS] = "startDate",
      [COMMS_COLLECTION_OPERATIONS] = "startDate",
      [COMMS_COLLECTION_APPS] = "startDate",
      [COMMS_COLLECTION_CREDENTIALS] = "startDate" } },
  { G_STRUCT_OFFSET (CommsFilter, end_date),
    { [COMMS_COLLECTION_NOTIFICATIONS] = "endDate",
      [COMMS_COLLECTION_OPERATIONS] = "endDate",
      [COMMS_COLLECTION_APPS] = "endDate",
      [COMMS_COLLECTION_CREDENTIALS] = "endDate" } },
  { G_STRUCT_OFFSET (CommsFilter, is_default),
    { [COMMS_COLLECTION_APPS] = "isDefault", [COMMS_COLLECTION_CREDENTIALS] = "isDefault" } },
  { G_STRUCT_OFFSET (CommsFilter, credential_type),
    { [COMMS_COLLECTION_CREDENTIALS] = "credentialType" } },
};

static void
append_parameter (GString *target, const char *name, const char *value)
{
  g_string_append_c (target, strchr (target->str, '?') == NULL ? '?' : '&');
  g_string_append (target, name);
  g_string_append_c (target, '=');
  g_string_append_uri_escaped (target, value, NULL, FALSE);
}

static gboolean
has_control_character (const char *text)
{
  while (*text != '\0' && !g_ascii_iscntrl (*text)) {
    text++;
  }
  return *text != '\0';
}

/**
 * comms_collection_is_id:
 * @id: what should be an ID
 *
 * IDs are opaque, but they end up in paths, where the dots would name another resource, and in
 * front of people.
 *
 * Returns: whether @id can be one
 */
gboolean
comms_collection_is_id (const char *id)
{
  gsize length = strlen (id);

  return length > 0 && length <= COMMS_MAX_ID_LENGTH && !g_str_equal (id, ".") &&
         !g_str_equal (id, "..") && g_utf8_validate (id, -1, NULL) && !has_control_character (id);
}

/**
 * comms_collection_get_item_target:
 * @collection: a list
 * @id: one of its objects
 *
 * Returns: (transfer full) (nullable): path below the base URI; %NULL for what cannot be an ID
 */
char *
comms_collection_get_item_target (CommsCollection collection, const char *id)
{
  if (!comms_collection_is_id (id)) {
    return NULL;
  }

  g_autofree char *escaped = g_uri_escape_string (id, NULL, FALSE);
  return g_strconcat (collections[collection].path, "/", escaped, NULL);
}

/**
 * comms_collection_get_resource_target:
 * @resource: what a client answered
 *
 * Returns: (transfer full) (nullable): path below the base URI; %NULL for what has none of its own
 */
char *
comms_collection_get_resource_target (CommsResource *resource)
{
  const char *id = comms_resource_get_id (resource);

  for (CommsCollection i = 0; id != NULL && i < COMMS_N_COLLECTIONS; i++) {
    if (collections[i].child == NULL &&
        G_TYPE_CHECK_INSTANCE_TYPE (resource, collections[i].get_type ())) {
      return comms_collection_get_item_target (i, id);
    }
  }
  return NULL;
}

static char *
get_path (CommsCollection collection, const CommsFilter *filter)
{
  const Collection *self = &collections[collection];

  if (self->child == NULL) {
    return g_strdup (self->path);
  }
  g_autofree char *parent = filter != NULL && filter->operation_id != NULL
                              ? comms_collection_get_item_target (collection, filter->operation_id)
                              : NULL;
  return parent != NULL ? g_strconcat (parent, self->child, NULL) : NULL;
}

static void
append_filter (GString *target, CommsCollection collection, const CommsFilter *filter)
{
  for (gsize i = 0; filter != NULL && i < G_N_ELEMENTS (parameters); i++) {
    const char *name = parameters[i].names[collection];
    const char *value = G_STRUCT_MEMBER (const char *, filter, parameters[i].offset);
    if (name != NULL && value != NULL) {
      append_parameter (target, name, value);
    }
  }
}

static void
append_page (GString *target, const CommsPageRequest *page)
{
  if (page->size > 0) {
    g_autofree char *size = g_strdup_printf ("%u", MIN (page->size, COMMS_MAX_PAGE_SIZE));
    append_parameter (target, "pageSize", size);
  }
  if (page->token != NULL) {
    append_parameter (target, "pageToken", page->token);
  }
}

/**
 * comms_collection_get_target:
 * @collection: a list
 * @base_uri: (nullable): where the request goes; needed if @page is
 * @filter: (nullable): what to narrow it by
 * @page: (nullable): which page
 *
 * Returns: (transfer full) (nullable): path and query below the base URI; %NULL where the filter
 * lacks the ID of what the list belongs to, or the page is elsewhere
 */
char *
comms_collection_get_target (CommsCollection collection,
                             const char *base_uri,
                             const CommsFilter *filter,
                             const CommsPageRequest *page)
{
  if (page != NULL && comms_link_is_link (page->token)) {
    return comms_link_get_target (page->token, base_uri);
  }

  g_autofree char *path = get_path (collection, filter);
  if (path == NULL) {
    return NULL;
  }
  g_autoptr (GString) target = g_string_new (path);
  append_filter (target, collection, filter);
  if (page != NULL) {
    append_page (target, page);
  }
  return g_string_free (g_steal_pointer (&target), FALSE);
}

typedef struct {
  const Collection *collection; /* (unowned): static */
  char *base_uri;
  char *token; /* (owned) (nullable) */
} ListContext;

/**
 * comms_list_context_new:
 * @collection: a list
 * @base_uri: where the request goes
 * @token: (nullable): the page that is asked for
 *
 * Returns: (transfer full): what comms_collection_read_page() needs
 */
gpointer
comms_list_context_new (CommsCollection collection, const char *base_uri, const char *token)
{
  ListContext *context = g_new0 (ListContext, 1);

  context->collection = &collections[collection];
  context->base_uri = g_strdup (base_uri);
  context->token = g_strdup (token);
  return context;
}

/**
 * comms_list_context_free:
 * @context: (transfer full): a context
 */
void
comms_list_context_free (gpointer context)
{
  ListContext *self = context;

  g_free (self->base_uri);
  g_free (self->token);
  g_free (self);
}

/* The next page as this generation of the API names it, and as its siblings do. */
static JsonNode *
find_next (JsonObject *object)
{
  JsonObject *pagination = base_json_object (object, "pagination");
  JsonNode *next = base_json_member (pagination, "next");

  return next != NULL ? next
                      : base_json_member (base_json_object (object, "meta"), "next_page_url");
}

/* Answers whether the token could be read; *token is NULL after the last page. */
static gboolean
read_next (const CommsAnswer *answer, const ListContext *context, char **token, GError **error)
{
  JsonNode *node = find_next (base_json_node_object (answer->root));
  const char *next = base_json_node_string (node);

  if (node == NULL || JSON_NODE_HOLDS_NULL (node) || g_strcmp0 (next, "") == 0) {
    return TRUE;
  }
  if (next == NULL) {
    comms_answer_refuse (answer, error, "the token of the next page is not a text");
    return FALSE;
  }
  *token = comms_link_is_link (next) ? comms_link_read (next, context->base_uri) : g_strdup (next);
  if (*token == NULL) {
    comms_answer_refuse (answer, error, "the next page is said to be elsewhere: %s", next);
    return FALSE;
  }
  if (g_strcmp0 (*token, context->token) == 0) {
    comms_answer_refuse (answer, error, "the next page is said to be the same page again");
    return FALSE;
  }
  return TRUE;
}

/* The array under its documented key; the key of notifications is known from a guide only, so else
 * the first array there is. */
static JsonArray *
find_array (JsonObject *object, const char *key)
{
  JsonArray *array = base_json_array (object, key);
  JsonObjectIter iter;
  const char *name = NULL;
  JsonNode *node = NULL;

  if (array != NULL || object == NULL || json_object_has_member (object, key)) {
    return array;
  }
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &node)) {
    if (JSON_NODE_HOLDS_ARRAY (node) && !g_str_equal (name, "pagination")) {
      return json_node_get_array (node);
    }
  }
  return NULL;
}

/* Whether @node is an object, and one of that collection. */
static gboolean
is_identified (const Collection *collection, JsonNode *node)
{
  JsonObject *object = base_json_node_object (node);

  return object != NULL &&
         (collection->identity == NULL || base_json_string (object, collection->identity) != NULL);
}

static const char *
name_identity (const Collection *collection)
{
  return collection->identity != NULL ? collection->identity : "message";
}

/**
 * comms_collection_read_page:
 * @answer: the answer of a list
 * @context: see comms_list_context_new()
 * @error: return location for a %COMMS_ERROR_NOT_THIS_API
 *
 * Returns: (transfer full) (type Comms.Page): the page
 */
gpointer
comms_collection_read_page (const CommsAnswer *answer, gconstpointer context, GError **error)
{
  const ListContext *self = context;
  const char *key = self->collection->key;
  JsonArray *array = find_array (base_json_node_object (answer->root), key);
  g_autofree char *next = NULL;

  if (array == NULL) {
    comms_answer_refuse (answer, error, "the answer has no array of %s", key);
    return NULL;
  }
  if (!read_next (answer, self, &next, error)) {
    return NULL;
  }

  guint n_items = json_array_get_length (array);
  g_autoptr (GPtrArray) items = g_ptr_array_new_full (n_items, g_object_unref);
  for (guint i = 0; i < n_items; i++) {
    JsonNode *node = json_array_get_element (array, i);
    if (!is_identified (self->collection, node)) {
      comms_answer_refuse (answer, error, "entry %u of %s is no object with a text \"%s\"", i, key,
                           name_identity (self->collection));
      return NULL;
    }
    g_ptr_array_add (items, comms_resource_new (self->collection->get_type (), node));
  }
  return comms_page_new (g_steal_pointer (&items), next);
}

/**
 * comms_collection_read_item:
 * @answer: the answer of a fetch
 * @context: a CommsCollection, in a pointer
 * @error: return location for a %COMMS_ERROR_NOT_THIS_API
 *
 * Returns: (transfer full) (type Comms.Resource): the object
 */
gpointer
comms_collection_read_item (const CommsAnswer *answer, gconstpointer context, GError **error)
{
  const Collection *collection = &collections[GPOINTER_TO_UINT (context)];

  if (!is_identified (collection, answer->root)) {
    comms_answer_refuse (answer, error, "the answer is no object with a text \"%s\"",
                         name_identity (collection));
    return NULL;
  }
  return comms_resource_new (collection->get_type (), answer->root);
}
