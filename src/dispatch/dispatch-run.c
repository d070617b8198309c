/* One send, exactly once.
 *
 * A start walks over the requests in order, one at a time:
 *
 *   PLANNED, REJECTED ── build, journal POSTING ──► post ──► ACCEPTED: the next one
 *                        (fails: the walk ends,          ├─► REJECTED: the walk ends
 *                         nothing was posted)            └─► UNKNOWN: look it up by its tag
 *                                                              ├─► found: ACCEPTED, the next one
 *                                                              └─► not found: the walk ends
 *
 * What became of a request is journalled too. If that fails the journal keeps saying POSTING, which
 * is true of nothing but also never posted again: the next start, or the reconciliation after a
 * crash, mends it. So the journal is never ahead of the truth, and a failure to write it after a
 * request is no reason to tell the operator that the request failed.
 *
 * The client repeats by itself what cannot be sent twice by that, after 429 and where nothing was
 * written, and says how long it waits; so there is no such pace here.
 *
 * Cancelling ends the walk between requests, and such a wait. A request under way is never cut,
 * because that would only make its outcome unknown. */

#include "dispatch-run.h"

#include "dispatch-lookup.h"
#include "dispatch-plan.h"

typedef struct {
  ArchiveRequestState state;
  gboolean is_saved;  /* the journal says so */
  GError *error;      /* (owned) (nullable): why it is REJECTED or UNKNOWN */
  char *operation_id; /* (owned) (nullable): of an ACCEPTED one */
} Request;

struct _DispatchRun {
  GObject parent_instance;

  CommsClient *client; /* its own, so that what it tells of pauses is of this run */
  ArchiveStore *store;
  char *account_id;
  char *send_id;
  DispatchPlan *plan;
  Request *requests;
  guint n_requests;
  GPtrArray *operation_ids; /* of (unowned) char *: of the requests */
  gboolean is_begun;        /* the journal has the send */
  gboolean is_running;
  gint64 resumes_at; /* see the property */
  DispatchRunState state;
};

typedef enum {
  PROP_STATE = 1,
  PROP_N_ACCEPTED,
  PROP_RESUMES_AT,
} DispatchRunProperty;

static GParamSpec *properties[PROP_RESUMES_AT + 1];

G_DEFINE_ENUM_TYPE (DispatchRunState,
                    dispatch_run_state,
                    G_DEFINE_ENUM_VALUE (DISPATCH_RUN_READY, "ready"),
                    G_DEFINE_ENUM_VALUE (DISPATCH_RUN_POSTING, "posting"),
                    G_DEFINE_ENUM_VALUE (DISPATCH_RUN_RECONCILING, "reconciling"),
                    G_DEFINE_ENUM_VALUE (DISPATCH_RUN_ACCEPTED, "accepted"),
                    G_DEFINE_ENUM_VALUE (DISPATCH_RUN_REJECTED, "rejected"),
                    G_DEFINE_ENUM_VALUE (DISPATCH_RUN_UNKNOWN, "unknown"))
G_DEFINE_FINAL_TYPE (DispatchRun, dispatch_run, G_TYPE_OBJECT)

/* One start. */
typedef struct {
  guint index;       /* of the request it is at */
  gboolean posted;   /* that request was posted by this start */
  GError *unsettled; /* (owned) (nullable): of the first request that was and stays UNKNOWN */
} Walk;

typedef struct {
  DispatchPlan *plan; /* (owned) */
  guint index;
} Build;

static void step (GTask *task);

static void
walk_free (Walk *walk)
{
  g_clear_error (&walk->unsettled);
  g_free (walk);
}

static void
build_free (Build *build)
{
  g_clear_pointer (&build->plan, dispatch_plan_unref);
  g_free (build);
}

static void
set_resumes_at (DispatchRun *self, gint64 resumes_at)
{
  if (self->resumes_at != resumes_at) {
    self->resumes_at = resumes_at;
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RESUMES_AT]);
  }
}

static void
on_retrying (DispatchRun *self, guint attempt, guint wait, GError *error)
{
  set_resumes_at (self, g_get_monotonic_time () + (gint64) wait * 1000);
}

/**
 * dispatch_run_new:
 * @client: whom to send to
 * @store: where to keep the journal
 * @account_id: of @client
 * @draft: what to send; it may be edited afterwards
 *
 * Returns: (transfer full): a run that is ready to start, with a fresh send ID
 */
