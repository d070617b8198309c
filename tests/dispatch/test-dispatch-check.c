#include <string.h>
#include <test-emulator.h>

#include "dispatch-fixture.h"

#define U1 "'comms_user_01h9krwprkeee8fzqspvwy6nq8'"
#define U2 "'comms_pushnotificationuser_01k7q2bx0mft5bvbxh3781hkmr'"

#define X20 "xxxxxxxxxxxxxxxxxxxx"
#define FCM(t) "['" t X20 X20 X20 X20 X20 "','FCM'"
#define APN(t) "['" t "abcdef0123456789abcdef0123456789abcdef0123456789abcdef012345678','APN'"
#define ONE ",'recipients':[[" U1 "]]}"

/* The first has a and c, the second nothing. */
#define ABC "'variables':['a','b','c'],'recipients':[[" U1 ",'','1','','3'],[" U2 "]]}"

/* A JSON draft with ' for ", and its problems: severity, kind, field, detail, span, rows. */
typedef struct {
  const char *json;
  const char *expected;
} Case;

static const Case message_cases[] = {
  { "{'title':'Hello'" ONE, "" },
  { "{'body':'Hello'" ONE, "" },
  { "{'title':' ','body':'\\n'" ONE, "E no-text body\n" },
  { "{'body':'Hello'}", "E no-recipients recipients\n" },
  { "{}", "E no-text body\nE no-recipients recipients\n" },
  { "{'body':'Hello {{ name | default: \\'you\\' | shout }}'" ONE,
    "W unknown-filter body shout @33-38\n" },
  { "{'body':'Hello','appName':'airline_prod2'" ONE, "" },
  { "{'body':'Hello','appName':'Airline-Prod'" ONE, "E app-name app Airline-Prod\n" },
};

static const Case variable_cases[] = {
  { "{'body':'{{ a | default: 1 }}'" ONE, "" },
  { "{'body':'{% if a %}{{ a }}{% endif %}.'" ONE, "" },
  { "{'body':'Hi {{ a }}','variables':['a'],'recipients':[[" U1 ",'','1']]}",
    "W no-default body a @6-7\n" },
  { "{'body':'Hi {{ a }}','variables':['a'],'recipients':[[" U1 ",'','1'],[" U2 "]]}",
    "W no-default body a @6-7\nW missing-value recipients a #1\n" },
  { "{'title':'{{ a }}{{ a }}','body':'Hi {{ a }}'" ONE,
    "W no-default title a @3-4\nW missing-value recipients a #0\nW blank-part title #0\n" },
  { "{'title':'Hi','body':'{{ a.b }}','variables':['a'],'recipients':[[" U1 ",'','1']]}",
    "W no-default body a.b @3-6\nW missing-value recipients a.b #0\nW blank-part body #0\n" },
  { "{'body':'{{ a }}','variables':['a'],'recipients':[[" U1 "],[" U2 ",'',' ']]}",
    "E blank-text - #0,1\nW no-default body a @3-4\nW missing-value recipients a #0\n" },
  { "{'body':'Hi','variables':['a','b'],'recipients':[[" U1 ",'','1']]}",
    "N unused-column recipients a\n" },
};

