/* What became of each row of a job: the report. */

#include <archive-jobs.h>
#include <base-time.h>
#include <glib/gi18n.h>

#include "carillon-archive-source.h"
#include "carillon-format.h"
#include "carillon-jobs-kind.h"
#include "carillon-trash-text.h"

typedef struct {
  gint64 job;
  ArchiveRowState state;
} Query;

static void
describe_device (const ArchiveJobDevice *device, JsonObject *object)
{
  json_object_set_int_member (object, "line", device->line);
  json_object_set_string_member (object, "appName", device->app_name);
  json_object_set_string_member (object, "provider", device->provider);
  json_object_set_string_member (object, "token", device->token);
  json_object_set_string_member (object, "userId",
                                 device->user_id != NULL ? device->user_id : device->new_user_id);
}

static void
describe_trashed (const ArchiveJobRow *row, JsonObject *object)
{
  json_object_set_string_member (object, "resourceId",
                                 row->trashed_id != NULL ? row->trashed_id : row->resource_id);
  json_object_set_string_member (object, "userId", row->user_id);
  json_object_set_string_member (object, "appName", row->app_name);
}

static void
describe (gconstpointer data, JsonObject *object)
{
  const ArchiveJobRow *row = data;
  g_autofree char *id = g_strdup_printf ("%u", row->number + 1);
  g_autofree char *updated = base_time_format (row->changed_at);

  json_object_set_string_member (object, "id", id);
  if (row->device != NULL) {
    describe_device (row->device, object);
  } else {
    describe_trashed (row, object);
  }
  json_object_set_string_member (object, "state", carillon_job_row_states[row->state]);
  json_object_set_string_member (object, "reason", row->reason);
  json_object_set_string_member (object, "resultId", row->result_id);
  json_object_set_string_member (object, "updatedAt", updated);
}

static void
list_rows (ArchiveStore *store,
           const char *account_id,
           gconstpointer data,
           const char *after,
           guint n_rows,
           GCancellable *cancellable,
           GAsyncReadyCallback callback,
           gpointer user_data)
{
  const Query *query = data;

  archive_store_list_job_rows_async (store, account_id, query->job, query->state, after, n_rows,
                                     cancellable, callback, user_data);
}

static CommsSource *
make_source (CarillonSession *session, CommsClient *client, const CarillonListQuery *query)
{
  static const CarillonArchiveList list = { list_rows, describe };
  const char *job = g_hash_table_lookup (query->values, "job");
  const char *state = g_hash_table_lookup (query->values, "state");
  Query *wanted = g_new0 (Query, 1);

  wanted->job = job != NULL ? g_ascii_strtoll (job, NULL, 10) : 0;
  wanted->state = ARCHIVE_N_ROW_STATES;
  for (guint i = 0; i < ARCHIVE_N_ROW_STATES; i++) {
    if (g_strcmp0 (carillon_job_row_states[i], state) == 0) {
      wanted->state = i;
    }
  }
  return carillon_archive_source_new (session, &list, wanted, g_free);
}

static char *
resource_id (gpointer item)
{
  return g_strdup (comms_resource_get_string (item, "resourceId"));
}

static char *
user_id (gpointer item)
{
  return g_strdup (comms_resource_get_string (item, "userId"));
}

static char *
app_name (gpointer item)
{
  return g_strdup (comms_resource_get_string (item, "appName"));
}

static char *
provider (gpointer item)
{
  return g_strdup (comms_resource_get_string (item, "provider"));
}

static char *
token (gpointer item)
{
  return g_strdup (comms_resource_get_string (item, "token"));
}

static char *
result_id (gpointer item)
{
  return g_strdup (comms_resource_get_string (item, "resultId"));
}

/* What a row is about: a device has no ID. */
static char *
subject (gpointer item)
{
  char *id = resource_id (item);

  return id != NULL ? id : carillon_format_token (comms_resource_get_string (item, "token"));
}

static char *
subject_tooltip (gpointer item)
{
  char *id = resource_id (item);

  return id != NULL ? id : token (item);
}

static char *
state_text (gpointer item)
{
  return carillon_job_row_state_label (comms_resource_get_string (item, "state"));
}

static const char *
state_icon_name (gpointer item)
{
  return carillon_job_row_state_icon_name (comms_resource_get_string (item, "state"));
}

