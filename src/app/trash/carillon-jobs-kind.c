/* The history of jobs: what was done, when, and how it went. */

#include "carillon-jobs-kind.h"

#include <base-json.h>
#include <base-time.h>
#include <glib/gi18n.h>

#include "carillon-archive-source.h"
#include "carillon-format.h"
#include "carillon-trash-text.h"

static void
describe (gconstpointer row, JsonObject *object)
{
  const ArchiveJob *job = row;
  JsonObject *rows = json_object_new ();
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, job->id);
  g_autofree char *created = base_time_format (job->created_at);
  g_autofree char *updated = base_time_format (job->changed_at);

  for (guint i = 0; i < ARCHIVE_N_ROW_STATES; i++) {
    json_object_set_int_member (rows, carillon_job_row_states[i], job->n_rows[i]);
  }
  json_object_set_string_member (object, "id", id);
  json_object_set_string_member (object, "kind", carillon_job_kinds[job->kind]);
  json_object_set_string_member (object, "state", carillon_job_states[job->state]);
  json_object_set_string_member (object, "title", job->title);
  json_object_set_string_member (object, "createdAt", created);
  json_object_set_string_member (object, "updatedAt", updated);
  json_object_set_object_member (object, "rows", rows);
}

static void
list_jobs (ArchiveStore *store,
           const char *account_id,
           gconstpointer query,
           const char *after,
           guint n_rows,
           GCancellable *cancellable,
           GAsyncReadyCallback callback,
           gpointer user_data)
{
  archive_store_list_jobs_async (store, account_id, after, n_rows, cancellable, callback,
                                 user_data);
}

static CommsSource *
make_source (CarillonSession *session, CommsClient *client, const CarillonListQuery *query)
{
  static const CarillonArchiveList list = { list_jobs, describe };

  return carillon_archive_source_new (session, &list, NULL, NULL);
}

/**
 * carillon_job_item_get_number:
 * @item: a row of the list of jobs
 *
 * Returns: its ID
 */
gint64
carillon_job_item_get_number (gpointer item)
{
  const char *id = comms_resource_get_id (item);

  return id != NULL ? g_ascii_strtoll (id, NULL, 10) : 0;
}

/**
 * carillon_job_item_new:
 * @job: as the archive has it
 *
 * Returns: (transfer full): a row of the list of jobs
 */
CarillonRecord *
carillon_job_item_new (const ArchiveJob *job)
{
  g_return_val_if_fail (job != NULL, NULL);

  JsonObject *object = json_object_new ();
  describe (job, object);
  return carillon_record_new (object);
}

static gint64
number (gpointer item)
{
  return carillon_job_item_get_number (item);
}

static gint64
count_of (gpointer item, const char *state)
{
  JsonObject *object = base_json_node_object (comms_resource_get_node (item));
  JsonObject *rows = object != NULL ? base_json_object (object, "rows") : NULL;

  return rows != NULL ? base_json_int (rows, state, 0) : 0;
}

gint64
carillon_job_item_count (gpointer item, ArchiveRowState state)
{
  return count_of (item, carillon_job_row_states[state]);
}

static char *
kind_text (gpointer item)
{
  return carillon_job_kind_label (comms_resource_get_string (item, "kind"));
}

static const char *
kind_icon_name (gpointer item)
{
  const char *kind = comms_resource_get_string (item, "kind");

  return g_strcmp0 (kind, "restore") == 0    ? "edit-undo-symbolic"
         : g_strcmp0 (kind, "register") == 0 ? "list-add-symbolic"
                                             : "user-trash-symbolic";
}

static char *
title (gpointer item)
{
  return g_strdup (comms_resource_get_string (item, "title"));
}

static gboolean
has_failed (gpointer item)
{
  return count_of (item, "failed") + count_of (item, "unknown") > 0;
}

static char *
state_text (gpointer item)
{
  return carillon_job_state_label (comms_resource_get_string (item, "state"));
}

static const char *
state_icon_name (gpointer item)
{
  const char *state = comms_resource_get_string (item, "state");

  if (g_strcmp0 (state, "done") == 0) {
    return has_failed (item) ? "dialog-warning-symbolic" : "emblem-ok-symbolic";
  }
  return g_strcmp0 (state, "running") == 0   ? "media-playback-start-symbolic"
         : g_strcmp0 (state, "stopped") == 0 ? "media-playback-stop-symbolic"
                                             : "media-playback-pause-symbolic";
}

static const char *
state_css_class (gpointer item)
{
  const char *state = comms_resource_get_string (item, "state");

  return g_strcmp0 (state, "done") != 0 ? NULL : has_failed (item) ? "warning" : "success";
}

static gint64
count_rows (gpointer item)
{
  gint64 n_rows = 0;

  for (guint i = 0; i < ARCHIVE_N_ROW_STATES; i++) {
    n_rows += count_of (item, carillon_job_row_states[i]);
  }
  return n_rows;
}

static char *
n_rows (gpointer item)
{
  return carillon_format_count (count_rows (item));
}

