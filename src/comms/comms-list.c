/* Rows of a list, page by page. Loads under way hold no reference to the list, and each
 * belongs to one cursor: what arrives for a cursor that is not the one waited for is dropped. */

#include "comms-list.h"

#include "comms-client-source.h"
#include "comms-row-cache.h"

struct _CommsList {
  GObject parent_instance;

  CommsSource *source; /* (owned) */
  guint page_size;

  CommsSnapshot *rows;  /* (owned) */
  CommsRowCache *cache; /* (owned) */
  CommsCursor *cursor;  /* (owned) (nullable): that the items came from */
  CommsCursor *awaited; /* (owned) (nullable): that a page is under way for; another one than cursor
                           during a reload */
  GCancellable *cancellable; /* (owned) (nullable): of what is under way */
  GError *error;             /* (owned) (nullable) */
  CommsListState state;
};

enum {
  PROP_STATE = 1,
  PROP_LOADING,
  PROP_HAS_MORE,
  PROP_ERROR,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void comms_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CommsList,
                               comms_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, comms_list_model_init))

G_DEFINE_ENUM_TYPE (CommsListState,
                    comms_list_state,
                    G_DEFINE_ENUM_VALUE (COMMS_LIST_IDLE, "idle"),
                    G_DEFINE_ENUM_VALUE (COMMS_LIST_LOADING, "loading"),
                    G_DEFINE_ENUM_VALUE (COMMS_LIST_EMPTY, "empty"),
                    G_DEFINE_ENUM_VALUE (COMMS_LIST_READY, "ready"),
                    G_DEFINE_ENUM_VALUE (COMMS_LIST_FAILED, "failed"))

static GType
comms_list_get_item_type (GListModel *model)
{
  return COMMS_TYPE_RESOURCE;
}

static guint
comms_list_get_n_items (GListModel *model)
{
  return comms_snapshot_get_n_rows (COMMS_LIST (model)->rows);
}

static gpointer
comms_list_get_item (GListModel *model, guint position)
{
  CommsList *self = COMMS_LIST (model);

  if (position >= comms_snapshot_get_n_rows (self->rows)) {
    return NULL;
  }
  return comms_row_cache_get (self->cache, self->rows, position);
}

static void
comms_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = comms_list_get_item_type;
  iface->get_n_items = comms_list_get_n_items;
  iface->get_item = comms_list_get_item;
}

static void
comms_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CommsList *self = COMMS_LIST (object);

  switch (id) {
  case PROP_STATE:
    g_value_set_enum (value, comms_list_get_state (self));
    break;
  case PROP_LOADING:
    g_value_set_boolean (value, comms_list_get_loading (self));
    break;
  case PROP_HAS_MORE:
    g_value_set_boolean (value, comms_list_get_has_more (self));
    break;
  case PROP_ERROR:
    g_value_set_boxed (value, comms_list_get_error (self));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
comms_list_dispose (GObject *object)
{
  CommsList *self = COMMS_LIST (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (comms_list_parent_class)->dispose (object);
}

static void
comms_list_finalize (GObject *object)
{
  CommsList *self = COMMS_LIST (object);

  g_clear_object (&self->source);
  g_clear_pointer (&self->rows, comms_snapshot_let_go);
  g_clear_pointer (&self->cache, comms_row_cache_free);
  g_clear_object (&self->cursor);
  g_clear_object (&self->awaited);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (comms_list_parent_class)->finalize (object);
}

static void
comms_list_class_init (CommsListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = comms_list_get_property;
  object_class->dispose = comms_list_dispose;
  object_class->finalize = comms_list_finalize;

  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, COMMS_TYPE_LIST_STATE, COMMS_LIST_IDLE, flags);
  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, flags);
  properties[PROP_HAS_MORE] = g_param_spec_boolean ("has-more", NULL, NULL, TRUE, flags);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
comms_list_init (CommsList *self)
{
  self->rows = comms_snapshot_new ();
  self->cache = comms_row_cache_new ();
}

static CommsListState
find_state (CommsList *self)
{
  if (comms_snapshot_get_n_rows (self->rows) > 0) {
    return COMMS_LIST_READY;
  }
  if (self->awaited != NULL) {
    return COMMS_LIST_LOADING;
  }
  if (self->error != NULL) {
    return COMMS_LIST_FAILED;
  }
  if (self->cursor == NULL) {
    return COMMS_LIST_IDLE;
  }
  /* All rows of the pages so far are gone, or those pages were empty. */
  return comms_cursor_has_more (self->cursor) ? COMMS_LIST_READY : COMMS_LIST_EMPTY;
}

/* To be called with notifications frozen, when everything else is in place. */
static void
update_state (CommsList *self)
{
  CommsListState state = find_state (self);

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HAS_MORE]);
  if (self->state != state) {
    self->state = state;
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
  }
}

