/* Deleting what is selected in a list, and taking out what was deleted, here or elsewhere. */

#include "carillon-list-page-private.h"

#include <glib/gi18n.h>

#include "carillon-deletion-plan.h"
#include "carillon-deletion.h"
#include "carillon-problem.h"
#include "carillon-split.h"
#include "carillon-toast.h"

/* Milliseconds: a job deletes some hundred things a second, and each pass looks at all rows. */
#define FORGET_INTERVAL 200

/* What a deletion comes back to. */
typedef struct {
  CarillonListPage *page; /* (owned) */
  CommsResource *item;    /* (owned) */
} PendingDeletion;

static void
pending_deletion_free (PendingDeletion *pending)
{
  g_object_unref (pending->page);
  g_object_unref (pending->item);
  g_free (pending);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PendingDeletion, pending_deletion_free)

/**
 * carillon_list_page_close_delete_problem:
 *
 * Takes away why a deletion failed.
 */
void
carillon_list_page_close_delete_problem (CarillonListPage *self)
{
  g_return_if_fail (CARILLON_IS_LIST_PAGE (self));

  gtk_revealer_set_reveal_child (GTK_REVEALER (self->delete_revealer), FALSE);
}

static void
hide_details_of_gone (CarillonListPage *self)
{
  if (carillon_split_get_collapsed (CARILLON_SPLIT (self->split))) {
    carillon_list_page_set_show_details (self, FALSE);
  }
}

/* One, directly. */

static void
on_deletion_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PendingDeletion) pending = user_data;
  CarillonListPage *self = pending->page;
  g_autoptr (GError) error = NULL;
  gboolean deleted = carillon_deletion_run_finish (result, &error);

  /* The page may have gone meanwhile, with the account that it was of. */
  if (self->list == NULL) {
    return;
  }
  self->deleting = FALSE;
  carillon_list_page_enable_actions (self);
  if (error != NULL) {
    carillon_problem_set_error (CARILLON_PROBLEM (self->delete_problem), error);
    gtk_revealer_set_reveal_child (GTK_REVEALER (self->delete_revealer), TRUE);
  } else if (deleted) {
    hide_details_of_gone (self);
    carillon_list_rows_remove (self->rows, pending->item);
    carillon_toast (GTK_WIDGET (self), _ (self->kind->deletion->done));
  }
}

static void
delete_item (CarillonListPage *self)
{
  CommsResource *item = carillon_list_page_get_selected_item (self);

  if (item == NULL || comms_resource_get_id (item) == NULL) {
    return;
  }
  PendingDeletion *pending = g_new0 (PendingDeletion, 1);
  pending->page = g_object_ref (self);
  pending->item = g_object_ref (item);

  carillon_list_page_close_delete_problem (self);
  self->deleting = TRUE;
  carillon_list_page_enable_actions (self);
  carillon_deletion_run_async (GTK_WIDGET (self), self->session, self->kind->deletion, item,
                               on_deletion_done, pending);
}

/* Any number, in a job. */

static const char *
get_target (const CarillonRowDeletion *deletion, gpointer item)
{
  return deletion->target != NULL ? deletion->target (item) : comms_resource_get_id (item);
}

static void
present_plan (CarillonListPage *self, const ArchiveJobChoice *choice, GPtrArray *items)
{
  const char *remark = self->kind->row_deletion->remark;

  carillon_deletion_plan_present (GTK_WIDGET (self), self->session, choice,
                                  remark != NULL ? _ (remark) : NULL, items);
}

static void
delete_rows (CarillonListPage *self)
{
  const CarillonRowDeletion *deletion = self->kind->row_deletion;
  g_autoptr (GPtrArray) items = carillon_list_rows_get_selected (self->rows);
  g_autoptr (GPtrArray) ids = g_ptr_array_sized_new (items->len + 1);

  for (guint i = 0; i < items->len; i++) {
    const char *id = get_target (deletion, items->pdata[i]);
    if (id != NULL) {
      g_ptr_array_add (ids, (gpointer) id);
    }
  }
  if (ids->len > 0) {
    g_ptr_array_add (ids, NULL);
    present_plan (self,
                  &(ArchiveJobChoice){
                    .kind = deletion->kind,
                    .resource_ids = (const char *const *) ids->pdata,
                  },
                  items);
  }
}

