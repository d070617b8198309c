/* Checks documents and queries against tables of fields. Nothing stops at the first problem: the
 * API reports as many as it can in one answer. Unknown members and parameters are ignored. */

#include "emulator-validate.h"

#include "emulator-schema.h"

#include <base-json.h>
#include <base-time.h>
#include <string.h>

/* Limits of the API (reference, "App" and "Pagination"). */
#define MAX_APP_NAME 64
#define MAX_PAGE_SIZE 1000

/* Limits of the API (reference, "tags"). */
#define MAX_TAGS 10
#define MAX_TAG_KEY 128
#define MAX_TAG_VALUE 256

const char *const emulator_booleans[] = { "false", "true", NULL };

static const char *const kind_names[] = {
  [EMULATOR_STRING] = "a string",        [EMULATOR_OBJECT] = "an object",
  [EMULATOR_ARRAY] = "an array",         [EMULATOR_BOOLEAN] = "true or false",
  [EMULATOR_INTEGER] = "a whole number",
};

static const char *const size_names[] = {
  [EMULATOR_STRING] = "characters", [EMULATOR_OBJECT] = "members", [EMULATOR_ARRAY] = "elements",
  [EMULATOR_BOOLEAN] = NULL,        [EMULATOR_INTEGER] = NULL,
};

static gboolean
is_of_kind (JsonNode *node, EmulatorKind kind)
{
  switch (kind) {
  case EMULATOR_STRING:
    return base_json_node_string (node) != NULL;
  case EMULATOR_OBJECT:
    return JSON_NODE_HOLDS_OBJECT (node);
  case EMULATOR_ARRAY:
    return JSON_NODE_HOLDS_ARRAY (node);
  case EMULATOR_BOOLEAN:
    return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN;
  case EMULATOR_INTEGER:
    return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64;
  default:
    g_assert_not_reached ();
  }
}

static guint
measure (JsonNode *node, EmulatorKind kind)
{
  switch (kind) {
  case EMULATOR_STRING:
    return (guint) g_utf8_strlen (json_node_get_string (node), -1);
  case EMULATOR_OBJECT:
    return json_object_get_size (json_node_get_object (node));
  case EMULATOR_ARRAY:
    return json_array_get_length (json_node_get_array (node));
  case EMULATOR_BOOLEAN:
  case EMULATOR_INTEGER:
  default:
    g_assert_not_reached ();
  }
}

static gboolean
check_size (const EmulatorField *field,
            guint size,
            const EmulatorPath *path,
            EmulatorIssues *issues)
{
  const char *unit = size_names[field->kind];

  if (size < field->min && field->min == 1) {
    emulator_issues_add (issues, path, "must not be empty");
  } else if (size < field->min) {
    emulator_issues_add (issues, path, "has %u %s, at least %u are needed", size, unit, field->min);
  } else if (field->max > 0 && size > field->max) {
    emulator_issues_add (issues, path, "has %u %s, at most %u are allowed", size, unit, field->max);
  } else {
    return TRUE;
  }
  return FALSE;
}

static gboolean
check_number (const EmulatorField *field,
              gint64 number,
              const EmulatorPath *path,
              EmulatorIssues *issues)
{
  if (number < field->min || number > field->max) {
    emulator_issues_add (issues, path, "must be from %u to %u", field->min, field->max);
    return FALSE;
  }
  return TRUE;
}

static gboolean
check_text (const EmulatorField *field,
            const char *text,
            const EmulatorPath *path,
            EmulatorIssues *issues)
{
  if (field->choices != NULL && emulator_index_of (field->choices, text) < 0) {
    g_autofree char *choices = g_strjoinv (", ", (char **) field->choices);
    emulator_issues_add (issues, path, "must be one of %s", choices);
    return FALSE;
  }
  if (field->accepts != NULL && !field->accepts (text)) {
    emulator_issues_add (issues, path, "must be %s", field->expected);
    return FALSE;
  }
  return TRUE;
}

/**
 * emulator_validate_node:
 * @node: (nullable): from outside
 * @field: what it must be; its name does not matter
 * @path: where it stands
 * @issues: where to put what is wrong
 *
 * Returns: whether nothing is
 */