DispatchRun *
dispatch_run_new (CommsClient *client,
                  ArchiveStore *store,
                  const char *account_id,
                  DispatchDraft *draft)
{
  g_return_val_if_fail (DISPATCH_IS_DRAFT (draft), NULL);

  return dispatch_run_new_for_snapshot (client, store, account_id, dispatch_snapshot_new (draft));
}

/**
 * dispatch_run_new_for_snapshot:
 * @client: whom to send to
 * @store: where to keep the journal
 * @account_id: of @client
 * @snapshot: (transfer full): what to send, as it was looked at
 *
 * Returns: (transfer full): a run that is ready to start, with a fresh send ID
 */
DispatchRun *
dispatch_run_new_for_snapshot (CommsClient *client,
                               ArchiveStore *store,
                               const char *account_id,
                               DispatchSnapshot *snapshot)
{
  g_return_val_if_fail (COMMS_IS_CLIENT (client), NULL);
  g_return_val_if_fail (ARCHIVE_IS_STORE (store), NULL);
  g_return_val_if_fail (account_id != NULL && snapshot != NULL, NULL);

  DispatchRun *self = g_object_new (DISPATCH_TYPE_RUN, NULL);
  self->client = comms_client_derive (client, comms_client_get_retry_policy (client));
  g_signal_connect_object (self->client, "retrying", G_CALLBACK (on_retrying), self,
                           G_CONNECT_SWAPPED);
  self->store = g_object_ref (store);
  self->account_id = g_strdup (account_id);
  self->send_id = g_uuid_string_random ();
  self->plan = dispatch_plan_new (snapshot, self->send_id);
  self->n_requests = dispatch_plan_get_n_requests (self->plan);
  self->requests = g_new0 (Request, self->n_requests);
  for (guint i = 0; i < self->n_requests; i++) {
    self->requests[i] = (Request){ .state = ARCHIVE_REQUEST_PLANNED, .is_saved = TRUE };
  }
  return self;
}

/**
 * dispatch_run_get_send_id:
 * @self: a run
 *
 * Returns: the ID under which the journal has it, and the first part of the tag of its requests
 */
const char *
dispatch_run_get_send_id (DispatchRun *self)
{
  g_return_val_if_fail (DISPATCH_IS_RUN (self), NULL);

  return self->send_id;
}

/**
 * dispatch_run_get_state:
 * @self: a run
 *
 * Returns: how far it is, or how its last start ended
 */
DispatchRunState
dispatch_run_get_state (DispatchRun *self)
{
  g_return_val_if_fail (DISPATCH_IS_RUN (self), DISPATCH_RUN_READY);

  return self->state;
}

/**
 * dispatch_run_get_n_requests:
 * @self: a run
 *
 * Returns: how many requests its recipients are cut into
 */
guint
dispatch_run_get_n_requests (DispatchRun *self)
{
  g_return_val_if_fail (DISPATCH_IS_RUN (self), 0);

  return self->n_requests;
}

/**
 * dispatch_run_get_resumes_at:
 * @self: a run
 *
 * Returns: when the last pause between two attempts of a request ends, in microseconds of
 *   g_get_monotonic_time(); in the past once it has ended, 0 where there was none
 */
gint64
dispatch_run_get_resumes_at (DispatchRun *self)
{
  g_return_val_if_fail (DISPATCH_IS_RUN (self), 0);

  return self->resumes_at;
}

/**
 * dispatch_run_get_operation_ids:
 * @self: a run
 *
 * Returns: (transfer none) (element-type utf8): the operations that requests became, in the order
 *   in which that became known
 */
GPtrArray *
dispatch_run_get_operation_ids (DispatchRun *self)
{
  g_return_val_if_fail (DISPATCH_IS_RUN (self), NULL);

  return self->operation_ids;
}

static void
set_state (DispatchRun *self, DispatchRunState state)
{
  if (self->state != state) {
    self->state = state;
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
  }
}

static Request *
get_request (GTask *task)
{
  DispatchRun *self = g_task_get_source_object (task);
  const Walk *walk = g_task_get_task_data (task);

  return &self->requests[walk->index];
}

static guint
count (DispatchRun *self, ArchiveRequestState state)
{
  guint n = 0;

  for (guint i = 0; i < self->n_requests; i++) {
    n += self->requests[i].state == state;
  }
  return n;
}

