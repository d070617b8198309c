#include "carillon-draft-item.h"

#include <glib/gi18n.h>

#include "carillon-format.h"

struct _CarillonDraftItem {
  GObject parent_instance;

  char *id;
  char *name;
  char *heading;
  gint64 changed_at;
  gint64 n_recipients; /* -1 where that is not known */
  gboolean is_sound;
  gboolean is_open;
  gboolean is_renaming;
};

typedef enum {
  PROP_NAME = 1,
  PROP_IS_OPEN,
  PROP_IS_RENAMING,
} CarillonDraftItemProperty;

static GParamSpec *properties[PROP_IS_RENAMING + 1];

G_DEFINE_FINAL_TYPE (CarillonDraftItem, carillon_draft_item, G_TYPE_OBJECT)

const char *
carillon_draft_item_get_id (CarillonDraftItem *self)
{
  g_return_val_if_fail (CARILLON_IS_DRAFT_ITEM (self), NULL);

  return self->id;
}

const char *
carillon_draft_item_get_name (CarillonDraftItem *self)
{
  g_return_val_if_fail (CARILLON_IS_DRAFT_ITEM (self), NULL);

  return self->name;
}

gboolean
carillon_draft_item_get_is_open (CarillonDraftItem *self)
{
  g_return_val_if_fail (CARILLON_IS_DRAFT_ITEM (self), FALSE);

  return self->is_open;
}

gboolean
carillon_draft_item_get_is_sound (CarillonDraftItem *self)
{
  g_return_val_if_fail (CARILLON_IS_DRAFT_ITEM (self), FALSE);

  return self->is_sound;
}

/**
 * carillon_draft_item_dup_title:
 * @self: a draft
 *
 * Returns: (transfer full): its name, or how it begins
 */
char *
carillon_draft_item_dup_title (CarillonDraftItem *self)
{
  g_return_val_if_fail (CARILLON_IS_DRAFT_ITEM (self), NULL);

  if (*self->name != '\0') {
    return g_strdup (self->name);
  }
  return g_strdup (*self->heading != '\0' ? self->heading : _ ("Untitled draft"));
}

static char *
describe_recipients (CarillonDraftItem *self)
{
  gulong n = (gulong) MAX (self->n_recipients, 0);
  g_autofree char *count = carillon_format_count (self->n_recipients);

  if (self->n_recipients == 0) {
    return g_strdup (_ ("no recipients"));
  }
  /* Translators: the number comes with its digits grouped */
  return g_strdup_printf (ngettext ("%s recipient", "%s recipients", n), count);
}

/**
 * carillon_draft_item_dup_subtitle:
 * @self: a draft
 *
 * Returns: (transfer full): when it was changed, and how many recipients it has
 */
char *
carillon_draft_item_dup_subtitle (CarillonDraftItem *self)
{
  g_return_val_if_fail (CARILLON_IS_DRAFT_ITEM (self), NULL);

  g_autofree char *ago = carillon_format_ago (self->changed_at, g_get_real_time ());
  if (!self->is_sound) {
    return g_strdup_printf (_ ("Cannot be read: it is damaged · %s"), ago);
  }
  if (self->n_recipients < 0) {
    return g_steal_pointer (&ago);
  }
  g_autofree char *recipients = describe_recipients (self);
  return g_strdup_printf ("%s · %s", ago, recipients);
}

static void
carillon_draft_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarillonDraftItem *self = CARILLON_DRAFT_ITEM (object);

  switch ((CarillonDraftItemProperty) id) {
  case PROP_NAME:
    g_value_set_string (value, self->name);
    break;
  case PROP_IS_OPEN:
    g_value_set_boolean (value, self->is_open);
    break;
  case PROP_IS_RENAMING:
    g_value_set_boolean (value, self->is_renaming);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static gboolean
set_boolean (gboolean *member, gboolean value)
{
  gboolean changed = *member != value;

  *member = value;
  return changed;
}

static gboolean
set_name (CarillonDraftItem *self, const char *name)
{
  if (g_strcmp0 (self->name, name) == 0) {
    return FALSE;
  }
  g_free (self->name);
  self->name = g_strdup (name != NULL ? name : "");
  return TRUE;
}

static void
carillon_draft_item_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CarillonDraftItem *self = CARILLON_DRAFT_ITEM (object);
  gboolean changed = FALSE;

  switch ((CarillonDraftItemProperty) id) {
  case PROP_NAME:
    changed = set_name (self, g_value_get_string (value));
    break;
  case PROP_IS_OPEN:
    changed = set_boolean (&self->is_open, g_value_get_boolean (value));
    break;
  case PROP_IS_RENAMING:
    changed = set_boolean (&self->is_renaming, g_value_get_boolean (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
  if (changed) {
    g_object_notify_by_pspec (object, pspec);
  }
}

static void
carillon_draft_item_finalize (GObject *object)
{
  CarillonDraftItem *self = CARILLON_DRAFT_ITEM (object);

  g_free (self->id);
  g_free (self->name);
  g_free (self->heading);
  G_OBJECT_CLASS (carillon_draft_item_parent_class)->finalize (object);
}

static void
carillon_draft_item_class_init (CarillonDraftItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = carillon_draft_item_get_property;
  object_class->set_property = carillon_draft_item_set_property;
  object_class->finalize = carillon_draft_item_finalize;
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, "", flags);
  properties[PROP_IS_OPEN] = g_param_spec_boolean ("is-open", NULL, NULL, FALSE, flags);
  properties[PROP_IS_RENAMING] = g_param_spec_boolean ("is-renaming", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
carillon_draft_item_init (CarillonDraftItem *self)
{
}

/**
 * carillon_draft_item_new:
 * @draft: a draft of a list
 * @is_open: whether it is the one that is being written
 *
 * Returns: (transfer full): what to show of it
 */
CarillonDraftItem *
carillon_draft_item_new (const ArchiveDraft *draft, gboolean is_open)
{
  g_return_val_if_fail (draft != NULL, NULL);

  CarillonDraftItem *self = g_object_new (CARILLON_TYPE_DRAFT_ITEM, NULL);
  self->id = g_strdup (draft->id);
  self->name = g_strdup (draft->name);
  self->heading = g_strdup (draft->heading);
  self->changed_at = draft->changed_at;
  self->n_recipients = draft->n_recipients;
  self->is_sound = draft->is_sound;
  self->is_open = is_open;
  return self;
}