gboolean
emulator_validate_node (JsonNode *node,
                        const EmulatorField *field,
                        const EmulatorPath *path,
                        EmulatorIssues *issues)
{
  if (node == NULL) {
    if (field->required) {
      emulator_issues_add (issues, path, "is required");
    }
    return !field->required;
  }
  if (field->nullable && JSON_NODE_HOLDS_NULL (node)) {
    return TRUE;
  }
  if (!is_of_kind (node, field->kind)) {
    emulator_issues_add (issues, path, "must be %s%s", kind_names[field->kind],
                         field->nullable ? " or null" : "");
    return FALSE;
  }
  if (field->kind == EMULATOR_BOOLEAN) {
    return TRUE;
  }
  if (field->kind == EMULATOR_INTEGER) {
    return check_number (field, json_node_get_int (node), path, issues);
  }
  return check_size (field, measure (node, field->kind), path, issues) &&
         (field->kind != EMULATOR_STRING ||
          check_text (field, json_node_get_string (node), path, issues));
}

/**
 * emulator_validate_object:
 * @object: from outside
 * @fields: (array length=n_fields): what its members must be
 * @n_fields: how many there are
 * @path: where @object stands
 * @issues: where to put what is wrong
 *
 * Returns: whether nothing is
 */
gboolean
emulator_validate_object (JsonObject *object,
                          const EmulatorField *fields,
                          gsize n_fields,
                          const EmulatorPath *path,
                          EmulatorIssues *issues)
{
  gboolean valid = TRUE;

  for (gsize i = 0; i < n_fields; i++) {
    EmulatorPath member = { .parent = path, .member = fields[i].name };
    valid &= emulator_validate_node (base_json_member (object, fields[i].name), &fields[i], &member,
                                     issues);
  }
  return valid;
}

/**
 * emulator_validate_tags:
 * @tags: from outside
 * @path: where they stand
 * @issues: where to put what is wrong
 *
 * Checks tags that stand for themselves (reference, "tags"); those of a send are templates first.
 */
void
emulator_validate_tags (JsonObject *tags, const EmulatorPath *path, EmulatorIssues *issues)
{
  const EmulatorField value_field = { .accepts = emulator_accepts_tag_value,
                                      .expected = EMULATOR_TAG_VALUE_EXPECTED };
  JsonObjectIter iter;
  const char *key = NULL;
  JsonNode *value = NULL;

  if (json_object_get_size (tags) > MAX_TAGS) {
    emulator_issues_add (issues, path, "has %u members, at most %d are allowed",
                         json_object_get_size (tags), MAX_TAGS);
    return;
  }
  json_object_iter_init_ordered (&iter, tags);
  while (json_object_iter_next_ordered (&iter, &key, &value)) {
    const EmulatorPath member = { .parent = path, .member = key };
    if (!emulator_accepts_tag_key (key)) {
      emulator_issues_add (issues, &member, "must have a key that is " EMULATOR_TAG_KEY_EXPECTED);
    }
    emulator_validate_node (value, &value_field, &member, issues);
  }
}

/**
 * emulator_validate_query:
 * @query: the parameters of a request
 * @fields: (array length=n_fields): what they must be
 * @n_fields: how many there are
 * @issues: where to put what is wrong; the context is the parameter's name, "$.pageSize"
 *
 * Returns: whether nothing is
 */
gboolean
emulator_validate_query (EmulatorQuery *query,
                         const EmulatorField *fields,
                         gsize n_fields,
                         EmulatorIssues *issues)
{
  const EmulatorPath root = { NULL };
  gboolean valid = TRUE;

  for (gsize i = 0; i < n_fields; i++) {
    const EmulatorPath path = { .parent = &root, .member = fields[i].name };
    const char *text = emulator_query_get (query, fields[i].name);
    if (emulator_query_is_repeated (query, fields[i].name)) {
      emulator_issues_add (issues, &path, "is given more than once");
      valid = FALSE;
    } else if (text != NULL) {
      valid &= check_text (&fields[i], text, &path, issues);
    } else if (fields[i].required) {
      emulator_issues_add (issues, &path, "is required");
      valid = FALSE;
    }
  }
  return valid;
}

gboolean
emulator_accepts_app_name (const char *text)
{
  gsize length = strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789_");

  return text[length] == '\0' && length >= 1 && length <= MAX_APP_NAME;
}

gboolean
emulator_accepts_time (const char *text)
{
  gint64 time = 0;

  return base_time_parse (text, &time);
}

gboolean
emulator_accepts_page_size (const char *text)
{
  return g_ascii_string_to_unsigned (text, 10, 1, MAX_PAGE_SIZE, NULL, NULL);
}

static gboolean
accepts_tag (const char *text, gsize max)
{
  gsize length = strspn (text, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "._~-");

  return text[length] == '\0' && length >= 1 && length <= max;
}

gboolean
emulator_accepts_tag_key (const char *text)
{
  return accepts_tag (text, MAX_TAG_KEY);
}

gboolean
emulator_accepts_tag_value (const char *text)
{
  return accepts_tag (text, MAX_TAG_VALUE);
}
