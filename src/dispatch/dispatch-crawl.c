/* A crawl, in the phases that the archive keeps:
 *
 *   LISTING   a page of users ─► those not seen by this crawl ─► a visit to each ─► their findings
 * ─► the place of the next page, and so on RETRYING  a visit to each that failed SWEEPING  what was
 * not seen is taken out
 *
 * Findings are written some at a time; the place moves on only when those of its page are written.
 * So what a crash loses is visited again, and what it does not lose is not. A page token that the
 * server does not know any more costs the pages of users once more, but not the visits.
 *
 * Everything happens in step (), which is called after whatever came to an end and looks what is to
 * be done; it holds one page of users and the findings that are not written. */

#include "dispatch-crawl.h"

#include "dispatch-pace.h"
#include "dispatch-visit.h"

/* Most that the API gives: a page costs one request, and its users a thousand. */
#define PAGE_SIZE COMMS_MAX_PAGE_SIZE

/* In one transaction: its cost is shared, and what a crash loses is a second's work. */
#define BATCH 50

typedef struct {
  char *user_id;
  gint64 created_at;
  gint64 updated_at;
  guint n_attempts;
} Visitor;

struct _DispatchCrawl {
  GObject parent_instance;

  CommsClient *client; /* its own: the pace decides what is asked again */
  ArchiveStore *store;
  char *account_id;
  guint page_size;

  /* Of a run. */
  GTask *task; /* (nullable) */
  DispatchPace *pace;
  GSource *cancellation; /* (nullable) */
  GError *failure;       /* (nullable): why it is going to end */
  gboolean is_busy;      /* something other than visits is under way */
  gboolean is_paused;
  GQueue waiting;      /* of Visitor */
  GPtrArray *findings; /* of ArchiveFinding: to be written */
  GHashTable *page;    /* (nullable): of Visitor by ID: users of the page that may have been seen */
  gboolean has_page;   /* of LISTING: it was read, and the place is still there */
  guint n_listing_attempts;
  gboolean has_begun_again; /* from the first page, because a token was refused */
  guint64 n_visited_then;

  /* Where it is. */
  ArchiveCrawlPhase phase;
  gint64 generation;
  char *token;  /* (nullable): of the page it is at */
  char *next;   /* (nullable): of the page behind it */
  char *mark;   /* (nullable): a token that must not come again */
  char *failed; /* (nullable): the last of the failures that were tried again */
  guint n_pages;

  guint64 n_users;
  guint64 n_registrations;
  guint64 n_failures;
  guint64 n_visited; /* since the start */
  gint64 began_at;   /* monotonic microseconds */
  gint64 ended_at;   /* the same; 0 while it runs */
};

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

static void step (DispatchCrawl *self);

static void
visitor_free (Visitor *visitor)
{
  g_free (visitor->user_id);
  g_free (visitor);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Visitor, visitor_free)

/* A visit under way keeps the crawl. */
typedef struct {
  DispatchCrawl *crawl; /* (owned) */
  Visitor *visitor;     /* (owned) */
} Visiting;

static void
notify_progress (DispatchCrawl *self)
{
  for (guint i = PROP_N_USERS; i <= PROP_RESUMES_AT; i++) {
    g_object_notify_by_pspec (G_OBJECT (self), properties[i]);
  }
}

