/* What the body of a send must look like (reference, "Send"). Whether the sender it names exists
 * is checked by emulator_sender_resolve(), whether its templates parse by emulator_content_new().
 */

#include "emulator-send-private.h"

#include "emulator-id.h"
#include "emulator-schema.h"
#include "emulator-validate.h"

#include <base-json.h>
#include <string.h>

/* Limits of the API. */
#define MAX_TAGS 10

/* Templates may be longer than what they become, but there must be an end. */
#define MAX_TAG_TEMPLATE 4096

static const EmulatorField send_fields[] = {
  { .name = "to",
    .kind = EMULATOR_ARRAY,
    .required = TRUE,
    .min = 1,
    .max = EMULATOR_MAX_RECIPIENTS },
  { .name = "content", .kind = EMULATOR_OBJECT, .required = TRUE },
  { .name = "from", .kind = EMULATOR_OBJECT, .nullable = TRUE },
  { .name = "priority", .choices = emulator_priorities },
  { .name = "sound", .nullable = TRUE },
  { .name = "schedule", .kind = EMULATOR_OBJECT, .nullable = TRUE },
  { .name = "tags", .kind = EMULATOR_OBJECT, .nullable = TRUE, .max = MAX_TAGS },
};

#define CONTENT_ID_EXPECTED "the ID of stored content, \"HX\" and 32 hexadecimal digits"

static gboolean
accepts_content_id (const char *text)
{
  return g_str_has_prefix (text, "HX") && strlen (text) == strlen ("HX") + 32 &&
         text[strlen ("HX") + strspn (text + strlen ("HX"), "0123456789abcdefABCDEF")] == '\0';
}

static const EmulatorField content_fields[] = {
  { .name = "title" },
  { .name = "body" },
  { .name = "images", .kind = EMULATOR_ARRAY },
  { .name = "contentId", .accepts = accepts_content_id, .expected = CONTENT_ID_EXPECTED },
};

static const EmulatorField device_fields[] = {
  { .name = "token", .required = TRUE, .min = 1 },
  { .name = "provider", .required = TRUE, .choices = emulator_providers },
  { .name = "variables", .kind = EMULATOR_OBJECT, .nullable = TRUE },
};

static const EmulatorField user_fields[] = {
  { .name = "userId",
    .required = TRUE,
    .accepts = emulator_id_is_user,
    .expected = EMULATOR_USER_ID_EXPECTED },
  { .name = "variables", .kind = EMULATOR_OBJECT, .nullable = TRUE },
};

static const EmulatorField tag_field = { .accepts = emulator_accepts_tag_value,
                                         .expected = EMULATOR_TAG_VALUE_EXPECTED };
static const EmulatorField tag_template_field = { .max = MAX_TAG_TEMPLATE };

#define IMAGE_EXPECTED "an address such as https://example.org/a.png"

/* Templates are texts, too, and what they become is not looked at. */
static gboolean
accepts_image (const char *text)
{
  return emulator_content_is_template (text) ||
         ((g_str_has_prefix (text, "https://") || g_str_has_prefix (text, "http://")) &&
          strpbrk (text, " \"<>\\^`{|}") == NULL && g_uri_is_valid (text, G_URI_FLAGS_NONE, NULL));
}

static const EmulatorField image_field = { .accepts = accepts_image, .expected = IMAGE_EXPECTED };

static const EmulatorField image_fields[] = {
  { .name = "mediaUrl", .accepts = accepts_image, .expected = IMAGE_EXPECTED },
  { .name = "mediaId", .min = 1 },
};

/* The documents that name images do not show one. Those before had objects with the address of a
 * file or the ID of one that was stored, in another spelling; an address is what it comes to. */
static void
check_image (JsonNode *image, const EmulatorPath *path, EmulatorIssues *issues)
{
  JsonObject *object = base_json_node_object (image);

  if (object == NULL) {
    emulator_validate_node (image, &image_field, path, issues);
  } else if (emulator_validate_object (object, image_fields, G_N_ELEMENTS (image_fields), path,
                                       issues) &&
             base_json_string (object, "mediaUrl") == NULL &&
             base_json_string (object, "mediaId") == NULL) {
    emulator_issues_add (issues, path, "must have a mediaUrl or a mediaId");
  }
}

static void
check_images (JsonArray *images, const EmulatorPath *parent, EmulatorIssues *issues)
{
  const EmulatorPath path = { .parent = parent, .member = "images" };

  for (guint i = 0; i < json_array_get_length (images); i++) {
    const EmulatorPath element = { .parent = &path, .index = i };
    check_image (json_array_get_element (images, i), &element, issues);
  }
}

