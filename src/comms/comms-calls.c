/* What the calls of one kind have in common: what they ask for, and what is read from the answer.
 * Each function here starts a request and returns; the result is that of the reader. */

#include "comms-calls.h"

#include <base-json.h>

/* Where the server names what a POST made, in the order in which to look: the API moved it between
 * its generations (section 4.1). */
const CommsCreation comms_operation_creation = {
  .member = "operationId",
  .location = "operationLocation",
  .headers = { "Operation-Id", "OperationId", "X-Twilio-Operation-Id" },
};

const CommsCreation comms_resource_creation = {
  .member = "resourceId",
  .location = "resourceLocation",
  .headers = { "Resource-Id", "ResourceId", "X-Twilio-Resource-Id" },
};

/* URIs of what was made, where there is no ID: the last segment is one. */
static const char *const location_headers[] = {
  "Location",
  "Operation-Location",
  "Resource-Location",
  "X-Twilio-Resource-Location",
};

/**
 * comms_calls_is_result:
 * @self: a client
 * @result: from a callback
 * @source_tag: of the call that it should be of
 *
 * Returns: whether @result is of that call of @self
 */
gboolean
comms_calls_is_result (CommsClient *self, GAsyncResult *result, gpointer source_tag)
{
  return COMMS_IS_CLIENT (self) && g_task_is_valid (result, self) &&
         g_async_result_is_tagged (result, source_tag);
}

/**
 * comms_calls_list:
 * @self: a client
 * @collection: what to list
 * @filter: (nullable): what to narrow it by
 * @page: (nullable): which page
 * @cancellable: (nullable): a cancellable
 * @callback: for the result, a page
 * @user_data: for @callback
 */
void
comms_calls_list (CommsClient *self,
                  CommsCollection collection,
                  const CommsFilter *filter,
                  const CommsPageRequest *page,
                  GCancellable *cancellable,
                  GAsyncReadyCallback callback,
                  gpointer user_data)
{
  const char *base_uri = comms_client_get_base_uri (self);
  const CommsRequest request = {
    .method = SOUP_METHOD_GET,
    .target = comms_collection_get_target (collection, base_uri, filter, page),
    .read = comms_collection_read_page,
    .context = comms_list_context_new (collection, base_uri, page != NULL ? page->token : NULL),
    .free_context = comms_list_context_free,
    .free_result = g_object_unref,
  };

  comms_request_run (self, &request, comms_client_list_finish, cancellable, callback, user_data);
}

/**
 * comms_calls_fetch:
 * @self: a client
 * @collection: where it is
 * @id: which one
 * @source_tag: of the public function
 * @cancellable: (nullable): a cancellable
 * @callback: for the result, a resource
 * @user_data: for @callback
 */
void
comms_calls_fetch (CommsClient *self,
                   CommsCollection collection,
                   const char *id,
                   gpointer source_tag,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer user_data)
{
  const CommsRequest request = {
    .method = SOUP_METHOD_GET,
    .target = comms_collection_get_item_target (collection, id),
    .read = comms_collection_read_item,
    .context = GUINT_TO_POINTER (collection),
    .free_result = g_object_unref,
  };

  comms_request_run (self, &request, source_tag, cancellable, callback, user_data);
}

static char *
copy_id (const char *id)
{
  return id != NULL && comms_collection_is_id (id) ? g_strdup (id) : NULL;
}

/* "https://host/v1/PushNotifications/Operations/ID?x" is ID. */
static char *
read_last_segment (const char *location)
{
  gsize end = location != NULL ? strcspn (location, "?#") : 0;

  while (end > 0 && location[end - 1] == '/') {
    end--;
  }
  gsize begin = end;
  while (begin > 0 && location[begin - 1] != '/') {
    begin--;
  }
  if (end == 0) {
    return NULL;
  }
  g_autofree char *segment = g_uri_unescape_segment (location + begin, location + end, "/");
  return copy_id (segment);
}

/* The first ID that can be one: what is empty or makes no sense in one place may be in another, and
 * a send without an ID is one that has to be looked up. */
static char *
find_created (const CommsAnswer *answer, const CommsCreation *creation)
{
  JsonObject *object = base_json_node_object (answer->root);
  char *id = copy_id (base_json_string (object, creation->member));

  if (id == NULL) {
    id = read_last_segment (base_json_string (object, creation->location));
  }
  if (id == NULL) {
    id = read_last_segment (comms_answer_get_header (answer, location_headers[0]));
  }
  for (gsize i = 0; id == NULL && creation->headers[i] != NULL; i++) {
    id = copy_id (comms_answer_get_header (answer, creation->headers[i]));
  }
  for (gsize i = 1; id == NULL && i < G_N_ELEMENTS (location_headers); i++) {
    id = read_last_segment (comms_answer_get_header (answer, location_headers[i]));
  }
  return id;
}

