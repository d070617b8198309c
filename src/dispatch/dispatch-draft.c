#include "dispatch-draft-private.h"

#include <base-json.h>

#include "dispatch-audience-private.h"
#include "dispatch-snapshot.h"

struct _DispatchDraft {
  GObject parent_instance;

  char *id;
  DispatchText title;
  DispatchText body;
  char *app_name;
  char *sound;
  DispatchPriority priority;
  GListStore *tags;
  GPtrArray *watched_tags; /* of DispatchTag: those of @tags whose changes are ours */
  DispatchAudience *audience;
};

typedef enum {
  PROP_TITLE = 1,
  PROP_BODY,
  PROP_APP_NAME,
  PROP_SOUND,
  PROP_PRIORITY,
} DispatchDraftProperty;

static GParamSpec *properties[PROP_PRIORITY + 1];

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_ENUM_TYPE (DispatchPriority,
                    dispatch_priority,
                    G_DEFINE_ENUM_VALUE (DISPATCH_PRIORITY_HIGH, "high"),
                    G_DEFINE_ENUM_VALUE (DISPATCH_PRIORITY_LOW, "low"))
G_DEFINE_FINAL_TYPE (DispatchDraft, dispatch_draft, G_TYPE_OBJECT)

/**
 * dispatch_draft_new:
 *
 * Returns: (transfer full): an empty draft with a fresh ID
 */
DispatchDraft *
dispatch_draft_new (void)
{
  return g_object_new (DISPATCH_TYPE_DRAFT, NULL);
}

const char *
dispatch_draft_get_id (DispatchDraft *self)
{
  g_return_val_if_fail (DISPATCH_IS_DRAFT (self), "");

  return self->id;
}

const char *
dispatch_draft_get_title (DispatchDraft *self)
{
  g_return_val_if_fail (DISPATCH_IS_DRAFT (self), "");

  return self->title.text;
}

const char *
dispatch_draft_get_body (DispatchDraft *self)
{
  g_return_val_if_fail (DISPATCH_IS_DRAFT (self), "");

  return self->body.text;
}

const char *
dispatch_draft_get_app_name (DispatchDraft *self)
{
  g_return_val_if_fail (DISPATCH_IS_DRAFT (self), "");

  return self->app_name;
}

const char *
dispatch_draft_get_sound (DispatchDraft *self)
{
  g_return_val_if_fail (DISPATCH_IS_DRAFT (self), "");

  return self->sound;
}

DispatchPriority
dispatch_draft_get_priority (DispatchDraft *self)
{
  g_return_val_if_fail (DISPATCH_IS_DRAFT (self), DISPATCH_PRIORITY_HIGH);

  return self->priority;
}

GListStore *
dispatch_draft_get_tags (DispatchDraft *self)
{
  g_return_val_if_fail (DISPATCH_IS_DRAFT (self), NULL);

  return self->tags;
}

DispatchAudience *
dispatch_draft_get_audience (DispatchDraft *self)
{
  g_return_val_if_fail (DISPATCH_IS_DRAFT (self), NULL);

  return self->audience;
}

/**
 * dispatch_draft_is_empty:
 * @self: a draft
 *
 * Returns: whether nothing would be lost with it
 */
gboolean
dispatch_draft_is_empty (DispatchDraft *self)
{
  g_return_val_if_fail (DISPATCH_IS_DRAFT (self), TRUE);

  const char *texts[] = { self->title.text, self->body.text, self->app_name, self->sound };
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    if (*texts[i] != '\0') {
      return FALSE;
    }
  }
  for (guint i = 0; i < self->watched_tags->len; i++) {
    if (!dispatch_tag_is_blank (self->watched_tags->pdata[i])) {
      return FALSE;
    }
  }
  return dispatch_audience_get_n_rows (self->audience) == 0;
}

/**
 * dispatch_draft_to_json:
 * @self: a draft
 *
 * Returns: (transfer full): the whole draft as one JSON document
 */
char *
dispatch_draft_to_json (DispatchDraft *self)
{
  g_return_val_if_fail (DISPATCH_IS_DRAFT (self), NULL);

  g_autoptr (DispatchSnapshot) snapshot = dispatch_snapshot_new (self);
  return dispatch_snapshot_to_json (snapshot);
}

