/* What the index is follows from three things: what the archive said last, the crawl that runs, and
 * what went wrong last. While a crawl runs the archive is asked from time to time; when it has
 * ended, however it has, the archive is asked once more, and only then is it over. */

#include "carillon-index-private.h"

static GParamSpec *properties[CARILLON_INDEX_PROP_CHANGES + 1];

G_DEFINE_ENUM_TYPE (CarillonIndexState,
                    carillon_index_state,
                    G_DEFINE_ENUM_VALUE (CARILLON_INDEX_UNKNOWN, "unknown"),
                    G_DEFINE_ENUM_VALUE (CARILLON_INDEX_NEVER_BUILT, "never-built"),
                    G_DEFINE_ENUM_VALUE (CARILLON_INDEX_RUNNING, "running"),
                    G_DEFINE_ENUM_VALUE (CARILLON_INDEX_PAUSED, "paused"),
                    G_DEFINE_ENUM_VALUE (CARILLON_INDEX_INTERRUPTED, "interrupted"),
                    G_DEFINE_ENUM_VALUE (CARILLON_INDEX_FAILED, "failed"),
                    G_DEFINE_ENUM_VALUE (CARILLON_INDEX_DONE, "done"))

G_DEFINE_FINAL_TYPE (CarillonIndex, carillon_index, G_TYPE_OBJECT)

static const ArchiveIndexState nothing = {
  .began_at = -1,
  .finished_at = -1,
  .complete_since = -1,
};

static const ArchiveIndexState *
get_found (CarillonIndex *self)
{
  return self->found != NULL ? self->found : &nothing;
}

/* Of the crawl that runs or ran last. */
guint64
carillon_index_count_seen (CarillonIndex *self)
{
  return self->crawl != NULL ? dispatch_crawl_get_n_users (self->crawl) : get_found (self)->n_seen;
}

static guint64
count_failures (CarillonIndex *self)
{
  return self->crawl != NULL ? dispatch_crawl_get_n_failures (self->crawl)
                             : get_found (self)->n_failures;
}

static ArchiveCrawlPhase
get_phase (CarillonIndex *self)
{
  return self->crawl != NULL ? dispatch_crawl_get_phase (self->crawl) : get_found (self)->phase;
}

void
carillon_index_notify (CarillonIndex *self, CarillonIndexProperty first, CarillonIndexProperty last)
{
  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = first; i <= last; i++) {
    g_object_notify_by_pspec (G_OBJECT (self), properties[i]);
  }
  g_object_thaw_notify (G_OBJECT (self));
}

static void
notify_all (CarillonIndex *self)
{
  carillon_index_notify (self, CARILLON_INDEX_PROP_STATE, CARILLON_INDEX_PROP_ERROR);
}

void
carillon_index_note_change (CarillonIndex *self)
{
  self->changes++;
  carillon_index_notify (self, CARILLON_INDEX_PROP_CHANGES, CARILLON_INDEX_PROP_CHANGES);
}

void
carillon_index_take_error (CarillonIndex *self, GError *error)
{
  g_clear_error (&self->error);
  self->error = error;
}

GWeakRef *
carillon_index_make_weak (CarillonIndex *self)
{
  GWeakRef *weak = g_new (GWeakRef, 1);

  g_weak_ref_init (weak, self);
  return weak;
}

CarillonIndex *
carillon_index_from_weak (GWeakRef *weak)
{
  CarillonIndex *self = g_weak_ref_get (weak);

  g_weak_ref_clear (weak);
  g_free (weak);
  return self;
}

/* A crawl that is over is let go of once the archive has said what it left. */
static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonIndex) self = carillon_index_from_weak (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (ArchiveIndexState) found =
    archive_store_index_state_finish (ARCHIVE_STORE (source), result, &error);

  /* It is being asked again, or the session is over. The answer may be there all the same. */
  if (self == NULL || g_task_get_cancellable (G_TASK (result)) != self->reading) {
    return;
  }
  g_clear_object (&self->reading);
  if (found != NULL) {
    g_clear_pointer (&self->found, archive_index_state_free);
    self->found = g_steal_pointer (&found);
  } else if (self->error == NULL) {
    carillon_index_take_error (self, g_steal_pointer (&error));
  }
  if (self->is_over) {
    carillon_index_drop_crawl (self);
    carillon_index_note_change (self);
  }
  notify_all (self);
}