/* In a branch only those need a value who come to it. */
static const Case branch_cases[] = {
  { "{'body':'{% if a %}{{ b }}{% else %}{{ c }}{% endif %}.'," ABC,
    "W missing-value recipients b #0\nW missing-value recipients c #1\n" },
  { "{'body':'{% case a %}{% when \\'1\\' %}{{ b }}{% endcase %}.{{ c | default: b }}'," ABC,
    "W no-default body b @63-64\nW missing-value recipients b #0,1\n" },
  { "{'title':'Hi {% if a %}{{ b }}{% endif %}','body':'{% if b %}{{ b }}{% endif %}{{ c }}.'," ABC,
    "W no-default body c @31-32\nW missing-value recipients c #1\nW missing-value recipients b #0\n" },
  { "{'title':'Hi {% if a %}{{ b }}{% endif %}','body':'{% unless a %}{{ b }}{% endunless %}{{ c }}.'," ABC,
    "W no-default body c @39-40\nW missing-value recipients c #1\nW missing-value recipients b #0,1\n" },
  { "{'body':'{% for i in a %}{{ b }}{{ nobody }}{% endfor %}{{ c | default: 1 }}.'," ABC,
    "W no-default body a @12-13\nW missing-value recipients a #1\nW missing-value recipients b #0\n"
    "W missing-value recipients nobody #0\n" },
  { "{'body':'{% if a %}{{ c.x }}{% endif %}{% if a %}{{ b | default: 1 }}{{ b }}{% endif %}.'," ABC,
    "W missing-value recipients c.x #0\n" },
};

static const Case recipient_cases[] = {
  { "{'body':'Hi','recipients':[[" U1 "]," FCM ("t") "]," APN ("b") "]]}", "" },
  { "{'body':'Hi','recipients':[[''],['t',''],['t2','fcm'],[" U1 ",'FCM']]}",
    "E no-address recipients #0\nE no-provider recipients #1\nE bad-provider recipients #2\n"
    "W provider-of-user recipients #3\n" },
  { "{'body':'Hi','recipients':[[" U1 "]," FCM ("t") "],[" U1 "],[''],['']," FCM ("t") "]]}",
    "E no-address recipients #3,4\nW duplicate recipients #2,5\n" },
};

/* Addresses by their shapes: of users, of each provider, and in the wrong column. */
static const Case shape_cases[] = {
  { "{'body':'Hi','version':2,'recipients':[['comms_user_1','',''],['ann@example.com','',''],"
    "['comms_user_81h9krwprkeee8fzqspvwy6nq8','',''],['comms_user_01h9krwprkeee8fzqspvwy6nqi','','']]}",
    "E bad-user-id recipients #0,1,2,3\n" },
  { "{'body':'Hi','version':2,'recipients':[['" X20 X20 X20 X20 X20 "','',''],[''," U1 ",'FCM']]}",
    "E token-as-user recipients #0\nE user-as-token recipients #1\n" },
  { "{'body':'Hi','version':2,'recipients':[['','abc','FCM'],['','abc','APN'],"
    "['','" X20 X20 X20 X20 X20 "','APN']]}",
    "W other-token recipients #2\nW odd-token recipients #0,1\nW duplicate recipients #1\n" },
  { "{'body':'Hi','version':2,'recipients':[[" U1 ",'t','FCM'],['','t','']]}",
    "E two-addresses recipients #0\nE no-provider recipients #1\n" },
};

/* A cell that is a JSON array or object is more than its text. */
static const Case json_cases[] = {
  { "{'body':'{{ a.b }}','variables':['a'],'recipients':[[" U1 ",'','{\\\"b\\\":1}'],[" U2
    ",'','{}']]}",
    "E blank-text - #1\nW no-default body a.b @3-6\nW missing-value recipients a.b #1\n" },
  { "{'body':'{% for i in a %}{{ i }},{% endfor %}.','variables':['a'],'recipients':[[" U1
    ",'','[1,2]']]}",
    "W no-default body a @12-13\n" },
  { "{'body':'Hi {% if a %}{{ a.b | default: 1 }}{% endif %}','variables':['a','c'],'recipients':[[" U1
    ",'','{\\\"b\\\":1,\\\"b\\\":2}'],[" U2 ",'','[1e999]'],['t','FCM','[1]','[1e999]']]}",
    "E bad-value recipients #0,1\nW odd-token recipients #2\nN unused-column recipients c\n" },
};

#define X50 X20 X20 "xxxxxxxxxx"

