/* Renders what recipients read. A variable that a recipient lacks is empty, as Liquid has it, or on
 * request an issue: the documents ask for each and for defaults, and do not say what is refused. */

#include "emulator-liquid.h"

#include "emulator-validate.h"
#include "emulator-variables.h"

#include <base-json.h>
#include <liquid.h>
#include <string.h>

/* Far above what a device shows or a provider carries (4 KB), and small enough that ten thousand
 * recipients of one send fit. */
#define MAX_RENDERED 65536

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
  gboolean is_broken; /* what does not parse cannot be rendered */
  GPtrArray *needed;  /* (nullable): variables that each recipient must have */
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

/**
 * emulator_content_is_template:
 * @text: a text of a send
 *
 * Returns: whether recipients may read something else
 */
gboolean
emulator_content_is_template (const char *text)
{
  return strstr (text, "{{") != NULL || strstr (text, "{%") != NULL;
}

/* One in a condition, or inside of one, may be missing: that is what conditions are for. */
static void
add_needed (GPtrArray *needed, const LiquidTemplate *template)
{
  size_t n_variables = 0;
  const LiquidVariable *variables = liquid_template_get_variables (template, &n_variables);

  for (size_t i = 0; i < n_variables; i++) {
    if (!variables[i].has_default && !variables[i].conditional &&
        !g_ptr_array_find_with_equal_func (needed, variables[i].name, g_str_equal, NULL)) {
      g_ptr_array_add (needed, g_strdup (variables[i].name));
    }
  }
}

static void
text_parse (EmulatorContent *content,
            Text *self,
            const char *text,
            const EmulatorPath *path,
            EmulatorIssues *issues)
{
  g_autoptr (GError) error = NULL;

  self->text = g_strdup (text);
  if (text == NULL || !emulator_content_is_template (text)) {
    return;
  }
  self->template = liquid_template_parse (text, -1, LIQUID_SHOPIFY, &error);
  if (self->template == NULL) {
    emulator_issues_add (issues, path, "is no Liquid template: %s", error->message);
    content->is_broken = TRUE;
  } else if (content->needed != NULL) {
    add_needed (content->needed, self->template);
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
    text_parse (self, &tag.key, key, &member, issues);
    text_parse (self, &tag.value, base_json_node_string (value), &member, issues);
    self->is_broken |= tag.value.text == NULL;
    self->has_tag_templates |= tag.key.template != NULL || tag.value.template != NULL;
    g_array_append_val (self->tags, tag);
  }
}

/**
 * emulator_content_new:
 * @send: the body of a send
 * @is_strict: whether a recipient must have each variable that has no default
 * @root: where it stands
 * @issues: where to put what is wrong: templates that do not parse
 *
 * Returns: (transfer full): its texts
 */
EmulatorContent *
emulator_content_new (JsonObject *send,
                      gboolean is_strict,
                      const EmulatorPath *root,
                      EmulatorIssues *issues)
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
  self->needed = is_strict ? g_ptr_array_new_with_free_func (g_free) : NULL;
  text_parse (self, &self->title, base_json_string (content, "title"), &title_path, issues);
  text_parse (self, &self->body, base_json_string (content, "body"), &body_path, issues);
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
  g_clear_pointer (&self->needed, g_ptr_array_unref);
  g_free (self);
}

void
emulator_rendered_clear (EmulatorRendered *self)
{
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->body, g_free);
  g_clear_pointer (&self->tags, json_object_unref);
}

/* (nullable): NULL for plain text, and where it failed. */
static char *
text_render (const Text *self,
             EmulatorVariables *variables,
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
  if (!liquid_template_render (self->template, emulator_variables_look_up, variables, &limits,
                               output, &error)) {
    emulator_issues_add (issues, recipient, "cannot be rendered: %s", error->message);
    return NULL;
  }
  return g_string_free (g_steal_pointer (&output), FALSE);
}

/* What stands for itself was checked as it came. A tag of which nothing is left is none: it is how
 * a recipient goes without. */
static void
render_tag (const Tag *tag,
            JsonObject *tags,
            EmulatorVariables *variables,
            const EmulatorPath *recipient,
            EmulatorIssues *issues)
{
  g_autofree char *rendered_key = text_render (&tag->key, variables, recipient, issues);
  g_autofree char *rendered_value = text_render (&tag->value, variables, recipient, issues);
  const char *key = rendered_key != NULL ? rendered_key : tag->key.text;
  const char *value = rendered_value != NULL ? rendered_value : tag->value.text;

  if (*key == '\0' || *value == '\0') {
    return;
  }
  if (rendered_key != NULL && !emulator_accepts_tag_key (key)) {
    emulator_issues_add (issues, recipient, "makes a tag's key that is not %s",
                         EMULATOR_TAG_KEY_EXPECTED);
  }
  if (rendered_value != NULL && !emulator_accepts_tag_value (value)) {
    emulator_issues_add (issues, recipient, "makes a value of the tag %s that is not %s", key,
                         EMULATOR_TAG_VALUE_EXPECTED);
  }
  json_object_set_string_member (tags, key, value);
}

static JsonObject *
render_tags (EmulatorContent *self,
             EmulatorVariables *variables,
             const EmulatorPath *recipient,
             EmulatorIssues *issues)
{
  JsonObject *tags = json_object_new ();

  for (guint i = 0; i < self->tags->len; i++) {
    render_tag (&g_array_index (self->tags, Tag, i), tags, variables, recipient, issues);
  }
  return tags;
}

static void
check_needed (EmulatorContent *self,
              JsonObject *variables,
              const EmulatorPath *recipient,
              EmulatorIssues *issues)
{
  const EmulatorPath path = { .parent = recipient, .member = "variables" };

  for (guint i = 0; self->needed != NULL && i < self->needed->len; i++) {
    const char *name = self->needed->pdata[i];
    if (base_json_member (variables, name) == NULL) {
      const EmulatorPath member = { .parent = &path, .member = name };
      emulator_issues_add (issues, &member, "is required: a template uses it without a default");
    }
  }
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
  g_auto (EmulatorVariables) values = { .object = variables };

  check_needed (self, variables, recipient, issues);
  *rendered = (EmulatorRendered){
    .title = text_render (&self->title, &values, recipient, issues),
    .body = text_render (&self->body, &values, recipient, issues),
  };
  if (self->has_tag_templates && !self->is_broken) {
    rendered->tags = render_tags (self, &values, recipient, issues);
  }
  return emulator_issues_get_count (issues) == before;
}
