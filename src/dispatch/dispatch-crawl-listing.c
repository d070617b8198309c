/* The pages of users that a crawl walks over, and who of each page is to be visited. */

#include "dispatch-crawl-private.h"

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

/**
 * dispatch_crawl_leave_page:
 * @self: a crawl whose page has been walked over
 *
 * Moves on to the next page, or to what failed where there is none; a step follows.
 */
void
dispatch_crawl_leave_page (DispatchCrawl *self)
{
  self->has_page = FALSE;
  if (goes_round (self)) {
    dispatch_stint_fail (&self->stint, comms_error_new (COMMS_ERROR_NOT_THIS_API, NULL,
                                                        "the next page is said to be one before"));
    dispatch_crawl_step (self);
    return;
  }
  g_free (self->token);
  self->token = g_steal_pointer (&self->next);
  dispatch_crawl_write_place (
    self, self->token != NULL ? ARCHIVE_CRAWL_LISTING : ARCHIVE_CRAWL_RETRYING, self->token);
}

static void
on_unseen (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DispatchCrawl) self = user_data;
  g_autoptr (GHashTable) page = g_steal_pointer (&self->page);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) ids =
    archive_store_list_ids_finish (ARCHIVE_STORE (source), result, &error);

  self->stint.is_busy = FALSE;
  if (ids == NULL) {
    dispatch_stint_fail (&self->stint, g_steal_pointer (&error));
  }
  for (guint i = 0; ids != NULL && i < ids->len; i++) {
    DispatchVisitor *visitor = NULL;
    if (g_hash_table_steal_extended (page, ids->pdata[i], NULL, (gpointer *) &visitor)) {
      g_queue_push_tail (&self->waiting, visitor);
    }
  }
  dispatch_crawl_step (self);
}

/* Deleted users that are listed all the same have nothing to be asked for. */
static void
sort_out (DispatchCrawl *self, GPtrArray *users)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();

  self->page =
    g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) dispatch_visitor_free);
  for (guint i = 0; i < users->len; i++) {
    CommsResource *user = users->pdata[i];
    const char *id = comms_resource_get_id (user);
    if (id == NULL || g_hash_table_contains (self->page, id) ||
        comms_user_get_deleted_at (COMMS_USER (user)) >= 0) {
      continue;
    }
    DispatchVisitor *visitor = g_new0 (DispatchVisitor, 1);
    visitor->user_id = g_strdup (id);
    visitor->created_at = comms_resource_get_created_at (user);
    visitor->updated_at = comms_resource_get_updated_at (user);
    g_hash_table_insert (self->page, visitor->user_id, visitor);
    g_strv_builder_add (ids, id);
  }
  g_auto (GStrv) all = g_strv_builder_end (ids);
  self->stint.is_busy = TRUE;
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
  switch (dispatch_pace_end (self->stint.pace, error, TRUE, &self->n_listing_attempts)) {
  case DISPATCH_VERDICT_DONE:
    self->n_listing_attempts = 0;
    break;
  case DISPATCH_VERDICT_AGAIN:
    g_object_notify (G_OBJECT (self), "resumes-at");
    break;
  case DISPATCH_VERDICT_GIVE_UP:
    if (is_stale_token (self, error)) {
      g_clear_pointer (&self->token, g_free);
      self->has_begun_again = TRUE;
      self->n_visited_then = self->n_visited;
    } else {
      dispatch_stint_fail (&self->stint, g_error_copy (error));
    }
    break;
  case DISPATCH_VERDICT_BROKEN:
  default:
    dispatch_stint_fail (&self->stint, g_error_copy (error));
    break;
  }
}

static void
on_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DispatchCrawl) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CommsPage) page = comms_client_list_finish (COMMS_CLIENT (source), result, &error);

  self->stint.is_busy = FALSE;
  judge_listing (self, error);
  if (page != NULL) {
    self->has_page = TRUE;
    g_free (self->next);
    self->next = g_strdup (comms_page_get_next (page));
    sort_out (self, comms_page_get_items (page));
    return;
  }
  dispatch_crawl_step (self);
}

/**
 * dispatch_crawl_list_page:
 * @self: a crawl that has no page
 *
 * Asks for the page that it is at, if the pace allows; a step follows.
 */
void
dispatch_crawl_list_page (DispatchCrawl *self)
{
  const CommsPageRequest page = { .token = self->token, .size = self->page_size };

  if (dispatch_pace_begin (self->stint.pace)) {
    self->stint.is_busy = TRUE;
    comms_client_list_users_async (self->client, NULL, &page,
                                   g_task_get_cancellable (self->stint.task), on_listed,
                                   g_object_ref (self));
  }
}