/**
 * carillon_list_page_delete:
 * @widget: a list page
 *
 * The action "rows.delete".
 */
void
carillon_list_page_delete (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CarillonListPage *self = CARILLON_LIST_PAGE (widget);

  if (self->kind->row_deletion != NULL) {
    delete_rows (self);
  } else {
    delete_item (self);
  }
}

/**
 * carillon_list_page_delete_matching:
 * @widget: a list page of the index
 *
 * The action "rows.delete-matching": all that the list's source finds, loaded or not.
 */
void
carillon_list_page_delete_matching (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CarillonListPage *self = CARILLON_LIST_PAGE (widget);
  const CarillonRowDeletion *deletion = self->kind->row_deletion;
  g_autoptr (GHashTable) values = carillon_list_page_get_values (self);
  const CarillonListQuery query = { values, carillon_list_page_get_search (self) };
  ArchiveJobChoice choice = { .kind = deletion->kind };
  ArchiveDeviceQuery devices = { NULL };
  ArchiveUserQuery users = { NULL };

  if (deletion->match_devices != NULL) {
    deletion->match_devices (&query, &devices);
    choice.devices = &devices;
  } else {
    deletion->match_users (&query, &users);
    choice.users = &users;
  }
  present_plan (self, &choice, NULL);
}

/**
 * carillon_list_page_deletes_matching:
 *
 * Returns: whether all that match can be deleted without being loaded
 */
gboolean
carillon_list_page_deletes_matching (CarillonListPage *self)
{
  g_return_val_if_fail (CARILLON_IS_LIST_PAGE (self), FALSE);

  const CarillonRowDeletion *deletion = self->kind->row_deletion;
  return deletion != NULL && (deletion->match_devices != NULL || deletion->match_users != NULL);
}

/* What was deleted. */

static void
forget_rows (CarillonListPage *self, GHashTable *ids)
{
  CommsResource *item = carillon_list_page_get_selected_item (self);
  guint n_before = g_list_model_get_n_items (G_LIST_MODEL (self->list));

  if (item != NULL && g_hash_table_contains (ids, comms_resource_get_id (item))) {
    hide_details_of_gone (self);
  }
  carillon_list_rows_remove_all (self->rows, ids);
  carillon_list_total_lose (self->total,
                            n_before - g_list_model_get_n_items (G_LIST_MODEL (self->list)));
}

/* Rows that are not named by their own IDs are looked for in all that are loaded, in a worker. */
typedef struct {
  CommsSnapshot *rows; /* (owned) */
  GHashTable *named;   /* (owned): IDs of what the rows belong to */
  const CarillonRowDeletion *deletion;
} Lookup;

static void
lookup_free (Lookup *lookup)
{
  comms_snapshot_let_go (lookup->rows);
  g_hash_table_unref (lookup->named);
  g_free (lookup);
}

static gboolean
is_named (const Lookup *lookup, gpointer item)
{
  const CarillonRowDeletion *deletion = lookup->deletion;
  const char *target = deletion->target != NULL ? deletion->target (item) : NULL;
  const char *owner = deletion->owner != NULL ? deletion->owner (item) : NULL;

  return (target != NULL && g_hash_table_contains (lookup->named, target)) ||
         (owner != NULL && g_hash_table_contains (lookup->named, owner));
}

static void
look_up (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Lookup *lookup = data;
  GHashTable *ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < comms_snapshot_get_n_rows (lookup->rows); i++) {
    g_autoptr (CommsResource) item = comms_snapshot_make_row (lookup->rows, i);
    if (is_named (lookup, item)) {
      g_hash_table_add (ids, g_strdup (comms_resource_get_id (item)));
    }
  }
  g_task_return_pointer (task, ids, (GDestroyNotify) g_hash_table_unref);
}