/* What a lock screen shows, and parts that are missing. */
static const Case screen_cases[] = {
  { "{'title':'" X50 "','body':'Hi'" ONE, "" },
  { "{'title':'" X50 "x','body':'Hi'" ONE, "W truncated title 50 #0\n" },
  { "{'title':'" X50 "x','body':'Hi','recipients':[" FCM ("t") "]," APN ("a") "]]}",
    "W truncated title 50 #1\n" },
  { "{'title':'" X50 X20 "','body':'Hi','recipients':[" FCM ("t") "]]}",
    "W truncated title 65 #0\n" },
  { "{'body':'" X50 X50 X50 X20 "xxxxxxxx'" ONE, "" },
  { "{'body':'" X50 X50 X50 X20 "xxxxxxxxé'" ONE, "W truncated body 178 #0\n" },
  { "{'title':'{{ a | default: \\'\\' }}','body':'Hi {{ a | default: 1 }}','variables':['a'],'recipients':[[" U1
    "],[" U2 ",'','x']]}",
    "W blank-part title #0\n" },
  { "{'title':'{{ a | default: \\'\\' }}','body':' ','variables':['a'],'recipients':[[" U1 "],[" U2
    ",'','x']]}",
    "E blank-text - #0\n" },
};

static const Case delivery_cases[] = {
  { "{'body':'Hi','images':['https://example.com/a.png']" ONE, "" },
  { "{'body':'Hi','images':['http://example.com/a.png','a.png','https://']" ONE,
    "E image images http://example.com/a.png\nE image images a.png\nE image images https://\n" },
  { "{'body':'Hi','sendAt':1000000000" ONE, "E send-at send-at\n" },
  { "{'body':'Hi','sendAt':1" ONE, "E no-time send-at\n" },
};

#define T(n) "['k" #n "','v']"

static const Case tag_cases[] = {
  { "{'body':'Hi','tags':[['a.b_c~d-E9','v'],['','']]" ONE, "" },
  { "{'body':'Hi','tags':[" T (1) "," T (2) "," T (3) "," T (4) "," T (5) "," T (6) "," T (
      7) "," T (8) "," T (9) "]" ONE,
    "" },
  { "{'body':'Hi','tags':[" T (1) "," T (2) "," T (3) "," T (4) "," T (5) "," T (6) "," T (
      7) "," T (8) "," T (9) "," T (10) "]" ONE,
    "E tags tags\n" },
  { "{'body':'Hi','tags':[['a b','v'],['k','v:'],['l',''],['','v'],['k','w']]" ONE,
    "E tag tags a b\nE tag tags k\nE tag tags l\nE tag tags \nE tag tags k\n" },
  { "{'body':'{{ a }}.','tags':[['k',' ']]" ONE,
    "E tag tags k\nW no-default body a @3-4\nW missing-value recipients a #0\n" },
  { "{'body':'Hi','tags':[['carillon_send','v']]" ONE, "E tag tags carillon_send\n" },
  { "{'body':'Hi','tags':[['k','{{ a | default: \\'x\\' }}']],'variables':['a'],"
    "'recipients':[[" U1 ",'','1'],[" U2 ",'','2 3']," FCM ("t") ",'']]}",
    "E tag tags k #1\n" },
};

#define AB "'variables':['a','b'],'recipients':[[" U1 ",'','4.0','x'],[" U2 ",'','2','y']]}"

