#include "ctl-fixture.h"

#define USER "comms_pushnotificationuser_01h9krwprkeee8fzqspvwy6n"
#define ANN USER "q1"
#define BOB USER "q2"
#define EVE USER "q3"
#define TOKEN \
  "dQw4w9WgXcQ:APA91bHun4MxP5egoKMwt2KZFBaFUH-1RYqxbHun4MxP5egoKMwt2KZFBaFUH-1RYqxbHun4MxP5egoKMwt2KZFBaFUH-1RYqxbHun4MxP5egoKMwt2KZFBaFUH-1RYqx"

/* What --format json prints, with single quotes for double ones. */
static void
assert_found (
  Fixture *fixture, const char *arguments, int status, guint n_recipients, const char *problems)
{
  g_autofree char *command = g_strdup_printf ("check --format json %s", arguments);
  g_autoptr (GString) json = g_string_new (NULL);

  g_string_printf (json, "{'recipients':%u,'problems':[%s]}\n", n_recipients, problems);
  g_string_replace (json, "'", "\"", 0);
  fixture_assert_output (fixture, command, status, json->str);
}

static void
test_clean (Fixture *fixture, gconstpointer data)
{
  fixture_write (fixture, "r.csv", "userId,name\n" ANN ",Ann\n" BOB ",Bob\n");
  assert_found (fixture, "--title 'Hi {{ name }}' --body 'Grüezi' --csv r.csv", 0, 2, "");
  assert_found (fixture, "--title 'Hi {{ name }}' --body B", 0, 0, "");
  assert_found (fixture, "--title '' --body B --csv r.csv", 0, 2, "");
}

static void
test_missing_variable (Fixture *fixture, gconstpointer data)
{
  fixture_write (fixture, "r.csv", "userId,a,b\n" ANN ",,\n" BOB ",1,\n" EVE ",1,1\n");
  assert_found (fixture, "--title 'T {{ a }} {{ b }}' --body B --csv r.csv", 1, 3,
                "{'code':'missing-variable','severity':'warning','count':2,'rows':[2,3]}");
  assert_found (fixture, "--title 'T {{ a | default: 1 }}' --body B --csv r.csv", 0, 3, "");
  assert_found (fixture, "--title 'T {{ a | default: b | default: 1 }}' --body B --csv r.csv", 0, 3,
                "");
  assert_found (fixture, "--title 'T {% if a %}{{ a }}{% endif %}' --body B --csv r.csv", 0, 3, "");
  assert_found (fixture, "--title 'T {% if a %}{{ b }}{% endif %}' --body B --csv r.csv", 1, 3,
                "{'code':'missing-variable','severity':'warning','count':1,'rows':[3]}");
  assert_found (fixture, "--title 'T {{ none }}' --body B --csv r.csv", 1, 3,
                "{'code':'missing-variable','severity':'warning','count':3,'rows':[2,3,4]}");
}

static void
test_render_error (Fixture *fixture, gconstpointer data)
{
  fixture_write (fixture, "r.csv", "userId,n\n" ANN ",1\n" BOB ",0\n");
  assert_found (fixture, "--title '{% if n %}' --body B --csv r.csv", 2, 2,
                "{'code':'render-error','severity':'error','count':2,'rows':[2,3]}");
  assert_found (fixture, "--title '{% if n %}' --body B", 2, 0,
                "{'code':'render-error','severity':'error','count':1,'rows':[]}");
  assert_found (fixture, "--title T --body '{% foo %}' --csv r.csv", 2, 2,
                "{'code':'render-error','severity':'error','count':2,'rows':[2,3]}");
}

static void
test_dialects (Fixture *fixture, gconstpointer data)
{
  fixture_write (fixture, "r.csv", "userId,n\n" ANN ",8\n" BOB ",9\n");
  assert_found (fixture, "--title T --body '{{ n | divided_by: 2 }}' --csv r.csv", 1, 2,
                "{'code':'dialect-difference','severity':'warning','count':1,'rows':[3]}");
}

static void
test_duplicates (Fixture *fixture, gconstpointer data)
{
  fixture_write (fixture, "r.csv", "userId\n" ANN "\n" BOB "\n" ANN "\n" ANN "\n");
  assert_found (fixture, "--title T --body B --csv r.csv", 1, 4,
                "{'code':'duplicate','severity':'warning','count':2,'rows':[4,5]}");
}

