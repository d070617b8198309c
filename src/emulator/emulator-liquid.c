/* Renders what recipients read. A variable that a recipient lacks is empty, as Liquid has it; the
 * documents do not say whether the service refuses it. */

#include "emulator-liquid.h"

#include <base-json.h>
#include <liquid.h>
#include <string.h>

/* Far above what a device shows or a provider carries (4 KB), and small enough that ten thousand
 * recipients of one send fit. */
#define MAX_RENDERED 65536

/* Limits of the API for what tags are after rendering (reference, "tags"). */
#define MAX_TAG_KEY 128
#define MAX_TAG_VALUE 256

/* The longest name of a variable that is looked up. */
#define MAX_NAME 256

typedef struct {
  char *text;               /* as sent */
  LiquidTemplate *template; /* (nullable): NULL for plain text */
} Text;

typedef struct {
  Text key;
  Text value;
} Tag;

struct _EmulatorContent {
  Text title; /* its text NULL where there is none */
  Text body;
  GArray *tags; /* of Tag */
  gboolean has_tag_templates;
};

static void
text_clear (Text *text)
{
  g_clear_pointer (&text->text, g_free);
  g_clear_pointer (&text->template, liquid_template_free);
}

static void
tag_clear (gpointer data)
{
  Tag *tag = data;

  text_clear (&tag->key);
  text_clear (&tag->value);
}

static void
text_parse (Text *self, const char *text, const EmulatorPath *path, EmulatorIssues *issues)
{
  g_autoptr (GError) error = NULL;

  self->text = g_strdup (text);
  if (text == NULL || (strstr (text, "{{") == NULL && strstr (text, "{%") == NULL)) {
    return;
  }
  self->template = liquid_template_parse (text, -1, LIQUID_SHOPIFY, &error);
  if (self->template == NULL) {
    emulator_issues_add (issues, path, "is no Liquid template: %s", error->message);
  }
}

static void
parse_tags (EmulatorContent *self,
            JsonObject *tags,
            const EmulatorPath *path,
            EmulatorIssues *issues)
{
  JsonObjectIter iter;
  const char *key = NULL;
  JsonNode *value = NULL;

  json_object_iter_init_ordered (&iter, tags);
  while (json_object_iter_next_ordered (&iter, &key, &value)) {
    const EmulatorPath member = { .parent = path, .member = key };
    Tag tag = { 0 };
    text_parse (&tag.key, key, &member, issues);
    text_parse (&tag.value, base_json_node_string (value), &member, issues);
    self->has_tag_templates |= tag.key.template != NULL || tag.value.template != NULL;
    g_array_append_val (self->tags, tag);
  }
}

/**
 * emulator_content_new:
 * @send: the body of a send
 * @root: where it stands
 * @issues: where to put what is wrong: templates that do not parse
 *
 * Returns: (transfer full): its texts; only to be rendered if there were no issues
 */
EmulatorContent *
emulator_content_new (JsonObject *send, const EmulatorPath *root, EmulatorIssues *issues)
{
  const EmulatorPath content_path = { .parent = root, .member = "content" };
  const EmulatorPath title_path = { .parent = &content_path, .member = "title" };
  const EmulatorPath body_path = { .parent = &content_path, .member = "body" };
  const EmulatorPath tags_path = { .parent = root, .member = "tags" };
  JsonObject *content = base_json_object (send, "content");
  JsonObject *tags = base_json_object (send, "tags");
  EmulatorContent *self = g_new0 (EmulatorContent, 1);

  self->tags = g_array_new (FALSE, TRUE, sizeof (Tag));
  g_array_set_clear_func (self->tags, tag_clear);
  text_parse (&self->title, base_json_string (content, "title"), &title_path, issues);
  text_parse (&self->body, base_json_string (content, "body"), &body_path, issues);
  if (tags != NULL) {
    parse_tags (self, tags, &tags_path, issues);
  }
  return self;
}

void
emulator_content_free (EmulatorContent *self)
{
  text_clear (&self->title);
  text_clear (&self->body);
  g_array_unref (self->tags);
  g_free (self);
}