static void
fail (DispatchCrawl *self, GError *error)
{
  if (self->failure == NULL) {
    self->failure = error;
  } else {
    g_error_free (error);
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
  g_autoptr (GTask) task = g_steal_pointer (&self->task);

  self->ended_at = g_get_monotonic_time ();
  if (self->cancellation != NULL) {
    g_source_destroy (self->cancellation);
    g_clear_pointer (&self->cancellation, g_source_unref);
  }
  g_clear_pointer (&self->pace, dispatch_pace_free);
  g_queue_clear_full (&self->waiting, (GDestroyNotify) visitor_free);
  g_ptr_array_set_size (self->findings, 0);
  notify_progress (self);
  if (self->failure != NULL) {
    g_task_return_error (task, g_steal_pointer (&self->failure));
  } else {
    g_task_return_boolean (task, TRUE);
  }
}

/* Visits. */

static void
note_failure (DispatchCrawl *self, const Visitor *visitor, const GError *error)
{
  ArchiveFinding *finding = archive_finding_new (ARCHIVE_FOUND_FAILURE, visitor->user_id);

  finding->reason = g_strdup (error->message);
  if (self->phase == ARCHIVE_CRAWL_LISTING) {
    self->n_failures++;
  }
  g_ptr_array_add (self->findings, finding);
}

static void
note_found (DispatchCrawl *self, const Visitor *visitor, ArchiveFinding *finding)
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
judge_visit (DispatchCrawl *self, Visitor *visitor, ArchiveFinding *finding, GError *error)
{
  g_autoptr (Visitor) done = visitor;
  gboolean is_cancelled = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  switch (dispatch_pace_end (self->pace, error, TRUE, &done->n_attempts)) {
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
    fail (self, g_error_copy (error));
    break;
  }
}

static void
on_visited (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Visiting *visiting = user_data;
  g_autoptr (DispatchCrawl) self = visiting->crawl;
  Visitor *visitor = visiting->visitor;
  g_autoptr (GError) error = NULL;

  g_free (visiting);
  ArchiveFinding *finding = dispatch_visit_finish (result, &error);
  judge_visit (self, visitor, finding, error);
  step (self);
}

/* Who failed may have gone since. */
static void
begin_visits (DispatchCrawl *self)
{
  DispatchVisitFlags flags =
    self->phase == ARCHIVE_CRAWL_RETRYING ? DISPATCH_VISIT_USER : DISPATCH_VISIT_NONE;

  while (!g_queue_is_empty (&self->waiting) && dispatch_pace_begin (self->pace)) {
    Visiting *visiting = g_new0 (Visiting, 1);
    visiting->crawl = g_object_ref (self);
    visiting->visitor = g_queue_pop_head (&self->waiting);
    dispatch_visit_async (self->client, visiting->visitor->user_id, flags,
                          g_task_get_cancellable (self->task), on_visited, visiting);
  }
}

/* What else there is to do, one at a time. Each callback has a reference of the crawl. */

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DispatchCrawl) self = user_data;
  g_autoptr (GError) error = NULL;

  self->is_busy = FALSE;
  if (!archive_store_write_finish (ARCHIVE_STORE (source), result, &error)) {
    fail (self, g_steal_pointer (&error));
  }
  notify_progress (self);
  step (self);
}

/* Not cancelled: what was asked for is kept. */
static void
write_findings (DispatchCrawl *self)
{
  g_autoptr (GPtrArray) findings = g_steal_pointer (&self->findings);

  self->findings = g_ptr_array_new_with_free_func ((GDestroyNotify) archive_finding_free);
  self->is_busy = TRUE;
  archive_store_record_findings_async (self->store, self->account_id, self->generation, findings,
                                       NULL, on_written, g_object_ref (self));
}

static void
write_place (DispatchCrawl *self, ArchiveCrawlPhase phase, const char *token)
{
  self->is_busy = TRUE;
  set_phase (self, phase);
  archive_store_advance_crawl_async (self->store, self->account_id, self->generation, phase, token,
                                     NULL, on_written, g_object_ref (self));
}

/* Tokens that lead in a circle would keep it walking for ever: one is remembered, and another one
 * after twice as many pages. */
static gboolean
goes_round (DispatchCrawl *self)
{
  if (self->next != NULL && g_strcmp0 (self->next, self->mark) == 0) {
    return TRUE;
  }
  self->n_pages++;
  if ((self->n_pages & (self->n_pages - 1)) == 0) {
    g_free (self->mark);
    self->mark = g_strdup (self->next);
  }
  return FALSE;
}

static void
leave_page (DispatchCrawl *self)
{
  self->has_page = FALSE;
  if (goes_round (self)) {
    fail (self, comms_error_new (COMMS_ERROR_NOT_THIS_API, NULL,
                                 "the next page is said to be one before"));
    step (self);
    return;
  }
  g_free (self->token);
  self->token = g_steal_pointer (&self->next);
  write_place (self, self->token != NULL ? ARCHIVE_CRAWL_LISTING : ARCHIVE_CRAWL_RETRYING,
               self->token);
}

static void
on_unseen (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DispatchCrawl) self = user_data;
  g_autoptr (GHashTable) page = g_steal_pointer (&self->page);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) ids =
    archive_store_list_ids_finish (ARCHIVE_STORE (source), result, &error);

  self->is_busy = FALSE;
  if (ids == NULL) {
    fail (self, g_steal_pointer (&error));
  }
  for (guint i = 0; ids != NULL && i < ids->len; i++) {
    Visitor *visitor = NULL;
    if (g_hash_table_steal_extended (page, ids->pdata[i], NULL, (gpointer *) &visitor)) {
      g_queue_push_tail (&self->waiting, visitor);
    }
  }
  step (self);
}