static void
take_error (CommsList *self, GError *error)
{
  if (self->error != NULL || error != NULL) {
    g_clear_error (&self->error);
    self->error = error;
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
  }
}

/* The first page of another cursor replaces the rows, a further one of the same follows them. */
static void
take_page (CommsList *self, CommsCursor *cursor, CommsPack *page)
{
  guint n_removed = self->cursor != cursor ? comms_snapshot_get_n_rows (self->rows) : 0;

  if (self->cursor != cursor) {
    comms_snapshot_let_go (self->rows);
    self->rows = comms_snapshot_new ();
    comms_row_cache_clear (self->cache);
  }
  g_set_object (&self->cursor, cursor);
  guint position = comms_snapshot_get_n_rows (self->rows);
  self->rows = comms_snapshot_append (self->rows, page);
  update_state (self);
  if (n_removed > 0 || comms_pack_get_n_rows (page) > 0) {
    g_list_model_items_changed (G_LIST_MODEL (self), position, n_removed,
                                comms_pack_get_n_rows (page));
  }
}

static GWeakRef *
weak_ref_new (gpointer object)
{
  GWeakRef *weak = g_new0 (GWeakRef, 1);

  g_weak_ref_init (weak, object);
  return weak;
}

static void
weak_ref_free (GWeakRef *weak)
{
  g_weak_ref_clear (weak);
  g_free (weak);
}

/* What ended was cancelled for a reload, and is wanted again since. */
static gboolean
was_overtaken (CommsList *self, const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) &&
         !g_cancellable_is_cancelled (self->cancellable);
}

static void
on_page (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GWeakRef *weak = user_data;
  g_autoptr (CommsList) self = g_weak_ref_get (weak);
  CommsCursor *cursor = COMMS_CURSOR (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (CommsPack) page = comms_cursor_next_pack_finish (cursor, result, &error);

  weak_ref_free (weak);
  /* A page that a reload overtook is still the next one of its own rows, as long as they are there.
   */
  if (self == NULL || (cursor != self->awaited && (cursor != self->cursor || page == NULL))) {
    return;
  }

  if (cursor == self->awaited && was_overtaken (self, error)) {
    comms_cursor_next_pack_async (cursor, self->cancellable, on_page, weak_ref_new (self));
    return;
  }

  g_object_freeze_notify (G_OBJECT (self));
  if (cursor == self->awaited) {
    g_clear_object (&self->awaited);
    g_clear_object (&self->cancellable);
    take_error (self, g_steal_pointer (&error));
  }
  if (page != NULL) {
    take_page (self, cursor, page);
  } else {
    update_state (self);
  }
  g_object_thaw_notify (G_OBJECT (self));
}

static void
load_page (CommsList *self, CommsCursor *cursor)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_set_object (&self->awaited, cursor);

  g_object_freeze_notify (G_OBJECT (self));
  take_error (self, NULL);
  update_state (self);
  g_object_thaw_notify (G_OBJECT (self));
  /* One that a reload overtook may still be under way, and is the one that is wanted. */
  if (!comms_cursor_is_pending (cursor)) {
    comms_cursor_next_pack_async (cursor, self->cancellable, on_page, weak_ref_new (self));
  }
}

/**
 * comms_list_new:
 * @source: where the rows come from
 * @page_size: rows of a page, 0 for the source's default
 *
 * Returns: (transfer full): a list that has not asked for anything
 */
CommsList *
comms_list_new (CommsSource *source, guint page_size)
{
  g_return_val_if_fail (COMMS_IS_SOURCE (source), NULL);

  CommsList *self = g_object_new (COMMS_TYPE_LIST, NULL);
  self->source = g_object_ref (source);
  self->page_size = page_size;
  return self;
}

/**
 * comms_list_new_for_client:
 * @client: whom to ask
 * @list: which list, such as comms_client_list_users_async()
 * @filter: (nullable): what to narrow it by; copied
 * @page_size: rows of a page, 0 for the API's default
 *
 * Returns: (transfer full): a list that has not asked for anything
 */
CommsList *
comms_list_new_for_client (CommsClient *client,
                           CommsListFunc list,
                           const CommsFilter *filter,
                           guint page_size)
{
  g_autoptr (CommsSource) source = comms_client_source_new (client, list, filter);

  return source != NULL ? comms_list_new (source, page_size) : NULL;
}

/**
 * comms_list_get_state:
 * @self: a list
 *
 * Returns: what there is to show. A list with rows is ready, whatever is under way or failed; see
 * "loading" and "error" for that
 */
CommsListState
comms_list_get_state (CommsList *self)
{
  g_return_val_if_fail (COMMS_IS_LIST (self), COMMS_LIST_IDLE);

  return self->state;
}

