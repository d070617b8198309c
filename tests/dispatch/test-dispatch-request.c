#include <base-json.h>
#include <dispatch-request.h>

#include "dispatch-fixture.h"

#define URL "https://comms.twilio.com/v1/PushNotifications"

/* For readability, ' stands for ". */
static char *
unquote (const char *json)
{
  return g_strdelimit (g_strdup (json), "'", '"');
}

static DispatchRequest *
read_json (const char *json)
{
  g_autofree char *proper = unquote (json);
  g_autoptr (GError) error = NULL;
  DispatchRequest *request = dispatch_request_from_json (proper, &error);

  g_assert_no_error (error);
  return request;
}

static char *
describe_notes (DispatchRequest *request)
{
  static const char *const names[] = {
    [DISPATCH_REQUEST_UNKNOWN] = "unknown",
    [DISPATCH_REQUEST_BAD_VALUE] = "bad-value",
    [DISPATCH_REQUEST_SEND_TAG] = "send-tag",
    [DISPATCH_REQUEST_TWO_SENDERS] = "two-senders",
    [DISPATCH_REQUEST_NO_ZONE] = "no-zone",
    [DISPATCH_REQUEST_SEVERAL_TIMES] = "several-times",
    [DISPATCH_REQUEST_VALUE_TO_TEXT] = "value-to-text",
    [DISPATCH_REQUEST_TEXT_TO_VALUE] = "text-to-value",
    [DISPATCH_REQUEST_TOO_LONG] = "too-long",
    [DISPATCH_REQUEST_NO_COLUMN] = "no-column",
    [DISPATCH_REQUEST_CREDENTIALS] = "credentials",
    [DISPATCH_REQUEST_OPTION] = "option",
    [DISPATCH_REQUEST_REST] = "rest",
  };
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < request->notes->len; i++) {
    DispatchRequestNote *note = request->notes->pdata[i];
    g_string_append_printf (text, "%s%s %s", i > 0 ? "; " : "", names[note->kind], note->place);
    if (note->n > 1) {
      g_string_append_printf (text, " %u", note->n);
    }
  }
  return g_string_free (text, FALSE);
}

static void
test_text (void)
{
  static const char expected[] = "{\n"
                                 "  'content': {\n"
                                 "    'title': 'Hi {{ name }}: [1, {2}]',\n"
                                 "    'images': [\n"
                                 "      {\n"
                                 "        'mediaUrl': 'https://a.example/1.png'\n"
                                 "      }\n"
                                 "    ]\n"
                                 "  },\n"
                                 "  'priority': 'LOW',\n"
                                 "  'schedule': {\n"
                                 "    'sendAt': [\n"
                                 "      '2025-03-19T09:30:00Z'\n"
                                 "    ]\n"
                                 "  },\n"
                                 "  'to': [\n"
                                 "    {\n"
                                 "      'token': 't1',\n"
                                 "      'provider': 'FCM',\n"
                                 "      'variables': {\n"
                                 "        'name': [\n"
                                 "          1,\n"
                                 "          {},\n"
                                 "          []\n"
                                 "        ]\n"
                                 "      }\n"
                                 "    }\n"
                                 "  ]\n"
                                 "}";
  g_autoptr (DispatchDraft) draft = test_draft_from_json (
    "{'title':'Hi {{ name }}: [1, {2}]','images':['https://a.example/1.png'],'priority':'LOW',"
    "'sendAt':1742376600,'variables':['name'],"
    "'recipients':[['t1','FCM','[1, {} ,[ ]]'],['t2','FCM','x']]}");
  g_autoptr (DispatchContent) content = dispatch_draft_get_content (draft);
  const DispatchTable *table = dispatch_audience_get_table (dispatch_draft_get_audience (draft));
  g_autofree char *wanted = unquote (expected);

  g_autofree char *json = dispatch_request_to_json (content, table, 1);
  g_assert_cmpstr (json, ==, wanted);
  g_autofree char *nobody = dispatch_request_to_json (content, table, 0);
  g_assert_true (g_str_has_suffix (nobody, "\"to\": []\n}"));
}

