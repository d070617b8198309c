#include "carillon-facts.h"

#include <archive-recent.h>

/* While a crawl runs the index changes all the time; its users are read again when it has been
 * quiet so long, in seconds. */
#define INDEX_QUIET 2

/* The API allows ten Apps, so one page has them all. */
#define N_APPS 50

struct _CarillonFacts {
  GObject parent_instance;

  CarillonSession *session;  /* (owned) */
  GCancellable *cancellable; /* (owned): ends with this */
  DispatchDraft *draft;      /* (owned) (nullable) */
  DispatchFacts *facts;      /* (owned) (nullable) */

  /* What they are made of, each once it has come. */
  CommsPage *apps;          /* (owned) (nullable) */
  ArchiveUserHashes *users; /* (owned) (nullable) */
  GPtrArray *recent;        /* (owned) (nullable): of ArchiveRecent */

  guint quiet; /* source ID */
};

enum {
  PROP_DRAFT = 1,
  PROP_FACTS,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (CarillonFacts, carillon_facts, G_TYPE_OBJECT)

static gboolean
is_of (const CommsDefaultCredential *credential, const char *provider)
{
  return credential->credential_type != NULL &&
         g_str_has_prefix (credential->credential_type, provider);
}

/* APN_SANDBOX reaches Apple's devices, too. */
static DispatchCredential
find_credential (CommsApp *app, const char *provider)
{
  for (guint i = 0; i < comms_app_get_n_default_credentials (app); i++) {
    CommsDefaultCredential credential;
    if (comms_app_get_default_credential (app, i, &credential) && is_of (&credential, provider)) {
      return DISPATCH_CREDENTIAL_PRESENT;
    }
  }
  return DISPATCH_CREDENTIAL_MISSING;
}

/* The App that the draft is sent by. */
static CommsApp *
find_app (CarillonFacts *self)
{
  GPtrArray *apps = self->apps != NULL ? comms_page_get_items (self->apps) : NULL;
  DispatchSender sender =
    self->draft != NULL ? dispatch_draft_get_sender (self->draft) : DISPATCH_SENDER_CREDENTIALS;

  for (guint i = 0; apps != NULL && i < apps->len; i++) {
    CommsApp *app = apps->pdata[i];
    gboolean is_default = sender == DISPATCH_SENDER_DEFAULT && comms_app_get_is_default (app);
    gboolean is_named =
      sender == DISPATCH_SENDER_APP &&
      g_strcmp0 (comms_app_get_name (app), dispatch_draft_get_app_name (self->draft)) == 0;
    if (is_default || is_named) {
      return app;
    }
  }
  return NULL;
}

static void
add_recent (const CarillonFacts *self, DispatchFacts *facts)
{
  gint64 since = g_get_real_time () - DISPATCH_RECENT_HOURS * G_TIME_SPAN_HOUR;

  for (guint i = 0; self->recent != NULL && i < self->recent->len; i++) {
    const ArchiveRecent *recent = self->recent->pdata[i];
    if (recent->sent_at >= since) {
      dispatch_facts_add_recent (facts, recent->send_id, recent->name, recent->sent_at,
                                 recent->addresses);
    }
  }
}

/* An owner of the archive is one of the check's. */
G_STATIC_ASSERT (sizeof (ArchiveOwner) == sizeof (DispatchOwner));
G_STATIC_ASSERT (G_STRUCT_OFFSET (ArchiveOwner, user) == G_STRUCT_OFFSET (DispatchOwner, user));

static void
renew (CarillonFacts *self)
{
  CommsApp *app = find_app (self);
  DispatchFacts *facts = dispatch_facts_new ();

  if (app != NULL) {
    dispatch_facts_set_credential (facts, "FCM", find_credential (app, "FCM"));
    dispatch_facts_set_credential (facts, "APN", find_credential (app, "APN"));
  }
  if (self->users != NULL) {
    dispatch_facts_set_users (facts, self->users->is_complete ? self->users->users : NULL);
    dispatch_facts_set_owners (facts, self->users->owners);
  }
  add_recent (self, facts);
  g_clear_pointer (&self->facts, dispatch_facts_unref);
  self->facts = facts;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FACTS]);
}

/* Calls are cancelled when this is stopped; one that had its answer already is too late. */

static void
on_apps (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonFacts) self = user_data;
  g_autoptr (CommsPage) apps = comms_client_list_finish (COMMS_CLIENT (source), result, NULL);

  if (apps != NULL && self->session != NULL) {
    g_set_object (&self->apps, apps);
    renew (self);
  }
}

static void
on_users (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonFacts) self = user_data;
  g_autoptr (ArchiveUserHashes) users =
    archive_store_list_user_hashes_finish (ARCHIVE_STORE (source), result, NULL);

  if (users != NULL && self->session != NULL) {
    g_clear_pointer (&self->users, archive_user_hashes_free);
    self->users = g_steal_pointer (&users);
    renew (self);
  }
}

static void
on_recent (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonFacts) self = user_data;
  g_autoptr (GPtrArray) recent =
    archive_store_list_recent_finish (ARCHIVE_STORE (source), result, NULL);

  if (recent != NULL && self->session != NULL) {
    g_clear_pointer (&self->recent, g_ptr_array_unref);
    self->recent = g_steal_pointer (&recent);
    renew (self);
  }
}