/* Deleted users that are listed all the same have nothing to be asked for. */
static void
sort_out (DispatchCrawl *self, GPtrArray *users)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();

  self->page = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) visitor_free);
  for (guint i = 0; i < users->len; i++) {
    CommsResource *user = users->pdata[i];
    const char *id = comms_resource_get_id (user);
    if (id == NULL || g_hash_table_contains (self->page, id) ||
        comms_user_get_deleted_at (COMMS_USER (user)) >= 0) {
      continue;
    }
    Visitor *visitor = g_new0 (Visitor, 1);
    visitor->user_id = g_strdup (id);
    visitor->created_at = comms_resource_get_created_at (user);
    visitor->updated_at = comms_resource_get_updated_at (user);
    g_hash_table_insert (self->page, visitor->user_id, visitor);
    g_strv_builder_add (ids, id);
  }
  g_auto (GStrv) all = g_strv_builder_end (ids);
  self->is_busy = TRUE;
  archive_store_list_unseen_async (self->store, self->account_id, self->generation,
                                   (const char *const *) all, NULL, on_unseen, g_object_ref (self));
}

/* A token that came from an earlier run, or from hours ago, may be refused as no page is. One after
 * the other that was never of use says that something else is wrong. */
static gboolean
is_stale_token (DispatchCrawl *self, const GError *error)
{
  gboolean is_use = !self->has_begun_again || self->n_visited > self->n_visited_then;

  return self->token != NULL && is_use &&
         (g_error_matches (error, COMMS_ERROR, COMMS_ERROR_REJECTED) ||
          g_error_matches (error, COMMS_ERROR, COMMS_ERROR_NOT_FOUND));
}

static void
judge_listing (DispatchCrawl *self, const GError *error)
{
  switch (dispatch_pace_end (self->pace, error, TRUE, &self->n_listing_attempts)) {
  case DISPATCH_VERDICT_DONE:
    self->n_listing_attempts = 0;
    break;
  case DISPATCH_VERDICT_AGAIN:
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RESUMES_AT]);
    break;
  case DISPATCH_VERDICT_GIVE_UP:
    if (is_stale_token (self, error)) {
      g_clear_pointer (&self->token, g_free);
      self->has_begun_again = TRUE;
      self->n_visited_then = self->n_visited;
    } else {
      fail (self, g_error_copy (error));
    }
    break;
  case DISPATCH_VERDICT_BROKEN:
  default:
    fail (self, g_error_copy (error));
    break;
  }
}

static void
on_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DispatchCrawl) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CommsPage) page = comms_client_list_finish (COMMS_CLIENT (source), result, &error);

  self->is_busy = FALSE;
  judge_listing (self, error);
  if (page != NULL) {
    self->has_page = TRUE;
    g_free (self->next);
    self->next = g_strdup (comms_page_get_next (page));
    sort_out (self, comms_page_get_items (page));
    return;
  }
  step (self);
}

static void
list_page (DispatchCrawl *self)
{
  const CommsPageRequest page = { .token = self->token, .size = self->page_size };

  if (dispatch_pace_begin (self->pace)) {
    self->is_busy = TRUE;
    comms_client_list_users_async (self->client, NULL, &page, g_task_get_cancellable (self->task),
                                   on_listed, g_object_ref (self));
  }
}

static void
on_failures (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DispatchCrawl) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) ids =
    archive_store_list_ids_finish (ARCHIVE_STORE (source), result, &error);

  self->is_busy = FALSE;
  if (ids == NULL) {
    fail (self, g_steal_pointer (&error));
    step (self);
    return;
  }
  if (ids->len == 0) {
    write_place (self, ARCHIVE_CRAWL_SWEEPING, NULL);
    return;
  }
  for (guint i = 0; i < ids->len; i++) {
    Visitor *visitor = g_new0 (Visitor, 1);
    *visitor = (Visitor){ .user_id = g_strdup (ids->pdata[i]), .created_at = -1, .updated_at = -1 };
    g_queue_push_tail (&self->waiting, visitor);
  }
  g_free (self->failed);
  self->failed = g_strdup (ids->pdata[ids->len - 1]);
  step (self);
}

/* Those behind the ones that were tried: each is tried once more, not until it works. */
static void
list_failures (DispatchCrawl *self)
{
  self->is_busy = TRUE;
  archive_store_list_failures_async (self->store, self->account_id, self->failed, PAGE_SIZE, NULL,
                                     on_failures, g_object_ref (self));
}

static void
on_swept (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DispatchCrawl) self = user_data;
  g_autoptr (GError) error = NULL;
  gint64 n_removed = archive_store_count_finish (ARCHIVE_STORE (source), result, &error);

  self->is_busy = FALSE;
  if (error != NULL) {
    fail (self, g_steal_pointer (&error));
  } else if (n_removed == 0) {
    set_phase (self, ARCHIVE_CRAWL_DONE);
  }
  step (self);
}

static void
sweep (DispatchCrawl *self)
{
  self->is_busy = TRUE;
  archive_store_sweep_crawl_async (self->store, self->account_id, self->generation, NULL, on_swept,
                                   g_object_ref (self));
}