/* Texts of every kind of character that JSON or a shell could stumble over. */
static char *
make_text (GRand *rand)
{
  static const char *const parts[] = { "a",    "Zoë", "\"",  "\\", "'",   "\n",     "$HOME", "`",
                                       "{{",   "}}",  "\t",  "😀",  "[1]", "{\"a\"", " ",     "!",
                                       "\x01", "%",   "\\n", "$",  "#",   "\r",     "&",     "|" };
  GString *text = g_string_new ("x");

  for (int i = g_rand_int_range (rand, 0, 8); i > 0; i--) {
    g_string_append (text, parts[g_rand_int_range (rand, 0, G_N_ELEMENTS (parts))]);
  }
  return g_string_free (text, FALSE);
}

static char **
make_texts (GRand *rand, int n)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (int i = 0; i < n; i++) {
    g_autofree char *text = make_text (rand);
    g_autofree char *one = g_strdup_printf ("%d%s", i, text);
    g_strv_builder_add (builder, one);
  }
  return g_strv_builder_end (builder);
}

/* As a request can tell it: it has one sender, and no zone. */
static DispatchContent *
make_content (GRand *rand)
{
  g_auto (GStrv) texts = make_texts (rand, 6);
  g_auto (GStrv) images = make_texts (rand, g_rand_int_range (rand, 0, 3));
  g_auto (GStrv) tags = make_texts (rand, 2 * g_rand_int_range (rand, 0, 5));
  DispatchSender sender = g_rand_int_range (rand, 0, 3);
  gboolean has_app = sender == DISPATCH_SENDER_APP;
  gboolean has_credentials = sender == DISPATCH_SENDER_CREDENTIALS;

  return dispatch_content_new (&(DispatchContent){
    .title = g_rand_boolean (rand) ? texts[0] : NULL,
    .body = "{% cycle",
    .images = (const char *const *) images,
    .sender = sender,
    .app_name = has_app ? texts[1] : NULL,
    .fcm_credential_id = has_credentials ? texts[2] : NULL,
    .apn_credential_id = has_credentials && g_rand_boolean (rand) ? texts[3] : NULL,
    .priority = g_rand_int_range (rand, 0, 2),
    .sound = g_rand_boolean (rand) ? texts[4] : NULL,
    .tags = (const char *const *) tags,
    .send_at = g_rand_boolean (rand) ? g_rand_int_range (rand, 1, G_MAXINT32) : 0,
  });
}

static DispatchTable *
make_table (GRand *rand)
{
  g_autoptr (DispatchAudience) audience = dispatch_audience_new ();
  int n_rows = g_rand_int_range (rand, 0, 5);

  for (int row = 0; row < n_rows; row++) {
    g_autofree char *token = make_text (rand);
    g_autofree char *value = make_text (rand);
    gboolean is_user = g_rand_boolean (rand);
    dispatch_audience_append (audience, is_user ? TEST_USER : token, is_user ? "" : "APN");
    guint text = dispatch_audience_add_column (audience, "te xt\"");
    guint list = dispatch_audience_add_column (audience, "list");
    dispatch_audience_set_value (audience, (guint) row, text, value);
    dispatch_audience_set_value (audience, (guint) row, list, "[1,\"a b\",{\"c\":[null]}]");
  }
  return dispatch_audience_freeze (audience);
}

static void
assert_same_rows (const DispatchTable *a, const DispatchTable *b)
{
  guint n_columns = dispatch_table_get_n_columns (a);

  g_assert_cmpuint (dispatch_table_get_n_columns (b), ==, n_columns);
  g_assert_cmpuint (dispatch_table_get_n_rows (b), ==, dispatch_table_get_n_rows (a));
  for (guint i = 0; i < n_columns; i++) {
    g_assert_cmpstr (dispatch_table_get_column_name (b, i), ==,
                     dispatch_table_get_column_name (a, i));
    for (guint row = 0; row < dispatch_table_get_n_rows (a); row++) {
      g_assert_cmpstr (dispatch_table_get (b, row, i), ==, dispatch_table_get (a, row, i));
    }
  }
}

