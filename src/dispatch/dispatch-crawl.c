/* A crawl, in the phases that the archive keeps:
 *
 * - LISTING: a page of users, those of it that this crawl has not seen, a visit to each, their
 *   findings, the place of the next page, and so on;
 * - RETRYING: a visit to each that failed;
 * - SWEEPING: what was not seen is taken out.
 *
 * Findings are written some at a time; the place moves on only when those of its page are written.
 * So what a crash loses is visited again, and what it does not lose is not. A page token that the
 * server does not know any more costs the pages of users once more, but not the visits.
 *
 * Everything happens in dispatch_crawl_step (), which is called after whatever came to an end and
 * looks what is to be done; it holds one page of users and the findings that are not written. */

#include "dispatch-crawl-private.h"
#include "dispatch-visit.h"

/* In one transaction: its cost is shared, and what a crash loses is a second's work. */
#define BATCH 50

typedef enum {
  PROP_N_USERS = 1,
  PROP_N_REGISTRATIONS,
  PROP_N_FAILURES,
  PROP_PHASE,
  PROP_RESUMES_AT,
  PROP_PAUSED,
} DispatchCrawlProperty;

static GParamSpec *properties[PROP_PAUSED + 1];

G_DEFINE_FINAL_TYPE (DispatchCrawl, dispatch_crawl, G_TYPE_OBJECT)

void
dispatch_visitor_free (DispatchVisitor *visitor)
{
  g_free (visitor->user_id);
  g_free (visitor);
}

/* A visit under way keeps the crawl. */
typedef struct {
  DispatchCrawl *crawl;     /* (owned) */
  DispatchVisitor *visitor; /* (owned) */
} Visiting;

static void
notify_progress (DispatchCrawl *self)
{
  for (guint i = PROP_N_USERS; i <= PROP_RESUMES_AT; i++) {
    g_object_notify_by_pspec (G_OBJECT (self), properties[i]);
  }
}

static void
set_phase (DispatchCrawl *self, ArchiveCrawlPhase phase)
{
  self->phase = phase;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PHASE]);
}

static void
conclude (DispatchCrawl *self)
{
  g_autoptr (GTask) task = dispatch_stint_end (&self->stint);

  g_queue_clear_full (&self->waiting, (GDestroyNotify) dispatch_visitor_free);
  g_ptr_array_set_size (self->findings, 0);
  notify_progress (self);
  dispatch_stint_return (task);
}

/* Visits. */

static void
note_failure (DispatchCrawl *self, const DispatchVisitor *visitor, const GError *error)
{
  ArchiveFinding *finding = archive_finding_new (ARCHIVE_FOUND_FAILURE, visitor->user_id);

  finding->reason = g_strdup (error->message);
  if (self->phase == ARCHIVE_CRAWL_LISTING) {
    self->n_failures++;
  }
  g_ptr_array_add (self->findings, finding);
}

static void
note_found (DispatchCrawl *self, const DispatchVisitor *visitor, ArchiveFinding *finding)
{
  if (finding->created_at < 0) {
    finding->created_at = visitor->created_at;
  }
  if (finding->updated_at < 0) {
    finding->updated_at = visitor->updated_at;
  }
  if (finding->found == ARCHIVE_FOUND_USER) {
    self->n_users++;
    self->n_registrations += finding->registrations->len;
  }
  if (self->phase == ARCHIVE_CRAWL_RETRYING) {
    self->n_failures--;
  }
  self->n_visited++;
  g_ptr_array_add (self->findings, finding);
}

static void
judge_visit (DispatchCrawl *self, DispatchVisitor *visitor, ArchiveFinding *finding, GError *error)
{
  g_autoptr (DispatchVisitor) done = visitor;
  gboolean is_cancelled = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  switch (dispatch_pace_end (self->stint.pace, error, TRUE, &done->n_attempts)) {
  case DISPATCH_VERDICT_DONE:
    note_found (self, done, finding);
    break;
  case DISPATCH_VERDICT_AGAIN:
    g_queue_push_head (&self->waiting, g_steal_pointer (&done));
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RESUMES_AT]);
    break;
  case DISPATCH_VERDICT_GIVE_UP:
    if (!is_cancelled) {
      note_failure (self, done, error);
    }
    break;
  case DISPATCH_VERDICT_BROKEN:
  default:
    dispatch_stint_fail (&self->stint, g_error_copy (error));
    break;
  }
}

static void
on_visited (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Visiting *visiting = user_data;
  g_autoptr (DispatchCrawl) self = visiting->crawl;
  DispatchVisitor *visitor = visiting->visitor;
  g_autoptr (GError) error = NULL;

  g_free (visiting);
  ArchiveFinding *finding = dispatch_visit_finish (result, &error);
  judge_visit (self, visitor, finding, error);
  dispatch_crawl_step (self);
}