static const char *
element_string (JsonArray *array, guint index)
{
  const char *text = NULL;

  if (array != NULL && index < json_array_get_length (array)) {
    text = base_json_node_string (json_array_get_element (array, index));
  }
  return text != NULL ? text : "";
}

static JsonArray *
element_array (JsonArray *array, guint index)
{
  JsonNode *node = json_array_get_element (array, index);

  return JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static void
read_tags (DispatchDraft *self, JsonArray *tags)
{
  for (guint i = 0; tags != NULL && i < json_array_get_length (tags); i++) {
    JsonArray *pair = element_array (tags, i);
    g_autoptr (DispatchTag) tag =
      dispatch_tag_new (element_string (pair, 0), element_string (pair, 1));
    if (!dispatch_tag_is_blank (tag)) {
      g_list_store_append (self->tags, tag);
    }
  }
}

/* Returns: where each cell of a row goes; DISPATCH_NONE is nowhere */
static GArray *
read_variables (DispatchDraft *self, JsonArray *variables)
{
  GArray *columns = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint column = 0; column < DISPATCH_N_FIXED_COLUMNS; column++) {
    g_array_append_val (columns, column);
  }
  for (guint i = 0; variables != NULL && i < json_array_get_length (variables); i++) {
    const char *name = element_string (variables, i);
    guint column =
      *name != '\0' ? dispatch_audience_add_column (self->audience, name) : DISPATCH_NONE;
    g_array_append_val (columns, column);
  }
  return columns;
}

static void
read_recipients (DispatchDraft *self, JsonArray *recipients, GArray *columns)
{
  DispatchTable *table = dispatch_audience_get_table (self->audience);
  guint n_rows =
    recipients != NULL ? MIN (json_array_get_length (recipients), DISPATCH_MAX_ROWS) : 0;

  for (guint row = 0; row < n_rows; row++) {
    JsonArray *cells = element_array (recipients, row);
    dispatch_table_append (table);
    for (guint i = 0; i < columns->len; i++) {
      guint column = g_array_index (columns, guint, i);
      if (column != DISPATCH_NONE) {
        dispatch_table_set (table, row, column, element_string (cells, i));
      }
    }
  }
  if (n_rows > 0) {
    dispatch_audience_rows_added (self->audience, n_rows);
  }
}

static void
read_draft (DispatchDraft *self, JsonObject *object)
{
  const char *id = base_json_string (object, "id");
  const char *priority = base_json_string (object, "priority");

  if (id != NULL && *id != '\0') {
    g_free (self->id);
    self->id = g_strdup (id);
  }
  g_object_set (self, "title", base_json_string (object, "title"), "body",
                base_json_string (object, "body"), "app-name", base_json_string (object, "appName"),
                "sound", base_json_string (object, "sound"), "priority",
                g_strcmp0 (priority, "LOW") == 0 ? DISPATCH_PRIORITY_LOW : DISPATCH_PRIORITY_HIGH,
                NULL);
  read_tags (self, base_json_array (object, "tags"));
  g_autoptr (GArray) columns = read_variables (self, base_json_array (object, "variables"));
  read_recipients (self, base_json_array (object, "recipients"), columns);
}

/**
 * dispatch_draft_from_json:
 * @json: what [method@Dispatch.Draft.to_json] wrote, now or in another version
 * @error: return location for a `BaseJsonError`
 *
 * Reads what it knows: members that are absent or of another type count as empty, unknown ones are
 * passed over.
 *
 * Returns: (transfer full) (nullable): the draft; %NULL where @json is no JSON object
 */
DispatchDraft *
dispatch_draft_from_json (const char *json, GError **error)
{
  g_return_val_if_fail (json != NULL, NULL);

  g_autoptr (GBytes) bytes = g_bytes_new_static (json, strlen (json));
  g_autoptr (JsonNode) node = base_json_parse (bytes, error);
  if (node == NULL) {
    return NULL;
  }
  JsonObject *object = base_json_node_object (node);
  if (object == NULL) {
    g_set_error_literal (error, BASE_JSON_ERROR, BASE_JSON_ERROR_SYNTAX, "a draft is an object");
    return NULL;
  }
  DispatchDraft *self = dispatch_draft_new ();
  read_draft (self, object);
  return self;
}

