#include <dispatch-audience.h>
#include <dispatch-csv.h>

/* The whole audience as text: names, then rows; cells end in "|". Users and tokens share a cell. */
static char *
dump (DispatchAudience *audience)
{
  GString *dumped = g_string_new (NULL);

  for (guint i = DISPATCH_N_FIXED_COLUMNS; i < dispatch_audience_get_n_columns (audience); i++) {
    g_string_append_printf (dumped, "%s|", dispatch_audience_get_column_name (audience, i));
  }
  for (guint row = 0; row < dispatch_audience_get_n_rows (audience); row++) {
    g_string_append_c (dumped, '\n');
    g_string_append_printf (
      dumped, "%s|", dispatch_table_get_address (dispatch_audience_get_table (audience), row));
    for (guint i = DISPATCH_COLUMN_PROVIDER; i < dispatch_audience_get_n_columns (audience); i++) {
      g_string_append_printf (dumped, "%s|", dispatch_audience_get_value (audience, row, i));
    }
  }
  return g_string_free (dumped, FALSE);
}

static DispatchAudience *
make_audience (void)
{
  DispatchAudience *audience = dispatch_audience_new ();

  dispatch_audience_add_column (audience, "name");
  dispatch_audience_add_column (audience, "due");
  dispatch_audience_append (audience, "old", NULL);
  return audience;
}

#define OLD "name|due|\nold||||"