/* Whatever a draft has comes back from its request and from the command that posts it. */
static void
test_round_trips (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed ((guint32) g_test_rand_int ());

  for (guint i = 0; i < 500; i++) {
    g_autoptr (DispatchContent) content = make_content (rand);
    g_autoptr (DispatchTable) table = make_table (rand);
    g_autofree char *json = dispatch_request_to_json (content, table, G_MAXUINT);
    g_autofree char *command = dispatch_request_to_curl (json, URL, "AC'1");
    g_autoptr (GError) error = NULL;

    g_autoptr (DispatchRequest) request = dispatch_request_from_text (json, &error);
    g_assert_no_error (error);
    g_autofree char *notes = describe_notes (request);
    g_assert_cmpstr (notes, ==, "");
    g_assert_true (dispatch_content_equal (request->content, content));
    assert_same_rows (table, request->table);

    g_autoptr (DispatchRequest) again = dispatch_request_from_text (command, &error);
    g_assert_no_error (error);
    g_autofree char *again_notes = describe_notes (again);
    g_assert_cmpstr (again_notes, ==, "credentials --user");
    g_assert_true (dispatch_content_equal (again->content, content));
    assert_same_rows (table, again->table);
  }
}

/* A shell takes the command for what it says. */
static void
test_shell (void)
{
  g_autofree char *command =
    dispatch_request_to_curl ("{\"a\": \"it's $HOME `x` \\\\ !\"}", URL, "AC1");
  g_autofree char *script =
    g_strconcat ("curl () { printf '<%s>' \"$@\"; }; CARILLON_SECRET=sec\\'ret\n", command, NULL);
  const char *const arguments[] = { "/bin/sh", "-c", script, NULL };
  g_autofree char *output = NULL;
  g_autoptr (GError) error = NULL;

  g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_DEFAULT, NULL, NULL, &output, NULL, NULL,
                &error);
  g_assert_no_error (error);
  g_assert_cmpstr (output, ==,
                   "<--request><POST><" URL "><--user><AC1:sec'ret><--header>"
                   "<Content-Type: application/json><--data-raw>"
                   "<{\"a\": \"it's $HOME `x` \\\\ !\"}>");
  g_assert_null (strstr (command, "ret"));
}

