#include "comms-cursor.h"

#include "comms-client-source.h"

struct _CommsCursor {
  GObject parent_instance;

  CommsSource *source; /* (owned) */
  guint page_size;
  char *token; /* (owned) (nullable): of the page to ask for; NULL for the first */
  char *mark;  /* (owned) (nullable): the token of an earlier page, see goes_round () */
  guint n_pages;
  gboolean has_more;
  gboolean is_pending;
};

G_DEFINE_FINAL_TYPE (CommsCursor, comms_cursor, G_TYPE_OBJECT)

static void
comms_cursor_finalize (GObject *object)
{
  CommsCursor *self = COMMS_CURSOR (object);

  g_clear_object (&self->source);
  g_clear_pointer (&self->token, g_free);
  g_clear_pointer (&self->mark, g_free);
  G_OBJECT_CLASS (comms_cursor_parent_class)->finalize (object);
}

static void
comms_cursor_class_init (CommsCursorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = comms_cursor_finalize;
}

static void
comms_cursor_init (CommsCursor *self)
{
  self->has_more = TRUE;
}

/**
 * comms_cursor_new:
 * @source: whom to ask
 * @page_size: entries of a page, 0 for the source's default
 *
 * Returns: (transfer full): a cursor before the first page
 */
CommsCursor *
comms_cursor_new (CommsSource *source, guint page_size)
{
  g_return_val_if_fail (COMMS_IS_SOURCE (source), NULL);

  CommsCursor *self = g_object_new (COMMS_TYPE_CURSOR, NULL);
  self->source = g_object_ref (source);
  self->page_size = page_size;
  return self;
}

/**
 * comms_cursor_new_for_client:
 * @client: whom to ask
 * @list: which list, such as comms_client_list_users_async()
 * @filter: (nullable): what to narrow it by; copied
 * @page_size: entries of a page, 0 for the API's default
 *
 * Returns: (transfer full): a cursor before the first page
 */
CommsCursor *
comms_cursor_new_for_client (CommsClient *client,
                             CommsListFunc list,
                             const CommsFilter *filter,
                             guint page_size)
{
  g_autoptr (CommsSource) source = comms_client_source_new (client, list, filter);

  return source != NULL ? comms_cursor_new (source, page_size) : NULL;
}

/**
 * comms_cursor_has_more:
 * @self: a cursor
 *
 * Returns: whether there is another page, as far as is known; one that is under way is
 */
gboolean
comms_cursor_has_more (CommsCursor *self)
{
  g_return_val_if_fail (COMMS_IS_CURSOR (self), FALSE);

  return self->has_more || self->is_pending;
}

/**
 * comms_cursor_is_pending:
 * @self: a cursor
 *
 * Returns: whether a page is under way, also one that was cancelled and has not ended yet
 */
gboolean
comms_cursor_is_pending (CommsCursor *self)
{
  g_return_val_if_fail (COMMS_IS_CURSOR (self), FALSE);

  return self->is_pending;
}

/* Whether @next has been asked for before. One token is remembered, and another one after twice as
 * many pages, so that any circle is noticed after at most three rounds or so (R. P. Brent, "An
 * improved Monte Carlo factorization algorithm", 1980, section 2). */
static gboolean
goes_round (CommsCursor *self, const char *next)
{
  if (next != NULL && g_strcmp0 (next, self->mark) == 0) {
    return TRUE;
  }
  self->n_pages++;
  if ((self->n_pages & (self->n_pages - 1)) == 0) {
    g_free (self->mark);
    self->mark = g_strdup (next);
  }
  return FALSE;
}

static void
return_page (GTask *task, CommsPage *page)
{
  g_task_return_pointer (task, g_ptr_array_ref (comms_page_get_items (page)),
                         (GDestroyNotify) g_ptr_array_unref);
}

/* What was parsed is let go of here too: that takes as long as parsing. */
static void
pack_in_thread (GTask *task, gpointer source, gpointer page, GCancellable *cancellable)
{
  g_autoptr (CommsPage) owned = g_steal_pointer ((CommsPage **) page);
  CommsPack *pack = comms_pack_new (comms_page_get_items (owned));

  g_clear_object (&owned);
  g_task_return_pointer (task, pack, (GDestroyNotify) comms_pack_unref);
}

