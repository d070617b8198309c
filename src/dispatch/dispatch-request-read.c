/* From a request to what a draft keeps. Sections 4.6, 6 and 12 of the API's reference. */

#include "dispatch-request-private.h"

#include <base-json.h>
#include <base-time.h>
#include <string.h>

#include "dispatch-curl.h"
#include "dispatch-request-rows.h"

static void
note_free (gpointer data)
{
  DispatchRequestNote *note = data;

  g_free (note->place);
  g_free (note);
}

/* Whether two places differ in the numbers in brackets only. */
static gboolean
is_alike (const char *a, const char *b)
{
  while (*a != '\0' && *a == *b) {
    if (*a == '[') {
      a += 1 + strspn (a + 1, "0123456789");
      b += 1 + strspn (b + 1, "0123456789");
    } else {
      a++;
      b++;
    }
  }
  return *a == *b;
}

void
dispatch_request_add_note (GPtrArray *notes, DispatchRequestNoteKind kind, const char *place)
{
  for (guint i = 0; i < notes->len; i++) {
    DispatchRequestNote *note = notes->pdata[i];
    if (note->kind == kind && is_alike (note->place, place)) {
      note->n++;
      return;
    }
  }
  DispatchRequestNote *note = g_new0 (DispatchRequestNote, 1);
  note->kind = kind;
  note->place = g_strdup (place);
  note->n = 1;
  g_ptr_array_add (notes, note);
}

typedef struct {
  GPtrArray *notes;
  GPtrArray *images; /* of char * */
  GPtrArray *tags;   /* of char * */
  DispatchContent values;
} Reading;

static void
add_note (Reading *reading, DispatchRequestNoteKind kind, const char *parent, const char *name)
{
  g_autofree char *place = *parent != '\0' ? g_strdup_printf ("%s.%s", parent, name) : NULL;

  dispatch_request_add_note (reading->notes, kind, place != NULL ? place : name);
}

/* How a member is read. */
typedef struct {
  const char *name;
  void (*read) (Reading *reading, JsonNode *value);
} Member;

/* Members of which the table knows nothing are told of; null is the same as absent. */
static void
read_members (
  Reading *reading, JsonObject *object, const char *parent, const Member *members, gsize n_members)
{
  JsonObjectIter iter;
  const char *name = NULL;
  JsonNode *value = NULL;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &value)) {
    gsize i = 0;
    while (i < n_members && !g_str_equal (members[i].name, name)) {
      i++;
    }
    if (i == n_members) {
      add_note (reading, DISPATCH_REQUEST_UNKNOWN, parent, name);
    } else if (!JSON_NODE_HOLDS_NULL (value)) {
      members[i].read (reading, value);
    }
  }
}

static void
read_string (Reading *reading, JsonNode *value, const char *place, const char **string)
{
  const char *text = base_json_node_string (value);

  if (text != NULL) {
    *string = text;
  } else {
    dispatch_request_add_note (reading->notes, DISPATCH_REQUEST_BAD_VALUE, place);
  }
}

/* The object of @value, or NULL and a note. */
static JsonObject *
read_object (Reading *reading, JsonNode *value, const char *place)
{
  JsonObject *object = base_json_node_object (value);

  if (object == NULL) {
    dispatch_request_add_note (reading->notes, DISPATCH_REQUEST_BAD_VALUE, place);
  }
  return object;
}

static void
read_title (Reading *reading, JsonNode *value)
{
  read_string (reading, value, "content.title", &reading->values.title);
}

static void
read_body (Reading *reading, JsonNode *value)
{
  read_string (reading, value, "content.body", &reading->values.body);
}

/* Which member is the address, as the service had it in one version or another. */
static const char *
find_address_name (JsonObject *image)
{
  static const char *const names[] = { "mediaUrl", "media_url", "url" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    if (base_json_member (image, names[i]) != NULL) {
      return names[i];
    }
  }
  return NULL;
}

