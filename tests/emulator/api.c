#include "api.h"

#include <libsoup/soup.h>
#include <string.h>

/* Far above what any step takes under sanitisers on a busy machine. */
#define API_PATIENCE (60 * G_USEC_PER_SEC)

struct _Api {
  SoupSession *session;
  SoupMessage *message; /* the last one */
  JsonNode *answer;
  char *url;
  char *authorization; /* (nullable) */
};

Api *
api_new (const char *url, const char *sid, const char *secret)
{
  Api *self = g_new0 (Api, 1);

  self->session = soup_session_new ();
  self->url = g_strdup (url);
  api_set_pair (self, sid, secret);
  return self;
}

void
api_free (Api *self)
{
  g_clear_object (&self->message);
  g_clear_object (&self->session);
  g_clear_pointer (&self->answer, json_node_unref);
  g_clear_pointer (&self->url, g_free);
  g_clear_pointer (&self->authorization, g_free);
  g_free (self);
}

void
api_set_pair (Api *self, const char *sid, const char *secret)
{
  g_clear_pointer (&self->authorization, g_free);
  if (sid != NULL) {
    g_autofree char *pair = g_strconcat (sid, ":", secret, NULL);
    g_autofree char *encoded = g_base64_encode ((const guchar *) pair, strlen (pair));
    self->authorization = g_strconcat ("Basic ", encoded, NULL);
  }
}

const char *
api_get_base (Api *self)
{
  return self->url;
}

/* Each failure is described in the one documented shape. */
static void
assert_error_body (Api *self, guint status)
{
  JsonObject *answer = base_json_node_object (self->answer);
  JsonArray *errors = base_json_array (answer, "errors");

  g_assert_cmpint (base_json_int (answer, "status", 0), ==, status);
  g_assert_cmpuint (json_array_get_length (errors), >, 0);
  for (guint i = 0; i < json_array_get_length (errors); i++) {
    JsonObject *error = json_array_get_object_element (errors, i);
    g_assert_cmpint (base_json_int (error, "code", 0), >, 0);
    g_assert_nonnull (base_json_string (error, "message"));
    g_assert_nonnull (base_json_string (error, "infoUrl"));
    g_assert_true (json_object_has_member (error, "context"));
  }
}

static GBytes *
exchange (Api *self, GBytes *body)
{
  g_autoptr (GError) error = NULL;

  soup_message_add_flags (self->message, SOUP_MESSAGE_DO_NOT_USE_AUTH_CACHE);
  if (self->authorization != NULL) {
    soup_message_headers_replace (soup_message_get_request_headers (self->message), "Authorization",
                                  self->authorization);
  }
  if (body != NULL) {
    soup_message_set_request_body_from_bytes (self->message, "application/json", body);
  }
  GBytes *text = soup_session_send_and_read (self->session, self->message, NULL, &error);
  g_assert_no_error (error);
  g_clear_pointer (&self->answer, json_node_unref);
  return text;
}

static JsonObject *
send_message (Api *self, guint status, GBytes *body)
{
  g_autoptr (GBytes) text = exchange (self, body);
  g_autoptr (GError) error = NULL;

  self->answer = base_json_parse (text, &error);
  g_assert_no_error (error);
  if (soup_message_get_status (self->message) != status) {
    g_test_message ("%.*s", (int) g_bytes_get_size (text),
                    (const char *) g_bytes_get_data (text, NULL));
  }
  g_assert_cmpuint (soup_message_get_status (self->message), ==, status);
  g_assert_cmpstr (api_get_header (self, "Content-Type"), ==, "application/json");
  if (status >= 400) {
    assert_error_body (self, status);
  }
  return base_json_node_object (self->answer);
}

JsonObject *
api_request (Api *self, const char *method, guint status, const char *url)
{
  g_clear_object (&self->message);
  self->message = soup_message_new (method, url);
  g_assert_nonnull (self->message);
  return send_message (self, status, NULL);
}

void
api_request_empty (Api *self, const char *method, guint status, const char *url)
{
  g_clear_object (&self->message);
  self->message = soup_message_new (method, url);
  g_autoptr (GBytes) text = exchange (self, NULL);
  g_assert_cmpuint (soup_message_get_status (self->message), ==, status);
  g_assert_cmpuint (g_bytes_get_size (text), ==, 0);
}

JsonObject *
api_request_loosely (
  Api *self, const char *method, guint status, const char *path, const char *body)
{
  g_autofree char *url = g_strconcat (self->url, path, NULL);
  char *text = body != NULL ? g_strdelimit (g_strdup (body), "'", '"') : NULL;
  g_autoptr (GBytes) bytes = text != NULL ? g_bytes_new_take (text, strlen (text)) : NULL;

  g_clear_object (&self->message);
  self->message = soup_message_new (method, url);
  g_autoptr (GBytes) answer = exchange (self, bytes);
  g_assert_cmpuint (soup_message_get_status (self->message), ==, status);
  self->answer = g_bytes_get_size (answer) > 0 ? base_json_parse (answer, NULL) : NULL;
  return base_json_node_object (self->answer);
}

JsonObject *
api_get (Api *self, guint status, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *path = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_autofree char *url = g_strconcat (self->url, path, NULL);

  return api_request (self, "GET", status, url);
}

JsonObject *
api_delete (Api *self, guint status, const char *path)
{
  g_autofree char *url = g_strconcat (self->url, path, NULL);

  return api_request (self, "DELETE", status, url);
}