void
emulator_rendered_clear (EmulatorRendered *self)
{
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->body, g_free);
  g_clear_pointer (&self->tags, json_object_unref);
}

static LiquidValue
to_liquid (JsonNode *node)
{
  GType type = json_node_get_value_type (node);

  if (type == G_TYPE_STRING) {
    const char *text = json_node_get_string (node);
    return liquid_string (text, strlen (text));
  }
  if (type == G_TYPE_BOOLEAN) {
    return liquid_boolean (json_node_get_boolean (node));
  }
  if (type == G_TYPE_INT64) {
    return liquid_integer (json_node_get_int (node));
  }
  return type == G_TYPE_DOUBLE ? liquid_float (json_node_get_double (node)) : liquid_nil ();
}

/* A LiquidLookup in a recipient's variables. */
static bool
look_up (void *data, const char *name, size_t length, LiquidValue *value)
{
  char terminated[MAX_NAME + 1];

  if (data == NULL || length > MAX_NAME) {
    return false;
  }
  memcpy (terminated, name, length);
  terminated[length] = '\0';
  JsonNode *node = base_json_member (data, terminated);
  if (node == NULL) {
    return false;
  }
  *value = to_liquid (node);
  return true;
}

/* (nullable): NULL for plain text, and where it failed. */
static char *
text_render (const Text *self,
             JsonObject *variables,
             const EmulatorPath *recipient,
             EmulatorIssues *issues)
{
  static const LiquidLimits limits = { .max_output = MAX_RENDERED };
  g_autoptr (GString) output = NULL;
  g_autoptr (GError) error = NULL;

  if (self->template == NULL) {
    return NULL;
  }
  output = g_string_new (NULL);
  if (!liquid_template_render (self->template, look_up, variables, &limits, output, &error)) {
    emulator_issues_add (issues, recipient, "cannot be rendered: %s", error->message);
    return NULL;
  }
  return g_string_free (g_steal_pointer (&output), FALSE);
}

static void
add_tag (JsonObject *tags,
         const char *key,
         const char *value,
         const EmulatorPath *recipient,
         EmulatorIssues *issues)
{
  if (*key == '\0' || g_utf8_strlen (key, -1) > MAX_TAG_KEY) {
    emulator_issues_add (issues, recipient, "makes a tag key that is empty or over %d characters",
                         MAX_TAG_KEY);
  } else if (g_utf8_strlen (value, -1) > MAX_TAG_VALUE) {
    emulator_issues_add (issues, recipient, "makes a tag value over %d characters", MAX_TAG_VALUE);
  } else {
    json_object_set_string_member (tags, key, value);
  }
}

static JsonObject *
render_tags (EmulatorContent *self,
             JsonObject *variables,
             const EmulatorPath *recipient,
             EmulatorIssues *issues)
{
  JsonObject *tags = json_object_new ();

  for (guint i = 0; i < self->tags->len; i++) {
    const Tag *tag = &g_array_index (self->tags, Tag, i);
    g_autofree char *key = text_render (&tag->key, variables, recipient, issues);
    g_autofree char *value = text_render (&tag->value, variables, recipient, issues);
    add_tag (tags, key != NULL ? key : tag->key.text, value != NULL ? value : tag->value.text,
             recipient, issues);
  }
  return tags;
}

/**
 * emulator_content_render:
 * @self: the texts of a send
 * @variables: (nullable): of a recipient
 * @rendered: (out caller-allocates): what the recipient reads
 * @recipient: where the recipient stands
 * @issues: where to put what went wrong
 *
 * Returns: whether nothing did
 */
gboolean
emulator_content_render (EmulatorContent *self,
                         JsonObject *variables,
                         EmulatorRendered *rendered,
                         const EmulatorPath *recipient,
                         EmulatorIssues *issues)
{
  guint before = emulator_issues_get_count (issues);

  *rendered = (EmulatorRendered){
    .title = text_render (&self->title, variables, recipient, issues),
    .body = text_render (&self->body, variables, recipient, issues),
  };
  if (self->has_tag_templates) {
    rendered->tags = render_tags (self, variables, recipient, issues);
  }
  return emulator_issues_get_count (issues) == before;
}