/* What the engine makes of a text, and what the other kind of Liquid makes of it. */
static const Case liquid_cases[] = {
  { "{'title':'{% shout %}','body':'{% a %}{{ x }}{% enda %}'" ONE,
    "E unknown-tag title shout @3-8\nE unknown-tag body a @3-4\n"
    "E unknown-tag body enda @17-21\n" },
  { "{'body':'{% a %}{% if b %}'" ONE, "E unknown-tag body a @3-4\n" },
  { "{'body':'{% layout \\'x\\' %}'" ONE, "E unknown-tag body layout @3-9\n" },
  { "{'body':'Hi{% include \\'x\\' %}{% render \\'y\\' %}'" ONE,
    "E partial body x @13-16\nE partial body y @29-32\n" },
  { "{'body':'Hi {{1}}, {{ 2 }}'" ONE, "W positional body 1 @3-8\nW positional body 2 @10-17\n" },
  { "{'body':'Hi {{ a | default: “you” }}{{ b | default: 1 }}'," AB,
    "W curly-quotes body “you” @19-28\n" },
  { "{'body':'{{ a | default: \\'“you”\\' }}{{ b | default: “ }}'," AB,
    "W curly-quotes body “ @46-49\n" },
  { "{'body':'Hi {{ b | default: 1 | json }}{{ a | default: 1 | h }}.'," AB,
    "W filter-of-one body json @23-27\nW filter-of-one body h @50-51\n"
    "W dialect body Hi x4.0. @3-30 #0,1\n" },
};

/* Where the two kinds read on for some recipients only. */
static const Case dialect_cases[] = {
  { "{'body':'{{ a | default: 1 | plus: 1 }} {{ b | default: 1 }}'," AB,
    "W dialect body 5.0 x @0-30 #0\n" },
  { "{'body':'Dear {{ b | default: 1 }}, {% if a > 3 %}much{% endif %}.'," AB,
    "E render body Liquid error (line 1): comparison of String with 3 failed @27-41 #0,1\n" },
  { "{'body':'{% ifchanged %}{{ a | default: b }}{% endifchanged %}Hi'" ONE,
    "W dialect-refuses body line 1, column 1: Unknown tag 'ifchanged' @0-15\n"
    "W no-default body b @31-32\nW missing-value recipients b #0\n" },
  { "{'body':'{% if true %} \\n{% endif %}Hi'" ONE, "W dialect body Hi @26-28 #0\n" },
  { "{'title':'Hi','body':'{{ a | default: 1 | concat: 1 }}{{ b | default: 1 }}'," AB,
    "E render body Liquid error (line 1): concat filter requires an array argument @0-32 #0,1\n" },
};

static const Case date_cases[] = {
  { "{'body':'{{ d | default: \\'-\\' | date: \\'%Y\\' }}','variables':['d'],'recipients':["
    "[" U1 ",'','20260314'],[" U2
    ",'','1767225600']," FCM ("t") ",'2026-03-14'],"
                                   "" FCM ("u") ",'1767225600000']," APN ("c") ",'']]}",
    "W date-digits recipients d #0,3\n" },
};

static void
run_cases (const Case *table, gsize n_cases)
{
  for (gsize i = 0; i < n_cases; i++) {
    g_autoptr (DispatchDraft) draft = test_draft_from_json (table[i].json);
    g_autoptr (DispatchReport) report = test_check (draft);
    g_autofree char *actual = test_describe_report (report);
    g_test_message ("%s", table[i].json);
    g_assert_cmpstr (actual, ==, table[i].expected);
  }
}

static void
test_message (void)
{
  run_cases (message_cases, G_N_ELEMENTS (message_cases));
}

static void
test_variables (void)
{
  run_cases (variable_cases, G_N_ELEMENTS (variable_cases));
}

static void
test_branches (void)
{
  run_cases (branch_cases, G_N_ELEMENTS (branch_cases));
}

static void
test_recipients (void)
{
  run_cases (recipient_cases, G_N_ELEMENTS (recipient_cases));
}

static void
test_shapes (void)
{
  run_cases (shape_cases, G_N_ELEMENTS (shape_cases));
}

static void
test_json (void)
{
  run_cases (json_cases, G_N_ELEMENTS (json_cases));
}

static void
test_screens (void)
{
  run_cases (screen_cases, G_N_ELEMENTS (screen_cases));
}

static void
test_delivery (void)
{
  run_cases (delivery_cases, G_N_ELEMENTS (delivery_cases));
}

static void
test_tags (void)
{
  run_cases (tag_cases, G_N_ELEMENTS (tag_cases));
}