/* Who failed may have gone since. */
static void
begin_visits (DispatchCrawl *self)
{
  DispatchVisitFlags flags =
    self->phase == ARCHIVE_CRAWL_RETRYING ? DISPATCH_VISIT_USER : DISPATCH_VISIT_NONE;

  while (!g_queue_is_empty (&self->waiting) && dispatch_pace_begin (self->stint.pace)) {
    Visiting *visiting = g_new0 (Visiting, 1);
    visiting->crawl = g_object_ref (self);
    visiting->visitor = g_queue_pop_head (&self->waiting);
    dispatch_visit_async (self->client, visiting->visitor->user_id, flags,
                          g_task_get_cancellable (self->stint.task), on_visited, visiting);
  }
}

/* What else there is to do, one at a time. Each callback has a reference of the crawl. */

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DispatchCrawl) self = user_data;
  g_autoptr (GError) error = NULL;

  self->stint.is_busy = FALSE;
  if (!archive_store_write_finish (ARCHIVE_STORE (source), result, &error)) {
    dispatch_stint_fail (&self->stint, g_steal_pointer (&error));
  }
  notify_progress (self);
  dispatch_crawl_step (self);
}

/* Not cancelled: what was asked for is kept. */
static void
write_findings (DispatchCrawl *self)
{
  g_autoptr (GPtrArray) findings = g_steal_pointer (&self->findings);

  self->findings = g_ptr_array_new_with_free_func ((GDestroyNotify) archive_finding_free);
  self->stint.is_busy = TRUE;
  archive_store_record_findings_async (self->store, self->account_id, self->generation, findings,
                                       NULL, on_written, g_object_ref (self));
}

/**
 * dispatch_crawl_write_place:
 * @self: a crawl that runs, with nothing else under way
 * @phase: the one that it goes on with
 * @token: (nullable): of the page of users that is next
 *
 * Keeps where it is; a step follows.
 */
void
dispatch_crawl_write_place (DispatchCrawl *self, ArchiveCrawlPhase phase, const char *token)
{
  self->stint.is_busy = TRUE;
  set_phase (self, phase);
  archive_store_advance_crawl_async (self->store, self->account_id, self->generation, phase, token,
                                     NULL, on_written, g_object_ref (self));
}

static void
on_failures (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DispatchCrawl) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) ids =
    archive_store_list_ids_finish (ARCHIVE_STORE (source), result, &error);

  self->stint.is_busy = FALSE;
  if (ids == NULL) {
    dispatch_stint_fail (&self->stint, g_steal_pointer (&error));
    dispatch_crawl_step (self);
    return;
  }
  if (ids->len == 0) {
    dispatch_crawl_write_place (self, ARCHIVE_CRAWL_SWEEPING, NULL);
    return;
  }
  for (guint i = 0; i < ids->len; i++) {
    DispatchVisitor *visitor = g_new0 (DispatchVisitor, 1);
    *visitor =
      (DispatchVisitor){ .user_id = g_strdup (ids->pdata[i]), .created_at = -1, .updated_at = -1 };
    g_queue_push_tail (&self->waiting, visitor);
  }
  g_free (self->failed);
  self->failed = g_strdup (ids->pdata[ids->len - 1]);
  dispatch_crawl_step (self);
}

/* Those behind the ones that were tried: each is tried once more, not until it works. */
static void
list_failures (DispatchCrawl *self)
{
  self->stint.is_busy = TRUE;
  archive_store_list_failures_async (self->store, self->account_id, self->failed,
                                     DISPATCH_CRAWL_PAGE_SIZE, NULL, on_failures,
                                     g_object_ref (self));
}

static void
on_swept (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DispatchCrawl) self = user_data;
  g_autoptr (GError) error = NULL;
  gint64 n_removed = archive_store_count_finish (ARCHIVE_STORE (source), result, &error);

  self->stint.is_busy = FALSE;
  if (error != NULL) {
    dispatch_stint_fail (&self->stint, g_steal_pointer (&error));
  } else if (n_removed == 0) {
    set_phase (self, ARCHIVE_CRAWL_DONE);
  }
  dispatch_crawl_step (self);
}

static void
sweep (DispatchCrawl *self)
{
  self->stint.is_busy = TRUE;
  archive_store_sweep_crawl_async (self->store, self->account_id, self->generation, NULL, on_swept,
                                   g_object_ref (self));
}