/* A row is named by the line where it begins. */
static void
test_lines (Fixture *fixture, gconstpointer data)
{
  fixture_write (fixture, "r.csv",
                 "userId,name,text\r\n" ANN ",,\"two\r\nlines\"\r\n" BOB ",Bob,\"a\nb\nc\"\r\n" EVE
                 ",,x\r\n");
  assert_found (fixture, "--title 'T {{ name }}' --body '{{ text | size }}' --csv r.csv", 1, 3,
                "{'code':'missing-variable','severity':'warning','count':2,'rows':[2,7]}");
}

static void
test_first_twenty (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) rows = g_string_new ("userId\n");

  for (guint i = 0; i < 50; i++) {
    g_string_append_printf (rows, "%s%02u\n", USER, i);
  }
  fixture_write (fixture, "r.csv", rows->str);
  assert_found (fixture, "--title 'T {{ none }}' --body B --csv r.csv", 1, 50,
                "{'code':'missing-variable','severity':'warning','count':50,"
                "'rows':[2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21]}");
}

/* Rows of the file that are no recipients, and such that the service would not take, are one sort.
 */
static void
test_bad_rows (Fixture *fixture, gconstpointer data)
{
  fixture_write (fixture, "r.csv",
                 "userId,token,provider,n\n" ANN ",,,1\n" /* line 2 */
                 ",,,2\n"                                 /* no address */
                 BOB ",1" TOKEN ",FCM,3\n"                /* two */
                 ",2" TOKEN ",,4\n"                       /* no provider */
                 ",3" TOKEN ",Nokia,5\n"                  /* a bad one */
                 EVE ",,,6,7\n"                           /* more cells than the header */
                 EVE ",,,6,,\n"                           /* which are empty */
                 ",,,\n"                                  /* nothing */
                 "\n"                                     /* no row at all */
                 USER "q4\n"                              /* the rest is not set */
                 "\"" EVE ",,,\n");                       /* a quote that never ends */
  assert_found (fixture, "--title T --body '{{ n | default: 1 }}' --csv r.csv", 2, 10,
                "{'code':'bad-row','severity':'error','count':7,'rows':[3,4,5,6,7,9,12]}");
}

static void
test_bad_ids (Fixture *fixture, gconstpointer data)
{
  fixture_write (fixture, "r.csv", "user_id;TOKEN;Provider\n" ANN ";;\nbob;;\n;" BOB ";FCM\n");
  assert_found (fixture, "--title T --body B --csv r.csv", 2, 3,
                "{'code':'bad-id','severity':'error','count':2,'rows':[3,4]}");
}

/* A token may look like anything, but hardly like one of the other provider. */
static void
test_tokens (Fixture *fixture, gconstpointer data)
{
  g_autofree char *of_apple = g_strnfill (64, 'a');
  g_autofree char *rows =
    g_strdup_printf ("token,provider\nFCM_TOKEN_A,FCM\nt,APN\n%s,APN\n", of_apple);
  g_autofree char *mixed = g_strdup_printf ("token,provider\n%s,FCM\n" TOKEN ",APN\n", of_apple);

  fixture_write (fixture, "r.csv", rows);
  assert_found (fixture, "--title T --body B --csv r.csv", 0, 3, "");
  fixture_write (fixture, "r.csv", mixed);
  assert_found (fixture, "--title T --body B --csv r.csv", 1, 2,
                "{'code':'bad-id','severity':'warning','count':2,'rows':[2,3]}");
}

static void
test_empty_text (Fixture *fixture, gconstpointer data)
{
  fixture_write (fixture, "r.csv", "userId,n\n" ANN ",x\n" BOB ",\" \"\n");
  assert_found (fixture, "--title '' --body '  ' --csv r.csv", 2, 2,
                "{'code':'empty-text','severity':'error','count':2,'rows':[2,3]}");
  assert_found (fixture, "--title '' --body ''", 2, 0,
                "{'code':'empty-text','severity':'error','count':1,'rows':[]}");
  assert_found (fixture, "--title '{{ n }}' --body '' --csv r.csv", 2, 2,
                "{'code':'empty-text','severity':'error','count':1,'rows':[3]}");
  assert_found (fixture, "--title '{{ n }}' --body B --csv r.csv", 1, 2,
                "{'code':'empty-text','severity':'warning','count':1,'rows':[3]}");
}

