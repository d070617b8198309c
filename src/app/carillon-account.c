/* What is known about an account, without its secret. The ID stays the same for as long as the
 * account exists: settings, drafts, the journal and the keyring refer to it. */

#include "carillon-account.h"

#include <glib/gi18n.h>

#define DEFAULT_COLOUR "blue"

struct _CarillonAccount {
  GObject parent_instance;

  char *id;
  char *name;
  CarillonAccountKind kind;
  char *base_uri;
  char *sid;
  char *colour;
};

enum {
  PROP_ID = 1,
  PROP_NAME,
  PROP_KIND,
  PROP_BASE_URI,
  PROP_SID,
  PROP_COLOUR,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (CarillonAccount, carillon_account, G_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (CarillonAccountKind,
                    carillon_account_kind,
                    G_DEFINE_ENUM_VALUE (CARILLON_ACCOUNT_PRODUCTION, "production"),
                    G_DEFINE_ENUM_VALUE (CARILLON_ACCOUNT_TEST, "test"),
                    G_DEFINE_ENUM_VALUE (CARILLON_ACCOUNT_EMULATOR, "emulator"))

const char *const carillon_account_colours[] = {
  "blue", "green", "yellow", "orange", "red", "purple", "brown", "slate", NULL,
};

static const struct {
  const char *label;
  const char *icon_name;
} kinds[] = {
  [CARILLON_ACCOUNT_PRODUCTION] = { N_ ("Production"), "carillon-production-symbolic" },
  [CARILLON_ACCOUNT_TEST] = { N_ ("Test"), "carillon-test-symbolic" },
  [CARILLON_ACCOUNT_EMULATOR] = { N_ ("Emulator"), "carillon-emulator-symbolic" },
};

/* Takes over @value; the constructor's g_value_dup_string() makes a copy of its own anyway. */
static void
set_string (CarillonAccount *self, char **field, guint property, const GValue *value)
{
  g_autofree char *text = g_value_dup_string (value);

  if (text == NULL) {
    text = g_strdup ("");
  }
  if (g_strcmp0 (*field, text) == 0) {
    return;
  }
  g_free (*field);
  *field = g_steal_pointer (&text);
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
carillon_account_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CarillonAccount *self = CARILLON_ACCOUNT (object);

  switch (id) {
  case PROP_ID:
    self->id = g_value_dup_string (value);
    break;
  case PROP_NAME:
    set_string (self, &self->name, id, value);
    break;
  case PROP_KIND:
    if (self->kind != (CarillonAccountKind) g_value_get_enum (value)) {
      self->kind = (CarillonAccountKind) g_value_get_enum (value);
      g_object_notify_by_pspec (object, pspec);
    }
    break;
  case PROP_BASE_URI:
    set_string (self, &self->base_uri, id, value);
    break;
  case PROP_SID:
    set_string (self, &self->sid, id, value);
    break;
  case PROP_COLOUR:
    set_string (self, &self->colour, id, value);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_account_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarillonAccount *self = CARILLON_ACCOUNT (object);

  switch (id) {
  case PROP_ID:
    g_value_set_string (value, self->id);
    break;
  case PROP_NAME:
    g_value_set_string (value, self->name);
    break;
  case PROP_KIND:
    g_value_set_enum (value, (int) self->kind);
    break;
  case PROP_BASE_URI:
    g_value_set_string (value, self->base_uri);
    break;
  case PROP_SID:
    g_value_set_string (value, self->sid);
    break;
  case PROP_COLOUR:
    g_value_set_string (value, self->colour);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_account_constructed (GObject *object)
{
  CarillonAccount *self = CARILLON_ACCOUNT (object);

  G_OBJECT_CLASS (carillon_account_parent_class)->constructed (object);
  if (self->id == NULL) {
    self->id = g_uuid_string_random ();
  }
}

static void
carillon_account_finalize (GObject *object)
{
  CarillonAccount *self = CARILLON_ACCOUNT (object);

  g_free (self->id);
  g_free (self->name);
  g_free (self->base_uri);
  g_free (self->sid);
  g_free (self->colour);
  G_OBJECT_CLASS (carillon_account_parent_class)->finalize (object);
}

static void
carillon_account_class_init (CarillonAccountClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags writable =
    G_PARAM_READWRITE | G_PARAM_CONSTRUCT | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->set_property = carillon_account_set_property;
  object_class->get_property = carillon_account_get_property;
  object_class->constructed = carillon_account_constructed;
  object_class->finalize = carillon_account_finalize;

  properties[PROP_ID] = g_param_spec_string (
    "id", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, "", writable);
  properties[PROP_KIND] = g_param_spec_enum ("kind", NULL, NULL, CARILLON_TYPE_ACCOUNT_KIND,
                                             CARILLON_ACCOUNT_PRODUCTION, writable);
  properties[PROP_BASE_URI] =
    g_param_spec_string ("base-uri", NULL, NULL, CARILLON_DEFAULT_BASE_URI, writable);
  properties[PROP_SID] = g_param_spec_string ("sid", NULL, NULL, "", writable);
  properties[PROP_COLOUR] = g_param_spec_string ("colour", NULL, NULL, DEFAULT_COLOUR, writable);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
carillon_account_init (CarillonAccount *self)
{
}

/**
 * carillon_account_new:
 * @kind: what it is used for
 * @name: what the operator calls it
 *
 * Returns: (transfer full): an account with a fresh ID, at the API's own address
 */
CarillonAccount *
carillon_account_new (CarillonAccountKind kind, const char *name)
{
  return g_object_new (CARILLON_TYPE_ACCOUNT, "kind", kind, "name", name, NULL);
}

const char *
carillon_account_get_id (CarillonAccount *self)
{
  g_return_val_if_fail (CARILLON_IS_ACCOUNT (self), NULL);

  return self->id;
}

const char *
carillon_account_get_name (CarillonAccount *self)
{
  g_return_val_if_fail (CARILLON_IS_ACCOUNT (self), NULL);

  return self->name;
}

CarillonAccountKind
carillon_account_get_kind (CarillonAccount *self)
{
  g_return_val_if_fail (CARILLON_IS_ACCOUNT (self), CARILLON_ACCOUNT_PRODUCTION);

  return self->kind;
}

const char *
carillon_account_get_base_uri (CarillonAccount *self)
{
  g_return_val_if_fail (CARILLON_IS_ACCOUNT (self), NULL);

  return self->base_uri;
}

const char *
carillon_account_get_sid (CarillonAccount *self)
{
  g_return_val_if_fail (CARILLON_IS_ACCOUNT (self), NULL);

  return self->sid;
}

/**
 * carillon_account_get_colour:
 *
 * Returns: a name; one that is not in `carillon_account_colours` is to be shown as no colour
 */
const char *
carillon_account_get_colour (CarillonAccount *self)
{
  g_return_val_if_fail (CARILLON_IS_ACCOUNT (self), NULL);

  return self->colour;
}

const char *
carillon_account_kind_get_label (CarillonAccountKind kind)
{
  g_return_val_if_fail ((gsize) kind < G_N_ELEMENTS (kinds), "");

  return _ (kinds[kind].label);
}

const char *
carillon_account_kind_get_icon_name (CarillonAccountKind kind)
{
  g_return_val_if_fail ((gsize) kind < G_N_ELEMENTS (kinds), "");

  return kinds[kind].icon_name;
}