static void
go_on (DispatchCrawl *self)
{
  switch (self->phase) {
  case ARCHIVE_CRAWL_LISTING:
    if (self->has_page) {
      dispatch_crawl_leave_page (self);
    } else {
      dispatch_crawl_list_page (self);
    }
    break;
  case ARCHIVE_CRAWL_RETRYING:
    list_failures (self);
    break;
  case ARCHIVE_CRAWL_SWEEPING:
    sweep (self);
    break;
  case ARCHIVE_CRAWL_DONE:
    conclude (self);
    break;
  case ARCHIVE_CRAWL_NONE:
  default:
    g_assert_not_reached ();
  }
}

/* What is under way comes to its end first, and what was found is written, if that is possible. */
static void
wind_up (DispatchCrawl *self)
{
  if (!dispatch_stint_is_quiet (&self->stint) || self->stint.is_busy) {
    return;
  }
  if (self->findings->len > 0 && self->stint.failure->domain != ARCHIVE_ERROR) {
    write_findings (self);
  } else {
    conclude (self);
  }
}

/**
 * dispatch_crawl_step:
 * @self: a crawl
 *
 * Begins what there is to be done now. To be called after whatever came to an end.
 */
void
dispatch_crawl_step (DispatchCrawl *self)
{
  if (self->stint.task == NULL) {
    return;
  }
  if (dispatch_stint_is_failing (&self->stint)) {
    wind_up (self);
    return;
  }
  if (!self->stint.is_paused) {
    begin_visits (self);
  }
  gboolean is_quiet = dispatch_stint_is_quiet (&self->stint);
  gboolean is_through = is_quiet && g_queue_is_empty (&self->waiting);
  if (self->stint.is_busy) {
    return;
  }
  if (self->findings->len >= BATCH ||
      (self->findings->len > 0 && (is_through || (is_quiet && self->stint.is_paused)))) {
    write_findings (self);
  } else if (is_through && !self->stint.is_paused) {
    go_on (self);
  }
}

static void
on_step (gpointer user_data)
{
  dispatch_crawl_step (user_data);
}

static void
on_begun (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DispatchCrawl) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ArchiveIndexState) state =
    archive_store_index_state_finish (ARCHIVE_STORE (source), result, &error);

  self->stint.is_busy = FALSE;
  if (state == NULL) {
    dispatch_stint_fail (&self->stint, g_steal_pointer (&error));
  } else {
    self->generation = state->generation;
    self->token = g_steal_pointer (&state->page_token);
    self->n_users = state->n_seen;
    self->n_failures = state->n_failures;
    set_phase (self, state->phase);
  }
  notify_progress (self);
  dispatch_crawl_step (self);
}

static void
reset (DispatchCrawl *self)
{
  g_clear_pointer (&self->token, g_free);
  g_clear_pointer (&self->next, g_free);
  g_clear_pointer (&self->mark, g_free);
  g_clear_pointer (&self->failed, g_free);
  self->has_page = FALSE;
  self->n_pages = 0;
  self->n_listing_attempts = 0;
  self->n_registrations = 0;
  self->n_visited = 0;
  self->has_begun_again = FALSE;
}

/**
 * dispatch_crawl_run_async:
 * @self: a crawl that does not run
 * @cancellable: (nullable): stops it, to be gone on with another time
 * @callback: called when it has come to its end or stopped
 * @user_data: for @callback
 *
 * Goes on with the crawl of the account that is not done, or begins one.
 */
void
dispatch_crawl_run_async (DispatchCrawl *self,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_return_if_fail (DISPATCH_IS_CRAWL (self));
  g_return_if_fail (self->stint.task == NULL);

  reset (self);
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, dispatch_crawl_run_async);
  dispatch_stint_begin (&self->stint, task, self->client, on_step);
  self->stint.is_busy = TRUE;
  archive_store_begin_crawl_async (self->store, self->account_id, NULL, on_begun,
                                   g_object_ref (self));
}

/**
 * dispatch_crawl_run_finish:
 * @self: a crawl
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Returns: whether all users were walked over; who could not be read is among the failures of the
 *   archive
 */
gboolean
dispatch_crawl_run_finish (DispatchCrawl *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * dispatch_crawl_pause:
 * @self: a crawl
 *
 * Lets nothing more go out; what is under way is waited for and kept.
 */
void
dispatch_crawl_pause (DispatchCrawl *self)
{
  g_return_if_fail (DISPATCH_IS_CRAWL (self));

  if (dispatch_stint_set_paused (&self->stint, TRUE)) {
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PAUSED]);
    dispatch_crawl_step (self);
  }
}

void
dispatch_crawl_resume (DispatchCrawl *self)
{
  g_return_if_fail (DISPATCH_IS_CRAWL (self));

  if (dispatch_stint_set_paused (&self->stint, FALSE)) {
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PAUSED]);
    dispatch_crawl_step (self);
  }
}

