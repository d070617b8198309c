/* Each list is a name on one page of the archive's choices, its value a dictionary as text. Earlier
 * versions kept one look for all accounts in the settings: an account takes over what it finds
 * there for lists that it has nothing for, when it is first read. */

#include "carillon-list-choices.h"

#include <archive-choices.h>

#include "carillon-config.h"

#define PAGE "lists"
#define OLD_KEY "lists"

struct _CarillonListChoices {
  GObject parent_instance;

  ArchiveStore *store; /* (owned) */
  char *account_id;    /* (owned) */
  GHashTable *lists;   /* (owned): of GVariant by char * */
  GHashTable *unsaved; /* (owned): of char *: lists whose choices are not known to be on disk */
  GError *error;       /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (CarillonListChoices, carillon_list_choices, G_TYPE_OBJECT)

typedef enum {
  PROP_ERROR = 1,
} CarillonListChoicesProperty;

static GParamSpec *properties[PROP_ERROR + 1];

typedef struct {
  CarillonListChoices *choices; /* (owned) */
  char *list;                   /* (owned) */
} Write;

static void
write_free (Write *write)
{
  g_object_unref (write->choices);
  g_free (write->list);
  g_free (write);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Write, write_free)

static void
carillon_list_choices_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarillonListChoices *self = CARILLON_LIST_CHOICES (object);