static void
test_liquid (void)
{
  run_cases (liquid_cases, G_N_ELEMENTS (liquid_cases));
}

static void
test_dialects (void)
{
  run_cases (dialect_cases, G_N_ELEMENTS (dialect_cases));
}

/* Both readings are there; what fails by the rules that the API documents is an error, whatever the
 * other ones make of it. */
static void
test_readings (void)
{
  g_autoptr (DispatchDraft) draft = test_draft_from_json (
    "{'title':'{{ a | default: 1 | plus: 1 }}','body':'{% if a > 3 %}x{% endif %}',"
    "'variables':['a'],'recipients':[[" U1 ",'','4.0']]}");
  g_autoptr (DispatchReport) report = test_check (draft);
  g_autoptr (DispatchProblem) body = g_list_model_get_item (G_LIST_MODEL (report), 0);
  g_autoptr (DispatchProblem) title = g_list_model_get_item (G_LIST_MODEL (report), 1);

  g_assert_cmpint (dispatch_problem_get_kind (body), ==, DISPATCH_PROBLEM_RENDER);
  g_assert_error (dispatch_problem_get_error (body), LIQUID_ERROR, LIQUID_ERROR_RENDER);
  g_assert_cmpstr (dispatch_problem_get_detail (title), ==, "5.0");
  g_assert_cmpstr (dispatch_problem_get_other (title), ==, "5");
  g_assert_null (dispatch_problem_get_error (title));
}

static void
test_dates (void)
{
  run_cases (date_cases, G_N_ELEMENTS (date_cases));
}

/* The first problem of a draft that has others behind it. */
static DispatchProblem *
first_problem (DispatchReport *report)
{
  return g_list_model_get_item (G_LIST_MODEL (report), 0);
}

static void
test_unparsable (void)
{
  g_autoptr (DispatchDraft) draft = test_draft_from_json (
    "{'title':'{{ a','body':'Hi','variables':['a'],'recipients':[[" U1 ",'','1']]}");
  g_autoptr (DispatchReport) report = test_check (draft);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (report)), ==, 1);
  g_autoptr (DispatchProblem) problem = first_problem (report);
  LiquidSpan span;

  g_assert_cmpint (dispatch_problem_get_kind (problem), ==, DISPATCH_PROBLEM_TEMPLATE);
  g_assert_cmpint (dispatch_problem_get_severity (problem), ==, DISPATCH_ERROR);
  g_assert_cmpint (dispatch_problem_get_field (problem), ==, DISPATCH_FIELD_TITLE);
  g_assert_error (dispatch_problem_get_error (problem), LIQUID_ERROR, LIQUID_ERROR_SYNTAX);
  g_assert_true (dispatch_problem_get_span (problem, &span));
  g_assert_cmpuint (span.line, ==, 1);
  g_assert_cmpuint (dispatch_report_count (report, DISPATCH_ERROR), ==, 1);
  g_assert_cmpuint (dispatch_report_count (report, DISPATCH_WARNING), ==, 0);
  g_assert_cmpuint (dispatch_report_get_largest_payload (report, NULL), ==, 0);
}