/* An address, or an object that has one: the documents do not say which. */
static void
read_image (Reading *reading, JsonNode *value, guint index)
{
  g_autofree char *place = g_strdup_printf ("content.images[%u]", index);
  JsonObject *object = base_json_node_object (value);
  const char *name = object != NULL ? find_address_name (object) : NULL;
  const char *url = name != NULL ? base_json_string (object, name) : base_json_node_string (value);

  if (url != NULL && *url != '\0') {
    g_ptr_array_add (reading->images, (gpointer) url);
  } else if (object == NULL || name != NULL) {
    dispatch_request_add_note (reading->notes, DISPATCH_REQUEST_BAD_VALUE, place);
  }
  g_autoptr (GList) names = object != NULL ? json_object_get_members (object) : NULL;
  for (GList *l = names; l != NULL; l = l->next) {
    if (g_strcmp0 (l->data, name) != 0) {
      add_note (reading, DISPATCH_REQUEST_UNKNOWN, place, l->data);
    }
  }
}

static void
read_images (Reading *reading, JsonNode *value)
{
  JsonArray *images = JSON_NODE_HOLDS_ARRAY (value) ? json_node_get_array (value) : NULL;

  if (images == NULL) {
    dispatch_request_add_note (reading->notes, DISPATCH_REQUEST_BAD_VALUE, "content.images");
  }
  for (guint i = 0; images != NULL && i < json_array_get_length (images); i++) {
    read_image (reading, json_array_get_element (images, i), i);
  }
}

static void
read_content (Reading *reading, JsonNode *value)
{
  static const Member members[] = {
    { "title", read_title },
    { "body", read_body },
    { "images", read_images },
  };
  JsonObject *object = read_object (reading, value, "content");

  if (object != NULL) {
    read_members (reading, object, "content", members, G_N_ELEMENTS (members));
  }
}

static void
read_app_name (Reading *reading, JsonNode *value)
{
  read_string (reading, value, "from.appName", &reading->values.app_name);
}

static void
read_fcm (Reading *reading, JsonNode *value)
{
  read_string (reading, value, "from.fcm", &reading->values.fcm_credential_id);
}

static void
read_apn (Reading *reading, JsonNode *value)
{
  read_string (reading, value, "from.apn", &reading->values.apn_credential_id);
}

static void
read_from (Reading *reading, JsonNode *value)
{
  static const Member members[] = {
    { "appName", read_app_name },
    { "fcm", read_fcm },
    { "apn", read_apn },
  };
  JsonObject *object = read_object (reading, value, "from");

  if (object == NULL) {
    return;
  }
  read_members (reading, object, "from", members, G_N_ELEMENTS (members));
  gboolean has_credentials =
    reading->values.fcm_credential_id != NULL || reading->values.apn_credential_id != NULL;
  if (has_credentials && reading->values.app_name != NULL) {
    dispatch_request_add_note (reading->notes, DISPATCH_REQUEST_TWO_SENDERS, "from");
  }
  reading->values.sender = has_credentials                    ? DISPATCH_SENDER_CREDENTIALS
                           : reading->values.app_name != NULL ? DISPATCH_SENDER_APP
                                                              : DISPATCH_SENDER_DEFAULT;
}

static void
read_priority (Reading *reading, JsonNode *value)
{
  const char *name = base_json_node_string (value);

  if (g_strcmp0 (name, "LOW") == 0) {
    reading->values.priority = DISPATCH_PRIORITY_LOW;
  } else if (g_strcmp0 (name, "HIGH") != 0) {
    dispatch_request_add_note (reading->notes, DISPATCH_REQUEST_BAD_VALUE, "priority");
  }
}

static void
read_sound (Reading *reading, JsonNode *value)
{
  read_string (reading, value, "sound", &reading->values.sound);
}

static void
read_tags (Reading *reading, JsonNode *value)
{
  JsonObject *object = read_object (reading, value, "tags");
  JsonObjectIter iter;
  const char *key = NULL;
  JsonNode *tag = NULL;

  if (object == NULL) {
    return;
  }
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &key, &tag)) {
    const char *text = base_json_node_string (tag);
    if (g_str_equal (key, DISPATCH_SEND_TAG)) {
      add_note (reading, DISPATCH_REQUEST_SEND_TAG, "tags", key);
    } else if (text == NULL || (*key == '\0' && *text == '\0')) {
      add_note (reading, DISPATCH_REQUEST_BAD_VALUE, "tags", key);
    } else {
      g_ptr_array_add (reading->tags, (gpointer) key);
      g_ptr_array_add (reading->tags, (gpointer) text);
    }
  }
}

