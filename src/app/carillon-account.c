/* What is known about an account, without its secret. The ID stays the same for as long as the
 * account exists: settings, drafts, the journal and the keyring refer to it. */

#include "carillon-account.h"

#include <glib/gi18n.h>

#define DEFAULT_COLOUR "blue"

/* A number that one types without thinking confirms nothing, so in production it is asked for only
 * where more is at stake than a team's own devices; elsewhere, where it would hold up a test. */
#define PRODUCTION_CONFIRM_ABOVE 50
#define OTHER_CONFIRM_ABOVE 10000

struct _CarillonAccount {
  GObject parent_instance;

  char *id;
  char *name;
  CarillonAccountKind kind;
  char *base_uri;
  char *sid;
  char *colour;
  CarillonMode mode;
  guint confirm_above;
};

enum {
  PROP_ID = 1,
  PROP_NAME,
  PROP_KIND,
  PROP_BASE_URI,
  PROP_SID,
  PROP_COLOUR,
  PROP_MODE,
  PROP_CONFIRM_ABOVE,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (CarillonAccount, carillon_account, G_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (CarillonAccountKind,
                    carillon_account_kind,
                    G_DEFINE_ENUM_VALUE (CARILLON_ACCOUNT_PRODUCTION, "production"),
                    G_DEFINE_ENUM_VALUE (CARILLON_ACCOUNT_TEST, "test"),
                    G_DEFINE_ENUM_VALUE (CARILLON_ACCOUNT_EMULATOR, "emulator"))

G_DEFINE_ENUM_TYPE (CarillonMode,
                    carillon_mode,
                    G_DEFINE_ENUM_VALUE (CARILLON_MODE_OPEN, "open"),
                    G_DEFINE_ENUM_VALUE (CARILLON_MODE_ASK, "ask"),
                    G_DEFINE_ENUM_VALUE (CARILLON_MODE_READ_ONLY, "read-only"))

const char *const carillon_account_colours[] = {
  "blue", "green", "yellow", "orange", "red", "purple", "brown", "slate", NULL,
};

static const struct {
  const char *label;
  const char *icon_name;
  CarillonMode mode;
  guint confirm_above;
} kinds[] = {
  [CARILLON_ACCOUNT_PRODUCTION] = { N_ ("Production"), "carillon-production-symbolic",
                                    CARILLON_MODE_ASK, PRODUCTION_CONFIRM_ABOVE },
  [CARILLON_ACCOUNT_TEST] = { N_ ("Test"), "carillon-test-symbolic", CARILLON_MODE_OPEN,
                              OTHER_CONFIRM_ABOVE },
  [CARILLON_ACCOUNT_EMULATOR] = { N_ ("Emulator"), "carillon-emulator-symbolic", CARILLON_MODE_OPEN,
                                  OTHER_CONFIRM_ABOVE },
};

static const char *const mode_labels[] = {
  [CARILLON_MODE_OPEN] = N_ ("Open"),
  [CARILLON_MODE_ASK] = N_ ("Ask Before Writes"),
  [CARILLON_MODE_READ_ONLY] = N_ ("Read Only"),
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
  case PROP_MODE:
    if (self->mode != (CarillonMode) g_value_get_enum (value)) {
      self->mode = (CarillonMode) g_value_get_enum (value);
      g_object_notify_by_pspec (object, pspec);
    }
    break;
  case PROP_CONFIRM_ABOVE:
    if (self->confirm_above != g_value_get_uint (value)) {
      self->confirm_above = g_value_get_uint (value);
      g_object_notify_by_pspec (object, pspec);
    }
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
  case PROP_MODE:
    g_value_set_enum (value, (int) self->mode);
    break;
  case PROP_CONFIRM_ABOVE:
    g_value_set_uint (value, self->confirm_above);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

/* What else the constructor is given is set after this. */
static void
carillon_account_constructed (GObject *object)
{
  CarillonAccount *self = CARILLON_ACCOUNT (object);

  G_OBJECT_CLASS (carillon_account_parent_class)->constructed (object);
  if (self->id == NULL) {
    self->id = g_uuid_string_random ();
  }
  self->mode = kinds[self->kind].mode;
  self->confirm_above = kinds[self->kind].confirm_above;
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
  const GParamFlags later = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  const GParamFlags writable = later | G_PARAM_CONSTRUCT;

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
  properties[PROP_MODE] =
    g_param_spec_enum ("mode", NULL, NULL, CARILLON_TYPE_MODE, CARILLON_MODE_ASK, later);
  properties[PROP_CONFIRM_ABOVE] =
    g_param_spec_uint ("confirm-above", NULL, NULL, 0, G_MAXUINT, PRODUCTION_CONFIRM_ABOVE, later);
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
 * Returns: (transfer full): an account with a fresh ID, at the API's own address, in the mode of
 *   its kind
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

CarillonMode
carillon_account_get_mode (CarillonAccount *self)
{
  g_return_val_if_fail (CARILLON_IS_ACCOUNT (self), CARILLON_MODE_READ_ONLY);

  return self->mode;
}

guint
carillon_account_get_confirm_above (CarillonAccount *self)
{
  g_return_val_if_fail (CARILLON_IS_ACCOUNT (self), 0);

  return self->confirm_above;
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

/**
 * carillon_account_kind_get_mode:
 *
 * Returns: the mode that an account of @kind begins with
 */
CarillonMode
carillon_account_kind_get_mode (CarillonAccountKind kind)
{
  g_return_val_if_fail ((gsize) kind < G_N_ELEMENTS (kinds), CARILLON_MODE_ASK);

  return kinds[kind].mode;
}

/**
 * carillon_account_kind_get_confirm_above:
 *
 * Returns: the number above which an account of @kind asks for it to be typed, to begin with
 */
guint
carillon_account_kind_get_confirm_above (CarillonAccountKind kind)
{
  g_return_val_if_fail ((gsize) kind < G_N_ELEMENTS (kinds), 0);

  return kinds[kind].confirm_above;
}

const char *
carillon_mode_get_label (CarillonMode mode)
{
  g_return_val_if_fail ((gsize) mode < G_N_ELEMENTS (mode_labels), "");

  return _ (mode_labels[mode]);
}