static JsonObject *
send_bytes (Api *self, const char *method, guint status, const char *path, GBytes *body)
{
  g_autofree char *url = g_strconcat (self->url, path, NULL);

  g_clear_object (&self->message);
  self->message = soup_message_new (method, url);
  return send_message (self, status, body);
}

static JsonObject *
send_text (Api *self, const char *method, guint status, const char *path, const char *body)
{
  char *text = g_strdelimit (g_strdup (body), "'", '"');
  g_autoptr (GBytes) bytes = g_bytes_new_take (text, strlen (text));

  return send_bytes (self, method, status, path, bytes);
}

JsonObject *
api_post_bytes (Api *self, guint status, const char *path, GBytes *body)
{
  return send_bytes (self, "POST", status, path, body);
}

JsonObject *
api_post (Api *self, guint status, const char *path, const char *body)
{
  return send_text (self, "POST", status, path, body);
}

JsonObject *
api_patch (Api *self, guint status, const char *path, const char *body)
{
  return send_text (self, "PATCH", status, path, body);
}

const char *
api_get_header (Api *self, const char *name)
{
  return soup_message_headers_get_one (soup_message_get_response_headers (self->message), name);
}

void
api_assert_contexts (Api *self, const char *const *contexts)
{
  JsonArray *errors = base_json_array (base_json_node_object (self->answer), "errors");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < json_array_get_length (errors); i++) {
    const char *context = base_json_string (json_array_get_object_element (errors, i), "context");
    g_strv_builder_add (builder, context != NULL ? context : "null");
  }
  g_auto (GStrv) found = g_strv_builder_end (builder);
  g_assert_cmpstrv (found, contexts);
}

char *
api_send (Api *self, const char *body)
{
  JsonObject *answer = api_post (self, 202, "/PushNotifications", body);
  const char *location = base_json_string (answer, "operationLocation");
  const char *id = base_json_string (answer, "operationId");

  g_assert_cmpstr (api_get_header (self, "Location"), ==, location);
  g_assert_true (g_str_has_prefix (location, self->url));
  g_assert_true (g_str_has_suffix (location, id));
  return g_strdup (id);
}

JsonObject *
api_await_operation (Api *self, const char *id)
{
  JsonObject *operation = NULL;
  const char *status = NULL;
  gint64 deadline = g_get_monotonic_time () + API_PATIENCE;

  do {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline);
    operation = api_get (self, 200, "/PushNotifications/Operations/%s", id);
    status = base_json_string (operation, "status");
  } while (g_str_equal (status, "PROCESSING") || g_str_equal (status, "SCHEDULED"));
  g_assert_cmpstr (status, ==, "COMPLETED");
  return operation;
}

void
api_assert_stat (JsonObject *operation, const char *name, gint64 value)
{
  g_assert_cmpint (base_json_int (base_json_object (operation, "stats"), name, -1), ==, value);
}

char *
api_register (Api *self, const char *app, const char *token, const char *user)
{
  g_autofree char *owner = user != NULL ? g_strdup_printf (",'userId':'%s'", user) : g_strdup ("");
  g_autofree char *body =
    g_strdup_printf ("{'appName':'%s','token':'%s','provider':'FCM'%s}", app, token, owner);
  JsonObject *answer = api_post (self, 202, "/PushNotifications/DeviceRegistrations", body);

  g_assert_cmpstr (api_get_header (self, "Location"), ==,
                   base_json_string (answer, "resourceLocation"));
  return g_strdup (base_json_string (answer, "resourceId"));
}

char *
api_encode (const char *text)
{
  return g_base64_encode ((const guchar *) text, strlen (text));
}

/* What passes for the secrets of the type. */
static char *
make_content (const char *type)
{
  if (g_str_equal (type, "FCM")) {
    g_autofree char *account =
      api_encode ("{\"type\":\"service_account\",\"project_id\":\"p\","
                  "\"private_key\":\"k\",\"client_email\":\"e@example.org\"}");
    return g_strdup_printf ("{'privateKey':'%s'}", account);
  }
  g_autofree char *certificate =
    api_encode ("-----BEGIN CERTIFICATE-----MIIB-----END CERTIFICATE-----");
  g_autofree char *key =
    api_encode ("-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\n");
  return g_strdup_printf ("{'certificate':'%s','privateKey':'%s'}", certificate, key);
}

char *
api_add_credential (Api *self, const char *type, const char *app, gboolean is_default)
{
  g_autofree char *content = make_content (type);
  g_autofree char *body =
    g_strdup_printf ("{'credentialType':'%s','appName':'%s','isDefault':%s,'content':%s}", type,
                     app, is_default ? "true" : "false", content);
  JsonObject *answer = api_post (self, 202, "/PushNotifications/Credentials", body);

  g_assert_cmpstr (api_get_header (self, "Location"), ==,
                   base_json_string (answer, "resourceLocation"));
  return g_strdup (base_json_string (answer, "resourceId"));
}

guint
api_count (JsonObject *answer, const char *collection)
{
  JsonArray *elements = base_json_array (answer, collection);

  g_assert_nonnull (elements);
  return json_array_get_length (elements);
}

JsonObject *
api_element (JsonObject *answer, const char *collection, guint index)
{
  g_assert_cmpuint (index, <, api_count (answer, collection));
  return json_array_get_object_element (base_json_array (answer, collection), index);
}

const char *
api_next_page (JsonObject *answer)
{
  return base_json_string (base_json_object (answer, "pagination"), "next");
}
