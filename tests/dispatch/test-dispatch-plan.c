#include <base-json.h>
#include <comms-client.h>
#include <dispatch-plan.h>
#include <string.h>

#include "dispatch-fixture.h"

static DispatchPlan *
make_plan (const char *json)
{
  g_autoptr (DispatchDraft) draft = test_draft_from_json (json);

  return dispatch_plan_new (dispatch_snapshot_new (draft), "send-id");
}

/* The body of a request, with ' for ". */
static char *
build (const DispatchPlan *plan, guint request)
{
  g_autoptr (GBytes) bytes = dispatch_plan_build (plan, request);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = base_json_parse (bytes, &error);
  gsize length = 0;
  const char *text = g_bytes_get_data (bytes, &length);

  g_assert_no_error (error);
  g_assert_nonnull (base_json_node_object (node));
  return g_strdelimit (g_strndup (text, length), "\"", '\'');
}

static void
test_bodies (void)
{
  static const struct {
    const char *draft;
    const char *body;
  } cases[] = {
    { "{'body':'Hi','recipients':[['comms_user_1','FCM']]}",
      "{'content':{'body':'Hi'},'priority':'HIGH','tags':{'carillon_send':'send-id.0'},"
      "'to':[{'userId':'comms_user_1'}]}" },
    { "{'title':'T','body':'{{ a }}','appName':'app','sound':'ring','priority':'LOW',"
      "'tags':[['k','v'],['','']],'variables':['a','unused'],"
      "'recipients':[['t1','FCM','1','2'],['t2','APN','','2']]}",
      "{'content':{'title':'T','body':'{{ a }}'},'from':{'appName':'app'},'priority':'LOW',"
      "'sound':'ring','tags':{'k':'v','carillon_send':'send-id.0'},"
      "'to':[{'token':'t1','provider':'FCM','variables':{'a':'1'}},"
      "{'token':'t2','provider':'APN'}]}" },
    { "{'title':'{{ a.b }}','body':'{% if c %}x{% endif %}','tags':[['k','{{ d }}']],"
      "'variables':['a','b','c','d','e'],"
      "'recipients':[['t1','FCM','1','2','3','4','5']]}",
      "{'content':{'title':'{{ a.b }}','body':'{% if c %}x{% endif %}'},'priority':'HIGH',"
      "'tags':{'k':'{{ d }}','carillon_send':'send-id.0'},"
      "'to':[{'token':'t1','provider':'FCM','variables':{'a':'1','c':'3','d':'4'}}]}" },
    { "{'images':['https://a.example/{{ i }}'],'sender':'credentials','appName':'old','fcm':'f',"
      "'apn':'a','tags':[['k','{{ t }}']],'sendAt':1742376600,'zone':'Europe/Vienna',"
      "'variables':['i','t','l','o'],'body':'{% for x in l %}{{ o.p }}{% endfor %}',"
      "'recipients':[['t1','FCM','1','2','[1, [2]]','{\\'p\\':null}'],['t2','APN','[','true','{']]}",
      "{'content':{'body':'{% for x in l %}{{ o.p }}{% endfor %}',"
      "'images':[{'mediaUrl':'https://a.example/{{ i }}'}]},'from':{'fcm':'f','apn':'a'},"
      "'priority':'HIGH','tags':{'k':'{{ t }}','carillon_send':'send-id.0'},"
      "'schedule':{'sendAt':['2025-03-19T09:30:00Z']},"
      "'to':[{'token':'t1','provider':'FCM','variables':{'i':'1','t':'2','l':[1, [2]],"
      "'o':{'p':null}}},{'token':'t2','provider':'APN','variables':{'i':'[','t':'true','l':'{'}}]}" },
    { "{'body':'B','sender':'default','appName':'old','fcm':'f','recipients':[['t1','FCM']]}",
      "{'content':{'body':'B'},'priority':'HIGH','tags':{'carillon_send':'send-id.0'},"
      "'to':[{'token':'t1','provider':'FCM'}]}" },
    /* It may use anything, as far as we know. */
    { "{'title':'{% later %}','body':'{{ a }}','variables':['a','b'],"
      "'recipients':[['t1','FCM','1','2']]}",
      "{'content':{'title':'{% later %}','body':'{{ a }}'},'priority':'HIGH',"
      "'tags':{'carillon_send':'send-id.0'},"
      "'to':[{'token':'t1','provider':'FCM','variables':{'a':'1','b':'2'}}]}" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (DispatchPlan) plan = make_plan (cases[i].draft);
    g_autofree char *body = build (plan, 0);
    g_assert_cmpstr (body, ==, cases[i].body);
  }
}

static JsonArray *
parse_recipients (const DispatchPlan *plan, guint request, JsonNode **node)
{
  g_autoptr (GBytes) bytes = dispatch_plan_build (plan, request);

  *node = base_json_parse (bytes, NULL);
  return base_json_array (base_json_node_object (*node), "to");
}

/* Every recipient is in one request, in order, and each request has a tag of its own. */
static void
test_cut (void)
{
  const guint expected[] = { COMMS_MAX_RECIPIENTS, COMMS_MAX_RECIPIENTS, 5 };
  g_autoptr (DispatchDraft) draft = test_draft_from_json ("{'body':'Hi'}");
  guint row = 0;

  for (guint i = 0; i < 2 * COMMS_MAX_RECIPIENTS + 5; i++) {
    g_autofree char *token = g_strdup_printf ("t%u", i);
    dispatch_audience_append (dispatch_draft_get_audience (draft), token, "FCM");
  }
  g_autoptr (DispatchPlan) plan = dispatch_plan_new (dispatch_snapshot_new (draft), "send-id");
  g_assert_cmpuint (dispatch_plan_get_n_requests (plan), ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++) {
    g_autoptr (JsonNode) node = NULL;
    JsonArray *to = parse_recipients (plan, i, &node);
    g_autofree char *tag = dispatch_plan_make_tag ("send-id", i);
    JsonObject *tags = base_json_object (base_json_node_object (node), "tags");
    g_assert_cmpstr (base_json_string (tags, DISPATCH_SEND_TAG), ==, tag);
    g_assert_cmpuint (dispatch_plan_get_n_recipients (plan)[i], ==, expected[i]);
    g_assert_cmpuint (json_array_get_length (to), ==, expected[i]);
    for (guint j = 0; j < expected[i]; j++, row++) {
      g_autofree char *token = g_strdup_printf ("t%u", row);
      g_assert_cmpstr (base_json_string (json_array_get_object_element (to, j), "token"), ==,
                       token);
    }
  }
}

static void
test_nobody (void)
{
  g_autoptr (DispatchPlan) plan = make_plan ("{'body':'Hi'}");

  g_assert_cmpuint (dispatch_plan_get_n_requests (plan), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dispatch/plan/bodies", test_bodies);
  g_test_add_func ("/dispatch/plan/cut", test_cut);
  g_test_add_func ("/dispatch/plan/nobody", test_nobody);
  return g_test_run ();
}