static void
go_on (DispatchCrawl *self)
{
  switch (self->phase) {
  case ARCHIVE_CRAWL_LISTING:
    if (self->has_page) {
      leave_page (self);
    } else {
      list_page (self);
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
  if (dispatch_pace_get_n_active (self->pace) > 0 || self->is_busy) {
    return;
  }
  if (self->findings->len > 0 && self->failure->domain != ARCHIVE_ERROR) {
    write_findings (self);
  } else {
    conclude (self);
  }
}

static void
step (DispatchCrawl *self)
{
  if (self->task == NULL) {
    return;
  }
  if (self->failure == NULL) {
    g_cancellable_set_error_if_cancelled (g_task_get_cancellable (self->task), &self->failure);
  }
  if (self->failure != NULL) {
    wind_up (self);
    return;
  }
  if (!self->is_paused) {
    begin_visits (self);
  }
  gboolean is_quiet = dispatch_pace_get_n_active (self->pace) == 0;
  gboolean is_through = is_quiet && g_queue_is_empty (&self->waiting);
  if (self->is_busy) {
    return;
  }
  if (self->findings->len >= BATCH ||
      (self->findings->len > 0 && (is_through || (is_quiet && self->is_paused)))) {
    write_findings (self);
  } else if (is_through && !self->is_paused) {
    go_on (self);
  }
}

static void
on_wake (gpointer user_data)
{
  step (user_data);
}

static gboolean
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  step (user_data);
  return G_SOURCE_REMOVE;
}

static void
on_begun (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DispatchCrawl) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ArchiveIndexState) state =
    archive_store_index_state_finish (ARCHIVE_STORE (source), result, &error);

  self->is_busy = FALSE;
  if (state == NULL) {
    fail (self, g_steal_pointer (&error));
  } else {
    self->generation = state->generation;
    self->token = g_steal_pointer (&state->page_token);
    self->n_users = state->n_seen;
    self->n_failures = state->n_failures;
    set_phase (self, state->phase);
  }
  notify_progress (self);
  step (self);
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
  self->began_at = g_get_monotonic_time ();
  self->ended_at = 0;
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
  g_return_if_fail (self->task == NULL);

  reset (self);
  self->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (self->task, dispatch_crawl_run_async);
  g_task_set_check_cancellable (self->task, FALSE);
  self->pace = dispatch_pace_new (self->client, on_wake, self);
  if (cancellable != NULL) {
    self->cancellation = g_cancellable_source_new (cancellable);
    g_source_set_callback (self->cancellation, G_SOURCE_FUNC (on_cancelled), self, NULL);
    g_source_attach (self->cancellation, g_task_get_context (self->task));
  }
  self->is_busy = TRUE;
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

  if (!self->is_paused) {
    self->is_paused = TRUE;
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PAUSED]);
    step (self);
  }
}

void
dispatch_crawl_resume (DispatchCrawl *self)
{
  g_return_if_fail (DISPATCH_IS_CRAWL (self));

  if (self->is_paused) {
    self->is_paused = FALSE;
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PAUSED]);
    step (self);
  }
}

gboolean
dispatch_crawl_get_paused (DispatchCrawl *self)
{
  g_return_val_if_fail (DISPATCH_IS_CRAWL (self), FALSE);

  return self->is_paused;
}

guint64
dispatch_crawl_get_n_users (DispatchCrawl *self)
{
  g_return_val_if_fail (DISPATCH_IS_CRAWL (self), 0);

  return self->n_users;
}

guint64
dispatch_crawl_get_n_registrations (DispatchCrawl *self)
{
  g_return_val_if_fail (DISPATCH_IS_CRAWL (self), 0);

  return self->n_registrations;
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

  return self->pace != NULL ? dispatch_pace_get_resumes_at (self->pace) : 0;
}

/**
 * dispatch_crawl_get_rate:
 * @self: a crawl
 *
 * Returns: how many users a second were read since the start, waits and pauses included
 */
double
dispatch_crawl_get_rate (DispatchCrawl *self)
{
  g_return_val_if_fail (DISPATCH_IS_CRAWL (self), 0);

  gint64 now = self->ended_at != 0 ? self->ended_at : g_get_monotonic_time ();
  return now > self->began_at
           ? (double) self->n_visited * G_USEC_PER_SEC / (double) (now - self->began_at)
           : 0;
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

  const CommsRetryPolicy *policy = comms_client_get_retry_policy (client);
  const CommsRetryPolicy once = { .max_attempts = 1, .first_wait = policy->first_wait };
  DispatchCrawl *self = g_object_new (DISPATCH_TYPE_CRAWL, NULL);
  self->client = comms_client_derive (client, &once);
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
    g_value_set_boolean (value, self->is_paused);
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
  self->page_size = PAGE_SIZE;
  self->findings = g_ptr_array_new_with_free_func ((GDestroyNotify) archive_finding_free);
}