/**
 * carillon_job_item_counts:
 * @item: a row of the list of jobs
 *
 * Returns: (transfer full): how many of its rows are in which state; those without any are left out
 */
char *
carillon_job_item_counts (gpointer item)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < ARCHIVE_N_ROW_STATES; i++) {
    gint64 n = count_of (item, carillon_job_row_states[i]);

    if (n > 0) {
      g_autofree char *count = carillon_format_count (n);
      g_autofree char *label = carillon_job_row_state_label (carillon_job_row_states[i]);
      /* Translators: %1$s is a state of rows, %2$s how many are in it: "Failed: 3" */
      g_autofree char *part = g_strdup_printf (_ ("%1$s: %2$s"), label, count);

      g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", part);
    }
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * carillon_job_item_describe:
 * @item: a row of the list of jobs
 *
 * Returns: (transfer full): what it does, and since when
 */
char *
carillon_job_item_describe (gpointer item)
{
  g_autofree char *kind = kind_text (item);
  g_autofree char *begun = carillon_resource_created (item);

  /* Translators: %1$s is what a job does, "Delete users"; %2$s when it was begun. */
  return g_strdup_printf (_ ("%1$s, %2$s"), kind, begun);
}

static gint64
count_failed (gpointer item)
{
  return count_of (item, "failed") + count_of (item, "unknown");
}

static char *
n_failed (gpointer item)
{
  return has_failed (item) ? carillon_format_count (count_failed (item)) : NULL;
}

static const char *
failed_css_class (gpointer item)
{
  return has_failed (item) ? "error" : NULL;
}

static const CarillonColumn columns[] = {
  {
    .id = "kind",
    .title = N_ ("What"),
    .text = kind_text,
    .icon_name = kind_icon_name,
    .expand = TRUE,
    .width_chars = 12,
  },
  {
    .id = "title",
    .title = N_ ("File"),
    .text = title,
    .expand = TRUE,
    .width_chars = 10,
    .from_width = 900,
  },
  {
    .id = "rows",
    .title = N_ ("Rows"),
    .text = n_rows,
    .number = count_rows,
    .style = CARILLON_CELL_NUMBER,
    .from_width = 480,
  },
  {
    .id = "failed",
    .title = N_ ("Failed"),
    .text = n_failed,
    .number = count_failed,
    .css_class = failed_css_class,
    .style = CARILLON_CELL_NUMBER,
    .from_width = 560,
  },
  {
    .id = "state",
    .title = N_ ("State"),
    .text = state_text,
    .tooltip = carillon_job_item_counts,
    .icon_name = state_icon_name,
    .css_class = state_css_class,
  },
  {
    .id = "created",
    .title = N_ ("Begun"),
    .text = carillon_resource_created,
    .number = carillon_resource_created_number,
    .tooltip = carillon_resource_created_utc,
    .from_width = 640,
  },
  {
    .id = "id",
    .title = N_ ("Number"),
    .text = carillon_resource_id,
    .number = number,
    .from_width = 760,
  },
};

static const CarillonField fields[] = {
  {
    .title = N_ ("What"),
    .text = kind_text,
    .member = "kind",
  },
  {
    .title = N_ ("File"),
    .text = title,
    .member = "title",
  },
  {
    .title = N_ ("State"),
    .text = state_text,
    .member = "state",
  },
  {
    .title = N_ ("How They Went"),
    .text = carillon_job_item_counts,
    .member = "rows",
    .value = carillon_job_item_counts,
  },
  {
    .title = N_ ("Begun"),
    .text = carillon_resource_created,
    .tooltip = carillon_resource_created_utc,
    .member = "createdAt",
  },
  {
    .title = N_ ("Last Changed"),
    .text = carillon_resource_updated,
    .tooltip = carillon_resource_updated_utc,
    .member = "updatedAt",
  },
  {
    .title = N_ ("Number"),
    .text = carillon_resource_id,
    .member = "id",
  },
};

static const CarillonItemAction item_actions[] = {
  { N_ ("_Open Rows"), "win.show-job", carillon_resource_id },
};

static const CarillonSelectionAction actions[] = {
  { N_ ("_Continue"), "job.continue", "suggested-action" },
  { N_ ("_Stop"), "job.stop", NULL },
  { N_ ("Run _Failed Again"), "job.retry", NULL },
  { N_ ("Remove from _History…"), "job.remove", NULL },
};

const CarillonListKind carillon_jobs_kind = {
  .id = "jobs",
  .title = N_ ("Jobs"),
  .singular = N_ ("Job"),
  .columns = columns,
  .n_columns = G_N_ELEMENTS (columns),
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .actions = item_actions,
  .n_actions = G_N_ELEMENTS (item_actions),
  .selection_actions = actions,
  .n_selection_actions = G_N_ELEMENTS (actions),
  .source = make_source,
  .icon_name = "view-list-bullet-symbolic",
  .empty_title = N_ ("No Jobs Yet"),
  .empty_text = N_ ("Deletions, restores and registrations of many are kept here, with what became "
                    "of each row."),
};
