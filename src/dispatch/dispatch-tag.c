#include "dispatch-draft-private.h"

struct _DispatchTag {
  GObject parent_instance;

  char *key;
  DispatchText value;
};

typedef enum {
  PROP_KEY = 1,
  PROP_VALUE,
} DispatchTagProperty;

static GParamSpec *properties[PROP_VALUE + 1];

G_DEFINE_FINAL_TYPE (DispatchTag, dispatch_tag, G_TYPE_OBJECT)

/**
 * dispatch_tag_new:
 * @key: (nullable): its key
 * @value: (nullable): its value, a template
 *
 * Returns: (transfer full): a tag
 */
DispatchTag *
dispatch_tag_new (const char *key, const char *value)
{
  return g_object_new (DISPATCH_TYPE_TAG, "key", key, "value", value, NULL);
}

const char *
dispatch_tag_get_key (DispatchTag *self)
{
  g_return_val_if_fail (DISPATCH_IS_TAG (self), "");

  return self->key;
}

const char *
dispatch_tag_get_value (DispatchTag *self)
{
  g_return_val_if_fail (DISPATCH_IS_TAG (self), "");

  return self->value.text;
}

DispatchText *
dispatch_tag_get_text (DispatchTag *self)
{
  g_assert (DISPATCH_IS_TAG (self));

  return &self->value;
}

/* A tag that is still to be filled in, which counts for nothing. */
gboolean
dispatch_tag_is_blank (DispatchTag *self)
{
  return *self->key == '\0' && *self->value.text == '\0';
}

static void
set_key (DispatchTag *self, const char *key)
{
  const char *wanted = key != NULL ? key : "";

  if (!g_str_equal (self->key, wanted)) {
    g_autofree char *old = g_steal_pointer (&self->key);
    self->key = g_strdup (wanted);
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KEY]);
  }
}

static void
dispatch_tag_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DispatchTag *self = DISPATCH_TAG (object);

  switch ((DispatchTagProperty) id) {
  case PROP_KEY:
    g_value_set_string (value, self->key);
    break;
  case PROP_VALUE:
    g_value_set_string (value, self->value.text);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
dispatch_tag_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DispatchTag *self = DISPATCH_TAG (object);

  switch ((DispatchTagProperty) id) {
  case PROP_KEY:
    set_key (self, g_value_get_string (value));
    break;
  case PROP_VALUE:
    if (dispatch_text_set (&self->value, g_value_get_string (value))) {
      g_object_notify_by_pspec (object, pspec);
    }
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
dispatch_tag_finalize (GObject *object)
{
  DispatchTag *self = DISPATCH_TAG (object);

  g_clear_pointer (&self->key, g_free);
  dispatch_text_clear (&self->value);
  G_OBJECT_CLASS (dispatch_tag_parent_class)->finalize (object);
}

static void
dispatch_tag_class_init (DispatchTagClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = dispatch_tag_get_property;
  object_class->set_property = dispatch_tag_set_property;
  object_class->finalize = dispatch_tag_finalize;
  properties[PROP_KEY] = g_param_spec_string ("key", NULL, NULL, "", flags);
  properties[PROP_VALUE] = g_param_spec_string ("value", NULL, NULL, "", flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
dispatch_tag_init (DispatchTag *self)
{
  self->key = g_strdup ("");
  dispatch_text_init (&self->value);
}