static gpointer
read_created (const CommsAnswer *answer, gconstpointer context, GError **error)
{
  const CommsCreation *creation = context;
  char *id = find_created (answer, creation);

  if (id == NULL) {
    comms_answer_refuse (answer, error, "the answer has no %s", creation->member);
  }
  return id;
}

/**
 * comms_calls_create:
 * @self: a client
 * @collection: where to make it
 * @body: (transfer full): a JSON document
 * @creation: what the answer has to name
 * @flags: how to treat the request
 * @source_tag: of the public function
 * @cancellable: (nullable): a cancellable
 * @callback: for the result, the ID of what was made
 * @user_data: for @callback
 */
void
comms_calls_create (CommsClient *self,
                    CommsCollection collection,
                    GBytes *body,
                    const CommsCreation *creation,
                    CommsPostFlags flags,
                    gpointer source_tag,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  const CommsRequest request = {
    .method = SOUP_METHOD_POST,
    .target = comms_collection_get_target (collection, NULL, NULL, NULL),
    .body = body,
    .read = read_created,
    .context = (gpointer) creation,
    .free_result = g_free,
    .is_secret = (flags & COMMS_POST_SECRET) != 0,
    .is_uncut = (flags & COMMS_POST_UNCUT) != 0,
  };

  comms_request_run (self, &request, source_tag, cancellable, callback, user_data);
}

/* The answer names what is known already; that it is one of this API has been looked at. */
static gpointer
read_done (const CommsAnswer *answer, gconstpointer context, GError **error)
{
  return GINT_TO_POINTER (TRUE);
}

/**
 * comms_calls_update:
 * @self: a client
 * @collection: where it is
 * @id: which one
 * @body: (transfer full): a JSON document
 * @cancellable: (nullable): a cancellable
 * @callback: for the result, non-%NULL
 * @user_data: for @callback
 */
void
comms_calls_update (CommsClient *self,
                    CommsCollection collection,
                    const char *id,
                    GBytes *body,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  const CommsRequest request = {
    .method = "PATCH",
    .target = comms_collection_get_item_target (collection, id),
    .body = body,
    .read = read_done,
  };

  comms_request_run (self, &request, comms_client_update_finish, cancellable, callback, user_data);
}

/**
 * comms_calls_delete:
 * @self: a client
 * @collection: where it is
 * @id: which one
 * @cancellable: (nullable): a cancellable
 * @callback: for the result, non-%NULL
 * @user_data: for @callback
 */
void
comms_calls_delete (CommsClient *self,
                    CommsCollection collection,
                    const char *id,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  const CommsRequest request = {
    .method = SOUP_METHOD_DELETE,
    .target = comms_collection_get_item_target (collection, id),
    .read = read_done,
    .gone_is_done = TRUE,
  };

  comms_request_run (self, &request, comms_client_delete_finish, cancellable, callback, user_data);
}

/**
 * comms_calls_tell:
 * @self: a client
 * @collection: where it is
 * @id: which one
 * @verb: what it is to do: the last segment of the path of an undocumented POST without a body
 * @source_tag: of the public function
 * @cancellable: (nullable): a cancellable
 * @callback: for the result, non-%NULL
 * @user_data: for @callback
 */
void
comms_calls_tell (CommsClient *self,
                  CommsCollection collection,
                  const char *id,
                  const char *verb,
                  gpointer source_tag,
                  GCancellable *cancellable,
                  GAsyncReadyCallback callback,
                  gpointer user_data)
{
  g_autofree char *item = comms_collection_get_item_target (collection, id);
  const CommsRequest request = {
    .method = SOUP_METHOD_POST,
    .target = item != NULL ? g_strconcat (item, "/", verb, NULL) : NULL,
    .read = read_done,
    .is_extension = TRUE,
  };

  comms_request_run (self, &request, source_tag, cancellable, callback, user_data);
}

/**
 * comms_client_list_finish:
 * @self: a client
 * @result: from the callback of any of the lists
 * @error: return location for an error
 *
 * Returns: (transfer full): the page
 */
CommsPage *
comms_client_list_finish (CommsClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (comms_calls_is_result (self, result, comms_client_list_finish), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * comms_client_update_finish:
 * @self: a client
 * @result: from the callback of any of the updates
 * @error: return location for an error
 *
 * Returns: whether the server took it on
 */
gboolean
comms_client_update_finish (CommsClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (comms_calls_is_result (self, result, comms_client_update_finish), FALSE);

  return g_task_propagate_pointer (G_TASK (result), error) != NULL;
}

/**
 * comms_client_delete_finish:
 * @self: a client
 * @result: from the callback of any of the deletions
 * @error: return location for an error
 *
 * Returns: whether it is gone, now or before
 */
gboolean
comms_client_delete_finish (CommsClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (comms_calls_is_result (self, result, comms_client_delete_finish), FALSE);

  return g_task_propagate_pointer (G_TASK (result), error) != NULL;
}