static const char *
state_css_class (gpointer item)
{
  return carillon_job_row_state_css_class (comms_resource_get_string (item, "state"));
}

static char *
reason (gpointer item)
{
  return carillon_job_reason_text (comms_resource_get_string (item, "reason"));
}

static gint64
number (gpointer item)
{
  return g_ascii_strtoll (comms_resource_get_id (item), NULL, 10);
}

static const CarillonColumn columns[] = {
  {
    .id = "number",
    .title = N_ ("Row"),
    .text = carillon_resource_id,
    .number = number,
    .from_width = 760,
  },
  {
    .id = "id",
    .title = N_ ("ID or Token"),
    .text = subject,
    .tooltip = subject_tooltip,
    .style = CARILLON_CELL_ID,
    .expand = TRUE,
    .width_chars = 10,
  },
  {
    .id = "user",
    .title = N_ ("User"),
    .text = user_id,
    .tooltip = user_id,
    .style = CARILLON_CELL_ID,
    .expand = TRUE,
    .width_chars = 10,
    .from_width = 900,
  },
  {
    .id = "app",
    .title = N_ ("App"),
    .text = app_name,
    .from_width = 1100,
  },
  {
    .id = "state",
    .title = N_ ("Result"),
    .text = state_text,
    .icon_name = state_icon_name,
    .css_class = state_css_class,
  },
  {
    .id = "reason",
    .title = N_ ("Reason"),
    .text = reason,
    .tooltip = reason,
    .expand = TRUE,
    .width_chars = 14,
    .from_width = 520,
  },
  {
    .id = "changed",
    .title = N_ ("Changed"),
    .text = carillon_resource_updated,
    .number = carillon_resource_updated_number,
    .tooltip = carillon_resource_updated_utc,
    .from_width = 1200,
  },
};

static const CarillonField fields[] = {
  {
    .title = N_ ("Row"),
    .text = carillon_resource_id,
    .member = "id",
  },
  {
    .title = N_ ("Line of the File"),
    .member = "line",
  },
  {
    .title = N_ ("ID"),
    .text = resource_id,
    .member = "resourceId",
    .style = CARILLON_CELL_ID,
  },
  {
    .title = N_ ("User"),
    .text = user_id,
    .member = "userId",
    .style = CARILLON_CELL_ID,
    .action_name = "win.show-user-registrations",
  },
  {
    .title = N_ ("App"),
    .text = app_name,
    .member = "appName",
    .action_name = "win.show-app",
  },
  {
    .title = N_ ("Provider"),
    .text = provider,
    .member = "provider",
  },
  {
    .title = N_ ("Token"),
    .text = token,
    .member = "token",
    .style = CARILLON_CELL_ID,
  },
  {
    .title = N_ ("Result"),
    .text = state_text,
  },
  {
    .title = N_ ("Reason"),
    .text = reason,
  },
  {
    .title = N_ ("Registration ID Now"),
    .text = result_id,
    .member = "resultId",
    .style = CARILLON_CELL_ID,
  },
  {
    .title = N_ ("Changed"),
    .text = carillon_resource_updated,
    .tooltip = carillon_resource_updated_utc,
    .member = "updatedAt",
  },
  /* For other programs, as the archive has them. */
  {
    .title = N_ ("State"),
    .member = "state",
  },
  {
    .title = N_ ("Reason as Recorded"),
    .member = "reason",
  },
};

static const CarillonFilterField filters[] = {
  {
    .id = "state",
    .title = N_ ("Result"),
    .type = CARILLON_FILTER_CHOICE,
    .values = carillon_job_row_states,
    .label = carillon_job_row_state_label,
  },
};

const CarillonListKind carillon_job_rows_kind = {
  .id = "job-rows",
  .title = N_ ("Rows"),
  .singular = N_ ("Row"),
  .columns = columns,
  .n_columns = G_N_ELEMENTS (columns),
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .filters = filters,
  .n_filters = G_N_ELEMENTS (filters),
  .copied_id = subject_tooltip,
  .source = make_source,
  .icon_name = "view-list-bullet-symbolic",
  .empty_title = N_ ("No Rows"),
  .empty_text = N_ ("This job has nothing to do."),
};