static void
on_packed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  CommsPack *pack = g_task_propagate_pointer (G_TASK (result), NULL);

  COMMS_CURSOR (g_task_get_source_object (task))->is_pending = FALSE;
  g_task_return_pointer (task, pack, (GDestroyNotify) comms_pack_unref);
}

static void
page_slot_free (gpointer data)
{
  CommsPage **page = data;

  g_clear_object (page);
  g_free (page);
}

static void
pack_page (GTask *task, CommsPage *page)
{
  /* Without the cursor: a worker may be the last to let go of its task. */
  g_autoptr (GTask) packing = g_task_new (NULL, NULL, on_packed, g_object_ref (task));
  CommsPage **slot = g_new (CommsPage *, 1);

  *slot = page;
  COMMS_CURSOR (g_task_get_source_object (task))->is_pending = TRUE;
  g_task_set_source_tag (packing, pack_page);
  g_task_set_task_data (packing, slot, page_slot_free);
  g_task_run_in_thread (packing, pack_in_thread);
}

static void
on_page (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  CommsCursor *self = COMMS_CURSOR (g_task_get_source_object (task));
  GError *error = NULL;
  g_autoptr (CommsPage) page = comms_source_load_finish (COMMS_SOURCE (source), result, &error);

  self->is_pending = FALSE;
  if (page == NULL) {
    g_task_return_error (task, error);
    return;
  }
  if (goes_round (self, comms_page_get_next (page))) {
    g_task_return_error (task, comms_error_new (COMMS_ERROR_NOT_THIS_API, NULL,
                                                "the next page is said to be one before"));
    return;
  }

  g_free (self->token);
  self->token = g_strdup (comms_page_get_next (page));
  self->has_more = self->token != NULL;
  if (g_task_get_source_tag (task) == comms_cursor_next_pack_async) {
    pack_page (task, g_steal_pointer (&page));
  } else {
    return_page (task, page);
  }
}

static void
next_async (CommsCursor *self,
            gpointer source_tag,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  /* Without the cancellable: a page that arrived has moved the cursor, and must reach its caller
   * before anybody asks for the next. */
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, source_tag);
  if (self->is_pending) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_PENDING, "a page is under way already");
    return;
  }
  if (!self->has_more) {
    g_autoptr (CommsPage) none =
      comms_page_new (g_ptr_array_new_with_free_func (g_object_unref), NULL);

    if (source_tag == comms_cursor_next_pack_async) {
      pack_page (task, g_steal_pointer (&none));
    } else {
      return_page (task, none);
    }
    return;
  }

  const CommsPageRequest page = { .token = self->token, .size = self->page_size };
  self->is_pending = TRUE;
  comms_source_load_async (self->source, &page, cancellable, on_page, g_steal_pointer (&task));
}

/**
 * comms_cursor_next_async:
 * @self: a cursor
 * @cancellable: (nullable): a cancellable
 * @callback: for the result
 * @user_data: for @callback
 *
 * Asks for the next page. After a failure the same page is asked for again.
 */
void
comms_cursor_next_async (CommsCursor *self,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_return_if_fail (COMMS_IS_CURSOR (self));

  next_async (self, comms_cursor_next_async, cancellable, callback, user_data);
}

/**
 * comms_cursor_next_finish:
 * @self: a cursor
 * @result: from the callback
 * @error: return location for an error; %G_IO_ERROR_PENDING while another page is under way
 *
 * Returns: (transfer full) (element-type Comms.Resource): the entries of the page; none at the end
 */
GPtrArray *
comms_cursor_next_finish (CommsCursor *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (COMMS_IS_CURSOR (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * comms_cursor_next_pack_async:
 * @self: a cursor
 * @cancellable: (nullable): a cancellable
 * @callback: for the result
 * @user_data: for @callback
 *
 * Like comms_cursor_next_async(), for rows that are to be kept.
 */
void
comms_cursor_next_pack_async (CommsCursor *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_return_if_fail (COMMS_IS_CURSOR (self));

  next_async (self, comms_cursor_next_pack_async, cancellable, callback, user_data);
}

/**
 * comms_cursor_next_pack_finish:
 * @self: a cursor
 * @result: from the callback
 * @error: return location for an error; %G_IO_ERROR_PENDING while another page is under way
 *
 * Returns: (transfer full): the entries of the page; none at the end
 */
CommsPack *
comms_cursor_next_pack_finish (CommsCursor *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (COMMS_IS_CURSOR (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