static void
test_accepted (void)
{
  static const struct {
    const char *text;
    const char *expected;
  } cases[] = {
    { "u1\tAnn\t12", OLD "\nu1||Ann|12|" },
    { "u1,Ann,12\n", OLD "\nu1||Ann|12|" },
    { "u1;Ann;1,5\r\nu2;Bob;2,5\r\n", OLD "\nu1||Ann|1,5|\nu2||Bob|2,5|" },
    { "u1\ru2\r", OLD "\nu1||||\nu2||||" },
    { "\xEF\xBB\xBFu1,Ann", OLD "\nu1||Ann||" },
    { "u1\n\n  \nu2,Ann", OLD "\nu1||||\nu2||Ann||" },
    { "u1,Ann,,,\n,,,\n", OLD "\nu1||Ann||" },
    { " u1 , Ann ", OLD "\nu1|| Ann ||" },
    /* providers in every second cell */
    { "t1,FCM,Ann\nt2,apns,Bob\nu3,,Eve", OLD "\nt1|FCM|Ann||\nt2|APN|Bob||\nu3||Eve||" },
    { "t1,FCM,Ann\nu2,Bob", OLD "\nt1||FCM|Ann|\nu2||Bob||" },
    { "u1,,Ann", OLD "\nu1|||Ann|" },
    /* quotes */
    { "u1,\"Ann, \"\"the\"\" one\",\"1\n2\"", OLD "\nu1||Ann, \"the\" one|1\n2|" },
    { "u1\t\"a\tb\"", OLD "\nu1||a\tb||" },
    { "u1,say \"hi\"", OLD "\nu1||say \"hi\"||" },
    { "u1,\"\"", OLD "\nu1||||" },
    /* headers */
    { "user,name\nu1,Ann", OLD "\nu1||Ann||" },
    { "Name,USER\nAnn,u1", "name|due|Name|\nold|||||\nu1||||Ann|" },
    { "name\ttoken\tprovider\nAnn\tt1\tfcm", OLD "\nt1|FCM|Ann||" },
    { "user,city,due\nu1,Bonn,7", "name|due|city|\nold|||||\nu1|||7|Bonn|" },
    { "user,token,provider\nu1,,\n,t2,APN", OLD "\nu1||||\nt2|APN|||" },
    { "user,,name\nu1,,Ann", OLD "\nu1||Ann||" },
    { "name,provider\nAnn,FCM", OLD "\nname||provider||\nAnn||FCM||" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    DispatchAudience *audience = make_audience ();
    g_autoptr (GError) error = NULL;
    guint n_added = 0;
    g_assert_true (dispatch_audience_paste (audience, cases[i].text, &n_added, &error));
    g_assert_no_error (error);
    g_autofree char *dumped = dump (audience);
    g_assert_cmpstr (dumped, ==, cases[i].expected);
    g_assert_cmpuint (n_added, ==, dispatch_audience_get_n_rows (audience) - 1);
    g_assert_finalize_object (audience);
  }
}

static void
test_refused (void)
{
  static const struct {
    const char *text;
    DispatchPasteError code;
    guint line;
    guint n_cells;
    guint n_columns;
  } cases[] = {
    { "", DISPATCH_PASTE_ERROR_EMPTY, 0, 0, 0 },
    { "\n\n", DISPATCH_PASTE_ERROR_EMPTY, 0, 0, 0 },
    { ",,\n\t", DISPATCH_PASTE_ERROR_EMPTY, 0, 0, 0 },
    { "user,name\n", DISPATCH_PASTE_ERROR_EMPTY, 0, 0, 0 },
    { "u1,\xFF", DISPATCH_PASTE_ERROR_NOT_TEXT, 0, 0, 0 },
    { "\xEF\xBF\xBDPNG\r\n\x1A\n", DISPATCH_PASTE_ERROR_NOT_TEXT, 0, 0, 0 },
    { "u1,a\x01b", DISPATCH_PASTE_ERROR_NOT_TEXT, 0, 0, 0 },
    { "u1,Ann,1\nu2,Bob,2,3", DISPATCH_PASTE_ERROR_TOO_MANY_COLUMNS, 2, 4, 3 },
    { "t1,FCM,a,b,c,d", DISPATCH_PASTE_ERROR_TOO_MANY_COLUMNS, 1, 6, 4 },
    { "user,name\nu1,\"a\nb\"\nu2,Bob,2", DISPATCH_PASTE_ERROR_TOO_MANY_COLUMNS, 4, 3, 2 },
    { "user,,name\nu1,x,Ann", DISPATCH_PASTE_ERROR_TOO_MANY_COLUMNS, 2, 3, 3 },
    { "u1\r\nu2,\"Ann\r\nu3", DISPATCH_PASTE_ERROR_QUOTE, 2, 0, 0 },
    { "user,city,city\nu1,a,b", DISPATCH_PASTE_ERROR_REPEATED_NAME, 1, 0, 0 },
    { "user,provider,Provider\nu1,,", DISPATCH_PASTE_ERROR_REPEATED_NAME, 1, 0, 0 },
    { "user,token\nu1,\nu2,t2", DISPATCH_PASTE_ERROR_TWO_ADDRESSES, 3, 0, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    DispatchAudience *audience = make_audience ();
    g_autoptr (GError) error = NULL;
    guint n_added = 77;
    g_assert_false (dispatch_audience_paste (audience, cases[i].text, &n_added, &error));
    g_assert_error (error, DISPATCH_PASTE_ERROR, (int) cases[i].code);
    g_assert_cmpuint (dispatch_paste_error_get_line (error), ==, cases[i].line);
    g_assert_cmpuint (dispatch_paste_error_get_n_cells (error), ==, cases[i].n_cells);
    g_assert_cmpuint (dispatch_paste_error_get_n_columns (error), ==, cases[i].n_columns);
    g_autofree char *dumped = dump (audience);
    g_assert_cmpstr (dumped, ==, OLD);
    g_assert_cmpuint (n_added, ==, 77);
    g_assert_finalize_object (audience);
  }
}

static void
test_too_many (void)
{
  g_autoptr (DispatchAudience) audience = make_audience ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) rows = g_string_new (NULL);
  g_autoptr (GString) names = g_string_new ("user");

  for (guint i = 0; i < DISPATCH_MAX_ROWS; i++) {
    g_string_append (rows, "u\n");
  }
  g_assert_false (dispatch_audience_paste (audience, rows->str, NULL, &error));
  g_assert_error (error, DISPATCH_PASTE_ERROR, DISPATCH_PASTE_ERROR_TOO_MANY_ROWS);
  g_assert_cmpuint (dispatch_paste_error_get_line (error), ==, DISPATCH_MAX_ROWS);
  g_clear_error (&error);

  for (guint i = 0; i < DISPATCH_MAX_COLUMNS; i++) {
    g_string_append_printf (names, ",v%u", i);
  }
  g_string_append (names, "\nu1\n");
  g_assert_false (dispatch_audience_paste (audience, names->str, NULL, &error));
  g_assert_error (error, DISPATCH_PASTE_ERROR, DISPATCH_PASTE_ERROR_TOO_MANY_COLUMNS);
  g_assert_cmpuint (dispatch_paste_error_get_n_columns (error), ==, DISPATCH_MAX_COLUMNS);
  g_clear_error (&error);

  g_autofree char *commas = g_strnfill (DISPATCH_CSV_MAX_CELLS + 1, ',');
  g_autofree char *wide = g_strconcat ("user\nu1", commas, "x\n", NULL);
  g_assert_false (dispatch_audience_paste (audience, wide, NULL, &error));
  g_assert_error (error, DISPATCH_PASTE_ERROR, DISPATCH_PASTE_ERROR_TOO_MANY_COLUMNS);
  g_assert_cmpuint (dispatch_audience_get_n_rows (audience), ==, 1);
  g_assert_cmpuint (dispatch_audience_get_n_columns (audience), ==, 5);
}

static void
test_users_and_tokens (void)
{
  g_autoptr (DispatchAudience) audience = dispatch_audience_new ();

  g_assert_true (dispatch_audience_paste (
    audience, "comms_user_1\ncomms_pushnotificationuser_2\nt3,FCM", NULL, NULL));
  g_assert_cmpstr (dispatch_audience_get_value (audience, 0, DISPATCH_COLUMN_USER), ==,
                   "comms_user_1");
  g_assert_true (dispatch_audience_is_user (audience, 1));
  g_assert_cmpstr (dispatch_audience_get_value (audience, 2, DISPATCH_COLUMN_USER), ==, "");
  g_assert_cmpstr (dispatch_audience_get_value (audience, 2, DISPATCH_COLUMN_TOKEN), ==, "t3");
}

static void
count_rows (GListModel *model, guint position, guint n_removed, guint n_added, gpointer user_data)
{
  guint *n_signals = user_data;

  g_assert_cmpuint (position, ==, 1);
  g_assert_cmpuint (n_removed, ==, 0);
  g_assert_cmpuint (n_added, ==, 1000);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 1001);
  (*n_signals)++;
}