void
carillon_index_read (CarillonIndex *self)
{
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  self->reading = g_cancellable_new ();
  archive_store_read_index_async (self->store, self->account_id, self->reading, on_read,
                                  carillon_index_make_weak (self));
}

/**
 * carillon_index_changed:
 * @self: an index
 *
 * For whoever has written what was done at the API into the index: its numbers are read again, and
 * lists learn that theirs are old.
 */
void
carillon_index_changed (CarillonIndex *self)
{
  g_return_if_fail (CARILLON_IS_INDEX (self));

  carillon_index_read (self);
  carillon_index_note_change (self);
}

CarillonIndexState
carillon_index_get_state (CarillonIndex *self)
{
  g_return_val_if_fail (CARILLON_IS_INDEX (self), CARILLON_INDEX_UNKNOWN);

  if (self->crawl != NULL) {
    return dispatch_crawl_get_paused (self->crawl) ? CARILLON_INDEX_PAUSED : CARILLON_INDEX_RUNNING;
  }
  if (self->error != NULL) {
    return CARILLON_INDEX_FAILED;
  }
  if (self->found == NULL) {
    return CARILLON_INDEX_UNKNOWN;
  }
  switch (self->found->phase) {
  case ARCHIVE_CRAWL_NONE:
    return CARILLON_INDEX_NEVER_BUILT;
  case ARCHIVE_CRAWL_DONE:
    return CARILLON_INDEX_DONE;
  case ARCHIVE_CRAWL_LISTING:
  case ARCHIVE_CRAWL_RETRYING:
  case ARCHIVE_CRAWL_SWEEPING:
  default:
    return CARILLON_INDEX_INTERRUPTED;
  }
}

guint
carillon_index_get_changes (CarillonIndex *self)
{
  g_return_val_if_fail (CARILLON_IS_INDEX (self), 0);

  return self->changes;
}

/**
 * carillon_index_get_found:
 * @self: an index
 *
 * Returns: (nullable): what the archive said last of the index; %NULL until it did
 */
const ArchiveIndexState *
carillon_index_get_found (CarillonIndex *self)
{
  g_return_val_if_fail (CARILLON_IS_INDEX (self), NULL);

  return self->found;
}

/**
 * carillon_index_set_page_size:
 * @self: an index
 * @size: how many users its crawls list at once
 */
void
carillon_index_set_page_size (CarillonIndex *self, guint size)
{
  g_return_if_fail (CARILLON_IS_INDEX (self));
  g_return_if_fail (size > 0 && size <= COMMS_MAX_PAGE_SIZE);

  self->page_size = size;
}

/**
 * carillon_index_new:
 * @client: whom a crawl asks
 * @store: where the index is
 * @account_id: of @client
 *
 * Begins to read what the archive has; nothing goes out.
 *
 * Returns: (transfer full): the index
 */
CarillonIndex *
carillon_index_new (CommsClient *client, ArchiveStore *store, const char *account_id)
{
  g_return_val_if_fail (COMMS_IS_CLIENT (client), NULL);
  g_return_val_if_fail (ARCHIVE_IS_STORE (store), NULL);
  g_return_val_if_fail (account_id != NULL, NULL);

  CarillonIndex *self = g_object_new (CARILLON_TYPE_INDEX, NULL);
  self->client = g_object_ref (client);
  self->store = g_object_ref (store);
  self->account_id = g_strdup (account_id);
  carillon_index_read (self);
  return self;
}

