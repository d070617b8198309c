#include "dispatch-fixture.h"

#include <test-emulator.h>

static const char *const kind_names[] = {
  [DISPATCH_PROBLEM_NO_TEXT] = "no-text",
  [DISPATCH_PROBLEM_NO_RECIPIENTS] = "no-recipients",
  [DISPATCH_PROBLEM_TEMPLATE] = "template",
  [DISPATCH_PROBLEM_UNKNOWN_TAG] = "unknown-tag",
  [DISPATCH_PROBLEM_UNKNOWN_FILTER] = "unknown-filter",
  [DISPATCH_PROBLEM_FILTER_OF_ONE] = "filter-of-one",
  [DISPATCH_PROBLEM_PARTIAL] = "partial",
  [DISPATCH_PROBLEM_POSITIONAL] = "positional",
  [DISPATCH_PROBLEM_CURLY_QUOTES] = "curly-quotes",
  [DISPATCH_PROBLEM_DIALECT_REFUSES] = "dialect-refuses",
  [DISPATCH_PROBLEM_DIALECT] = "dialect",
  [DISPATCH_PROBLEM_NO_DEFAULT] = "no-default",
  [DISPATCH_PROBLEM_MISSING_VALUE] = "missing-value",
  [DISPATCH_PROBLEM_UNUSED_COLUMN] = "unused-column",
  [DISPATCH_PROBLEM_DATE_DIGITS] = "date-digits",
  [DISPATCH_PROBLEM_RENDER] = "render",
  [DISPATCH_PROBLEM_BAD_VALUE] = "bad-value",
  [DISPATCH_PROBLEM_BLANK_TEXT] = "blank-text",
  [DISPATCH_PROBLEM_BLANK_PART] = "blank-part",
  [DISPATCH_PROBLEM_TRUNCATED] = "truncated",
  [DISPATCH_PROBLEM_TOO_LARGE] = "too-large",
  [DISPATCH_PROBLEM_NO_ADDRESS] = "no-address",
  [DISPATCH_PROBLEM_TWO_ADDRESSES] = "two-addresses",
  [DISPATCH_PROBLEM_BAD_USER_ID] = "bad-user-id",
  [DISPATCH_PROBLEM_TOKEN_AS_USER] = "token-as-user",
  [DISPATCH_PROBLEM_USER_AS_TOKEN] = "user-as-token",
  [DISPATCH_PROBLEM_OTHER_TOKEN] = "other-token",
  [DISPATCH_PROBLEM_ODD_TOKEN] = "odd-token",
  [DISPATCH_PROBLEM_NO_PROVIDER] = "no-provider",
  [DISPATCH_PROBLEM_BAD_PROVIDER] = "bad-provider",
  [DISPATCH_PROBLEM_PROVIDER_OF_USER] = "provider-of-user",
  [DISPATCH_PROBLEM_NO_CREDENTIAL] = "no-credential",
  [DISPATCH_PROBLEM_UNKNOWN_USER] = "unknown-user",
  [DISPATCH_PROBLEM_DUPLICATE] = "duplicate",
  [DISPATCH_PROBLEM_USER_AND_TOKEN] = "user-and-token",
  [DISPATCH_PROBLEM_RECENTLY_SENT] = "recently-sent",
  [DISPATCH_PROBLEM_APP_NAME] = "app-name",
  [DISPATCH_PROBLEM_TAGS] = "tags",
  [DISPATCH_PROBLEM_IMAGE] = "image",
  [DISPATCH_PROBLEM_SENDER] = "sender",
  [DISPATCH_PROBLEM_SEND_AT] = "send-at",
  [DISPATCH_PROBLEM_NO_TIME] = "no-time",
  [DISPATCH_PROBLEM_TAG] = "tag",
};

static const char *const field_names[] = {
  [DISPATCH_FIELD_NONE] = "-",          [DISPATCH_FIELD_TITLE] = "title",
  [DISPATCH_FIELD_BODY] = "body",       [DISPATCH_FIELD_RECIPIENTS] = "recipients",
  [DISPATCH_FIELD_APP_NAME] = "app",    [DISPATCH_FIELD_TAGS] = "tags",
  [DISPATCH_FIELD_IMAGES] = "images",   [DISPATCH_FIELD_SENDER] = "sender",
  [DISPATCH_FIELD_SEND_AT] = "send-at",
};

/* For readability, ' stands for ". */
DispatchDraft *
test_draft_from_json (const char *json)
{
  g_autofree char *proper = g_strdelimit (g_strdup (json), "'", '"');
  g_autoptr (GError) error = NULL;
  DispatchDraft *draft = dispatch_draft_from_json (proper, &error);

  g_assert_no_error (error);
  return draft;
}

DispatchReport *
test_check (DispatchDraft *draft)
{
  g_autoptr (DispatchCheck) check = dispatch_check_new ();
  GAsyncResult *slot = NULL;
  g_autoptr (GError) error = NULL;

  dispatch_check_run_async (check, dispatch_snapshot_new (draft), NULL, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  DispatchReport *report = dispatch_check_run_finish (check, result, &error);
  g_assert_no_error (error);
  return report;
}

static void
describe (DispatchProblem *problem, GString *text)
{
  static const char severities[] = { 'E', 'W', 'N' };
  const char *detail = dispatch_problem_get_detail (problem);
  LiquidSpan span;
  guint n_rows = 0;
  const guint *rows = dispatch_problem_get_rows (problem, &n_rows);

  g_string_append_printf (text, "%c %s %s", severities[dispatch_problem_get_severity (problem)],
                          kind_names[dispatch_problem_get_kind (problem)],
                          field_names[dispatch_problem_get_field (problem)]);
  if (detail != NULL) {
    g_string_append_printf (text, " %s", detail);
  }
  if (dispatch_problem_get_span (problem, &span)) {
    g_string_append_printf (text, " @%zu-%zu", span.start, span.end);
  }
  for (guint i = 0; i < n_rows; i++) {
    g_string_append_printf (text, "%s%u", i == 0 ? " #" : ",", rows[i]);
  }
  g_string_append_c (text, '\n');
}

char *
test_describe_report (DispatchReport *report)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (report)); i++) {
    g_autoptr (DispatchProblem) problem = g_list_model_get_item (G_LIST_MODEL (report), i);
    describe (problem, text);
  }
  return g_string_free (text, FALSE);
}
