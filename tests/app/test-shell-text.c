/* Words and numbers as the operator reads them. */

#include <archive-store.h>
#include <comms-error.h>
#include <dispatch-audience.h>
#include <dispatch-draft-file.h>
#include <libsecret/secret.h>
#include <liquid.h>
#include <locale.h>

#include "carillon-emulator-process.h"
#include "carillon-error-text.h"
#include "carillon-format.h"
#include "carillon-secrets.h"

static void
assert_told (GQuark domain, int code)
{
  g_autoptr (GError) error = g_error_new_literal (domain, code, "told by nobody");
  g_autofree char *title = carillon_error_title (error);
  g_autofree char *advice = carillon_error_advice (error);

  g_test_message ("%s %d: %s. %s", g_quark_to_string (domain), code, title, advice);
  g_assert_cmpstr (title, !=, "Something Went Wrong");
  g_assert_false (g_str_has_suffix (title, "."));
  g_assert_true (g_str_has_suffix (advice, "."));
  g_assert_cmpstr (advice, !=, "told by nobody");
}

/* The last code of each domain: a code that is added without a text is found here, when its number
 * is put in. */
static void
test_complete (void)
{
  const struct {
    GQuark domain;
    int first, last;
  } domains[] = {
    { COMMS_ERROR, COMMS_ERROR_INVALID_URI, COMMS_ERROR_READ_ONLY },
    { ARCHIVE_ERROR, ARCHIVE_ERROR_FAILED, ARCHIVE_ERROR_NEWER },
    { DISPATCH_PASTE_ERROR, DISPATCH_PASTE_ERROR_EMPTY, DISPATCH_PASTE_ERROR_TWO_ADDRESSES },
    { DISPATCH_DRAFT_FILE_ERROR, DISPATCH_DRAFT_FILE_ERROR_NOT_A_DRAFT,
      DISPATCH_DRAFT_FILE_ERROR_TOO_LARGE },
    { LIQUID_ERROR, LIQUID_ERROR_SYNTAX, LIQUID_ERROR_LIMIT },
    { SECRET_ERROR, SECRET_ERROR_PROTOCOL, SECRET_ERROR_INVALID_FILE_FORMAT },
    { CARILLON_SECRETS_ERROR, CARILLON_SECRETS_ERROR_NO_SERVICE, CARILLON_SECRETS_ERROR_FAILED },
    { CARILLON_EMULATOR_ERROR, CARILLON_EMULATOR_ERROR_START, CARILLON_EMULATOR_ERROR_ENDED },
  };
  const int io_codes[] = { G_IO_ERROR_CANCELLED, G_IO_ERROR_TIMED_OUT, G_IO_ERROR_PENDING,
                           G_IO_ERROR_NO_SPACE, G_IO_ERROR_PERMISSION_DENIED };

  for (gsize i = 0; i < G_N_ELEMENTS (domains); i++) {
    for (int code = domains[i].first; code <= domains[i].last; code++) {
      assert_told (domains[i].domain, code);
    }
  }
  for (gsize i = 0; i < G_N_ELEMENTS (io_codes); i++) {
    assert_told (G_IO_ERROR, io_codes[i]);
  }
}

static void
test_unforeseen (void)
{
  g_autoptr (GError) error =
    g_error_new_literal (G_FILE_ERROR, G_FILE_ERROR_LOOP, "going \xff round");
  g_autofree char *title = carillon_error_title (error);
  g_autofree char *advice = carillon_error_advice (error);
  g_autofree char *detail = carillon_error_detail (error);

  g_assert_cmpstr (title, ==, "Something Went Wrong");
  g_assert_true (g_utf8_validate (advice, -1, NULL));
  g_assert_true (g_str_has_prefix (advice, "going "));
  g_assert_null (detail);
}

static void
test_times (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *today = carillon_format_time (g_date_time_to_unix (now) * G_USEC_PER_SEC);
  g_autofree char *old = carillon_format_time (G_GINT64_CONSTANT (1000000000) * G_USEC_PER_SEC);
  g_autofree char *never = carillon_format_time (-1);
  g_autofree char *beyond = carillon_format_time (G_MAXINT64);
  g_autofree char *exact =
    carillon_format_utc (G_GINT64_CONSTANT (1000000000) * G_USEC_PER_SEC + 7000);
  g_autofree char *exactly_never = carillon_format_utc (-1);

  g_assert_true (g_str_has_prefix (today, "Today, "));
  g_assert_nonnull (strstr (old, "2001"));
  g_assert_cmpstr (never, ==, "");
  g_assert_cmpstr (exactly_never, ==, "");
  g_assert_nonnull (beyond);
  g_assert_cmpstr (exact, ==, "2001-09-09 01:46:40.007 UTC");
}

static void
test_ages (void)
{
  const gint64 now = (gint64) 1763800000 * G_USEC_PER_SEC;
  const struct {
    gint64 age;
    const char *text;
  } cases[] = {
    { -G_TIME_SPAN_HOUR, "less than a minute ago" },
    { 59 * G_TIME_SPAN_SECOND, "less than a minute ago" },
    { G_TIME_SPAN_MINUTE, "1 minute ago" },
    { 59 * G_TIME_SPAN_MINUTE, "59 minutes ago" },
    { G_TIME_SPAN_HOUR, "1 hour ago" },
    { G_TIME_SPAN_DAY - 1, "23 hours ago" },
    { G_TIME_SPAN_DAY, "1 day ago" },
    { 400 * G_TIME_SPAN_DAY, "400 days ago" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = carillon_format_ago (now - cases[i].age, now);
    g_assert_cmpstr (text, ==, cases[i].text);
  }
  g_autofree char *never = carillon_format_ago (-1, now);
  g_assert_cmpstr (never, ==, "");
}

static void
test_counts (void)
{
  const struct {
    gint64 count;
    const char *text;
  } cases[] = {
    { 0, "0" },          { 999, "999" },
    { 1000, "1,000" },   { 1234567, "1,234,567" },
    { -1, "-1" },        { -100, "-100" },
    { -1000, "-1,000" }, { G_MAXINT64, "9,223,372,036,854,775,807" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = carillon_format_count (cases[i].count);
    g_assert_cmpstr (text, ==, cases[i].text);
  }
}

static void
test_statuses (void)
{
  const struct {
    const char *status, *text;
  } cases[] = {
    { "SENT", "Sent" }, { "completed", "Completed" }, { "REROUTED", "REROUTED" }, { "", "" },
    { NULL, "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = carillon_format_status (cases[i].status);
    g_assert_cmpstr (text, ==, cases[i].text);
  }
}

static void
test_tokens (void)
{
  const struct {
    const char *token, *text;
  } cases[] = {
    { NULL, "" },
    { "", "" },
    { "12345678901234567", "12345678901234567" },
    { "123456789012345678", "1234567890…345678" },
    { "ääääääääääööööööööööüüüüüü", "ääääääääää…üüüüüü" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = carillon_format_token (cases[i].token);
    g_assert_cmpstr (text, ==, cases[i].text);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  setlocale (LC_ALL, "C.UTF-8");
  g_test_add_func ("/app/text/complete", test_complete);
  g_test_add_func ("/app/text/unforeseen", test_unforeseen);
  g_test_add_func ("/app/format/times", test_times);
  g_test_add_func ("/app/format/ages", test_ages);
  g_test_add_func ("/app/format/counts", test_counts);
  g_test_add_func ("/app/format/statuses", test_statuses);
  g_test_add_func ("/app/format/tokens", test_tokens);
  return g_test_run ();
}