static gboolean
is_stop (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* A request that was stopped while it waited is REJECTED in the journal, where it cannot become
 * PLANNED again; but nobody refused it. */
static gboolean
has_refused (DispatchRun *self)
{
  for (guint i = 0; i < self->n_requests; i++) {
    if (self->requests[i].state == ARCHIVE_REQUEST_REJECTED && !is_stop (self->requests[i].error)) {
      return TRUE;
    }
  }
  return FALSE;
}

static DispatchRunState
judge (DispatchRun *self, const GError *error)
{
  if (count (self, ARCHIVE_REQUEST_UNKNOWN) > 0) {
    return DISPATCH_RUN_UNKNOWN;
  }
  if (error == NULL) {
    return DISPATCH_RUN_ACCEPTED;
  }
  return is_stop (error) && !has_refused (self) ? DISPATCH_RUN_READY : DISPATCH_RUN_REJECTED;
}

/* The end of every start. @error: (transfer full) (nullable) */
static void
conclude (GTask *finished, GError *error)
{
  g_autoptr (GTask) task = finished;
  DispatchRun *self = g_task_get_source_object (task);
  Walk *walk = g_task_get_task_data (task);

  if (error == NULL) {
    error = g_steal_pointer (&walk->unsettled);
  }
  self->is_running = FALSE;
  set_state (self, judge (self, error));
  if (error != NULL) {
    g_task_return_error (task, error);
  } else {
    g_task_return_boolean (task, TRUE);
  }
}

static void
go_on (GTask *task)
{
  Walk *walk = g_task_get_task_data (task);

  walk->index++;
  walk->posted = FALSE;
  step (task);
}

static void
note_accepted (GTask *task, char *operation_id)
{
  DispatchRun *self = g_task_get_source_object (task);
  Request *request = get_request (task);

  request->state = ARCHIVE_REQUEST_ACCEPTED;
  request->operation_id = operation_id;
  g_clear_error (&request->error);
  g_ptr_array_add (self->operation_ids, operation_id);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ACCEPTED]);
}

static void save (GTask *task);

static void
on_looked_up (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  DispatchRun *self = g_task_get_source_object (task);
  Walk *walk = g_task_get_task_data (task);
  const Request *request = get_request (task);
  char *operation_id = NULL;

  set_state (self, DISPATCH_RUN_POSTING);
  /* Whether the API has nothing of it or could not be asked, it stays unknown. */
  dispatch_lookup_finish (result, &operation_id, NULL);
  if (operation_id != NULL) {
    note_accepted (task, operation_id);
    save (task);
  } else if (walk->posted) {
    conclude (task, g_error_copy (request->error));
  } else {
    if (walk->unsettled == NULL) {
      walk->unsettled = g_error_copy (request->error);
    }
    go_on (task);
  }
}

static void
look_up (GTask *task)
{
  DispatchRun *self = g_task_get_source_object (task);
  const Walk *walk = g_task_get_task_data (task);

  set_state (self, DISPATCH_RUN_RECONCILING);
  dispatch_lookup_async (self->client, self->send_id, walk->index, g_task_get_cancellable (task),
                         on_looked_up, task);
}

/* Only the client knows what was proven, and only of its own errors and of waits that were ended.
 */
static gboolean
is_proven (const GError *error)
{
  return is_stop (error) ||
         (error->domain == COMMS_ERROR && !comms_error_is_outcome_unknown (error));
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Request *request = get_request (task);
  GError *error = NULL;
  char *operation_id = comms_client_send_finish (COMMS_CLIENT (source), result, &error);

  set_resumes_at (g_task_get_source_object (task), 0);
  if (operation_id != NULL) {
    note_accepted (task, operation_id);
  } else {
    request->state = is_proven (error) ? ARCHIVE_REQUEST_REJECTED : ARCHIVE_REQUEST_UNKNOWN;
    g_clear_error (&request->error);
    request->error = error;
  }
  save (task);
}

typedef struct {
  GTask *task;  /* (owned) */
  GBytes *body; /* (owned) */
} Posting;

static void
posting_free (Posting *posting)
{
  g_clear_object (&posting->task);
  g_clear_pointer (&posting->body, g_bytes_unref);
  g_free (posting);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Posting, posting_free)

/* From here on the request may have been sent, whatever happens to this program. */
static void
on_journalled (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Posting) posting = user_data;
  GTask *task = g_steal_pointer (&posting->task);
  DispatchRun *self = g_task_get_source_object (task);
  Walk *walk = g_task_get_task_data (task);
  GError *error = NULL;

  if (!archive_store_write_finish (ARCHIVE_STORE (source), result, &error)) {
    conclude (task, error);
    return;
  }
  walk->posted = TRUE;
  get_request (task)->state = ARCHIVE_REQUEST_POSTING;
  get_request (task)->is_saved = FALSE;
  comms_client_send_full_async (self->client, posting->body, COMMS_SEND_UNCUT,
                                g_task_get_cancellable (task), on_sent, task);
}