static gboolean
has_something (JsonObject *content)
{
  const char *title = base_json_string (content, "title");
  const char *body = base_json_string (content, "body");
  JsonArray *images = base_json_array (content, "images");

  return (title != NULL && *title != '\0') || (body != NULL && *body != '\0') ||
         (images != NULL && json_array_get_length (images) > 0);
}

/* Content that is stored under an ID is a variant of older documents; it lives in another API,
 * which is not played here. */
static void
check_content (JsonObject *content, const EmulatorPath *path, EmulatorIssues *issues)
{
  const EmulatorPath id_path = { .parent = path, .member = "contentId" };
  JsonArray *images = base_json_array (content, "images");
  gboolean valid =
    emulator_validate_object (content, content_fields, G_N_ELEMENTS (content_fields), path, issues);

  if (images != NULL) {
    check_images (images, path, issues);
  }
  if (valid && base_json_member (content, "contentId") != NULL) {
    emulator_issues_add (issues, &id_path, "there is no such content: the emulator stores none");
  } else if (valid && !has_something (content)) {
    emulator_issues_add (issues, path, "must have a title, a body or images");
  }
}

static void
check_recipient (JsonNode *node, const EmulatorPath *path, EmulatorIssues *issues)
{
  JsonObject *recipient = base_json_node_object (node);
  gboolean is_user = base_json_member (recipient, "userId") != NULL;
  gboolean is_device = base_json_member (recipient, "token") != NULL ||
                       base_json_member (recipient, "provider") != NULL;

  if (recipient == NULL) {
    emulator_issues_add (issues, path, "must be an object");
    return;
  }
  if (is_user == is_device) {
    emulator_issues_add (issues, path, "must have either token and provider, or userId");
  }
  if (is_user) {
    emulator_validate_object (recipient, user_fields, G_N_ELEMENTS (user_fields), path, issues);
  } else if (is_device) {
    emulator_validate_object (recipient, device_fields, G_N_ELEMENTS (device_fields), path, issues);
  }
}

static void
check_recipients (JsonArray *to, const EmulatorPath *path, EmulatorIssues *issues)
{
  guint count = MIN (json_array_get_length (to), EMULATOR_MAX_RECIPIENTS);

  for (guint i = 0; i < count; i++) {
    const EmulatorPath element = { .parent = path, .index = i };
    check_recipient (json_array_get_element (to, i), &element, issues);
  }
}

/* What templates make of them is seen where they are rendered. */
static void
check_tags (JsonObject *tags, const EmulatorPath *path, EmulatorIssues *issues)
{
  JsonObjectIter iter;
  const char *key = NULL;
  JsonNode *value = NULL;

  json_object_iter_init_ordered (&iter, tags);
  while (json_object_iter_next_ordered (&iter, &key, &value)) {
    const EmulatorPath member = { .parent = path, .member = key };
    const char *text = base_json_node_string (value);
    gboolean is_template = text != NULL && emulator_content_is_template (text);
    if (!emulator_content_is_template (key) && !emulator_accepts_tag_key (key)) {
      emulator_issues_add (issues, &member, "must have a key that is " EMULATOR_TAG_KEY_EXPECTED);
    }
    emulator_validate_node (value, is_template ? &tag_template_field : &tag_field, &member, issues);
  }
}

/**
 * emulator_send_check:
 * @body: of a request to send
 * @now: the time, which a schedule must not be too far ahead of
 * @root: where it stands
 * @issues: where to put what is wrong with it
 */
void
emulator_send_check (JsonObject *body, gint64 now, const EmulatorPath *root, EmulatorIssues *issues)
{
  const EmulatorPath to_path = { .parent = root, .member = "to" };
  const EmulatorPath content_path = { .parent = root, .member = "content" };
  const EmulatorPath schedule_path = { .parent = root, .member = "schedule" };
  const EmulatorPath tags_path = { .parent = root, .member = "tags" };
  JsonArray *to = base_json_array (body, "to");
  JsonObject *content = base_json_object (body, "content");
  JsonObject *schedule = base_json_object (body, "schedule");
  JsonObject *tags = base_json_object (body, "tags");

  emulator_validate_object (body, send_fields, G_N_ELEMENTS (send_fields), root, issues);
  if (to != NULL) {
    check_recipients (to, &to_path, issues);
  }
  if (content != NULL) {
    check_content (content, &content_path, issues);
  }
  if (schedule != NULL) {
    emulator_schedule_check (schedule, now, &schedule_path, issues);
  }
  if (tags != NULL && json_object_get_size (tags) <= MAX_TAGS) {
    check_tags (tags, &tags_path, issues);
  }
}
