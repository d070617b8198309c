#include "carillon-app-list.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>

#include "carillon-error-text.h"

/* An account has ten Apps at most (API: "Create a Credential" fails for the eleventh), so one page
 * has all of them. */
#define PAGE_SIZE 100

struct _CarillonAppList {
  GObject parent_instance;

  CommsClient *client;       /* (owned) */
  GCancellable *cancellable; /* (owned) */
  GPtrArray *apps;           /* (owned): of CommsApp */
  GtkStringList *names;      /* (owned) */
  const char *state;
  char *problem; /* (owned) (nullable) */
};

enum {
  PROP_STATE = 1,
  PROP_NAMES,
  PROP_DEFAULT,
  PROP_PROBLEM,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (CarillonAppList, carillon_app_list, G_TYPE_OBJECT)

/* What a credential is called, and which devices it reaches (API: Credentials). */
static const struct {
  const char *credential_type;
  const char *provider;
} reaches[] = {
  { "FCM", "FCM" },
  { "APN", "APN" },
  { "APN_SANDBOX", "APN" },
};

static guint
get_default (CarillonAppList *self)
{
  for (guint i = 0; i < self->apps->len; i++) {
    if (comms_app_get_is_default (self->apps->pdata[i])) {
      return i;
    }
  }
  return 0;
}

static void
notify_all (CarillonAppList *self)
{
  for (guint i = PROP_STATE; i < N_PROPERTIES; i++) {
    g_object_notify_by_pspec (G_OBJECT (self), properties[i]);
  }
}

static void
take_problem (CarillonAppList *self, const GError *error)
{
  g_autofree char *title = carillon_error_title (error);
  g_autofree char *advice = carillon_error_advice (error);

  g_free (self->problem);
  /* Translators: what went wrong, and what helps */
  self->problem = g_strdup_printf (_ ("%s. %s"), title, advice);
  self->state = "failed";
}

static void
take_apps (CarillonAppList *self, GPtrArray *apps)
{
  for (guint i = 0; i < apps->len; i++) {
    const char *name = comms_app_get_name (apps->pdata[i]);
    if (name != NULL) {
      g_ptr_array_add (self->apps, g_object_ref (apps->pdata[i]));
      gtk_string_list_append (self->names, name);
    }
  }
  self->state = self->apps->len > 0 ? "ready" : "empty";
}

static void
on_page (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonAppList) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CommsPage) page = comms_client_list_finish (COMMS_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    return;
  }
  if (page == NULL) {
    take_problem (self, error);
  } else {
    take_apps (self, comms_page_get_items (page));
  }
  notify_all (self);
}

/**
 * carillon_app_list_load:
 *
 * Asks for the Apps anew.
 */
void
carillon_app_list_load (CarillonAppList *self)
{
  g_return_if_fail (CARILLON_IS_APP_LIST (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_ptr_array_set_size (self->apps, 0);
  gtk_string_list_splice (self->names, 0, g_list_model_get_n_items (G_LIST_MODEL (self->names)),
                          NULL);
  self->state = "loading";
  notify_all (self);
  comms_client_list_apps_async (self->client, NULL, &(CommsPageRequest){ .size = PAGE_SIZE },
                                self->cancellable, on_page, g_object_ref (self));
}

/**
 * carillon_app_list_get_name:
 * @position: of an App
 *
 * Returns: (transfer none) (nullable): its name; %NULL where there is none
 */
const char *
carillon_app_list_get_name (CarillonAppList *self, guint position)
{
  g_return_val_if_fail (CARILLON_IS_APP_LIST (self), NULL);

  return position < self->apps->len ? comms_app_get_name (self->apps->pdata[position]) : NULL;
}

/**
 * carillon_app_list_reaches:
 * @position: of an App
 * @provider: FCM or APN
 *
 * The shape of what an App says of its default credentials is not documented in full, so one that
 * cannot be read counts as any.
 *
 * Returns: whether it may have a credential for the devices of @provider
 */
gboolean
carillon_app_list_reaches (CarillonAppList *self, guint position, const char *provider)
{
  g_return_val_if_fail (CARILLON_IS_APP_LIST (self), TRUE);
  g_return_val_if_fail (provider != NULL, TRUE);

  CommsDefaultCredential credential;
  gboolean is_known = position < self->apps->len;
  for (guint i = 0;
       is_known && comms_app_get_default_credential (self->apps->pdata[position], i, &credential);
       i++) {
    is_known = credential.credential_type != NULL;
    for (gsize k = 0; k < G_N_ELEMENTS (reaches); k++) {
      if (g_strcmp0 (credential.credential_type, reaches[k].credential_type) == 0 &&
          g_str_equal (reaches[k].provider, provider)) {
        return TRUE;
      }
    }
  }
  return !is_known;
}

/**
 * carillon_app_list_dup_names:
 *
 * Returns: (transfer full) (nullable): the names of all Apps, where they are known
 */
char **
carillon_app_list_dup_names (CarillonAppList *self)
{
  g_return_val_if_fail (CARILLON_IS_APP_LIST (self), NULL);

  if (!g_str_equal (self->state, "ready")) {
    return NULL;
  }
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  for (guint i = 0; i < self->apps->len; i++) {
    g_strv_builder_add (names, comms_app_get_name (self->apps->pdata[i]));
  }
  return g_strv_builder_end (names);
}

static void
carillon_app_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarillonAppList *self = CARILLON_APP_LIST (object);

  switch (id) {
  case PROP_STATE:
    g_value_set_static_string (value, self->state);
    break;
  case PROP_NAMES:
    g_value_set_object (value, self->names);
    break;
  case PROP_DEFAULT:
    g_value_set_uint (value, get_default (self));
    break;
  case PROP_PROBLEM:
    g_value_set_string (value, self->problem);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_app_list_dispose (GObject *object)
{
  CarillonAppList *self = CARILLON_APP_LIST (object);

  g_cancellable_cancel (self->cancellable);
  G_OBJECT_CLASS (carillon_app_list_parent_class)->dispose (object);
}

static void
carillon_app_list_finalize (GObject *object)
{
  CarillonAppList *self = CARILLON_APP_LIST (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->client);
  g_clear_object (&self->names);
  g_ptr_array_unref (self->apps);
  g_free (self->problem);
  G_OBJECT_CLASS (carillon_app_list_parent_class)->finalize (object);
}

static void
carillon_app_list_class_init (CarillonAppListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = carillon_app_list_get_property;
  object_class->dispose = carillon_app_list_dispose;
  object_class->finalize = carillon_app_list_finalize;
  properties[PROP_STATE] = g_param_spec_string ("state", NULL, NULL, NULL, flags);
  properties[PROP_NAMES] = g_param_spec_object ("names", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  properties[PROP_DEFAULT] = g_param_spec_uint ("default", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_PROBLEM] = g_param_spec_string ("problem", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
carillon_app_list_init (CarillonAppList *self)
{
  self->apps = g_ptr_array_new_with_free_func (g_object_unref);
  self->names = gtk_string_list_new (NULL);
  self->state = "loading";
}

/**
 * carillon_app_list_new:
 * @client: whom to ask
 *
 * Returns: (transfer full): the Apps, which are being loaded
 */
CarillonAppList *
carillon_app_list_new (CommsClient *client)
{
  g_return_val_if_fail (COMMS_IS_CLIENT (client), NULL);

  CarillonAppList *self = g_object_new (CARILLON_TYPE_APP_LIST, NULL);
  self->client = g_object_ref (client);
  carillon_app_list_load (self);
  return self;
}
