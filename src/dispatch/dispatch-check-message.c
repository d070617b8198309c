#include "dispatch-check-message.h"

#include <string.h>

#include "dispatch-rules.h"

static void
add (DispatchFindings *findings, DispatchProblemKind kind, DispatchField field, const char *detail)
{
  const DispatchCause cause = { .kind = kind, .field = field, .detail = detail };

  dispatch_findings_add (findings, &cause);
}

/* Any text of the API may be a template; what becomes of this one nobody knows before it is
 * rendered. */
static gboolean
is_image (const char *address)
{
  g_autoptr (GUri) uri = NULL;

  if (strstr (address, "{{") != NULL || strstr (address, "{%") != NULL) {
    return TRUE;
  }
  uri = g_uri_parse (address, G_URI_FLAGS_NONE, NULL);
  return uri != NULL && strcmp (g_uri_get_scheme (uri), "https") == 0 &&
         g_uri_get_host (uri) != NULL && *g_uri_get_host (uri) != '\0';
}

static void
check_images (const DispatchContent *content, DispatchFindings *findings)
{
  for (guint i = 0; content->images[i] != NULL; i++) {
    if (!is_image (content->images[i])) {
      add (findings, DISPATCH_PROBLEM_IMAGE, DISPATCH_FIELD_IMAGES, content->images[i]);
    }
  }
}

static void
check_sender (const DispatchContent *content, DispatchFindings *findings)
{
  if (content->sender == DISPATCH_SENDER_APP && !dispatch_app_name_is_valid (content->app_name)) {
    add (findings, DISPATCH_PROBLEM_APP_NAME, DISPATCH_FIELD_APP_NAME, content->app_name);
  }
  if (content->sender == DISPATCH_SENDER_CREDENTIALS &&
      *dispatch_content_get_credential_id (content, "FCM") == '\0' &&
      *dispatch_content_get_credential_id (content, "APN") == '\0') {
    add (findings, DISPATCH_PROBLEM_SENDER, DISPATCH_FIELD_SENDER, NULL);
  }
}

static gboolean
column_has_values (const DispatchTable *table, guint column)
{
  guint slot = dispatch_table_get_slot (table, column), first_row;

  for (guint i = 0; i < dispatch_table_get_n_blocks (table); i++) {
    const DispatchBlock *block = dispatch_table_get_block (table, i, &first_row);
    for (guint row = 0; row < dispatch_block_get_n_rows (block); row++) {
      if (*dispatch_block_get (block, row, slot) != '\0') {
        return TRUE;
      }
    }
  }
  return FALSE;
}

static void
check_columns (const DispatchTable *table, const DispatchRules *rules, DispatchFindings *findings)
{
  if (dispatch_table_get_n_rows (table) == 0) {
    add (findings, DISPATCH_PROBLEM_NO_RECIPIENTS, DISPATCH_FIELD_RECIPIENTS, NULL);
  }
  /* What a template that does not parse yet uses, nobody knows. */
  if (!rules->all_parsed) {
    return;
  }
  for (guint i = DISPATCH_N_FIXED_COLUMNS; i < dispatch_table_get_n_columns (table); i++) {
    const char *name = dispatch_table_get_column_name (table, i);
    if (dispatch_variables_find (rules->variables, name, strlen (name)) == NULL &&
        column_has_values (table, i)) {
      add (findings, DISPATCH_PROBLEM_UNUSED_COLUMN, DISPATCH_FIELD_RECIPIENTS, name);
    }
  }
}

/**
 * dispatch_check_message:
 * @snapshot: a draft
 * @rules: of its message
 *
 * Returns: (transfer full): what was found
 */
DispatchFindings *
dispatch_check_message (const DispatchSnapshot *snapshot, const DispatchRules *rules)
{
  const DispatchContent *content = snapshot->content;
  DispatchFindings *findings = dispatch_findings_new ();

  check_images (content, findings);
  check_sender (content, findings);
  if (content->send_at == DISPATCH_SEND_AT_UNDECIDED) {
    add (findings, DISPATCH_PROBLEM_NO_TIME, DISPATCH_FIELD_SEND_AT, NULL);
  } else if (content->send_at != 0 && content->send_at <= g_get_real_time () / G_USEC_PER_SEC) {
    add (findings, DISPATCH_PROBLEM_SEND_AT, DISPATCH_FIELD_SEND_AT, NULL);
  }
  check_columns (snapshot->table, rules, findings);
  return findings;
}
