/* Sends: what is refused and where it says so, and what becomes of those that are not. */

#include "api.h"

#include "test-emulator.h"

#include <string.h>

typedef struct {
  TestEmulator *emulator;
  Api *api;
} Fixture;

#define SEND "/PushNotifications"
#define CONTENT "'content':{'body':'b'}"
#define DEVICE "{'token':'t','provider':'FCM'}"
#define FCM_CREDENTIAL "comms_credential_01h9krwprkeee8fzqspvwy6nq8"
#define APN_CREDENTIAL "comms_credential_8qn6ywvpsqzf8eeekrpwrk9h10"

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->emulator = test_emulator_start ("--pace", "0", NULL);
  fixture->api =
    api_new (test_emulator_get_url (fixture->emulator), test_emulator_get_sid (fixture->emulator),
             test_emulator_get_secret (fixture->emulator));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  api_free (fixture->api);
  test_emulator_stop (fixture->emulator);
}

static const struct {
  const char *body;
  const char *contexts; /* with spaces between */
} refused[] = {
  { "{}", "$.to $.content" },
  { "{'to':{},'content':[]}", "$.to $.content" },
  { "{'to':null,'content':null}", "$.to $.content" },
  { "{'to':[]," CONTENT "}", "$.to" },
  { "{'to':[" DEVICE "],'content':{}}", "$.content" },
  { "{'to':[" DEVICE "],'content':{'title':''}}", "$.content" },
  { "{'to':[" DEVICE "],'content':{'title':7,'body':null}}", "$.content.title $.content.body" },
  { "{'to':[1,null,[],'x']," CONTENT "}", "$.to[0] $.to[1] $.to[2] $.to[3]" },
  { "{'to':[{},{'userId':'" API_USER "','token':'t'}]," CONTENT "}", "$.to[0] $.to[1]" },
  { "{'to':[{'token':'t'},{'provider':'FCM'},{'token':'','provider':'fcm'}]," CONTENT "}",
    "$.to[0].provider $.to[1].token $.to[2].token $.to[2].provider" },
  { "{'to':[{'userId':'x'},{'userId':5},{'userId':'" FCM_CREDENTIAL "'}]," CONTENT "}",
    "$.to[0].userId $.to[1].userId $.to[2].userId" },
  { "{'to':[{'userId':'" API_USER "','variables':[]},{'userId':'" API_USER
    "','variables':7}]," CONTENT "}",
    "$.to[0].variables $.to[1].variables" },
  { "{'to':[" DEVICE "]," CONTENT ",'priority':'high','sound':1}", "$.priority $.sound" },
  { "{'to':[" DEVICE "]," CONTENT ",'priority':null}", "$.priority" },
  { "{'to':[" DEVICE "]," CONTENT ",'tags':{'':'v','k':'','n':1}}",
    "$.tags[''] $.tags.k $.tags.n" },
  { "{'to':[" DEVICE "]," CONTENT ",'tags':{'a b':'v','k':'ü','l':'a b','m':null,'.~_-':'._~-'}}",
    "$.tags['a|b'] $.tags.k $.tags.l $.tags.m" },
  { "{'to':[" DEVICE "]," CONTENT ",'tags':{'ü':'v','1\\n\\\\':'v'}}",
    "$.tags['ü'] $.tags['1\\u000a\\\\']" },
  { "{'to':[" DEVICE "],'content':{'images':[]}}", "$.content" },
  { "{'to':[" DEVICE "],'content':{'images':'x','body':'b'}}", "$.content.images" },
  { "{'to':[" DEVICE "],'content':{'images':[1,'',null,'https://example.org/a.png',{},'a.png',"
    "{'mediaUrl':'ftp://example.org/a'},{'mediaUrl':'https://example.org/a b'},{'mediaId':''}]}}",
    "$.content.images[0] $.content.images[1] $.content.images[2] $.content.images[4]"
    " $.content.images[5] $.content.images[6].mediaUrl $.content.images[7].mediaUrl"
    " $.content.images[8].mediaId" },
  { "{'to':[" DEVICE "],'content':{'contentId':'HX1'}}", "$.content.contentId" },
  { "{'to':[" DEVICE "],'content':{'contentId':'HX0123456789abcdef0123456789abcdef'}}",
    "$.content.contentId" },
  { "{'to':[" DEVICE "]," CONTENT ",'tags':{'1':'v','2':'v','3':'v','4':'v','5':'v','6':'v',"
    "'7':'v','8':'v','9':'v','10':'v','11':'v'}}",
    "$.tags" },
  { "{'to':[" DEVICE "],'content':{'title':'{% if','body':'{{ a'},'tags':{'k':'{% unless %}'}}",
    "$.content.title $.content.body $.tags.k" },
  { "{'to':[" DEVICE "]," CONTENT ",'from':'x'}", "$.from" },
  { "{'to':[" DEVICE "]," CONTENT ",'from':{}}", "$.from" },
  { "{'to':[" DEVICE "]," CONTENT ",'from':{'appName':'Not-An-App'}}", "$.from.appName" },
  { "{'to':[" DEVICE "]," CONTENT ",'from':{'appName':'nobody'}}", "$.from.appName" },
  { "{'to':[" DEVICE "]," CONTENT ",'from':{'appName':'test_app','fcm':'" FCM_CREDENTIAL "'}}",
    "$.from" },
  { "{'to':[" DEVICE "]," CONTENT ",'from':{'fcm':'" APN_CREDENTIAL "','apn':'" FCM_CREDENTIAL
    "'}}",
    "$.from.fcm $.from.apn" },
  { "{'to':[" DEVICE "]," CONTENT
    ",'from':{'fcm':'comms_credential_01h9krwprkeee8fzqspvwy6nq9','apn':'x'}}",
    "$.from.apn $.from.fcm" },
  { "{'to':[" DEVICE "]," CONTENT ",'from':{'appName':7,'fcm':null,'apn':[]}}",
    "$.from $.from.appName $.from.fcm $.from.apn" },
  { "{'to':[" DEVICE "]," CONTENT ",'schedule':{'sendAt':'2030-01-01T00:00:00Z'}}",
    "$.schedule.sendAt" },
  { "{'to':[" DEVICE "]," CONTENT ",'schedule':{}}", "$.schedule.sendAt" },
  { "{'to':[" DEVICE "]," CONTENT ",'schedule':[]}", "$.schedule" },
  { "{'to':[" DEVICE "]," CONTENT ",'schedule':{'sendAt':[]}}", "$.schedule.sendAt" },
  { "{'to':[" DEVICE "]," CONTENT ",'schedule':{'sendAt':null}}", "$.schedule.sendAt" },
  { "{'to':[" DEVICE "]," CONTENT ",'schedule':{'sendAt':[1742376600,null,'','2025-03-19',"
    "'09:30:00Z','20250319T093000Z','2025-W12-3T09:30:00Z','2025-078T09:30:00Z',"
    "'2025-03-19T09:30Z','2025-03-19T09:30:00.Z','2025-03-19T09:30:00 Z','2025-02-29T09:30:00Z',"
    "'2025-03-19T24:30:00Z','2025-03-19T09:30:00+0100','2025-03-19T09:30:00Zx']}}",
    "$.schedule.sendAt[0] $.schedule.sendAt[1] $.schedule.sendAt[2] $.schedule.sendAt[3]"
    " $.schedule.sendAt[4] $.schedule.sendAt[5] $.schedule.sendAt[6] $.schedule.sendAt[7]"
    " $.schedule.sendAt[8] $.schedule.sendAt[9] $.schedule.sendAt[10] $.schedule.sendAt[11]"
    " $.schedule.sendAt[12] $.schedule.sendAt[13] $.schedule.sendAt[14]" },
  { "{'to':[" DEVICE "]," CONTENT
    ",'schedule':{'sendAt':['soon','2199-01-01T00:00:00Z','2020-01-01T00:00:00Z',"
    "'2020-01-02T00:00:00Z']}}",
    "$.schedule.sendAt[0] $.schedule.sendAt[1] $.schedule.sendAt[3]" },
  { "{'to':[{},{'token':'t','provider':'X'}],'priority':'x','tags':{'k':7},"
    "'content':{'title':'{{'},'from':{'appName':'nobody'}}",
    "$.priority $.to[0] $.to[1].provider $.tags.k $.content.title $.from.appName" },
  { "{'to':[" DEVICE ",{'token':'t','provider':'FCM','variables':{'v':'a b'}}," DEVICE "]," CONTENT
    ",'tags':{'k':'x{{ v }}'},'sound':7}",
    "$.sound $.to[1]" },
  { "{'to':[" DEVICE "]," CONTENT ",'tags':{'{{ v }}!':'x'}}", "$.to[0]" },
  { "{'to':[" DEVICE "]," CONTENT ",'tags':{'k':'{{ v | default: 7 }} '}}", "$.to[0]" },
};

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++) {
    g_auto (GStrv) contexts = g_strsplit (refused[i].contexts, " ", -1);
    for (gsize j = 0; contexts[j] != NULL; j++) {
      g_strdelimit (contexts[j], "|", ' ');
    }
    g_test_message ("%s", refused[i].body);
    api_post (fixture->api, 400, SEND, refused[i].body);
    api_assert_contexts (fixture->api, (const char *const *) contexts);
  }
  JsonObject *answer = api_get (fixture->api, 200, "/PushNotifications/Operations");
  g_assert_cmpuint (api_count (answer, "operations"), ==, 0);
}