static void
on_built (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  DispatchRun *self = g_task_get_source_object (task);
  const Walk *walk = g_task_get_task_data (task);
  Posting *posting = g_new0 (Posting, 1);

  posting->task = task;
  posting->body = g_task_propagate_pointer (G_TASK (result), NULL);
  archive_store_mark_request_async (self->store, self->send_id, walk->index,
                                    ARCHIVE_REQUEST_POSTING, NULL, NULL, NULL, on_journalled,
                                    posting);
}

static void
build_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Build *build = task_data;

  g_task_return_pointer (task, dispatch_plan_build (build->plan, build->index),
                         (GDestroyNotify) g_bytes_unref);
}

static void
post (GTask *task)
{
  DispatchRun *self = g_task_get_source_object (task);
  const Walk *walk = g_task_get_task_data (task);
  Build *build = g_new0 (Build, 1);

  build->plan = dispatch_plan_ref (self->plan);
  build->index = walk->index;
  g_autoptr (GTask) builder = g_task_new (NULL, NULL, on_built, task);
  g_task_set_source_tag (builder, post);
  g_task_set_task_data (builder, build, (GDestroyNotify) build_free);
  g_task_run_in_thread (builder, build_in_thread);
}

/* What to do with the request the walk is at. */
static void
handle (GTask *task)
{
  const Walk *walk = g_task_get_task_data (task);
  const Request *request = get_request (task);

  switch (request->state) {
  case ARCHIVE_REQUEST_PLANNED:
    post (task);
    break;
  case ARCHIVE_REQUEST_REJECTED:
    if (walk->posted) {
      conclude (task, g_error_copy (request->error));
    } else {
      post (task);
    }
    break;
  case ARCHIVE_REQUEST_ACCEPTED:
    go_on (task);
    break;
  case ARCHIVE_REQUEST_UNKNOWN:
    look_up (task);
    break;
  case ARCHIVE_REQUEST_POSTING:
  case ARCHIVE_REQUEST_ABANDONED:
  default:
    g_assert_not_reached ();
  }
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  g_autoptr (GError) error = NULL;

  get_request (task)->is_saved =
    archive_store_write_finish (ARCHIVE_STORE (source), result, &error);
  if (error != NULL) {
    g_debug ("The journal still says that a request is being posted: %s", error->message);
  }
  handle (task);
}

static void
save (GTask *task)
{
  DispatchRun *self = g_task_get_source_object (task);
  const Walk *walk = g_task_get_task_data (task);
  Request *request = get_request (task);

  request->is_saved = FALSE;
  archive_store_mark_request_async (
    self->store, self->send_id, walk->index, request->state, request->operation_id,
    request->error != NULL ? request->error->message : NULL, NULL, on_saved, task);
}

static void
step (GTask *task)
{
  DispatchRun *self = g_task_get_source_object (task);
  const Walk *walk = g_task_get_task_data (task);
  GError *error = NULL;

  if (walk->index == self->n_requests) {
    conclude (task, NULL);
  } else if (g_cancellable_set_error_if_cancelled (g_task_get_cancellable (task), &error)) {
    conclude (task, error);
  } else if (!get_request (task)->is_saved) {
    save (task);
  } else {
    handle (task);
  }
}

static void
on_begun (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  DispatchRun *self = g_task_get_source_object (task);
  GError *error = NULL;

  self->is_begun = archive_store_write_finish (ARCHIVE_STORE (source), result, &error);
  if (self->is_begun) {
    step (task);
  } else {
    conclude (task, error);
  }
}

/* What the journal keeps of a plan. */
typedef struct {
  char *json;
  char *name;
  GBytes *addresses;
} Description;

static void
description_free (Description *self)
{
  g_free (self->json);
  g_free (self->name);
  g_bytes_unref (self->addresses);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Description, description_free)

static void
on_described (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  DispatchRun *self = g_task_get_source_object (task);
  g_autoptr (Description) described = g_task_propagate_pointer (G_TASK (result), NULL);

  archive_store_begin_send_async (self->store, self->account_id, self->send_id, described->json,
                                  described->name, described->addresses,
                                  dispatch_plan_get_n_recipients (self->plan), self->n_requests,
                                  NULL, on_begun, task);
}