/* Whether it ends in "Z" or "+01:00". */
static gboolean
has_zone (const char *time)
{
  const char *clock = strchr (time, 'T');

  return clock != NULL && strpbrk (clock, "Zz+-") != NULL;
}

/* Seconds are as fine as the API's own examples. */
static void
read_send_at (Reading *reading, JsonNode *value)
{
  JsonArray *times = JSON_NODE_HOLDS_ARRAY (value) ? json_node_get_array (value) : NULL;
  const char *time = NULL;
  gint64 unix_usec = 0;

  if (times != NULL && json_array_get_length (times) > 0) {
    time = base_json_node_string (json_array_get_element (times, 0));
  } else if (times == NULL) {
    time = base_json_node_string (value);
  }
  if (!base_time_parse (time, &unix_usec) || unix_usec <= 0) {
    dispatch_request_add_note (reading->notes, DISPATCH_REQUEST_BAD_VALUE, "schedule.sendAt");
    return;
  }
  reading->values.send_at = unix_usec / G_USEC_PER_SEC;
  if (!has_zone (time)) {
    dispatch_request_add_note (reading->notes, DISPATCH_REQUEST_NO_ZONE, "schedule.sendAt");
  }
  if (times != NULL && json_array_get_length (times) > 1) {
    dispatch_request_add_note (reading->notes, DISPATCH_REQUEST_SEVERAL_TIMES, "schedule.sendAt");
  }
}

static void
read_schedule (Reading *reading, JsonNode *value)
{
  static const Member members[] = { { "sendAt", read_send_at } };
  JsonObject *object = read_object (reading, value, "schedule");

  if (object != NULL) {
    read_members (reading, object, "schedule", members, G_N_ELEMENTS (members));
  }
}

/* Read apart: they become rows. */
static void
read_to (Reading *reading, JsonNode *value)
{
}

static DispatchContent *
read_request (JsonObject *object, GPtrArray *notes)
{
  static const Member members[] = {
    { "to", read_to },
    { "content", read_content },
    { "from", read_from },
    { "sound", read_sound },
    { "priority", read_priority },
    { "tags", read_tags },
    { "schedule", read_schedule },
  };
  g_autoptr (GPtrArray) images = g_ptr_array_new ();
  g_autoptr (GPtrArray) tags = g_ptr_array_new ();
  Reading reading = { .notes = notes, .images = images, .tags = tags };

  read_members (&reading, object, "", members, G_N_ELEMENTS (members));
  g_ptr_array_add (images, NULL);
  g_ptr_array_add (tags, NULL);
  reading.values.images = (const char *const *) images->pdata;
  reading.values.tags = (const char *const *) tags->pdata;
  return dispatch_content_new (&reading.values);
}

/* Where a byte of the document stands in what was pasted. */
static gsize
find_place (GArray *places, gsize offset)
{
  if (places == NULL || places->len == 0) {
    return offset;
  }
  return offset < places->len ? g_array_index (places, gsize, offset)
                              : g_array_index (places, gsize, places->len - 1) + 1;
}

static JsonNode *
parse (const char *json, const char *pasted, GArray *places, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (json, strlen (json));
  g_autoptr (GError) reason = NULL;
  JsonNode *node = base_json_parse (bytes, &reason);
  gsize offset = 0;

  if (node == NULL) {
    gboolean has_place = base_json_error_get_offset (reason, &offset);
    dispatch_request_set_error (error,
                                g_error_matches (reason, BASE_JSON_ERROR, BASE_JSON_ERROR_SYNTAX)
                                  ? DISPATCH_REQUEST_ERROR_SYNTAX
                                  : DISPATCH_REQUEST_ERROR_TOO_LARGE,
                                has_place ? pasted : NULL, find_place (places, offset),
                                reason->message);
  }
  return node;
}