static char *
with_tag (const char *key, const char *value)
{
  return g_strdup_printf ("{'to':[" DEVICE "]," CONTENT ",'tags':{'%s':'%s'}}", key, value);
}

/* At the limits, with members that nobody knows and recipients that are there twice. */
static void
test_limits (Fixture *fixture, gconstpointer data)
{
  const char *const context[] = { "$.tags.k", NULL };
  g_autoptr (GString) key = g_string_new (NULL);
  g_autofree char *value = g_strnfill (256, 'v');
  g_autofree char *long_value = g_strnfill (257, 'v');

  for (gsize i = 0; i < 128; i++) {
    g_string_append_c (key, 'k');
  }
  g_autofree char *fits = with_tag (key->str, value);
  g_autofree char *fitted = api_send (fixture->api, fits);
  g_string_append_c (key, 'k');
  g_autofree char *long_key = with_tag (key->str, value);
  api_post (fixture->api, 400, SEND, long_key);
  g_autofree char *too_long = with_tag ("k", long_value);
  api_post (fixture->api, 400, SEND, too_long);
  api_assert_contexts (fixture->api, context);
  g_autofree char *unknown = api_send (
    fixture->api, "{'to':[{'token':'t','provider':'FCM','x':1}],'content':{'body':'b','icon':7},"
                  "'timeToLive':'x','from':null,'sound':null,'tags':null,'schedule':null}");
  g_autofree char *images =
    api_send (fixture->api, "{'to':[" DEVICE "," DEVICE
                            "],'content':{'images':[{'mediaUrl':'https://example.org/x'}]}}");
  api_assert_stat (api_await_operation (fixture->api, images), "sent", 2);
}

