#include <base-json.h>

#include "dispatch-run.h"

static gboolean
is_unsent (const ArchiveRequest *request)
{
  return request->state == ARCHIVE_REQUEST_PLANNED || request->state == ARCHIVE_REQUEST_REJECTED;
}

/* A copy: the draft of the journal's ID may still be there, and is another. A time that has passed
 * would be refused, and one to come is chosen anew. */
static DispatchDraft *
copy_text (DispatchDraft *from)
{
  DispatchDraft *draft = dispatch_draft_new ();
  g_autoptr (DispatchContent) content = dispatch_draft_get_content (from);

  dispatch_draft_set_content (draft, content);
  g_object_set (draft, "name", dispatch_draft_get_name (from), "send-at", (gint64) 0, NULL);
  return draft;
}

/* The requests cut the recipients in order, as many each as the journal says. */
static gboolean
keep_unsent (DispatchTable *table, GPtrArray *requests)
{
  g_autoptr (GArray) sent = g_array_new (FALSE, FALSE, sizeof (guint));
  guint n_rows = dispatch_table_get_n_rows (table);
  guint row = 0;

  for (guint i = 0; i < requests->len; i++) {
    const ArchiveRequest *request = requests->pdata[i];
    if (request->n_recipients > n_rows - row) {
      return FALSE;
    }
    for (guint end = row + request->n_recipients; row < end; row++) {
      if (!is_unsent (request)) {
        g_array_append_val (sent, row);
      }
    }
  }
  dispatch_table_remove_rows (table, (const guint *) (gpointer) sent->data, sent->len);
  return row == n_rows;
}

/**
 * dispatch_draft_from_unsent:
 * @json: what the journal has of a send
 * @requests: (element-type ArchiveRequest): all requests of the send, in their order
 * @error: return location for a `BaseJsonError`, also where the two do not fit together
 *
 * Returns: (transfer full) (nullable): a draft with an ID of its own, with the text of the send and
 *   those of its recipients whose requests are PLANNED or REJECTED
 */
DispatchDraft *
dispatch_draft_from_unsent (const char *json, GPtrArray *requests, GError **error)
{
  g_return_val_if_fail (json != NULL && requests != NULL, NULL);

  g_autoptr (DispatchDraft) sent = dispatch_draft_from_json (json, error);
  if (sent == NULL) {
    return NULL;
  }
  g_autoptr (DispatchDraft) draft = copy_text (sent);
  g_autoptr (DispatchTable) table = dispatch_audience_freeze (dispatch_draft_get_audience (sent));
  if (!keep_unsent (table, requests)) {
    g_set_error_literal (error, BASE_JSON_ERROR, BASE_JSON_ERROR_SYNTAX,
                         "the journal has another number of recipients than the draft");
    return NULL;
  }
  dispatch_audience_reset (dispatch_draft_get_audience (draft), g_steal_pointer (&table));
  return g_steal_pointer (&draft);
}
