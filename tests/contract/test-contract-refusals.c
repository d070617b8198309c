/* Each operation of the description is asked in each way in which it says that it refuses: what it
 * answers is what it says. */

#include "test-emulator.h"

#include <base-json.h>
#include <emulator-openapi.h>
#include <libsoup/soup.h>
#include <string.h>

#define MAX_REQUEST (10 * 1024 * 1024)

typedef struct {
  TestEmulator *emulator;
  SoupSession *session;
  JsonObject *operation; /* (unowned) */
  const char *method;    /* (unowned) */
} Refusal;

/* IDs of nothing, by the name of their parameter. */
static const struct {
  const char *parameter;
  const char *id;
} unknown_ids[] = {
  { "{operationId}", "comms_operation_0zzzzzzzzzzzzzzzzzzzzzzzzz" },
  { "{pushNotificationId}", "comms_pushnotification_0zzzzzzzzzzzzzzzzzzzzzzzzz" },
  { "{userId}", "comms_pushnotificationuser_0zzzzzzzzzzzzzzzzzzzzzzzzz" },
  { "{deviceRegistrationId}", "comms_device_registration_0zzzzzzzzzzzzzzzzzzzzzzzzz" },
  { "{credentialId}", "comms_credential_0zzzzzzzzzzzzzzzzzzzzzzzzz" },
  { "{appName}", "no_such_app" },
};

/* Where 400 is a matter of what is in the body or the query of something that exists, it exists. */
static const struct {
  const char *parameter;
  const char *id;
} known_ids[] = {
  { "{appName}", "test_app" },
  { "{credentialId}", "comms_credential_01h9krwprkeee8fzqspvwy6nq8" },
};

static char *
fill_in (const char *path, gboolean known)
{
  g_autoptr (GString) filled = g_string_new (path);

  for (gsize i = 0; known && i < G_N_ELEMENTS (known_ids); i++) {
    g_string_replace (filled, known_ids[i].parameter, known_ids[i].id, 0);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (unknown_ids); i++) {
    g_string_replace (filled, unknown_ids[i].parameter, unknown_ids[i].id, 0);
  }
  g_assert_null (strchr (filled->str, '{'));
  return g_string_free (g_steal_pointer (&filled), FALSE);
}

static void
sign_in (SoupMessage *message, TestEmulator *emulator)
{
  g_autofree char *pair =
    g_strconcat (test_emulator_get_sid (emulator), ":", test_emulator_get_secret (emulator), NULL);
  g_autofree char *encoded = g_base64_encode ((const guchar *) pair, strlen (pair));
  g_autofree char *value = g_strconcat ("Basic ", encoded, NULL);

  soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization", value);
}

static guint
ask_in (const Refusal *self, const char *path, const char *type, GBytes *body, gboolean signed_in)
{
  g_autofree char *url = g_strconcat (test_emulator_get_url (self->emulator), path, NULL);
  g_autoptr (SoupMessage) message = soup_message_new (self->method, url);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (message);
  soup_message_add_flags (message, SOUP_MESSAGE_DO_NOT_USE_AUTH_CACHE);
  if (signed_in) {
    sign_in (message, self->emulator);
  }
  if (body != NULL) {
    soup_message_set_request_body_from_bytes (message, type, body);
  }
  g_autoptr (GBytes) answer = soup_session_send_and_read (self->session, message, NULL, &error);
  g_assert_no_error (error);
  return soup_message_get_status (message);
}

static guint
ask (const Refusal *self, const char *path, GBytes *body, gboolean signed_in)
{
  return ask_in (self, path, "application/json", body, signed_in);
}

static guint
ask_wrongly (const Refusal *self, const char *path)
{
  gboolean has_body = json_object_has_member (self->operation, "requestBody");
  g_autofree char *filled = fill_in (path, TRUE);
  g_autofree char *queried = g_strconcat (filled, "?pageSize=0", NULL);
  g_autoptr (GBytes) body = g_bytes_new_static ("{}", 2);

  return has_body ? ask (self, filled, body, TRUE) : ask (self, queried, NULL, TRUE);
}

static guint
ask_for_nothing (const Refusal *self, const char *path)
{
  gboolean has_body = json_object_has_member (self->operation, "requestBody");
  g_autofree char *filled = fill_in (path, FALSE);
  g_autoptr (GBytes) body = has_body ? g_bytes_new_static ("{\"isDefault\":true}", 18) : NULL;

  return ask (self, filled, body, TRUE);
}

static guint
ask_as_nobody (const Refusal *self, const char *path)
{
  g_autofree char *filled = fill_in (path, TRUE);

  return ask (self, filled, NULL, FALSE);
}

static guint
ask_at_length (const Refusal *self, const char *path)
{
  g_autofree char *filled = fill_in (path, TRUE);
  g_autoptr (GBytes) body = g_bytes_new_take (g_malloc0 (MAX_REQUEST + 1), MAX_REQUEST + 1);

  return ask (self, filled, body, TRUE);
}

static guint
ask_in_plain_text (const Refusal *self, const char *path)
{
  g_autofree char *filled = fill_in (path, TRUE);
  g_autoptr (GBytes) body = g_bytes_new_static ("{}", 2);

  return ask_in (self, filled, "text/plain", body, TRUE);
}

/* How to be refused. */
static const struct {
  const char *status;
  guint (*ask) (const Refusal *self, const char *path);
} ways[] = {
  { "400", ask_wrongly },   { "401", ask_as_nobody },     { "404", ask_for_nothing },
  { "413", ask_at_length }, { "415", ask_in_plain_text },
};

static void
check_operation (const Refusal *self, const char *path)
{
  JsonObject *responses = base_json_object (self->operation, "responses");

  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++) {
    /* The errors of an operation that is not there are not found, whatever else is wrong. */
    if (!json_object_has_member (responses, ways[i].status) ||
        (ways[i].ask == ask_wrongly && g_str_has_suffix (path, "/Errors"))) {
      continue;
    }
    guint status = ways[i].ask (self, path);
    g_test_message ("%s %s %u", self->method, path, status);
    g_assert_cmpuint (status, ==, g_ascii_strtoull (ways[i].status, NULL, 10));
  }
}

static void
test_refusals (void)
{
  static const char *const methods[] = { "GET", "POST", "PATCH", "DELETE" };
  g_autoptr (TestEmulator) emulator = test_emulator_start (NULL);
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autoptr (GBytes) source = emulator_openapi_get_source ();
  g_autoptr (JsonNode) document = base_json_parse (source, NULL);
  JsonObjectIter iter;
  const char *path = NULL;
  JsonNode *item = NULL;

  json_object_iter_init_ordered (&iter,
                                 base_json_object (base_json_node_object (document), "paths"));
  while (json_object_iter_next_ordered (&iter, &path, &item)) {
    for (gsize i = 0; i < G_N_ELEMENTS (methods); i++) {
      g_autofree char *name = g_ascii_strdown (methods[i], -1);
      const Refusal refusal = {
        .emulator = emulator,
        .session = session,
        .operation = base_json_object (base_json_node_object (item), name),
        .method = methods[i],
      };
      if (refusal.operation != NULL) {
        check_operation (&refusal, path);
      }
    }
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/contract/refusals", test_refusals);
  return g_test_run ();
}