static void
add_variables (GPtrArray *names, DispatchText *text)
{
  const LiquidTemplate *template = dispatch_text_get_template (text, NULL);
  size_t n_variables = 0;

  if (template == NULL) {
    return;
  }
  const LiquidVariable *variables = liquid_template_get_variables (template, &n_variables);
  for (size_t i = 0; i < n_variables; i++) {
    if (!g_ptr_array_find_with_equal_func (names, variables[i].name, g_str_equal, NULL)) {
      g_ptr_array_add (names, g_strdup (variables[i].name));
    }
  }
}

/**
 * dispatch_draft_list_variables:
 * @self: a draft
 *
 * Returns: (transfer full): the names that the title, the body and the tags use, each once, in the
 *   order of first use; a template that does not parse has none
 */
char **
dispatch_draft_list_variables (DispatchDraft *self)
{
  g_return_val_if_fail (DISPATCH_IS_DRAFT (self), NULL);

  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  add_variables (names, &self->title);
  add_variables (names, &self->body);
  for (guint i = 0; i < self->watched_tags->len; i++) {
    add_variables (names, dispatch_tag_get_text (self->watched_tags->pdata[i]));
  }
  g_ptr_array_add (names, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&names), FALSE);
}

static char *
render (DispatchText *text, DispatchRow *row, GError **error)
{
  const LiquidTemplate *template = dispatch_text_get_template (text, error);
  GString *output = g_string_new (NULL);

  if (template == NULL ||
      !liquid_template_render (template, dispatch_table_lookup, row, NULL, output, error)) {
    g_string_free (output, TRUE);
    return NULL;
  }
  return g_string_free (output, FALSE);
}

/**
 * dispatch_draft_preview:
 * @self: a draft
 * @row: a recipient; one that is not there has no values
 * @title: (out) (transfer full): what it would read as the title
 * @body: (out) (transfer full): and as the body
 * @error: return location for a [error@Liquid.Error]
 *
 * Returns: whether both could be rendered
 */
gboolean
dispatch_draft_preview (DispatchDraft *self, guint row, char **title, char **body, GError **error)
{
  g_return_val_if_fail (DISPATCH_IS_DRAFT (self), FALSE);
  g_return_val_if_fail (title != NULL && body != NULL, FALSE);

  DispatchRow at = { dispatch_audience_get_table (self->audience), row };
  g_autofree char *rendered_title = render (&self->title, &at, error);
  g_autofree char *rendered_body = rendered_title != NULL ? render (&self->body, &at, error) : NULL;
  if (rendered_body == NULL) {
    return FALSE;
  }
  *title = g_steal_pointer (&rendered_title);
  *body = g_steal_pointer (&rendered_body);
  return TRUE;
}