static void
carillon_index_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarillonIndex *self = CARILLON_INDEX (object);

  switch ((CarillonIndexProperty) id) {
  case CARILLON_INDEX_PROP_STATE:
    g_value_set_enum (value, (int) carillon_index_get_state (self));
    break;
  case CARILLON_INDEX_PROP_PHASE:
    g_value_set_uint (value, get_phase (self));
    break;
  case CARILLON_INDEX_PROP_N_SEEN:
    g_value_set_uint64 (value, carillon_index_count_seen (self));
    break;
  case CARILLON_INDEX_PROP_N_FAILURES:
    g_value_set_uint64 (value, count_failures (self));
    break;
  case CARILLON_INDEX_PROP_RATE:
    g_value_set_double (value, carillon_index_measure_rate (self));
    break;
  case CARILLON_INDEX_PROP_WAIT:
    g_value_set_uint (value, carillon_index_measure_wait (self));
    break;
  case CARILLON_INDEX_PROP_N_USERS:
    g_value_set_uint64 (value, get_found (self)->n_users);
    break;
  case CARILLON_INDEX_PROP_N_REGISTRATIONS:
    g_value_set_uint64 (value, get_found (self)->n_registrations);
    break;
  case CARILLON_INDEX_PROP_N_DEVICES:
    g_value_set_uint64 (value, get_found (self)->n_devices);
    break;
  case CARILLON_INDEX_PROP_COMPLETE_SINCE:
    g_value_set_int64 (value, get_found (self)->complete_since);
    break;
  case CARILLON_INDEX_PROP_FINISHED_AT:
    g_value_set_int64 (value, get_found (self)->finished_at);
    break;
  case CARILLON_INDEX_PROP_ERROR:
    g_value_set_boxed (value, self->error);
    break;
  case CARILLON_INDEX_PROP_CHANGES:
    g_value_set_uint (value, self->changes);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_index_dispose (GObject *object)
{
  CarillonIndex *self = CARILLON_INDEX (object);

  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  carillon_index_drop_crawl (self);
  g_clear_object (&self->client);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (carillon_index_parent_class)->dispose (object);
}

static void
carillon_index_finalize (GObject *object)
{
  CarillonIndex *self = CARILLON_INDEX (object);

  g_clear_pointer (&self->found, archive_index_state_free);
  g_clear_error (&self->error);
  g_free (self->account_id);
  G_OBJECT_CLASS (carillon_index_parent_class)->finalize (object);
}

static GParamSpec *
count_spec (const char *name, GParamFlags flags)
{
  return g_param_spec_uint64 (name, NULL, NULL, 0, G_MAXUINT64, 0, flags);
}

static void
carillon_index_class_init (CarillonIndexClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = carillon_index_get_property;
  object_class->dispose = carillon_index_dispose;
  object_class->finalize = carillon_index_finalize;
  properties[CARILLON_INDEX_PROP_STATE] = g_param_spec_enum (
    "state", NULL, NULL, CARILLON_TYPE_INDEX_STATE, CARILLON_INDEX_UNKNOWN, flags);
  properties[CARILLON_INDEX_PROP_PHASE] =
    g_param_spec_uint ("phase", NULL, NULL, 0, ARCHIVE_CRAWL_DONE, ARCHIVE_CRAWL_NONE, flags);
  properties[CARILLON_INDEX_PROP_N_SEEN] = count_spec ("n-seen", flags);
  properties[CARILLON_INDEX_PROP_N_FAILURES] = count_spec ("n-failures", flags);
  properties[CARILLON_INDEX_PROP_RATE] =
    g_param_spec_double ("rate", NULL, NULL, 0, G_MAXDOUBLE, 0, flags);
  properties[CARILLON_INDEX_PROP_WAIT] =
    g_param_spec_uint ("wait", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[CARILLON_INDEX_PROP_N_USERS] = count_spec ("n-users", flags);
  properties[CARILLON_INDEX_PROP_N_REGISTRATIONS] = count_spec ("n-registrations", flags);
  properties[CARILLON_INDEX_PROP_N_DEVICES] = count_spec ("n-devices", flags);
  properties[CARILLON_INDEX_PROP_COMPLETE_SINCE] =
    g_param_spec_int64 ("complete-since", NULL, NULL, -1, G_MAXINT64, -1, flags);
  properties[CARILLON_INDEX_PROP_FINISHED_AT] =
    g_param_spec_int64 ("finished-at", NULL, NULL, -1, G_MAXINT64, -1, flags);
  properties[CARILLON_INDEX_PROP_ERROR] =
    g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  properties[CARILLON_INDEX_PROP_CHANGES] =
    g_param_spec_uint ("changes", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
carillon_index_init (CarillonIndex *self)
{
}