static DispatchRequest *
read_document (
  const char *json, const char *pasted, GArray *places, GPtrArray *notes, GError **error)
{
  g_autoptr (JsonNode) node = parse (json, pasted, places, error);
  JsonObject *object = base_json_node_object (node);

  if (node == NULL) {
    return NULL;
  }
  if (base_json_member (object, "content") == NULL && base_json_member (object, "to") == NULL) {
    dispatch_request_set_error (error, DISPATCH_REQUEST_ERROR_NOT_A_REQUEST, NULL, 0,
                                "neither content nor to is in it");
    return NULL;
  }
  DispatchRequest *self = g_new0 (DispatchRequest, 1);
  self->notes = g_ptr_array_ref (notes);
  self->content = read_request (object, notes);
  self->table = dispatch_request_read_rows (base_json_member (object, "to"), notes);
  return self;
}

static const char *
skip_mark (const char *text)
{
  static const char mark[] = "\xef\xbb\xbf";

  return g_str_has_prefix (text, mark) ? text + strlen (mark) : text;
}

/**
 * dispatch_request_from_json:
 * @json: the body of a request to send, ours or anybody's
 * @error: return location for a [error@Dispatch.RequestError]
 *
 * Returns: (transfer full) (nullable): what a draft can keep of it, and notes of all else
 */
DispatchRequest *
dispatch_request_from_json (const char *json, GError **error)
{
  g_return_val_if_fail (json != NULL, NULL);

  const char *text = skip_mark (json);
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (note_free);
  return read_document (text, text, NULL, notes, error);
}

/**
 * dispatch_request_from_curl:
 * @command: a command for a POSIX shell that posts a request
 * @error: return location for a [error@Dispatch.RequestError]
 *
 * Whom the command names as its user is not kept. Addresses are not looked at: a draft is sent by
 * the account that it belongs to.
 *
 * Returns: (transfer full) (nullable): what a draft can keep of it, and notes of all else
 */
DispatchRequest *
dispatch_request_from_curl (const char *command, GError **error)
{
  g_return_val_if_fail (command != NULL, NULL);

  const char *text = skip_mark (command);
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (note_free);
  g_auto (DispatchCurlData) data = { NULL, NULL };
  if (!dispatch_curl_read (text, &data, notes, error)) {
    return NULL;
  }
  return read_document (data.text->str, text, data.places, notes, error);
}

static gboolean
begins_object (const char *text)
{
  const char *at = skip_mark (text);

  return at[strspn (at, " \t\r\n")] == '{';
}

/**
 * dispatch_request_is_likely:
 * @text: what was pasted
 *
 * Returns: whether it looks like a request rather than like a message
 */
gboolean
dispatch_request_is_likely (const char *text)
{
  g_return_val_if_fail (text != NULL, FALSE);

  return dispatch_curl_is_command (skip_mark (text)) ||
         (begins_object (text) &&
          (strstr (text, "\"content\"") != NULL || strstr (text, "\"to\"") != NULL));
}

/**
 * dispatch_request_from_text:
 * @text: what was pasted
 * @error: return location for a [error@Dispatch.RequestError]
 *
 * Returns: (transfer full) (nullable): as [func@Dispatch.Request.from_json] or
 *   [func@Dispatch.Request.from_curl], whichever it is
 */
DispatchRequest *
dispatch_request_from_text (const char *text, GError **error)
{
  g_return_val_if_fail (text != NULL, NULL);

  if (text[strspn (text, " \t\r\n")] == '\0') {
    dispatch_request_set_error (error, DISPATCH_REQUEST_ERROR_EMPTY, NULL, 0, "nothing is there");
    return NULL;
  }
  if (dispatch_curl_is_command (skip_mark (text))) {
    return dispatch_request_from_curl (text, error);
  }
  if (!begins_object (text)) {
    dispatch_request_set_error (error, DISPATCH_REQUEST_ERROR_NEITHER, NULL, 0,
                                "neither a JSON object nor a curl command");
    return NULL;
  }
  return dispatch_request_from_json (text, error);
}

void
dispatch_request_free (DispatchRequest *self)
{
  g_return_if_fail (self != NULL);

  dispatch_content_unref (self->content);
  dispatch_table_free (self->table);
  g_ptr_array_unref (self->notes);
  g_free (self);
}