gboolean
dispatch_crawl_get_paused (DispatchCrawl *self)
{
  g_return_val_if_fail (DISPATCH_IS_CRAWL (self), FALSE);

  return self->stint.is_paused;
}

guint64
dispatch_crawl_get_n_users (DispatchCrawl *self)
{
  g_return_val_if_fail (DISPATCH_IS_CRAWL (self), 0);

  return self->n_users;
}

guint64
dispatch_crawl_get_n_failures (DispatchCrawl *self)
{
  g_return_val_if_fail (DISPATCH_IS_CRAWL (self), 0);

  return self->n_failures;
}

ArchiveCrawlPhase
dispatch_crawl_get_phase (DispatchCrawl *self)
{
  g_return_val_if_fail (DISPATCH_IS_CRAWL (self), ARCHIVE_CRAWL_NONE);

  return self->phase;
}

gint64
dispatch_crawl_get_resumes_at (DispatchCrawl *self)
{
  g_return_val_if_fail (DISPATCH_IS_CRAWL (self), 0);

  return dispatch_stint_get_resumes_at (&self->stint);
}

/**
 * dispatch_crawl_new:
 * @client: whom to ask
 * @store: where the index is
 * @account_id: of @client; there must not be two crawls of one at a time
 *
 * Returns: (transfer full): a crawl that does not run
 */
DispatchCrawl *
dispatch_crawl_new (CommsClient *client, ArchiveStore *store, const char *account_id)
{
  g_return_val_if_fail (COMMS_IS_CLIENT (client), NULL);
  g_return_val_if_fail (ARCHIVE_IS_STORE (store), NULL);
  g_return_val_if_fail (account_id != NULL, NULL);

  DispatchCrawl *self = g_object_new (DISPATCH_TYPE_CRAWL, NULL);
  self->client = dispatch_pace_derive_client (client);
  self->store = g_object_ref (store);
  self->account_id = g_strdup (account_id);
  return self;
}

/**
 * dispatch_crawl_set_page_size:
 * @self: a crawl that does not run
 * @size: how many users to list at once; as many as the API gives, unless told otherwise
 */
void
dispatch_crawl_set_page_size (DispatchCrawl *self, guint size)
{
  g_return_if_fail (DISPATCH_IS_CRAWL (self));
  g_return_if_fail (size > 0 && size <= COMMS_MAX_PAGE_SIZE);

  self->page_size = size;
}

static void
dispatch_crawl_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  DispatchCrawl *self = DISPATCH_CRAWL (object);

  switch ((DispatchCrawlProperty) property_id) {
  case PROP_N_USERS:
    g_value_set_uint64 (value, self->n_users);
    break;
  case PROP_N_REGISTRATIONS:
    g_value_set_uint64 (value, self->n_registrations);
    break;
  case PROP_N_FAILURES:
    g_value_set_uint64 (value, self->n_failures);
    break;
  case PROP_PHASE:
    g_value_set_uint (value, self->phase);
    break;
  case PROP_RESUMES_AT:
    g_value_set_int64 (value, dispatch_crawl_get_resumes_at (self));
    break;
  case PROP_PAUSED:
    g_value_set_boolean (value, self->stint.is_paused);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}

static void
dispatch_crawl_finalize (GObject *object)
{
  DispatchCrawl *self = DISPATCH_CRAWL (object);

  reset (self);
  g_clear_pointer (&self->page, g_hash_table_unref);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  g_clear_pointer (&self->account_id, g_free);
  g_clear_object (&self->store);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (dispatch_crawl_parent_class)->finalize (object);
}

static void
dispatch_crawl_class_init (DispatchCrawlClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = dispatch_crawl_get_property;
  object_class->finalize = dispatch_crawl_finalize;
  properties[PROP_N_USERS] = g_param_spec_uint64 ("n-users", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  properties[PROP_N_REGISTRATIONS] =
    g_param_spec_uint64 ("n-registrations", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  properties[PROP_N_FAILURES] =
    g_param_spec_uint64 ("n-failures", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  properties[PROP_PHASE] =
    g_param_spec_uint ("phase", NULL, NULL, 0, ARCHIVE_CRAWL_DONE, ARCHIVE_CRAWL_NONE, flags);
  properties[PROP_RESUMES_AT] =
    g_param_spec_int64 ("resumes-at", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_PAUSED] = g_param_spec_boolean ("paused", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
dispatch_crawl_init (DispatchCrawl *self)
{
  g_queue_init (&self->waiting);
  self->page_size = DISPATCH_CRAWL_PAGE_SIZE;
  self->findings = g_ptr_array_new_with_free_func ((GDestroyNotify) archive_finding_free);
}
