/* The crawl of an index: begins, holds and ends it, and tells how it goes. */

#include "carillon-index-private.h"

/* The archive counts, which takes it a tenth of a second in an index of a million users, and keeps
 * a search waiting: less often, the more there are. */
#define SECONDS_BETWEEN_READS 5
#define USERS_PER_SECOND_MORE 10000

guint
carillon_index_measure_wait (CarillonIndex *self)
{
  gint64 left =
    self->crawl != NULL ? dispatch_crawl_get_resumes_at (self->crawl) - g_get_monotonic_time () : 0;

  return left > 0 ? (guint) ((left + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC) : 0;
}

/* Since it was begun or gone on with: who pauses does not make it slow. */
double
carillon_index_measure_rate (CarillonIndex *self)
{
  gint64 elapsed = g_get_monotonic_time () - self->paced_at;

  return self->crawl != NULL && self->paced_at > 0 && elapsed > 0
           ? (double) (carillon_index_count_seen (self) - self->paced_from) * G_USEC_PER_SEC /
               (double) elapsed
           : 0;
}

static void
end_tick (CarillonIndex *self)
{
  g_clear_handle_id (&self->tick, g_source_remove);
}

static void
on_progress (CarillonIndex *self)
{
  guint64 n_seen = carillon_index_count_seen (self);

  if (self->paced_at == 0 && dispatch_crawl_get_phase (self->crawl) != ARCHIVE_CRAWL_NONE) {
    self->paced_at = g_get_monotonic_time ();
    self->paced_from = n_seen;
  }
  carillon_index_notify (self, CARILLON_INDEX_PROP_STATE, CARILLON_INDEX_PROP_WAIT);
  if (n_seen != self->n_seen_last) {
    self->n_seen_last = n_seen;
    carillon_index_note_change (self);
  }
}

static gboolean
on_tick (gpointer user_data)
{
  CarillonIndex *self = user_data;
  guint64 n_more = carillon_index_count_seen (self) / USERS_PER_SECOND_MORE;

  carillon_index_notify (self, CARILLON_INDEX_PROP_RATE, CARILLON_INDEX_PROP_WAIT);
  self->n_ticks++;
  if (self->n_ticks >= SECONDS_BETWEEN_READS + n_more && self->reading == NULL) {
    self->n_ticks = 0;
    carillon_index_read (self);
  }
  return G_SOURCE_CONTINUE;
}

static void
begin_tick (CarillonIndex *self)
{
  if (self->tick == 0) {
    self->tick = g_timeout_add_seconds (1, on_tick, self);
  }
  self->paced_at = 0;
}

void
carillon_index_drop_crawl (CarillonIndex *self)
{
  end_tick (self);
  g_cancellable_cancel (self->running);
  if (self->crawl != NULL) {
    g_signal_handlers_disconnect_by_data (self->crawl, self);
  }
  g_clear_object (&self->crawl);
  g_clear_object (&self->running);
  self->is_over = FALSE;
}

/* The crawl may outlive its index by a moment, in which it writes what it has found. */
static void
on_crawled (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonIndex) self = carillon_index_from_weak (user_data);
  g_autoptr (GError) error = NULL;

  dispatch_crawl_run_finish (DISPATCH_CRAWL (source), result, &error);
  if (self == NULL || self->crawl == NULL) {
    return;
  }
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    carillon_index_take_error (self, g_steal_pointer (&error));
  }
  end_tick (self);
  self->is_over = TRUE;
  carillon_index_read (self);
}

/**
 * carillon_index_start:
 * @self: an index
 *
 * Goes on with the crawl that is not done, or begins one; does nothing while one runs. Where not
 * even the archive could be read, only that is tried again.
 */
void
carillon_index_start (CarillonIndex *self)
{
  g_return_if_fail (CARILLON_IS_INDEX (self));

  if (self->crawl != NULL) {
    return;
  }
  gboolean was_unread = self->error != NULL && self->found == NULL;
  carillon_index_take_error (self, NULL);
  if (was_unread) {
    carillon_index_read (self);
    return;
  }
  self->n_ticks = 0;
  self->n_seen_last = G_MAXUINT64;
  self->running = g_cancellable_new ();
  self->crawl = dispatch_crawl_new (self->client, self->store, self->account_id);
  if (self->page_size > 0) {
    dispatch_crawl_set_page_size (self->crawl, self->page_size);
  }
  /* The last of those that are notified together, and the one that comes alone. */
  g_signal_connect_swapped (self->crawl, "notify::resumes-at", G_CALLBACK (on_progress), self);
  g_signal_connect_swapped (self->crawl, "notify::phase", G_CALLBACK (on_progress), self);
  begin_tick (self);
  dispatch_crawl_run_async (self->crawl, self->running, on_crawled,
                            carillon_index_make_weak (self));
  carillon_index_notify (self, CARILLON_INDEX_PROP_STATE, CARILLON_INDEX_PROP_ERROR);
}

/**
 * carillon_index_pause:
 * @self: an index
 *
 * Lets nothing more go out until it is resumed.
 */
void
carillon_index_pause (CarillonIndex *self)
{
  g_return_if_fail (CARILLON_IS_INDEX (self));

  if (self->crawl != NULL && !self->is_over) {
    end_tick (self);
    dispatch_crawl_pause (self->crawl);
    carillon_index_notify (self, CARILLON_INDEX_PROP_STATE, CARILLON_INDEX_PROP_WAIT);
  }
}

void
carillon_index_resume (CarillonIndex *self)
{
  g_return_if_fail (CARILLON_IS_INDEX (self));

  if (self->crawl != NULL && !self->is_over) {
    begin_tick (self);
    dispatch_crawl_resume (self->crawl);
    carillon_index_notify (self, CARILLON_INDEX_PROP_STATE, CARILLON_INDEX_PROP_WAIT);
  }
}

/**
 * carillon_index_stop:
 * @self: an index
 *
 * Ends the crawl where it is, to be gone on with another time.
 */
void
carillon_index_stop (CarillonIndex *self)
{
  g_return_if_fail (CARILLON_IS_INDEX (self));

  g_cancellable_cancel (self->running);
}