static void
test_sizes (Fixture *fixture, gconstpointer data)
{
  g_autofree char *long_text = g_strnfill (4100, 'x');
  g_autofree char *text = g_strnfill (600, 'x');
  g_autofree char *rows =
    g_strdup_printf ("userId,n\n" ANN ",short\n" BOB ",%s\n" EVE ",%s\n", text, long_text);

  fixture_write (fixture, "r.csv", rows);
  assert_found (fixture, "--title T --body '{{ n }}' --csv r.csv", 2, 3,
                "{'code':'payload-too-large','severity':'error','count':1,'rows':[4]},"
                "{'code':'truncated','severity':'warning','count':2,'rows':[3,4]}");
  fixture_write (fixture, "r.csv", "token,provider\n" TOKEN ",FCM\n");
  g_autofree char *command = g_strdup_printf ("check --title T --body %s --csv r.csv", text);
  fixture_assert_output (
    fixture, command, 1,
    "warning: body: 1 recipient: longer than the 240 characters or so that lock "
    "screens show [truncated]\n  line 2\n1 recipient: 0 errors, 1 warning\n");
}

/* Errors come first. */
static void
test_order (Fixture *fixture, gconstpointer data)
{
  fixture_write (fixture, "r.csv", "userId,n\n" ANN ",\n" ANN ",\nbob,\n");
  assert_found (fixture, "--title 'T {{ n }}' --body B --csv r.csv", 2, 3,
                "{'code':'bad-id','severity':'error','count':1,'rows':[4]},"
                "{'code':'missing-variable','severity':'warning','count':3,'rows':[2,3,4]},"
                "{'code':'duplicate','severity':'warning','count':1,'rows':[3]}");
}

/* What has no code is for people to read. */
static void
test_without_code (Fixture *fixture, gconstpointer data)
{
  fixture_write (fixture, "r.csv", "userId,name,unused\n" ANN ",Ann,x\n");
  assert_found (fixture, "--title 'Hi {{ name }}' --body B --csv r.csv", 0, 1, "");
  fixture_write (fixture, "r.csv", "userId\n");
  assert_found (fixture, "--title T --body B --csv r.csv", 0, 0, "");
  fixture_write (fixture, "r.csv", "");
  assert_found (fixture, "--title T --body B --csv r.csv", 0, 0, "");
}

/* Every way of writing it is recognised, and says the same. */
static void
test_encodings (Fixture *fixture, gconstpointer data)
{
  static const char *const charsets[] = { "UTF-16LE", "UTF-16BE", "WINDOWS-1252" };
  const char *text = "userId,stadt\n" ANN ",Zürich\n" BOB ",\n";
  const char *arguments = "--title 'T {{ stadt }}' --body B --csv r.csv";
  const char *found = "{'code':'missing-variable','severity':'warning','count':1,'rows':[3]}";
  g_autofree char *marked = g_strconcat ("\357\273\277", text, NULL);

  fixture_write (fixture, "r.csv", text);
  assert_found (fixture, arguments, 1, 2, found);
  fixture_write (fixture, "r.csv", marked);
  assert_found (fixture, arguments, 1, 2, found);
  for (gsize i = 0; i < G_N_ELEMENTS (charsets); i++) {
    g_autoptr (GError) error = NULL;
    gsize length = 0;
    const char *source = i < 2 ? marked : text;
    g_autofree char *bytes = g_convert (source, -1, charsets[i], "UTF-8", NULL, &length, &error);
    g_assert_no_error (error);
    fixture_write_bytes (fixture, "r.csv", bytes, length);
    assert_found (fixture, arguments, 1, 2, found);
  }
  fixture_write_bytes (fixture, "r.csv", "userId\n" ANN "\n\0\n", strlen ("userId\n" ANN "\n") + 2);
  assert_found (fixture, "--title T --body B --csv r.csv", 2, 2,
                "{'code':'bad-row','severity':'error','count':1,'rows':[3]}");
}

/* A script cannot be asked what a column is: all but the three are variables. */
static void
test_names (Fixture *fixture, gconstpointer data)
{
  fixture_write (fixture, "r.csv", "user,os,User ID\n" BOB ",ios," ANN "\n" BOB ",fcm," EVE "\n");
  assert_found (fixture, "--title '{{ os }}' --body '{{ user }}' --csv r.csv", 0, 2, "");
  fixture_write (fixture, "a:b.csv", "device,USER-ID\nphone," ANN "\n");
  assert_found (fixture, "--title T --body '{{ device }}' --csv a:b.csv", 0, 1, "");
}