static void
describe_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const DispatchPlan *plan = task_data;
  Description *described = g_new0 (Description, 1);

  described->json = dispatch_plan_to_json (plan);
  described->name = dispatch_plan_dup_name (plan);
  described->addresses = dispatch_plan_hash_addresses (plan);
  g_task_return_pointer (task, described, (GDestroyNotify) description_free);
}

static void
begin (GTask *task)
{
  DispatchRun *self = g_task_get_source_object (task);
  g_autoptr (GTask) describer = g_task_new (NULL, NULL, on_described, task);

  g_task_set_source_tag (describer, begin);
  g_task_set_task_data (describer, dispatch_plan_ref (self->plan),
                        (GDestroyNotify) dispatch_plan_unref);
  g_task_run_in_thread (describer, describe_in_thread);
}

/**
 * dispatch_run_start_async:
 * @self: a run that is not running
 * @cancellable: (nullable): ends it before the next request
 * @callback: called when there is no more to do
 * @user_data: for @callback
 *
 * Posts, in order, each request that is not yet posted or is proven not to have been acted on, and
 * looks up those whose outcome is unknown; accepted and unknown ones are never posted again.
 */
void
dispatch_run_start_async (DispatchRun *self,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_return_if_fail (DISPATCH_IS_RUN (self));

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, dispatch_run_start_async);
  g_task_set_task_data (task, g_new0 (Walk, 1), (GDestroyNotify) walk_free);
  /* What was accepted stays accepted, whenever the cancellation came. */
  g_task_set_check_cancellable (task, FALSE);
  if (self->is_running || self->n_requests == 0) {
    g_task_return_new_error (
      task, G_IO_ERROR, self->is_running ? G_IO_ERROR_PENDING : G_IO_ERROR_INVALID_DATA,
      self->is_running ? "the run is under way" : "there is nobody to send to");
    g_object_unref (task);
    return;
  }

  self->is_running = TRUE;
  set_state (self, DISPATCH_RUN_POSTING);
  if (self->is_begun) {
    step (task);
  } else {
    begin (task);
  }
}

/**
 * dispatch_run_start_finish:
 * @self: a run
 * @result: what the callback was given
 * @error: return location for the error that stopped it: a [error@Comms.Error] of a request, a
 *   [error@Archive.Error] where the journal could not be written and so nothing more was posted,
 *   or %G_IO_ERROR_CANCELLED, %G_IO_ERROR_PENDING, %G_IO_ERROR_INVALID_DATA
 *
 * Returns: whether every request is accepted
 */
gboolean
dispatch_run_start_finish (DispatchRun *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
dispatch_run_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DispatchRun *self = DISPATCH_RUN (object);

  switch ((DispatchRunProperty) id) {
  case PROP_STATE:
    g_value_set_enum (value, self->state);
    break;
  case PROP_N_ACCEPTED:
    g_value_set_uint (value, self->operation_ids->len);
    break;
  case PROP_RESUMES_AT:
    g_value_set_int64 (value, self->resumes_at);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
dispatch_run_finalize (GObject *object)
{
  DispatchRun *self = DISPATCH_RUN (object);

  for (guint i = 0; i < self->n_requests; i++) {
    g_clear_error (&self->requests[i].error);
    g_clear_pointer (&self->requests[i].operation_id, g_free);
  }
  g_clear_pointer (&self->requests, g_free);
  g_clear_pointer (&self->operation_ids, g_ptr_array_unref);
  g_clear_pointer (&self->plan, dispatch_plan_unref);
  g_clear_pointer (&self->account_id, g_free);
  g_clear_pointer (&self->send_id, g_free);
  g_clear_object (&self->client);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (dispatch_run_parent_class)->finalize (object);
}

static void
dispatch_run_class_init (DispatchRunClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = dispatch_run_get_property;
  object_class->finalize = dispatch_run_finalize;
  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, DISPATCH_TYPE_RUN_STATE, DISPATCH_RUN_READY, flags);
  properties[PROP_N_ACCEPTED] =
    g_param_spec_uint ("n-accepted", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_RESUMES_AT] =
    g_param_spec_int64 ("resumes-at", NULL, NULL, 0, G_MAXINT64, 0, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
dispatch_run_init (DispatchRun *self)
{
  self->operation_ids = g_ptr_array_new ();
}