static void
test_notes (void)
{
  static const struct {
    const char *json;
    const char *notes;
  } cases[] = {
    { "{'content':{'body':'x'}}", "" },
    { "{'content':null,'to':null,'from':null,'sound':null,'priority':null,'tags':null,"
      "'schedule':null,'timeToLive':null}",
      "unknown timeToLive" },
    { "{'content':{'body':'x','badge':7,'contentId':'HX'},'collapseKey':'k'}",
      "unknown collapseKey; unknown content.badge; unknown content.contentId" },
    { "{'content':{'title':5,'body':['x'],'images':'a'},'sound':1,'priority':'high'}",
      "bad-value content.title; bad-value content.body; bad-value content.images;"
      " bad-value priority; bad-value sound" },
    { "{'content':7,'from':'a','tags':[],'schedule':'now','to':{}}",
      "bad-value content; bad-value from; bad-value schedule; bad-value tags; bad-value to" },
    { "{'content':{'images':['https://a.example/',{'mediaUrl':'https://b.example/','tags':{}},"
      "{'mediaId':'m'},{'mediaUrl':5},7,'',{}]}}",
      "unknown content.images[1].tags; unknown content.images[2].mediaId;"
      " bad-value content.images[3] 3" },
    { "{'content':{'images':[{'media_url':'https://a.example/'},{'url':'https://b.example/'}]}}",
      "" },
    { "{'to':[],'from':{'appName':'a','fcm':'f','senderId':'s'}}",
      "unknown from.senderId; two-senders from" },
    { "{'to':[],'tags':{'carillon_send':'x.0','k':'v','n':5,'':'' ,'o':{}}}",
      "bad-value tags.; bad-value tags.n; bad-value tags.o; send-tag tags.carillon_send" },
    { "{'to':[],'schedule':{'sendAt':['2030-01-01T00:00:00'],'window':1}}",
      "no-zone schedule.sendAt; unknown schedule.window" },
    { "{'to':[],'schedule':{'sendAt':'2030-01-01T00:00:00+01:00'}}", "" },
    { "{'to':[],'schedule':{'sendAt':['2030-01-01T00:00:00Z','2030-01-02T00:00:00Z']}}",
      "several-times schedule.sendAt" },
    { "{'to':[],'schedule':{'sendAt':[]}}", "bad-value schedule.sendAt" },
    { "{'to':[],'schedule':{'sendAt':['soon']}}", "bad-value schedule.sendAt" },
    { "{'to':[{'token':'t','provider':'FCM','variables':{'n':1,'b':true,'f':1.5,'z':null}},"
      "{'userId':'u','variables':{'n':2,'s':'[1]'}}]}",
      "value-to-text to[0].variables.b; value-to-text to[0].variables.f;"
      " value-to-text to[0].variables.n 2; text-to-value to[1].variables.s" },
    { "{'to':[{'contactId':'c'},{'contactId':'d','token':7},'x',{'variables':[]}]}",
      "unknown to[0].contactId 2; bad-value to[1].token; bad-value to[2];"
      " bad-value to[3].variables" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (DispatchRequest) request = read_json (cases[i].json);
    g_autofree char *notes = describe_notes (request);
    g_auto (GStrv) actual = g_strsplit (notes, "; ", -1);
    g_auto (GStrv) expected = g_strsplit (cases[i].notes, "; ", -1);
    g_test_message ("%s: %s", cases[i].json, notes);
    g_assert_cmpuint (g_strv_length (actual), ==, g_strv_length (expected));
    for (guint j = 0; expected[j] != NULL; j++) {
      g_assert_true (g_strv_contains ((const char *const *) actual, expected[j]));
    }
  }
}

static void
test_values (void)
{
  g_autoptr (DispatchRequest) request =
    read_json ("{'to':[{'userId':'u','variables':{'n':1,'b':true,'l':[1, 2],'t':'x'}},"
               "{'token':'t','provider':'APN','variables':{'t':null}}],"
               "'content':{'title':'T','body':'B','images':['https://a.example/']},"
               "'from':{'apn':'a'},'priority':'LOW','sound':'s','tags':{'k':'v'},"
               "'schedule':{'sendAt':['2025-03-19T10:30:00+01:00']}}");
  const DispatchContent *content = request->content;
  const DispatchTable *table = request->table;
  static const struct {
    const char *name;
    const char *value;
  } cells[] = { { "n", "1" }, { "b", "true" }, { "l", "[1,2]" }, { "t", "x" } };

  g_assert_cmpstr (content->title, ==, "T");
  g_assert_cmpstr (content->images[0], ==, "https://a.example/");
  g_assert_cmpint (content->sender, ==, DISPATCH_SENDER_CREDENTIALS);
  g_assert_cmpstr (content->apn_credential_id, ==, "a");
  g_assert_cmpstr (content->tags[1], ==, "v");
  g_assert_cmpint (content->send_at, ==, 1742376600);
  g_assert_cmpuint (dispatch_table_get_n_rows (table), ==, 2);
  g_assert_cmpstr (dispatch_table_get (table, 0, DISPATCH_COLUMN_USER), ==, "u");
  g_assert_cmpstr (dispatch_table_get (table, 1, DISPATCH_COLUMN_TOKEN), ==, "t");
  g_assert_cmpstr (dispatch_table_get (table, 1, DISPATCH_COLUMN_PROVIDER), ==, "APN");
  for (gsize i = 0; i < G_N_ELEMENTS (cells); i++) {
    guint column = 0;
    g_assert_true (
      dispatch_table_find_column (table, cells[i].name, strlen (cells[i].name), &column));
    g_assert_cmpstr (dispatch_table_get (table, 0, column), ==, cells[i].value);
    g_assert_cmpstr (dispatch_table_get (table, 1, column), ==, "");
  }
}

/* There is an end to columns and to the length of a cell, and more rows than a block has. */
static void
test_large (void)
{
  g_autoptr (GString) json = g_string_new ("{'to':[{'userId':'u','variables':{");
  g_autofree char *long_text = g_strnfill (DISPATCH_MAX_CELL + 1, 'x');

  for (guint i = 0; i < DISPATCH_MAX_COLUMNS; i++) {
    g_string_append_printf (json, "'v%u':'x',", i);
  }
  g_string_append_printf (json, "'v0':'%s'}}", long_text);
  for (guint i = 0; i < 3000; i++) {
    g_string_append_printf (json, ",{'userId':'u%u'}", i);
  }
  g_string_append (json, "]}");
  g_autoptr (DispatchRequest) request = read_json (json->str);
  g_autofree char *notes = describe_notes (request);
  g_assert_cmpuint (dispatch_table_get_n_rows (request->table), ==, 3001);
  g_assert_cmpuint (dispatch_table_get_n_columns (request->table), ==, DISPATCH_MAX_COLUMNS);
  g_assert_cmpstr (dispatch_table_get (request->table, 3000, 0), ==, "u2999");
  g_assert_nonnull (strstr (notes, "too-long to[0].variables.v0"));
  g_assert_nonnull (strstr (notes, "no-column to[0].variables.v98"));
}

#define BODY "{\"content\":{\"body\":\"it is $5\"}}"

static void
test_commands (void)
{
  static const struct {
    const char *command;
    const char *notes;
  } cases[] = {
    { "curl " URL " -d '" BODY "'", "" },
    { "  $ curl -sSLd '" BODY "' " URL "\n", "" },
    { "curl -XPOST --json '" BODY "' " URL, "" },
    { "curl \\\n  --request POST \\\r\n  --data-binary '" BODY "' \\\n " URL "\n\n", "" },
    { "curl " URL " --data-raw \"{\\\"content\\\":{\\\"body\\\":\\\"it is \\$5\\\"}}\"", "" },
    { "curl " URL " --data-raw $'{\"content\":{\"body\":\"it is \\x245\"}}' --compressed", "" },
    { "curl " URL " --data-raw $'{\"content\":{\"body\":\"it\\u0020is \\u00245\"}}'", "" },
    { "curl --data='" BODY "' " URL, "" },
    { "curl --json '{\"content\":' --json '{\"body\":\"it is $5\"}}' " URL, "" },
    { "curl -u AC1:secret -H \"Authorization: Bearer $TOKEN\" -H 'X: y' -d '" BODY "'",
      "credentials -H; credentials --user" },
    { "curl -u \"$SID:$TOKEN\" -d '" BODY "' $URL | jq .", "credentials --user; rest | jq ." },
    { "curl --next-thing -d '" BODY "' -Z; rm x", "option --next-thing; option -Z; rest ; rm x" },
    { "curl -d '" BODY "' # why", "rest # why" },
    { "curl -d '" BODY "'\ncurl again", "rest curl again" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (DispatchRequest) request = dispatch_request_from_text (cases[i].command, &error);
    g_test_message ("%s", cases[i].command);
    g_assert_no_error (error);
    g_assert_cmpstr (request->content->body, ==, "it is $5");
    g_autofree char *notes = describe_notes (request);
    g_auto (GStrv) actual = g_strsplit (notes, "; ", -1);
    g_auto (GStrv) expected = g_strsplit (cases[i].notes, "; ", -1);
    g_assert_cmpuint (g_strv_length (actual), ==, g_strv_length (expected));
    g_assert_null (strstr (notes, "secret"));
  }
}

static void
test_errors (void)
{
  static const struct {
    const char *text;
    DispatchRequestError code;
    guint line;
    guint column;
  } cases[] = {
    { "", DISPATCH_REQUEST_ERROR_EMPTY, 0, 0 },
    { " \n\t", DISPATCH_REQUEST_ERROR_EMPTY, 0, 0 },
    { "Hello", DISPATCH_REQUEST_ERROR_NEITHER, 0, 0 },
    { "[1]", DISPATCH_REQUEST_ERROR_NEITHER, 0, 0 },
    { "curly hair", DISPATCH_REQUEST_ERROR_NEITHER, 0, 0 },
    { "{\"content\": x}", DISPATCH_REQUEST_ERROR_SYNTAX, 1, 13 },
    { "{\n  \"ü\": 1,\n  \"ü\" 2}", DISPATCH_REQUEST_ERROR_SYNTAX, 3, 7 },
    { "{\"content\": {", DISPATCH_REQUEST_ERROR_SYNTAX, 1, 14 },
    { "{\"content\":{}} {}", DISPATCH_REQUEST_ERROR_SYNTAX, 1, 16 },
    { "{\"a\": 1}", DISPATCH_REQUEST_ERROR_NOT_A_REQUEST, 0, 0 },
    { "{}", DISPATCH_REQUEST_ERROR_NOT_A_REQUEST, 0, 0 },
    { "curl", DISPATCH_REQUEST_ERROR_NO_BODY, 0, 0 },
    { "curl -s " URL, DISPATCH_REQUEST_ERROR_NO_BODY, 0, 0 },
    { "curl -d", DISPATCH_REQUEST_ERROR_NO_VALUE, 1, 6 },
    { "curl " URL " \\\n -d 'x", DISPATCH_REQUEST_ERROR_QUOTE, 2, 5 },
    { "curl -d \"x", DISPATCH_REQUEST_ERROR_QUOTE, 1, 9 },
    { "curl -d $'x\\", DISPATCH_REQUEST_ERROR_QUOTE, 1, 9 },
    { "curl -d @body.json", DISPATCH_REQUEST_ERROR_FILE, 1, 9 },
    { "curl -d@- ", DISPATCH_REQUEST_ERROR_FILE, 1, 6 },
    { "curl --json @b", DISPATCH_REQUEST_ERROR_FILE, 1, 13 },
    { "curl -F a=b", DISPATCH_REQUEST_ERROR_FORM, 1, 9 },
    { "curl -d \"{\\\"to\\\": $TO}\"", DISPATCH_REQUEST_ERROR_EXPANSION, 1, 19 },
    { "curl -d \"$(cat body)\"", DISPATCH_REQUEST_ERROR_EXPANSION, 1, 10 },
    { "curl -d '{\n\"content\" 1}'", DISPATCH_REQUEST_ERROR_SYNTAX, 2, 11 },
    { "curl -d \\\n \"{\\\"content\\\" 1}\"", DISPATCH_REQUEST_ERROR_SYNTAX, 2, 16 },
    { "curl -d a=1 -d b=2", DISPATCH_REQUEST_ERROR_SYNTAX, 1, 9 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_test_message ("%s", cases[i].text);
    g_assert_null (dispatch_request_from_text (cases[i].text, &error));
    g_assert_error (error, DISPATCH_REQUEST_ERROR, (int) cases[i].code);
    g_assert_cmpuint (dispatch_request_error_get_line (error), ==, cases[i].line);
    g_assert_cmpuint (dispatch_request_error_get_column (error), ==, cases[i].column);
  }
}

/* What is pasted may be anything at all. */
static void
test_garbage (void)
{
  static const char alphabet[] = "curl -d'\"\\\n$@{}[]:,xu0";
  g_autoptr (GRand) rand = g_rand_new_with_seed ((guint32) g_test_rand_int ());

  for (guint i = 0; i < 20000; i++) {
    g_autoptr (GString) text = g_string_new (i % 2 == 0 ? "curl -d " : "{\"to\":");
    for (int n = g_rand_int_range (rand, 0, 30); n > 0; n--) {
      g_string_append_c (text, alphabet[g_rand_int_range (rand, 0, sizeof alphabet - 1)]);
    }
    g_autoptr (GError) error = NULL;
    g_autoptr (DispatchRequest) request = dispatch_request_from_text (text->str, &error);
    g_assert_true ((request == NULL) == (error != NULL));
  }
}

static void
test_likely (void)
{
  g_assert_true (dispatch_request_is_likely (" curl -d x"));
  g_assert_true (dispatch_request_is_likely ("{\"content\": {"));
  g_assert_false (dispatch_request_is_likely ("{{ name }}, hello"));
  g_assert_false (dispatch_request_is_likely ("{\"a\": 1}"));
  g_assert_false (dispatch_request_is_likely ("curls are in"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dispatch/request/text", test_text);
  g_test_add_func ("/dispatch/request/round-trips", test_round_trips);
  g_test_add_func ("/dispatch/request/shell", test_shell);
  g_test_add_func ("/dispatch/request/notes", test_notes);
  g_test_add_func ("/dispatch/request/values", test_values);
  g_test_add_func ("/dispatch/request/large", test_large);
  g_test_add_func ("/dispatch/request/commands", test_commands);
  g_test_add_func ("/dispatch/request/errors", test_errors);
  g_test_add_func ("/dispatch/request/garbage", test_garbage);
  g_test_add_func ("/dispatch/request/likely", test_likely);
  return g_test_run ();
}
