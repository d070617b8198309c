/* Any bytes as a draft in a file of its own: what can be read can be written, and is then read as
 * the same. */

#include <dispatch-draft-file.h>
#include <string.h>

#include "fuzz-data.h"

static char *
write_text (const DispatchDraftFile *file)
{
  g_autoptr (DispatchDraft) draft = dispatch_draft_file_make_draft (file);
  g_autoptr (DispatchSnapshot) snapshot = dispatch_snapshot_new (draft);

  return dispatch_draft_file_to_text (snapshot);
}

static DispatchDraftFile *
parse (const void *bytes, size_t size, GError **error)
{
  g_autoptr (GBytes) contents = g_bytes_new_static (bytes, size);

  return dispatch_draft_file_parse ("fuzz", contents, NULL, NULL, error);
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DispatchDraftFile) file = parse (bytes, size, &error);

  if (file == NULL) {
    g_assert_nonnull (error);
    return 0;
  }
  g_autofree char *text = write_text (file);
  g_autoptr (DispatchDraftFile) copy = parse (text, strlen (text), &error);
  g_assert_no_error (error);
  g_assert_true (dispatch_content_equal (file->content, copy->content));
  g_autofree char *again = write_text (copy);
  g_assert_cmpstr (text, ==, again);
  return 0;
}