static void
test_too_many_variables (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) csv = g_string_new ("userId");

  for (guint i = 0; i < 98; i++) {
    g_string_append_printf (csv, ",v%u", i);
  }
  g_string_append (csv, "\n" ANN "\n");
  fixture_write (fixture, "r.csv", csv->str);
  fixture_assert_status (fixture, "check --title T --body B --csv r.csv", 65);
}

/* What the service would print as a failure is one, whatever LiquidJS makes of it. */
static void
test_failing_filter (Fixture *fixture, gconstpointer data)
{
  fixture_write (fixture, "r.csv", "userId,n\n" ANN ",0\n" BOB ",1\n");
  assert_found (fixture, "--title T --body '{{ 10 | divided_by: n }}' --csv r.csv", 2, 2,
                "{'code':'render-error','severity':'error','count':1,'rows':[2]}");
}

static void
test_options (Fixture *fixture, gconstpointer data)
{
  fixture_write (fixture, "r.csv", ANN "\n" BOB "\n");
  assert_found (fixture, "--title T --body B --csv r.csv --header no", 0, 2, "");
  assert_found (fixture, "--title T --body B --csv r.csv --header yes", 2, 1,
                "{'code':'bad-row','severity':'error','count':1,'rows':[2]}");
  fixture_write (fixture, "r.csv", "userId|a;b\n" ANN "|1;2\n");
  assert_found (fixture, "--title 'T {{ n }}' --body B --csv r.csv --delimiter pipe", 1, 1,
                "{'code':'missing-variable','severity':'warning','count':1,'rows':[2]}");
  fixture_write (fixture, "r.csv", "userId,n\n" ANN ",\xe4\n");
  assert_found (fixture, "--title 'T {{ n }}' --body B --csv r.csv --encoding utf-8", 2, 1,
                "{'code':'bad-row','severity':'error','count':1,'rows':[2]}");
}

static void
test_input (Fixture *fixture, gconstpointer data)
{
  const char *arguments = "check --title T --body B --csv - --format json";
  g_autoptr (Outcome) outcome = fixture_run (fixture, arguments, "User_ID\n" ANN "\n" ANN "\n");

  g_assert_cmpint (outcome->status, ==, 1);
  g_assert_cmpstr (outcome->output, ==,
                   "{\"recipients\":2,\"problems\":[{\"code\":\"duplicate\",\"severity\":"
                   "\"warning\",\"count\":1,\"rows\":[3]}]}\n");
}

static void
test_text (Fixture *fixture, gconstpointer data)
{
  fixture_write (fixture, "r.csv", "userId,name\n" ANN ",\n" BOB ",Bob\n" ANN ",Zoë\n");
  fixture_assert_output (fixture, "check --title 'Hi {{ name }}' --body B --csv r.csv", 1,
                         "note: title 1:7: “name” has no default\n"
                         "warning: 1 recipient: no value for “name” [missing-variable]\n"
                         "  line 2\n"
                         "warning: 1 recipient: repeats an earlier recipient [duplicate]\n"
                         "  line 4\n"
                         "3 recipients: 0 errors, 2 warnings\n");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("check/clean", test_clean);
  ADD ("check/missing-variable", test_missing_variable);
  ADD ("check/render-error", test_render_error);
  ADD ("check/dialects", test_dialects);
  ADD ("check/duplicates", test_duplicates);
  ADD ("check/bad-rows", test_bad_rows);
  ADD ("check/bad-ids", test_bad_ids);
  ADD ("check/tokens", test_tokens);
  ADD ("check/empty-text", test_empty_text);
  ADD ("check/sizes", test_sizes);
  ADD ("check/order", test_order);
  ADD ("check/without-code", test_without_code);
  ADD ("check/encodings", test_encodings);
  ADD ("check/options", test_options);
  ADD ("check/names", test_names);
  ADD ("check/too-many-variables", test_too_many_variables);
  ADD ("check/failing-filter", test_failing_filter);
  ADD ("check/lines", test_lines);
  ADD ("check/first-twenty", test_first_twenty);
  ADD ("check/standard-input", test_input);
  ADD ("check/text", test_text);
  return g_test_run ();
}