/* Escaped in JSON, each character of its kind: 2, 2, 2, 6 and 1 bytes, and "ë" as it stands. */
static void
test_payload (void)
{
  static const struct {
    const char *recipient;
    const char *sound;
    const char *payload;
  } payloads[] = {
    { "" APN ("a") "]", "", "{'aps':{'alert':{'title':'T','body':'BODY'}}}" },
    { "" APN ("a") "]", "ring", "{'aps':{'alert':{'title':'T','body':'BODY'},'sound':'ring'}}" },
    { "" FCM ("t") "]", "", "{'notification':{'title':'T','body':'BODY'}}" },
    { "" FCM ("t") "]", "ring",
      "{'notification':{'title':'T','body':'BODY'},'android':{'notification':{'sound':'ring'}}}" },
    { "[" U1 "]", "", "{'aps':{'alert':{'title':'T','body':'BODY'}}}" },
  };
  const gsize body_extra = 2 + 2 + 2 + 6 + 1 + strlen ("ë") - strlen ("BODY");

  for (gsize i = 0; i < G_N_ELEMENTS (payloads); i++) {
    g_autofree char *json =
      g_strdup_printf ("{'title':'T','body':'\\'\\\\\\n\\u0001aë','sound':'%s','recipients':[%s]}",
                       payloads[i].sound, payloads[i].recipient);
    g_autoptr (DispatchDraft) draft = test_draft_from_json (json);
    g_autoptr (DispatchReport) report = test_check (draft);
    guint row = 7;
    g_assert_cmpuint (dispatch_report_get_largest_payload (report, &row), ==,
                      strlen (payloads[i].payload) + body_extra);
    g_assert_cmpuint (row, ==, 0);
  }
}

static void
test_too_large (void)
{
  g_autoptr (DispatchDraft) draft = test_draft_from_json (
    "{'body':'{{ a | default: \\'x\\' }}','variables':['a'],"
    "'recipients':[" FCM ("t1") "]," FCM ("t2") "]," FCM ("t3") "]," FCM ("t4") "]]}");
  DispatchAudience *audience = dispatch_draft_get_audience (draft);
  gsize room = DISPATCH_MAX_PAYLOAD - strlen ("{'notification':{'body':''}}");

  for (guint row = 1; row < 4; row++) {
    g_autofree char *value = g_strnfill (room + row - 1, 'x');
    dispatch_audience_set_value (audience, row, 3, value);
  }
  g_autoptr (DispatchReport) report = test_check (draft);
  g_autofree char *actual = test_describe_report (report);
  guint row = 0;
  g_assert_cmpstr (actual, ==, "E too-large - #2,3\nW truncated body 240 #1,2,3\n");
  g_assert_cmpuint (dispatch_report_get_largest_payload (report, &row), ==,
                    DISPATCH_MAX_PAYLOAD + 2);
  g_assert_cmpuint (row, ==, 3);
}

/* The engine stops at a limit of its own, here that of output. */
static void
test_render (void)
{
  g_autoptr (DispatchDraft) draft = dispatch_draft_new ();
  g_autoptr (GString) body = g_string_new (NULL);
  DispatchAudience *audience = dispatch_draft_get_audience (draft);
  guint column = dispatch_audience_add_column (audience, "a");
  g_autofree char *value = g_strnfill (1000 * 1000, 'x');

  for (guint i = 0; i < 100; i++) {
    g_string_append (body, "{{ a | default: 1 }}");
  }
  g_object_set (draft, "body", body->str, NULL);
  dispatch_audience_append (audience, TEST_USER, NULL);
  dispatch_audience_append (audience, "comms_user_01k7q2bx0mft5bvbxh3781hkmr", NULL);
  dispatch_audience_set_value (audience, 1, column, value);

  g_autoptr (DispatchReport) report = test_check (draft);
  g_autoptr (DispatchProblem) problem = first_problem (report);
  guint n_rows = 0;
  g_assert_cmpint (dispatch_problem_get_kind (problem), ==, DISPATCH_PROBLEM_RENDER);
  const guint *rows = dispatch_problem_get_rows (problem, &n_rows);
  g_assert_cmpuint (n_rows, ==, 1);
  g_assert_cmpuint (rows[0], ==, 1);
  g_assert_error (dispatch_problem_get_error (problem), LIQUID_ERROR, LIQUID_ERROR_LIMIT);
}

