#include "dispatch-draft-private.h"

#include "dispatch-audience-private.h"

struct _DispatchDraft {
  GObject parent_instance;

  char *id;
  char *name;
  DispatchText title;
  DispatchText body;
  char **images;
  DispatchSender sender;
  char *app_name;
  char *fcm_credential_id;
  char *apn_credential_id;
  DispatchPriority priority;
  char *sound;
  gint64 send_at;
  char *zone;
  char **ignored;
  GListStore *tags;
  GPtrArray *watched_tags; /* of DispatchTag: those of @tags whose changes are ours */
  DispatchAudience *audience;
  DispatchContent *content; /* (owned) (nullable): until something of it changes */
};

typedef enum {
  PROP_NAME = 1,
  PROP_TITLE,
  PROP_BODY,
  PROP_IMAGES,
  PROP_SENDER,
  PROP_APP_NAME,
  PROP_FCM_CREDENTIAL_ID,
  PROP_APN_CREDENTIAL_ID,
  PROP_PRIORITY,
  PROP_SOUND,
  PROP_SEND_AT,
  PROP_ZONE,
  PROP_IGNORED,
} DispatchDraftProperty;

static GParamSpec *properties[PROP_IGNORED + 1];

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

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

/* @id may be anything that a file said; an empty one is no ID. */
DispatchDraft *
dispatch_draft_new_with_id (const char *id)
{
  DispatchDraft *self = dispatch_draft_new ();

  if (id != NULL && *id != '\0') {
    g_free (self->id);
    self->id = g_strdup (id);
  }
  return self;
}

const char *
dispatch_draft_get_id (DispatchDraft *self)
{
  g_return_val_if_fail (DISPATCH_IS_DRAFT (self), "");

  return self->id;
}

const char *
dispatch_draft_get_name (DispatchDraft *self)
{
  g_return_val_if_fail (DISPATCH_IS_DRAFT (self), "");

  return self->name;
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

const char *const *
dispatch_draft_get_images (DispatchDraft *self)
{
  g_return_val_if_fail (DISPATCH_IS_DRAFT (self), NULL);

  return (const char *const *) self->images;
}

DispatchSender
dispatch_draft_get_sender (DispatchDraft *self)
{
  g_return_val_if_fail (DISPATCH_IS_DRAFT (self), DISPATCH_SENDER_DEFAULT);

  return self->sender;
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

gint64
dispatch_draft_get_send_at (DispatchDraft *self)
{
  g_return_val_if_fail (DISPATCH_IS_DRAFT (self), 0);

  return self->send_at;
}

const char *
dispatch_draft_get_zone (DispatchDraft *self)
{
  g_return_val_if_fail (DISPATCH_IS_DRAFT (self), "");

  return self->zone;
}

const char *const *
dispatch_draft_get_ignored (DispatchDraft *self)
{
  g_return_val_if_fail (DISPATCH_IS_DRAFT (self), NULL);

  return (const char *const *) self->ignored;
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

  const char *texts[] = { self->name,     self->title.text,        self->body.text,
                          self->app_name, self->fcm_credential_id, self->apn_credential_id,
                          self->sound };
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
  return self->images[0] == NULL && self->send_at == 0 &&
         dispatch_audience_get_n_rows (self->audience) == 0;
}

static char **
list_tags (DispatchDraft *self)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new ();

  for (guint i = 0; i < self->watched_tags->len; i++) {
    DispatchTag *tag = self->watched_tags->pdata[i];
    if (!dispatch_tag_is_blank (tag)) {
      g_ptr_array_add (list, g_strdup (dispatch_tag_get_key (tag)));
      g_ptr_array_add (list, g_strdup (dispatch_tag_get_value (tag)));
    }
  }
  g_ptr_array_add (list, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&list), FALSE);
}

static DispatchContent *
make_content (DispatchDraft *self)
{
  g_auto (GStrv) tags = list_tags (self);

  return dispatch_content_new (&(DispatchContent){
    .title = self->title.text,
    .body = self->body.text,
    .images = (const char *const *) self->images,
    .sender = self->sender,
    .app_name = self->app_name,
    .fcm_credential_id = self->fcm_credential_id,
    .apn_credential_id = self->apn_credential_id,
    .priority = self->priority,
    .sound = self->sound,
    .tags = (const char *const *) tags,
    .send_at = self->send_at,
    .zone = self->zone,
  });
}

