/* What one recipient would get, for somebody else: the message goes out as it is written, with that
 * recipient's values, so that the service renders it as it will render the send itself. */

#include "dispatch-test-send.h"

/* One of ours makes room for DISPATCH_TEST_TAG. */
#define MAX_KEPT_TAGS (DISPATCH_MAX_TAGS - 1)

static DispatchContent *
create_content (DispatchDraft *draft)
{
  g_autoptr (DispatchContent) content = dispatch_draft_get_content (draft);
  g_autoptr (GPtrArray) tags = g_ptr_array_new ();
  DispatchContent values = *content;

  for (guint i = 0; i < 2 * MAX_KEPT_TAGS && content->tags[i] != NULL; i++) {
    g_ptr_array_add (tags, (gpointer) content->tags[i]);
  }
  g_ptr_array_add (tags, (gpointer) DISPATCH_TEST_TAG);
  g_ptr_array_add (tags, (gpointer) "yes");
  g_ptr_array_add (tags, NULL);
  values.tags = (const char *const *) tags->pdata;
  values.send_at = 0;
  return dispatch_content_new (&values);
}

static void
copy_values (DispatchTable *table, const DispatchTable *from, guint row)
{
  for (guint i = DISPATCH_N_FIXED_COLUMNS; i < dispatch_table_get_n_columns (from); i++) {
    const char *value = dispatch_table_get (from, row, i);
    guint column = *value != '\0'
                     ? dispatch_table_add_column (table, dispatch_table_get_column_name (from, i))
                     : DISPATCH_NONE;
    for (guint j = 0; column != DISPATCH_NONE && j < dispatch_table_get_n_rows (table); j++) {
      dispatch_table_set (table, j, column, value);
    }
  }
}

/**
 * dispatch_test_send_new:
 * @draft: what is being composed; left as it is
 * @name: what the send is called: not as the draft, whose earlier sends are found by name, too
 * @row: the recipient whose values are taken; one that is not there has none
 * @devices: who gets it: rows without values
 *
 * A send of its own, at once, with an ID that no draft has: neither the draft nor what was last
 * sent of it hears of it.
 *
 * Returns: (transfer full): for dispatch_run_new_for_snapshot()
 */
DispatchSnapshot *
dispatch_test_send_new (DispatchDraft *draft,
                        const char *name,
                        guint row,
                        const DispatchTable *devices)
{
  g_return_val_if_fail (DISPATCH_IS_DRAFT (draft), NULL);
  g_return_val_if_fail (name != NULL && devices != NULL, NULL);

  const DispatchTable *table = dispatch_audience_get_table (dispatch_draft_get_audience (draft));
  DispatchSnapshot *self = g_new0 (DispatchSnapshot, 1);

  self->id = g_uuid_string_random ();
  self->name = g_strdup (name);
  self->content = create_content (draft);
  self->table = dispatch_table_copy (devices);
  self->ignored = g_new0 (char *, 1);
  if (row < dispatch_table_get_n_rows (table)) {
    copy_values (self->table, table, row);
  }
  return self;
}