/**
 * comms_list_get_loading:
 * @self: a list
 *
 * Returns: whether a page is under way
 */
gboolean
comms_list_get_loading (CommsList *self)
{
  g_return_val_if_fail (COMMS_IS_LIST (self), FALSE);

  return self->awaited != NULL;
}

/**
 * comms_list_get_has_more:
 * @self: a list
 *
 * Returns: whether there is a page after the rows, as far as is known
 */
gboolean
comms_list_get_has_more (CommsList *self)
{
  g_return_val_if_fail (COMMS_IS_LIST (self), FALSE);

  return self->cursor == NULL || comms_cursor_has_more (self->cursor);
}

/**
 * comms_list_get_error:
 * @self: a list
 *
 * Returns: (nullable): why the last page did not arrive
 */
const GError *
comms_list_get_error (CommsList *self)
{
  g_return_val_if_fail (COMMS_IS_LIST (self), NULL);

  return self->error;
}

/**
 * comms_list_set_source:
 * @self: a list
 * @source: where the rows come from after the next [method@List.reload]
 *
 * Until then the rows, and those that follow them, are of the source before: a search that is being
 * typed shows what was found last until it has found something else.
 */
void
comms_list_set_source (CommsList *self, CommsSource *source)
{
  g_return_if_fail (COMMS_IS_LIST (self));
  g_return_if_fail (COMMS_IS_SOURCE (source));

  g_set_object (&self->source, source);
}

/**
 * comms_list_load_more:
 * @self: a list
 *
 * Asks for the next page, which is the one that failed if one did. Does nothing while a page is
 * under way and at the end.
 */
void
comms_list_load_more (CommsList *self)
{
  g_return_if_fail (COMMS_IS_LIST (self));

  if (self->awaited != NULL || !comms_list_get_has_more (self)) {
    return;
  }
  if (self->cursor == NULL) {
    comms_list_reload (self);
    return;
  }
  load_page (self, self->cursor);
}

/**
 * comms_list_reload:
 * @self: a list
 *
 * Asks for the first page again. The rows stay until it has arrived, and stay if it fails.
 */
void
comms_list_reload (CommsList *self)
{
  g_return_if_fail (COMMS_IS_LIST (self));

  g_autoptr (CommsCursor) cursor = comms_cursor_new (self->source, self->page_size);
  load_page (self, cursor);
}

/**
 * comms_list_get_snapshot:
 * @self: a list
 *
 * Returns: (transfer full): the rows as they are now
 */
CommsSnapshot *
comms_list_get_snapshot (CommsList *self)
{
  g_return_val_if_fail (COMMS_IS_LIST (self), NULL);

  return comms_snapshot_ref (self->rows);
}

/**
 * comms_list_remove:
 * @self: a list
 * @item: what was deleted elsewhere
 *
 * Removes the row with the ID of @item, which may come from before a reload.
 */
void
comms_list_remove (CommsList *self, CommsResource *item)
{
  g_return_if_fail (COMMS_IS_LIST (self));
  g_return_if_fail (COMMS_IS_RESOURCE (item));

  guint position = 0;
  if (!comms_snapshot_find (self->rows, comms_resource_get_id (item), &position)) {
    return;
  }

  g_object_freeze_notify (G_OBJECT (self));
  self->rows = comms_snapshot_remove (self->rows, position);
  update_state (self);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
  g_object_thaw_notify (G_OBJECT (self));
}

/* Where the run of rows with one of @ids begins that ends before @end. */
static guint
find_run (CommsList *self, guint end, GHashTable *ids)
{
  while (end > 0) {
    const char *id = comms_snapshot_get_id (self->rows, end - 1);
    if (id == NULL || !g_hash_table_contains (ids, id)) {
      break;
    }
    end--;
  }
  return end;
}

/**
 * comms_list_remove_all:
 * @self: a list
 * @ids: (element-type utf8): of what was deleted elsewhere
 *
 * Removes the rows with these IDs, each run of them at once.
 *
 * Returns: how many there were
 */
guint
comms_list_remove_all (CommsList *self, GHashTable *ids)
{
  g_return_val_if_fail (COMMS_IS_LIST (self), 0);
  g_return_val_if_fail (ids != NULL, 0);

  guint n_before = comms_snapshot_get_n_rows (self->rows);
  g_object_freeze_notify (G_OBJECT (self));
  for (guint end = n_before; end > 0;) {
    guint start = find_run (self, end, ids);
    if (start < end) {
      self->rows = comms_snapshot_remove_range (self->rows, start, end - start);
      update_state (self);
      g_list_model_items_changed (G_LIST_MODEL (self), start, end - start, 0);
    }
    end = start > 0 ? start - 1 : 0;
  }
  g_object_thaw_notify (G_OBJECT (self));
  return n_before - comms_snapshot_get_n_rows (self->rows);
}