/**
 * dispatch_draft_get_content:
 * @self: a draft
 *
 * Returns: (transfer full): all of it that is sent, but the recipients; the same object as before
 *   where nothing of it has changed since
 */
DispatchContent *
dispatch_draft_get_content (DispatchDraft *self)
{
  g_return_val_if_fail (DISPATCH_IS_DRAFT (self), NULL);

  if (self->content == NULL) {
    self->content = make_content (self);
  }
  return dispatch_content_ref (self->content);
}

static void
set_tags (DispatchDraft *self, const char *const *tags)
{
  g_autoptr (GPtrArray) added = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; tags[i] != NULL; i += 2) {
    g_ptr_array_add (added, dispatch_tag_new (tags[i], tags[i + 1]));
  }
  g_list_store_splice (self->tags, 0, g_list_model_get_n_items (G_LIST_MODEL (self->tags)),
                       added->pdata, added->len);
}

/**
 * dispatch_draft_set_content:
 * @self: a draft
 * @content: what becomes of it
 *
 * Sets every property that a content has, and the tags. Name, recipients and what is ignored stay.
 */
void
dispatch_draft_set_content (DispatchDraft *self, const DispatchContent *content)
{
  g_return_if_fail (DISPATCH_IS_DRAFT (self));
  g_return_if_fail (content != NULL);

  g_autoptr (DispatchContent) old = dispatch_draft_get_content (self);
  g_object_set (self, "title", content->title, "body", content->body, "images", content->images,
                "sender", content->sender, "app-name", content->app_name, "fcm-credential-id",
                content->fcm_credential_id, "apn-credential-id", content->apn_credential_id,
                "priority", content->priority, "sound", content->sound, "send-at", content->send_at,
                "zone", content->zone, NULL);
  if (!g_strv_equal (old->tags, content->tags)) {
    set_tags (self, content->tags);
  }
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

static void
emit_changed (DispatchDraft *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
content_changed (DispatchDraft *self)
{
  g_clear_pointer (&self->content, dispatch_content_unref);
  emit_changed (self);
}

static void
on_tags_changed (DispatchDraft *self, guint position, guint n_removed, guint n_added)
{
  for (guint i = 0; i < n_removed; i++) {
    g_signal_handlers_disconnect_by_func (self->watched_tags->pdata[position], content_changed,
                                          self);
    g_ptr_array_remove_index (self->watched_tags, position);
  }
  for (guint i = position; i < position + n_added; i++) {
    DispatchTag *tag = g_list_model_get_item (G_LIST_MODEL (self->tags), i);
    g_signal_connect_object (tag, "notify", G_CALLBACK (content_changed), self, G_CONNECT_SWAPPED);
    g_ptr_array_insert (self->watched_tags, (int) i, tag);
  }
  content_changed (self);
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
set_strings (char ***strings, char *const *value)
{
  static const char *const none[] = { NULL };
  const char *const *wanted = value != NULL ? (const char *const *) value : none;

  if (g_strv_equal ((const char *const *) *strings, wanted)) {
    return FALSE;
  }
  g_auto (GStrv) old = g_steal_pointer (strings);
  *strings = g_strdupv ((char **) wanted);
  return TRUE;
}

static gboolean
set_sender (DispatchDraft *self, DispatchSender sender)
{
  gboolean changed = self->sender != sender;

  self->sender = sender;
  return changed;
}

static gboolean
set_priority (DispatchDraft *self, DispatchPriority priority)
{
  gboolean changed = self->priority != priority;

  self->priority = priority;
  return changed;
}

static gboolean
set_send_at (DispatchDraft *self, gint64 send_at)
{
  gboolean changed = self->send_at != send_at;

  self->send_at = send_at;
  return changed;
}

/* Where a property that is a plain text stands; NULL for any other. */
static char **
find_string (DispatchDraft *self, DispatchDraftProperty id)
{
  switch ((int) id) {
  case PROP_NAME:
    return &self->name;
  case PROP_APP_NAME:
    return &self->app_name;
  case PROP_FCM_CREDENTIAL_ID:
    return &self->fcm_credential_id;
  case PROP_APN_CREDENTIAL_ID:
    return &self->apn_credential_id;
  case PROP_SOUND:
    return &self->sound;
  case PROP_ZONE:
    return &self->zone;
  default:
    return NULL;
  }
}

static void
dispatch_draft_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DispatchDraft *self = DISPATCH_DRAFT (object);
  char **string = find_string (self, id);

  if (string != NULL) {
    g_value_set_string (value, *string);
    return;
  }
  switch (id) {
  case PROP_TITLE:
    g_value_set_string (value, self->title.text);
    break;
  case PROP_BODY:
    g_value_set_string (value, self->body.text);
    break;
  case PROP_IMAGES:
    g_value_set_boxed (value, self->images);
    break;
  case PROP_SENDER:
    g_value_set_enum (value, self->sender);
    break;
  case PROP_PRIORITY:
    g_value_set_enum (value, self->priority);
    break;
  case PROP_SEND_AT:
    g_value_set_int64 (value, self->send_at);
    break;
  case PROP_IGNORED:
    g_value_set_boxed (value, self->ignored);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static gboolean
change_property (DispatchDraft *self, DispatchDraftProperty id, const GValue *value)
{
  char **string = find_string (self, id);

  if (string != NULL) {
    return set_string (string, g_value_get_string (value));
  }
  switch ((int) id) {
  case PROP_TITLE:
    return dispatch_text_set (&self->title, g_value_get_string (value));
  case PROP_BODY:
    return dispatch_text_set (&self->body, g_value_get_string (value));
  case PROP_IMAGES:
    return set_strings (&self->images, g_value_get_boxed (value));
  case PROP_SENDER:
    return set_sender (self, g_value_get_enum (value));
  case PROP_PRIORITY:
    return set_priority (self, g_value_get_enum (value));
  case PROP_SEND_AT:
    return set_send_at (self, g_value_get_int64 (value));
  case PROP_IGNORED:
    return set_strings (&self->ignored, g_value_get_boxed (value));
  default:
    return FALSE;
  }
}

/* The content is forgotten first: who is told of the property may ask for it. */
static void
dispatch_draft_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DispatchDraft *self = DISPATCH_DRAFT (object);

  if (change_property (self, id, value)) {
    if (id != PROP_NAME && id != PROP_IGNORED) {
      g_clear_pointer (&self->content, dispatch_content_unref);
    }
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
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->images, g_strfreev);
  g_clear_pointer (&self->app_name, g_free);
  g_clear_pointer (&self->fcm_credential_id, g_free);
  g_clear_pointer (&self->apn_credential_id, g_free);
  g_clear_pointer (&self->sound, g_free);
  g_clear_pointer (&self->zone, g_free);
  g_clear_pointer (&self->ignored, g_strfreev);
  g_clear_pointer (&self->content, dispatch_content_unref);
  dispatch_text_clear (&self->title);
  dispatch_text_clear (&self->body);
  G_OBJECT_CLASS (dispatch_draft_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  static const struct {
    DispatchDraftProperty id;
    const char *name;
  } string_names[] = {
    { PROP_NAME, "name" },
    { PROP_TITLE, "title" },
    { PROP_BODY, "body" },
    { PROP_APP_NAME, "app-name" },
    { PROP_FCM_CREDENTIAL_ID, "fcm-credential-id" },
    { PROP_APN_CREDENTIAL_ID, "apn-credential-id" },
    { PROP_SOUND, "sound" },
    { PROP_ZONE, "zone" },
  };
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  for (gsize i = 0; i < G_N_ELEMENTS (string_names); i++) {
    properties[string_names[i].id] =
      g_param_spec_string (string_names[i].name, NULL, NULL, "", flags);
  }
  properties[PROP_IMAGES] = g_param_spec_boxed ("images", NULL, NULL, G_TYPE_STRV, flags);
  properties[PROP_SENDER] =
    g_param_spec_enum ("sender", NULL, NULL, DISPATCH_TYPE_SENDER, DISPATCH_SENDER_DEFAULT, flags);
  properties[PROP_PRIORITY] = g_param_spec_enum ("priority", NULL, NULL, DISPATCH_TYPE_PRIORITY,
                                                 DISPATCH_PRIORITY_HIGH, flags);
  properties[PROP_SEND_AT] =
    g_param_spec_int64 ("send-at", NULL, NULL, 0, DISPATCH_MAX_SEND_AT, 0, flags);
  properties[PROP_IGNORED] = g_param_spec_boxed ("ignored", NULL, NULL, G_TYPE_STRV, flags);
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
  self->name = g_strdup ("");
  self->images = g_new0 (char *, 1);
  self->app_name = g_strdup ("");
  self->fcm_credential_id = g_strdup ("");
  self->apn_credential_id = g_strdup ("");
  self->sound = g_strdup ("");
  self->zone = g_strdup ("");
  self->ignored = g_new0 (char *, 1);
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