  switch ((CarillonListChoicesProperty) id) {
  case PROP_ERROR:
    g_value_set_boxed (value, self->error);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_list_choices_finalize (GObject *object)
{
  CarillonListChoices *self = CARILLON_LIST_CHOICES (object);

  g_clear_object (&self->store);
  g_clear_pointer (&self->account_id, g_free);
  g_clear_pointer (&self->lists, g_hash_table_unref);
  g_clear_pointer (&self->unsaved, g_hash_table_unref);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (carillon_list_choices_parent_class)->finalize (object);
}

static void
carillon_list_choices_class_init (CarillonListChoicesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = carillon_list_choices_get_property;
  object_class->finalize = carillon_list_choices_finalize;
  properties[PROP_ERROR] =
    g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR,
                        G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
carillon_list_choices_init (CarillonListChoices *self)
{
  self->lists =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_variant_unref);
  self->unsaved = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * carillon_list_choices_new:
 * @store: where they are kept
 * @account_id: whose lists
 *
 * Returns: (transfer full): choices that were not read yet: nothing is chosen
 */
CarillonListChoices *
carillon_list_choices_new (ArchiveStore *store, const char *account_id)
{
  g_return_val_if_fail (ARCHIVE_IS_STORE (store), NULL);
  g_return_val_if_fail (account_id != NULL, NULL);

  CarillonListChoices *self = g_object_new (CARILLON_TYPE_LIST_CHOICES, NULL);
  self->store = g_object_ref (store);
  self->account_id = g_strdup (account_id);
  return self;
}

/* Text that is no dictionary is as good as none: somebody else wrote it. */
static void
take_text (CarillonListChoices *self, const char *list, const char *text)
{
  GVariant *choices = g_variant_parse (G_VARIANT_TYPE_VARDICT, text, NULL, NULL, NULL);

  if (choices != NULL) {
    g_hash_table_insert (self->lists, g_strdup (list), choices);
  }
}

static void
take_over_settings (CarillonListChoices *self)
{
  g_autoptr (GSettings) settings = g_settings_new (CARILLON_APP_ID);
  g_autoptr (GVariant) lists = g_settings_get_value (settings, OLD_KEY);
  GVariantIter iter;
  const char *list;
  GVariant *choices;

  g_variant_iter_init (&iter, lists);
  while (g_variant_iter_loop (&iter, "{&sv}", &list, &choices)) {
    if (g_variant_is_of_type (choices, G_VARIANT_TYPE_VARDICT) &&
        !g_hash_table_contains (self->lists, list)) {
      carillon_list_choices_set (self, list, choices);
    }
  }
}

static void
on_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  CarillonListChoices *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (GHashTable) texts =
    archive_store_list_choices_finish (ARCHIVE_STORE (source), result, &error);
  GHashTableIter iter;
  gpointer list, text;

  if (texts == NULL) {
    g_task_return_error (task, error);
    return;
  }
  g_hash_table_iter_init (&iter, texts);
  while (g_hash_table_iter_next (&iter, &list, &text)) {
    take_text (self, list, text);
  }
  take_over_settings (self);
  g_task_return_boolean (task, TRUE);
}

/**
 * carillon_list_choices_load_async:
 * @self: choices that were not read yet
 * @cancellable: (nullable): a cancellable
 * @callback: called when they are there
 * @user_data: for @callback
 *
 * Reads what was chosen for all lists of the account.
 */
void
carillon_list_choices_load_async (CarillonListChoices *self,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_return_if_fail (CARILLON_IS_LIST_CHOICES (self));

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, carillon_list_choices_load_async);
  archive_store_list_choices_async (self->store, self->account_id, PAGE, cancellable, on_listed,
                                    task);
}

/**
 * carillon_list_choices_load_finish:
 * @self: choices
 * @result: what the callback was given
 * @error: return location for an error of the archive; lists then look as nobody chose
 *
 * Returns: whether they were read
 */
gboolean
carillon_list_choices_load_finish (CarillonListChoices *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * carillon_list_choices_get:
 * @list: a list's name
 *
 * Returns: (transfer full): what was chosen for it, a dictionary; an empty one where nothing was
 */
GVariant *
carillon_list_choices_get (CarillonListChoices *self, const char *list)
{
  g_return_val_if_fail (CARILLON_IS_LIST_CHOICES (self), NULL);
  g_return_val_if_fail (list != NULL, NULL);

  GVariant *choices = g_hash_table_lookup (self->lists, list);
  return choices != NULL ? g_variant_ref (choices)
                         : g_variant_ref_sink (g_variant_new ("a{sv}", NULL));
}

/* Told once, not with each choice that meets it. */
static void
take_error (CarillonListChoices *self, GError *error)
{
  gboolean changes = (self->error == NULL) != (error == NULL);

  g_clear_error (&self->error);
  self->error = error;
  if (changes) {
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
  }
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Write) write = user_data;
  CarillonListChoices *self = write->choices;
  GError *error = NULL;

  if (!archive_store_write_finish (ARCHIVE_STORE (source), result, &error)) {
    g_hash_table_add (self->unsaved, g_steal_pointer (&write->list));
    take_error (self, error);
    return;
  }
  g_hash_table_remove (self->unsaved, write->list);
  if (g_hash_table_size (self->unsaved) == 0) {
    take_error (self, NULL);
  }
}

static void
write_choices (CarillonListChoices *self, const char *list)
{
  g_autofree char *text = g_variant_print (g_hash_table_lookup (self->lists, list), TRUE);
  Write *write = g_new0 (Write, 1);

  write->choices = g_object_ref (self);
  write->list = g_strdup (list);
  archive_store_set_choice_async (self->store, self->account_id, PAGE, list, text, NULL, on_written,
                                  write);
}

/**
 * carillon_list_choices_set:
 * @list: a list's name
 * @choices: a dictionary, in place of what was chosen for it; a floating one is consumed
 *
 * Takes effect at once. What goes wrong with keeping it is told by the property "error".
 */
void
carillon_list_choices_set (CarillonListChoices *self, const char *list, GVariant *choices)
{
  g_return_if_fail (CARILLON_IS_LIST_CHOICES (self));
  g_return_if_fail (list != NULL);
  g_return_if_fail (g_variant_is_of_type (choices, G_VARIANT_TYPE_VARDICT));

  g_autoptr (GVariant) owned = g_variant_ref_sink (choices);
  GVariant *old = g_hash_table_lookup (self->lists, list);
  GHashTableIter iter;
  gpointer unsaved;

  if (old == NULL || !g_variant_equal (old, owned)) {
    g_hash_table_insert (self->lists, g_strdup (list), g_steal_pointer (&owned));
    g_hash_table_add (self->unsaved, g_strdup (list));
  }
  g_hash_table_iter_init (&iter, self->unsaved);
  while (g_hash_table_iter_next (&iter, &unsaved, NULL)) {
    write_choices (self, unsaved);
  }
}

/**
 * carillon_list_choices_get_error:
 *
 * Returns: (nullable): why what was chosen last is not on disk
 */
const GError *
carillon_list_choices_get_error (CarillonListChoices *self)
{
  g_return_val_if_fail (CARILLON_IS_LIST_CHOICES (self), NULL);

  return self->error;
}