static void
test_numbers (void)
{
  static const struct {
    guint n_rows;
    guint n_requests;
  } numbers[] = { { 0, 0 }, { 1, 1 }, { 10000, 1 }, { 10001, 2 } };

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++) {
    g_autoptr (DispatchDraft) draft = dispatch_draft_new ();
    for (guint row = 0; row < numbers[i].n_rows; row++) {
      dispatch_audience_append (dispatch_draft_get_audience (draft), TEST_USER, NULL);
    }
    g_autoptr (DispatchReport) report = test_check (draft);
    g_assert_cmpuint (dispatch_report_get_n_recipients (report), ==, numbers[i].n_rows);
    g_assert_cmpuint (dispatch_report_get_n_requests (report), ==, numbers[i].n_requests);
  }
}

/* The worker checks what was there when it was asked, whatever happens to the draft. */
static void
test_edited_meanwhile (void)
{
  g_autoptr (DispatchDraft) draft = dispatch_draft_new ();
  g_autoptr (DispatchCheck) check = dispatch_check_new ();
  DispatchAudience *audience = dispatch_draft_get_audience (draft);
  guint column = dispatch_audience_add_column (audience, "a");
  GAsyncResult *slot = NULL;

  g_object_set (draft, "body", "{{ a | default: 1 }}", NULL);
  for (guint row = 0; row < 2000; row++) {
    g_autofree char *id = g_strdup_printf ("comms_user_0%025u", row);
    dispatch_audience_append (audience, id, NULL);
    dispatch_audience_set_value (audience, row, column, "before");
  }
  dispatch_check_run_async (check, dispatch_snapshot_new (draft), NULL, test_store_result, &slot);
  for (guint row = 0; row < 2000; row++) {
    dispatch_audience_set_value (audience, row, DISPATCH_COLUMN_USER, "");
    dispatch_audience_set_value (audience, row, column, "after");
  }
  g_clear_object (&draft);

  g_autoptr (GAsyncResult) result = test_await (&slot);
  g_autoptr (DispatchReport) report = dispatch_check_run_finish (check, result, NULL);
  g_autofree char *actual = test_describe_report (report);
  g_assert_cmpstr (actual, ==, "");
  g_assert_cmpuint (dispatch_report_get_largest_payload (report, NULL), ==,
                    strlen ("{'aps':{'alert':{'body':'before'}}}"));
}

static void
test_cancelled (void)
{
  g_autoptr (DispatchDraft) draft = test_draft_from_json ("{'body':'Hi'" ONE);
  g_autoptr (DispatchCheck) check = dispatch_check_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  g_cancellable_cancel (cancellable);
  dispatch_check_run_async (check, dispatch_snapshot_new (draft), cancellable, test_store_result,
                            &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  g_assert_null (dispatch_check_run_finish (check, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dispatch/check/message", test_message);
  g_test_add_func ("/dispatch/check/variables", test_variables);
  g_test_add_func ("/dispatch/check/branches", test_branches);
  g_test_add_func ("/dispatch/check/recipients", test_recipients);
  g_test_add_func ("/dispatch/check/shapes", test_shapes);
  g_test_add_func ("/dispatch/check/json", test_json);
  g_test_add_func ("/dispatch/check/screens", test_screens);
  g_test_add_func ("/dispatch/check/delivery", test_delivery);
  g_test_add_func ("/dispatch/check/tags", test_tags);
  g_test_add_func ("/dispatch/check/liquid", test_liquid);
  g_test_add_func ("/dispatch/check/dialects", test_dialects);
  g_test_add_func ("/dispatch/check/readings", test_readings);
  g_test_add_func ("/dispatch/check/dates", test_dates);
  g_test_add_func ("/dispatch/check/unparsable", test_unparsable);
  g_test_add_func ("/dispatch/check/payload", test_payload);
  g_test_add_func ("/dispatch/check/too-large", test_too_large);
  g_test_add_func ("/dispatch/check/render", test_render);
  g_test_add_func ("/dispatch/check/numbers", test_numbers);
  g_test_add_func ("/dispatch/check/edited-meanwhile", test_edited_meanwhile);
  g_test_add_func ("/dispatch/check/cancelled", test_cancelled);
  return g_test_run ();
}
