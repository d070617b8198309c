/* Drafts that come out of the archive, read in a worker: the one that was asked for, or the newest.
 * What is being written meanwhile is never replaced before it is saved. */

#include "carillon-draft-keeper-private.h"

/* Drafts that cannot be read, one after the other: then it is not the drafts. */
#define MAX_SKIPPED 20

static void read_next (CarillonDraftKeeper *self);

typedef struct {
  CarillonDraftKeeper *keeper; /* (owned) */
  char *place;                 /* (nullable) */
} Reading;

static void
reading_free (Reading *reading)
{
  g_object_unref (reading->keeper);
  g_free (reading->place);
  g_free (reading);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reading, reading_free)

/* One that cannot be read (of a newer Carillon) stays in the archive, and the one before it is
 * opened.
 * @error: (transfer full) */
static void
on_unreadable (CarillonDraftKeeper *self, GError *error)
{
  if (self->draft != NULL) {
    g_clear_pointer (&self->wanted, g_free);
    carillon_draft_keeper_set_state (self, self->state, error);
    return;
  }
  if (self->failure == NULL) {
    self->failure = error;
  } else {
    g_error_free (error);
  }
  g_clear_pointer (&self->wanted, g_free);
  self->n_skipped++;
  read_next (self);
}

/* What is being written stays; a save under way is followed by another read. */
static gboolean
is_in_the_way (CarillonDraftKeeper *self, DispatchDraft *read)
{
  gboolean is_saved = self->held || (!self->dirty && self->saving != self->draft);

  return self->draft != NULL && (!carillon_draft_keeper_wants (self, read) || !is_saved);
}

static void
on_decoded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Reading) reading = user_data;
  CarillonDraftKeeper *self = reading->keeper;
  g_autoptr (DispatchKept) kept = NULL;
  GError *error = NULL;
  g_autoptr (DispatchDraft) draft = dispatch_record_read_finish (result, &kept, &error);

  if (draft == NULL) {
    on_unreadable (self, error);
  } else if (!is_in_the_way (self, draft)) {
    carillon_draft_keeper_show_read (self, draft, g_steal_pointer (&kept), reading->place);
    carillon_draft_keeper_set_state (self, CARILLON_KEEPER_SAVED, g_steal_pointer (&self->failure));
    if (!g_queue_is_empty (&self->next)) {
      carillon_draft_keeper_show_next (self);
    }
  }
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonDraftKeeper) self = user_data;
  GError *error = NULL;
  g_autoptr (ArchiveDraft) stored =
    archive_store_read_draft_finish (ARCHIVE_STORE (source), result, &error);

  if (stored != NULL) {
    Reading *reading = g_new0 (Reading, 1);
    reading->keeper = g_object_ref (self);
    reading->place = g_strdup (stored->state);
    dispatch_record_read_async (g_steal_pointer (&stored), NULL, on_decoded, reading);
  } else if (error != NULL && self->n_skipped < MAX_SKIPPED) {
    on_unreadable (self, error);
  } else if (self->draft == NULL) {
    carillon_draft_keeper_show_fresh (self);
    carillon_draft_keeper_set_state (self, CARILLON_KEEPER_SAVED,
                                     error != NULL ? error : g_steal_pointer (&self->failure));
  } else {
    g_clear_pointer (&self->wanted, g_free);
    carillon_draft_keeper_set_state (self, self->state, error);
  }
}

static void
read_next (CarillonDraftKeeper *self)
{
  archive_store_read_draft_async (carillon_session_get_store (self->session),
                                  carillon_draft_keeper_get_account_id (self), self->wanted,
                                  self->n_skipped, NULL, on_read, g_object_ref (self));
}

/**
 * carillon_draft_keeper_load:
 * @self: the keeper
 *
 * Fetches the newest draft of the account, or begins one where there is none.
 */
void
carillon_draft_keeper_load (CarillonDraftKeeper *self)
{
  g_return_if_fail (CARILLON_IS_DRAFT_KEEPER (self));

  self->n_skipped = 0;
  g_clear_error (&self->failure);
  read_next (self);
}
