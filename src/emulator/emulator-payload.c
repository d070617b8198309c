/* What the service hands to the providers: the payload of APNs, the message of the FCM HTTP v1 API.
 *
 * Apple, "Generating a remote notification" and "Sending notification requests to APNs"
 * (developer.apple.com/documentation/usernotifications); Google, "REST Resource: projects.messages"
 * (firebase.google.com/docs/reference/fcm/rest/v1/projects.messages). How a priority is passed on
 * is not documented: these are what either provider calls now and when it suits. */

#include "emulator-payload.h"

#include "emulator-schema.h"

#include <base-json.h>
#include <string.h>

/* Both providers carry this much; what counts for FCM is the message without whom it is for. */
#define MAX_PAYLOAD 4096

/* A character becomes six at most ("\u0001"), and this much stands around the texts. */
#define MAX_EXPANSION 6
#define MAX_FRAME 256

/* Documents of different times show an image as an address or as an object that has one. */
static const char *
find_image (JsonObject *content)
{
  JsonArray *images = base_json_array (content, "images");

  if (images == NULL || json_array_get_length (images) == 0) {
    return NULL;
  }
  JsonNode *image = json_array_get_element (images, 0);
  const char *address = base_json_node_string (image);
  return address != NULL ? address : base_json_string (base_json_node_object (image), "mediaUrl");
}

/**
 * emulator_message_init:
 * @self: (out caller-allocates): what a device is told
 * @content: (nullable): of a send
 * @sound: (nullable): of a send
 * @priority: of a send
 *
 * Everything in it belongs to whoever passed it.
 */
void
emulator_message_init (EmulatorMessage *self,
                       JsonObject *content,
                       const char *sound,
                       const char *priority)
{
  *self = (EmulatorMessage){
    .title = base_json_string (content, "title"),
    .body = base_json_string (content, "body"),
    .image = find_image (content),
    .sound = sound,
    .priority = priority,
  };
}

static void
write_string (JsonBuilder *json, const char *name, const char *value)
{
  if (value != NULL && *value != '\0') {
    json_builder_set_member_name (json, name);
    json_builder_add_string_value (json, value);
  }
}

static void
begin_object (JsonBuilder *json, const char *name)
{
  json_builder_set_member_name (json, name);
  json_builder_begin_object (json);
}

static void
write_apns (JsonBuilder *json, const EmulatorMessage *message)
{
  json_builder_begin_object (json);
  begin_object (json, "aps");
  begin_object (json, "alert");
  write_string (json, "title", message->title);
  write_string (json, "body", message->body);
  json_builder_end_object (json);
  write_string (json, "sound", message->sound);
  if (message->image != NULL) {
    /* Lets the app fetch the image before it shows the notification. */
    json_builder_set_member_name (json, "mutable-content");
    json_builder_add_int_value (json, 1);
  }
  json_builder_end_object (json);
  write_string (json, "image", message->image);
  json_builder_end_object (json);
}

static void
write_fcm_content (JsonBuilder *json, const EmulatorMessage *message, const char *priority)
{
  begin_object (json, "notification");
  write_string (json, "title", message->title);
  write_string (json, "body", message->body);
  write_string (json, "image", message->image);
  json_builder_end_object (json);
  if (priority == NULL && message->sound == NULL) {
    return;
  }
  begin_object (json, "android");
  write_string (json, "priority", priority);
  if (message->sound != NULL) {
    begin_object (json, "notification");
    write_string (json, "sound", message->sound);
    json_builder_end_object (json);
  }
  json_builder_end_object (json);
}

static gboolean
is_low (const EmulatorMessage *message)
{
  return g_strcmp0 (message->priority, "LOW") == 0;
}

static void
write_fcm (JsonBuilder *json, const EmulatorMessage *message, const char *token)
{
  json_builder_begin_object (json);
  begin_object (json, "message");
  write_string (json, "token", token);
  write_fcm_content (json, message, is_low (message) ? "NORMAL" : "HIGH");
  json_builder_end_object (json);
  json_builder_end_object (json);
}

/**
 * emulator_payload_new:
 * @message: what a device is told
 * @provider: index in emulator_providers
 * @token: of the device
 *
 * Returns: (transfer full): what the provider would be given. The token of an Apple device and the
 * priority go in the address and the headers of that request, not in its payload.
 */
JsonNode *
emulator_payload_new (const EmulatorMessage *message, guint provider, const char *token)
{
  g_return_val_if_fail (message != NULL && token != NULL, NULL);

  g_autoptr (JsonBuilder) json = json_builder_new_immutable ();
  if (1u << provider == EMULATOR_FCM) {
    write_fcm (json, message, token);
  } else {
    write_apns (json, message);
  }
  return json_builder_get_root (json);
}

/**
 * emulator_payload_get_headers:
 * @message: what a device is told
 * @provider: index in emulator_providers
 *
 * Returns: (transfer full): the headers of the request to the provider that say something of the
 * message; those of FCM say nothing
 */
JsonNode *
emulator_payload_get_headers (const EmulatorMessage *message, guint provider)
{
  g_return_val_if_fail (message != NULL, NULL);

  g_autoptr (JsonBuilder) json = json_builder_new_immutable ();
  json_builder_begin_object (json);
  if (1u << provider == EMULATOR_APN) {
    write_string (json, "apns-priority", is_low (message) ? "5" : "10");
    write_string (json, "apns-push-type", "alert");
  }
  json_builder_end_object (json);
  return json_builder_get_root (json);
}

static gsize
measure_text (const char *text)
{
  return text != NULL ? strlen (text) : 0;
}

static gsize
measure (const EmulatorMessage *message, guint provider)
{
  g_autoptr (JsonBuilder) json = json_builder_new_immutable ();

  if (1u << provider == EMULATOR_FCM) {
    json_builder_begin_object (json);
    write_fcm_content (json, message, NULL);
    json_builder_end_object (json);
  } else {
    write_apns (json, message);
  }
  g_autoptr (JsonNode) root = json_builder_get_root (json);
  g_autofree char *text = json_to_string (root, FALSE);
  return strlen (text);
}

/**
 * emulator_payload_fits:
 * @message: what a device is told
 * @provider: index in emulator_providers
 *
 * Returns: whether the provider carries that much
 */
gboolean
emulator_payload_fits (const EmulatorMessage *message, guint provider)
{
  g_return_val_if_fail (message != NULL, FALSE);

  gsize length = measure_text (message->title) + measure_text (message->body) +
                 measure_text (message->image) + measure_text (message->sound);
  /* Most are that short, and need not be written down to know. */
  return length * MAX_EXPANSION + MAX_FRAME <= MAX_PAYLOAD ||
         measure (message, provider) <= MAX_PAYLOAD;
}