static void forget_later (CarillonListPage *self);

static void
on_looked_up (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CarillonListPage *self = CARILLON_LIST_PAGE (source);
  g_autoptr (GHashTable) ids = g_task_propagate_pointer (G_TASK (result), NULL);

  self->looking_up = FALSE;
  if (self->gone == NULL) {
    return; /* and so is the page */
  }
  forget_rows (self, ids);
  if (g_hash_table_size (self->gone_with) > 0) {
    forget_later (self);
  }
}

static GHashTable *
id_set_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static void
forget_named (CarillonListPage *self)
{
  Lookup *lookup = g_new0 (Lookup, 1);
  g_autoptr (GTask) task = g_task_new (self, NULL, on_looked_up, NULL);

  lookup->rows = comms_list_get_snapshot (self->list);
  lookup->named = g_steal_pointer (&self->gone_with);
  lookup->deletion = self->kind->row_deletion;
  self->gone_with = id_set_new ();
  self->looking_up = TRUE;
  g_task_set_source_tag (task, forget_named);
  g_task_set_task_data (task, lookup, (GDestroyNotify) lookup_free);
  g_task_run_in_thread (task, look_up);
}

static gboolean
forget_gone (gpointer user_data)
{
  CarillonListPage *self = user_data;

  self->forgetting = 0;
  if (g_hash_table_size (self->gone) > 0) {
    forget_rows (self, self->gone);
    g_hash_table_remove_all (self->gone);
  }
  if (g_hash_table_size (self->gone_with) > 0 && !self->looking_up) {
    forget_named (self);
  }
  return G_SOURCE_REMOVE;
}

static void
forget_later (CarillonListPage *self)
{
  if (self->forgetting == 0) {
    self->forgetting = g_timeout_add (FORGET_INTERVAL, forget_gone, self);
  }
}

/* IDs of users and registrations are never the same. */
static void
on_row_ended (CarillonListPage *self, CarillonJob *job, const char *id, guint state)
{
  const CarillonRowDeletion *deletion = self->kind->row_deletion;
  ArchiveJobKind kind = carillon_job_get_kind (job);
  gboolean is_target = kind == deletion->kind;
  gboolean is_owner = kind == ARCHIVE_JOB_DELETE_USERS && deletion->owner != NULL;

  if ((state != ARCHIVE_ROW_DONE && state != ARCHIVE_ROW_GONE) || !(is_target || is_owner)) {
    return;
  }
  gboolean is_own = is_target && deletion->target == NULL;
  g_hash_table_add (is_own ? self->gone : self->gone_with, g_strdup (id));
  forget_later (self);
}

/**
 * carillon_list_page_follow_deletions:
 *
 * From now on the rows of what jobs delete leave the list.
 */
void
carillon_list_page_follow_deletions (CarillonListPage *self)
{
  g_return_if_fail (CARILLON_IS_LIST_PAGE (self));

  if (self->kind->row_deletion != NULL) {
    self->gone = id_set_new ();
    self->gone_with = id_set_new ();
    g_signal_connect_object (carillon_session_get_jobs (self->session), "row-ended",
                             G_CALLBACK (on_row_ended), self, G_CONNECT_SWAPPED);
  }
}

/**
 * carillon_list_page_unfollow_deletions:
 *
 * To be called when the page goes.
 */
void
carillon_list_page_unfollow_deletions (CarillonListPage *self)
{
  g_return_if_fail (CARILLON_IS_LIST_PAGE (self));

  g_clear_handle_id (&self->forgetting, g_source_remove);
  if (self->gone != NULL) {
    g_signal_handlers_disconnect_by_data (carillon_session_get_jobs (self->session), self);
    g_clear_pointer (&self->gone, g_hash_table_unref);
    g_clear_pointer (&self->gone_with, g_hash_table_unref);
  }
}
