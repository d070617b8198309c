#include "dispatch-record.h"

/* The first line that has something on it. */
static char *
make_heading (const DispatchSnapshot *snapshot)
{
  const char *texts[] = { snapshot->content->title, snapshot->content->body };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    const char *begin = texts[i] + strspn (texts[i], " \t\r\n");
    if (*begin != '\0') {
      return g_strndup (begin, strcspn (begin, "\r\n"));
    }
  }
  return g_strdup ("");
}

/**
 * dispatch_record_new:
 * @snapshot: a draft
 *
 * Returns: (transfer full): what to save of it
 */
ArchiveDraft *
dispatch_record_new (const DispatchSnapshot *snapshot)
{
  g_return_val_if_fail (snapshot != NULL, NULL);

  g_autofree char *json = dispatch_snapshot_to_json (snapshot);
  ArchiveDraft *record = archive_draft_new (snapshot->id, json);
  g_free (record->heading);
  record->heading = make_heading (snapshot);
  g_free (record->name);
  record->name = g_strdup (snapshot->name);
  record->text = g_strconcat (snapshot->content->title, "\n", snapshot->content->body, NULL);
  record->n_recipients = dispatch_table_get_n_rows (snapshot->table);
  return record;
}