static void
count_columns (DispatchAudience *audience, gpointer user_data)
{
  guint *n_signals = user_data;

  g_assert_cmpuint (dispatch_audience_get_n_columns (audience), ==, 7);
  (*n_signals)++;
}

static void
test_told_once (void)
{
  g_autoptr (DispatchAudience) audience = make_audience ();
  g_autoptr (GString) text = g_string_new ("user,a,b\n");
  guint n_row_signals = 0, n_column_signals = 0;

  for (guint i = 0; i < 1000; i++) {
    g_string_append (text, "u,1,2\n");
  }
  g_signal_connect (audience, "items-changed", G_CALLBACK (count_rows), &n_row_signals);
  g_signal_connect (audience, "columns-changed", G_CALLBACK (count_columns), &n_column_signals);
  g_assert_true (dispatch_audience_paste (audience, text->str, NULL, NULL));
  g_assert_cmpuint (n_row_signals, ==, 1);
  g_assert_cmpuint (n_column_signals, ==, 1);
}

static void
test_other_errors (void)
{
  g_autoptr (GError) error = g_error_new_literal (G_FILE_ERROR, G_FILE_ERROR_EXIST, "exists");

  g_assert_cmpuint (dispatch_paste_error_get_line (error), ==, 0);
  g_assert_cmpuint (dispatch_paste_error_get_n_cells (NULL), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dispatch/paste/accepted", test_accepted);
  g_test_add_func ("/dispatch/paste/users-and-tokens", test_users_and_tokens);
  g_test_add_func ("/dispatch/paste/refused", test_refused);
  g_test_add_func ("/dispatch/paste/too-many", test_too_many);
  g_test_add_func ("/dispatch/paste/told-once", test_told_once);
  g_test_add_func ("/dispatch/paste/other-errors", test_other_errors);
  return g_test_run ();
}