static void
emit_changed (DispatchDraft *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_tags_changed (DispatchDraft *self, guint position, guint n_removed, guint n_added)
{
  for (guint i = 0; i < n_removed; i++) {
    g_signal_handlers_disconnect_by_func (self->watched_tags->pdata[position], emit_changed, self);
    g_ptr_array_remove_index (self->watched_tags, position);
  }
  for (guint i = position; i < position + n_added; i++) {
    DispatchTag *tag = g_list_model_get_item (G_LIST_MODEL (self->tags), i);
    g_signal_connect_object (tag, "notify", G_CALLBACK (emit_changed), self, G_CONNECT_SWAPPED);
    g_ptr_array_insert (self->watched_tags, (int) i, tag);
  }
  emit_changed (self);
}

static gboolean
set_string (char **string, const char *value)
{
  const char *wanted = value != NULL ? value : "";

  if (g_str_equal (*string, wanted)) {
    return FALSE;
  }
  g_autofree char *old = g_steal_pointer (string);
  *string = g_strdup (wanted);
  return TRUE;
}

static gboolean
set_priority (DispatchDraft *self, DispatchPriority priority)
{
  gboolean changed = self->priority != priority;

  self->priority = priority;
  return changed;
}

static void
dispatch_draft_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DispatchDraft *self = DISPATCH_DRAFT (object);

  switch ((DispatchDraftProperty) id) {
  case PROP_TITLE:
    g_value_set_string (value, self->title.text);
    break;
  case PROP_BODY:
    g_value_set_string (value, self->body.text);
    break;
  case PROP_APP_NAME:
    g_value_set_string (value, self->app_name);
    break;
  case PROP_SOUND:
    g_value_set_string (value, self->sound);
    break;
  case PROP_PRIORITY:
    g_value_set_enum (value, self->priority);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static gboolean
change_property (DispatchDraft *self, DispatchDraftProperty id, const GValue *value)
{
  switch (id) {
  case PROP_TITLE:
    return dispatch_text_set (&self->title, g_value_get_string (value));
  case PROP_BODY:
    return dispatch_text_set (&self->body, g_value_get_string (value));
  case PROP_APP_NAME:
    return set_string (&self->app_name, g_value_get_string (value));
  case PROP_SOUND:
    return set_string (&self->sound, g_value_get_string (value));
  case PROP_PRIORITY:
    return set_priority (self, g_value_get_enum (value));
  default:
    return FALSE;
  }
}

static void
dispatch_draft_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DispatchDraft *self = DISPATCH_DRAFT (object);

  if (change_property (self, id, value)) {
    g_object_notify_by_pspec (object, pspec);
    emit_changed (self);
  }
}

static void
dispatch_draft_dispose (GObject *object)
{
  DispatchDraft *self = DISPATCH_DRAFT (object);

  g_clear_pointer (&self->watched_tags, g_ptr_array_unref);
  g_clear_object (&self->tags);
  g_clear_object (&self->audience);
  G_OBJECT_CLASS (dispatch_draft_parent_class)->dispose (object);
}

static void
dispatch_draft_finalize (GObject *object)
{
  DispatchDraft *self = DISPATCH_DRAFT (object);

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->app_name, g_free);
  g_clear_pointer (&self->sound, g_free);
  dispatch_text_clear (&self->title);
  dispatch_text_clear (&self->body);
  G_OBJECT_CLASS (dispatch_draft_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, "", flags);
  properties[PROP_BODY] = g_param_spec_string ("body", NULL, NULL, "", flags);
  properties[PROP_APP_NAME] = g_param_spec_string ("app-name", NULL, NULL, "", flags);
  properties[PROP_SOUND] = g_param_spec_string ("sound", NULL, NULL, "", flags);
  properties[PROP_PRIORITY] = g_param_spec_enum ("priority", NULL, NULL, DISPATCH_TYPE_PRIORITY,
                                                 DISPATCH_PRIORITY_HIGH, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
dispatch_draft_class_init (DispatchDraftClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = dispatch_draft_get_property;
  object_class->set_property = dispatch_draft_set_property;
  object_class->dispose = dispatch_draft_dispose;
  object_class->finalize = dispatch_draft_finalize;
  install_properties (object_class);

  /**
   * DispatchDraft::changed:
   *
   * Something is another now: a property, a tag, or the recipients.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
dispatch_draft_init (DispatchDraft *self)
{
  static const char *const audience_signals[] = { "items-changed", "cell-changed",
                                                  "columns-changed" };

  self->id = g_uuid_string_random ();
  dispatch_text_init (&self->title);
  dispatch_text_init (&self->body);
  self->app_name = g_strdup ("");
  self->sound = g_strdup ("");
  self->watched_tags = g_ptr_array_new_with_free_func (g_object_unref);
  self->tags = g_list_store_new (DISPATCH_TYPE_TAG);
  g_signal_connect_object (self->tags, "items-changed", G_CALLBACK (on_tags_changed), self,
                           G_CONNECT_SWAPPED);
  self->audience = dispatch_audience_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (audience_signals); i++) {
    g_signal_connect_object (self->audience, audience_signals[i], G_CALLBACK (emit_changed), self,
                             G_CONNECT_SWAPPED);
  }
}