static char *
make_many (guint count)
{
  GString *body = g_string_new ("{" CONTENT ",'to':[");

  for (guint i = 0; i < count; i++) {
    g_string_append_printf (body, "%s{'token':'t%u','provider':'%s'}", i > 0 ? "," : "", i,
                            i % 2 == 0 ? "FCM" : "APN");
  }
  g_string_append (body, "]}");
  return g_string_free (body, FALSE);
}

static void
test_many (Fixture *fixture, gconstpointer data)
{
  const char *const context[] = { "$.to", NULL };
  g_autofree char *most = make_many (10000);
  g_autofree char *too_many = make_many (10001);

  g_autofree char *id = api_send (fixture->api, most);
  JsonObject *operation = api_await_operation (fixture->api, id);
  api_assert_stat (operation, "total", 10000);
  api_assert_stat (operation, "sent", 10000);
  api_post (fixture->api, 400, SEND, too_many);
  api_assert_contexts (fixture->api, context);
}

static void
test_outcomes (Fixture *fixture, gconstpointer data)
{
  g_autofree char *registered = api_register (fixture->api, "test_app", "dead:FAIL", API_USER);
  g_autofree char *id =
    api_send (fixture->api,
              "{'to':[{'token':'t','provider':'FCM'},{'token':'xFAILx','provider':'APN'},"
              "{'userId':'" API_USER "'},"
              "{'userId':'comms_pushnotificationuser_01h9krwprkeee8fzqspvwy6nq9'}]," CONTENT "}");
  JsonObject *operation = api_await_operation (fixture->api, id);
  const struct {
    const char *name;
    gint64 value;
  } stats[] = {
    { "total", 3 },  { "recipients", 4 }, { "unaddressable", 1 }, { "scheduled", 0 },
    { "queued", 0 }, { "sent", 1 },       { "failed", 2 },        { "canceled", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (stats); i++) {
    api_assert_stat (operation, stats[i].name, stats[i].value);
  }
  g_assert_cmpuint (json_object_get_size (base_json_object (operation, "stats")), ==,
                    G_N_ELEMENTS (stats));

  /* One device that works is enough. */
  g_autofree char *again = api_register (fixture->api, "test_app", "alive", API_USER);
  g_autofree char *second =
    api_send (fixture->api, "{'to':[{'userId':'" API_USER "'}]," CONTENT "}");
  api_assert_stat (api_await_operation (fixture->api, second), "sent", 1);
}

/* Only devices under the app in use count, and only with a credential for their provider. */
static void
test_unaddressable (Fixture *fixture, gconstpointer data)
{
  g_autofree char *registered = api_register (fixture->api, "limonade_app", "t", API_USER);
  const struct {
    const char *from;
    gint64 unaddressable;
  } cases[] = {
    { "", 1 },
    { ",'from':{'appName':'test_app'}", 1 },
    { ",'from':{'appName':'limonade_app'}", 0 },
    { ",'from':{'fcm':'" FCM_CREDENTIAL "'}", 1 },
    { ",'from':{'apn':'" APN_CREDENTIAL "'}", 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *body =
      g_strdup_printf ("{'to':[{'userId':'" API_USER "'}]," CONTENT "%s}", cases[i].from);
    g_autofree char *id = api_send (fixture->api, body);
    JsonObject *operation = api_await_operation (fixture->api, id);
    api_assert_stat (operation, "unaddressable", cases[i].unaddressable);
    api_assert_stat (operation, "sent", 1 - cases[i].unaddressable);
    JsonObject *list = api_get (fixture->api, 200, SEND "?operationId=%s", id);
    g_assert_cmpuint (api_count (list, "notifications"), ==, 1 - cases[i].unaddressable);
  }

  api_delete (fixture->api, 202, "/PushNotifications/Users/" API_USER);
  g_autofree char *deleted = api_send (fixture->api, "{'to':[{'userId':'" API_USER "'}]," CONTENT
                                                     ",'from':{'appName':'limonade_app'}}");
  api_assert_stat (api_await_operation (fixture->api, deleted), "unaddressable", 1);
}

static char *
fetch_only (Api *api, const char *operation)
{
  JsonObject *list = api_get (api, 200, SEND "?operationId=%s", operation);
  JsonObject *notification = api_element (list, "notifications", 0);

  g_assert_false (json_object_has_member (notification, "content"));
  return g_strdup (base_json_string (notification, "id"));
}

static void
test_fetched (Fixture *fixture, gconstpointer data)
{
  g_autofree char *registered = api_register (fixture->api, "test_app", "tok", API_USER);
  g_autofree char *id = api_send (
    fixture->api,
    "{'to':[{'userId':'comms_user_01h9krwprkeee8fzqspvwy6nq8','variables':{'name':'Zoë','n':2,"
    "'f':1.5,'yes':true,'none':null}}],'content':{'title':'Hi {{ name }}{{ none }}{{ gone }}',"
    "'body':'{{ n }}/{{ f }}{% if yes %}!{% endif %}','images':['https://example.org/a.png']},"
    "'priority':'LOW','sound':'ring','tags':{'{{ n }}':'{{ f }}','fixed':'1','left':'{{ gone }}'}}");
  api_await_operation (fixture->api, id);
  g_autofree char *notification = fetch_only (fixture->api, id);
  JsonObject *answer = api_get (fixture->api, 200, SEND "/%s", notification);
  JsonObject *content = base_json_object (answer, "content");
  JsonObject *tags = base_json_object (answer, "tags");

  g_assert_cmpstr (base_json_string (content, "title"), ==, "Hi Zoë");
  g_assert_cmpstr (base_json_string (content, "body"), ==, "2/1.5!");
  g_assert_cmpuint (api_count (content, "images"), ==, 1);
  g_assert_cmpstr (base_json_string (tags, "2"), ==, "1.5");
  g_assert_cmpstr (base_json_string (tags, "fixed"), ==, "1");
  g_assert_cmpuint (json_object_get_size (tags), ==, 2);
  g_assert_cmpstr (base_json_string (answer, "status"), ==, "SENT");
  g_assert_cmpstr (base_json_string (answer, "priority"), ==, "LOW");
  g_assert_cmpstr (base_json_string (answer, "sound"), ==, "ring");
  g_assert_cmpstr (base_json_string (base_json_object (answer, "to"), "userId"), ==, API_USER);
  g_assert_cmpstr (base_json_string (base_json_object (answer, "from"), "fcm"), ==, FCM_CREDENTIAL);
  g_assert_false (json_object_has_member (base_json_object (answer, "from"), "apn"));
  g_assert_cmpstr (base_json_string (api_element (answer, "related", 0), "id"), ==, id);
  g_assert_cmpstr (base_json_string (api_element (answer, "related", 1), "uri"), ==,
                   "/PushNotifications/Users/" API_USER);
}

/* Loops need lists, and what a list has may have names. */
static void
test_lists (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = api_send (
    fixture->api,
    "{'to':[{'token':'t','provider':'FCM','variables':{'items':[{'name':'Tea','n':2},"
    "{'name':'Milk','n':[1,2]}],'shop':{'city':'Graz','open':{'from':9}},'none':[]}}],"
    "'content':{'title':'{% for i in items %}{{ i.name }}{% unless forloop.last %}, {% endunless"
    " %}{% endfor %}{{ none }}','body':'{{ shop.city }} {{ shop.open.from }} {{ items[1].n[0] }}',"
    "'images':[{'mediaUrl':'https://example.org/{{ shop.city }}.png'},{'mediaId':'m1'}]}}");
  api_await_operation (fixture->api, id);
  g_autofree char *notification = fetch_only (fixture->api, id);
  JsonObject *answer = api_get (fixture->api, 200, SEND "/%s", notification);
  JsonObject *content = base_json_object (answer, "content");

  g_assert_cmpstr (base_json_string (content, "title"), ==, "Tea, Milk");
  g_assert_cmpstr (base_json_string (content, "body"), ==, "Graz 9 1");
  g_assert_cmpuint (api_count (content, "images"), ==, 2);
}

/* More than a provider carries fails; what a recipient makes of a tag is refused. */
static void
test_rendered_limits (Fixture *fixture, gconstpointer data)
{
  const char *const context[] = { "$.to[1]", NULL };
  g_autofree char *text = g_strnfill (100000, 'x');
  g_autofree char *large = g_strdup_printf ("{'to':[" DEVICE "],'content':{'title':'%s'}}", text);
  g_autofree char *id = api_send (fixture->api, large);
  api_assert_stat (api_await_operation (fixture->api, id), "failed", 1);

  text[300] = '\0';
  g_autofree char *tag = g_strdup_printf (
    "{'to':[" DEVICE ",{'token':'t','provider':'APN','variables':{'v':'%s'}}]," CONTENT
    ",'tags':{'k':'x{{ v }}'}}",
    text);
  api_post (fixture->api, 400, SEND, tag);
  api_assert_contexts (fixture->api, context);
  JsonObject *list = api_get (fixture->api, 200, "/PushNotifications/Operations");
  g_assert_cmpuint (api_count (list, "operations"), ==, 1);
}

/* Like a guide that asks for each variable; a default or a condition does without. */
static void
test_strict_variables (Fixture *fixture, gconstpointer data)
{
  const char *const contexts[] = { "$.priority",
                                   "$.to[0].variables.name",
                                   "$.to[0].variables.n",
                                   "$.to[0].variables.tag",
                                   "$.to[1].variables.n",
                                   "$.to[1].variables.tag",
                                   NULL };
  static const char format[] =
    "{'to':[" DEVICE ",{'token':'t','provider':'FCM','variables':{'name':''%s}}],"
    "'content':{'title':'{{ name }} {{ n }} {{ name }}','body':'{{ n }}{{ city | default: 1 }}"
    "{%% if gate %%}{{ gate }}{%% endif %%}'},'tags':{'k':'x{{ tag }}'}%s}";
  g_autofree char *incomplete = g_strdup_printf (format, "", ",'priority':'x'");
  g_autofree char *complete = g_strdup_printf (format, ",'n':1,'tag':'t'", "");
  char *first = strstr (complete, DEVICE);

  g_autofree char *lax = api_send (fixture->api, complete);
  test_emulator_stop (fixture->emulator);
  fixture->emulator = test_emulator_start ("--pace", "0", "--strict-variables", NULL);
  api_free (fixture->api);
  fixture->api =
    api_new (test_emulator_get_url (fixture->emulator), test_emulator_get_sid (fixture->emulator),
             test_emulator_get_secret (fixture->emulator));

  api_post (fixture->api, 400, SEND, incomplete);
  api_assert_contexts (fixture->api, contexts);
  api_post (fixture->api, 400, SEND, complete);
  memset (first, ' ', strlen (DEVICE ","));
  g_autofree char *strict = api_send (fixture->api, complete);
}

static char *
at_time (const char *time)
{
  return g_strdup_printf ("{'to':[" DEVICE "]," CONTENT ",'schedule':{'sendAt':['%s']}}", time);
}

static void
test_scheduled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) later = g_date_time_add_hours (now, 1);
  g_autoptr (GDateTime) soon = g_date_time_add_seconds (now, 2);
  g_autofree char *later_text = g_date_time_format_iso8601 (later);
  g_autofree char *soon_text = g_date_time_format_iso8601 (soon);
  g_autofree char *later_body = at_time (later_text);
  g_autofree char *soon_body = at_time (soon_text);

  g_autofree char *later_id = api_send (fixture->api, later_body);
  JsonObject *operation = api_get (fixture->api, 200, "/PushNotifications/Operations/%s", later_id);
  g_assert_cmpstr (base_json_string (operation, "status"), ==, "SCHEDULED");
  api_assert_stat (operation, "scheduled", 1);
  JsonObject *list = api_get (fixture->api, 200, SEND "?status=SCHEDULED");
  g_assert_nonnull (base_json_string (api_element (list, "notifications", 0), "scheduledFor"));

  g_autofree char *soon_id = api_send (fixture->api, soon_body);
  operation = api_await_operation (fixture->api, soon_id);
  api_assert_stat (operation, "scheduled", 0);
  api_assert_stat (operation, "sent", 1);
}

#define ADD(name, function) \
  g_test_add ("/emulator/send/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("refused", test_refused);
  ADD ("limits", test_limits);
  ADD ("many", test_many);
  ADD ("outcomes", test_outcomes);
  ADD ("unaddressable", test_unaddressable);
  ADD ("fetched", test_fetched);
  ADD ("rendered-limits", test_rendered_limits);
  ADD ("lists", test_lists);
  ADD ("strict-variables", test_strict_variables);
  ADD ("scheduled", test_scheduled);
  return g_test_run ();
}