static const char *
get_account_id (CarillonFacts *self)
{
  return carillon_account_get_id (carillon_session_get_account (self->session));
}

static void
ask_for_apps (CarillonFacts *self)
{
  static const CommsPageRequest page = { .size = N_APPS };

  comms_client_list_apps_async (carillon_session_get_client (self->session), NULL, &page,
                                self->cancellable, on_apps, g_object_ref (self));
}

static void
ask_for_users (CarillonFacts *self)
{
  archive_store_list_user_hashes_async (carillon_session_get_store (self->session),
                                        get_account_id (self), self->cancellable, on_users,
                                        g_object_ref (self));
}

static void
ask_for_recent (CarillonFacts *self)
{
  gint64 since = g_get_real_time () - DISPATCH_RECENT_HOURS * G_TIME_SPAN_HOUR;

  archive_store_list_recent_async (carillon_session_get_store (self->session),
                                   get_account_id (self), since, self->cancellable, on_recent,
                                   g_object_ref (self));
}

static gboolean
on_quiet (gpointer user_data)
{
  CarillonFacts *self = user_data;

  self->quiet = 0;
  ask_for_users (self);
  return G_SOURCE_REMOVE;
}

static void
on_index_changed (CarillonFacts *self)
{
  g_clear_handle_id (&self->quiet, g_source_remove);
  if (self->session == NULL) {
    return;
  }
  self->quiet = g_timeout_add_seconds (INDEX_QUIET, on_quiet, self);
}

/**
 * carillon_facts_stop:
 * @self: the facts
 *
 * Nobody wants to know any more, though a call under way may still hold @self.
 */
void
carillon_facts_stop (CarillonFacts *self)
{
  g_return_if_fail (CARILLON_IS_FACTS (self));

  g_object_run_dispose (G_OBJECT (self));
}

/**
 * carillon_facts_refresh:
 * @self: the facts
 *
 * Apps are changed elsewhere, and sends are begun.
 */
void
carillon_facts_refresh (CarillonFacts *self)
{
  g_return_if_fail (CARILLON_IS_FACTS (self));

  ask_for_apps (self);
  ask_for_recent (self);
}

static void
set_draft (CarillonFacts *self, DispatchDraft *draft)
{
  if (self->draft == draft) {
    return;
  }
  if (self->draft != NULL) {
    g_signal_handlers_disconnect_by_data (self->draft, self);
  }
  g_set_object (&self->draft, draft);
  if (draft != NULL) {
    g_signal_connect_swapped (draft, "notify::sender", G_CALLBACK (renew), self);
    g_signal_connect_swapped (draft, "notify::app-name", G_CALLBACK (renew), self);
    ask_for_recent (self);
    renew (self);
  }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DRAFT]);
}

static void
carillon_facts_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  const CarillonFacts *self = CARILLON_FACTS (object);

  switch (id) {
  case PROP_DRAFT:
    g_value_set_object (value, self->draft);
    break;
  case PROP_FACTS:
    g_value_set_boxed (value, self->facts);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_facts_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_DRAFT) {
    set_draft (CARILLON_FACTS (object), g_value_get_object (value));
  } else {
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_facts_dispose (GObject *object)
{
  CarillonFacts *self = CARILLON_FACTS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->quiet, g_source_remove);
  set_draft (self, NULL);
  g_clear_object (&self->session);
  g_clear_object (&self->apps);
  g_clear_pointer (&self->users, archive_user_hashes_free);
  g_clear_pointer (&self->recent, g_ptr_array_unref);
  g_clear_pointer (&self->facts, dispatch_facts_unref);
  G_OBJECT_CLASS (carillon_facts_parent_class)->dispose (object);
}

static void
carillon_facts_finalize (GObject *object)
{
  CarillonFacts *self = CARILLON_FACTS (object);

  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (carillon_facts_parent_class)->finalize (object);
}

static void
carillon_facts_class_init (CarillonFactsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = carillon_facts_get_property;
  object_class->set_property = carillon_facts_set_property;
  object_class->dispose = carillon_facts_dispose;
  object_class->finalize = carillon_facts_finalize;

  properties[PROP_DRAFT] =
    g_param_spec_object ("draft", NULL, NULL, DISPATCH_TYPE_DRAFT,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_FACTS] =
    g_param_spec_boxed ("facts", NULL, NULL, DISPATCH_TYPE_FACTS,
                        G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
carillon_facts_init (CarillonFacts *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * carillon_facts_new:
 * @session: an account
 *
 * Returns: (transfer full): facts that come in by and by
 */
CarillonFacts *
carillon_facts_new (CarillonSession *session)
{
  g_return_val_if_fail (CARILLON_IS_SESSION (session), NULL);

  CarillonFacts *self = g_object_new (CARILLON_TYPE_FACTS, NULL);
  self->session = g_object_ref (session);
  g_signal_connect_object (carillon_session_get_index (session), "notify::changes",
                           G_CALLBACK (on_index_changed), self, G_CONNECT_SWAPPED);
  ask_for_apps (self);
  ask_for_users (self);
  return self;
}
