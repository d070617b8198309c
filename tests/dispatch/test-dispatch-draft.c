#include <base-json.h>
#include <dispatch-draft.h>

typedef struct {
  DispatchDraft *draft;
  guint n_changed;
} Fixture;

static void
count (DispatchDraft *draft, Fixture *fixture)
{
  fixture->n_changed++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->draft = dispatch_draft_new ();
  g_signal_connect (fixture->draft, "changed", G_CALLBACK (count), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->draft);
}

static void
fill (DispatchDraft *draft)
{
  g_autoptr (DispatchTag) tag = dispatch_tag_new ("campaign", "gates-{{ city }}");
  DispatchAudience *audience = dispatch_draft_get_audience (draft);

  static const char *const images[] = { "https://a.example/1.png", "https://a.example/2.png",
                                        NULL };
  static const char *const ignored[] = { "duplicate", NULL };

  g_object_set (draft, "name", "Gates", "title", "Hi {{ name }} \"\\\n", "body",
                "{{ due | default: 'soon' }}\x01", "images", images, "sender",
                DISPATCH_SENDER_CREDENTIALS, "app-name", "airline_prod", "fcm-credential-id", "f",
                "apn-credential-id", "a", "sound", "ring", "priority", DISPATCH_PRIORITY_LOW,
                "send-at", (gint64) 1742376600, "zone", "Europe/Vienna", "ignored", ignored, NULL);
  g_list_store_append (dispatch_draft_get_tags (draft), tag);
  guint name = dispatch_audience_add_column (audience, "name");
  dispatch_audience_append (audience, "comms_pushnotificationuser_01", NULL);
  dispatch_audience_append (audience, "token", "FCM");
  dispatch_audience_set_value (audience, 1, name, "Zoë");
}

static void
test_properties (Fixture *fixture, gconstpointer data)
{
  DispatchDraft *draft = fixture->draft;
  static const char *const names[] = {
    "name", "title", "body", "sound", "app-name", "fcm-credential-id", "zone", "apn-credential-id"
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *value = NULL;
    fixture->n_changed = 0;
    g_object_set (draft, names[i], "x", NULL);
    g_object_set (draft, names[i], "x", NULL);
    g_assert_cmpuint (fixture->n_changed, ==, 1);
    g_object_set (draft, names[i], NULL, NULL);
    g_object_get (draft, names[i], &value, NULL);
    g_assert_cmpstr (value, ==, "");
    g_assert_cmpuint (fixture->n_changed, ==, 2);
  }
  g_object_set (draft, "priority", DISPATCH_PRIORITY_LOW, NULL);
  g_object_set (draft, "priority", DISPATCH_PRIORITY_LOW, NULL);
  g_assert_cmpuint (fixture->n_changed, ==, 3);
  g_assert_cmpint (dispatch_draft_get_priority (draft), ==, DISPATCH_PRIORITY_LOW);
  g_object_set (draft, "send-at", (gint64) 5, "sender", DISPATCH_SENDER_APP, NULL);
  g_object_set (draft, "send-at", (gint64) 5, "sender", DISPATCH_SENDER_APP, NULL);
  g_assert_cmpuint (fixture->n_changed, ==, 5);
}

static void
test_lists (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "images", "ignored" };
  static const char *const value[] = { "a", "b", NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    fixture->n_changed = 0;
    g_object_set (fixture->draft, names[i], value, NULL);
    g_object_set (fixture->draft, names[i], value, NULL);
    g_assert_cmpuint (fixture->n_changed, ==, 1);
    g_auto (GStrv) actual = NULL;
    g_object_get (fixture->draft, names[i], &actual, NULL);
    g_assert_cmpstrv (actual, value);
    g_object_set (fixture->draft, names[i], NULL, NULL);
    g_assert_cmpuint (fixture->n_changed, ==, 2);
  }
  g_assert_cmpuint (g_strv_length ((char **) dispatch_draft_get_images (fixture->draft)), ==, 0);
}

/* Who keeps what was found out about a content knows by the pointer that it is the same. */
static void
test_content (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "title", "body", "app-name", "sound", "zone" };

  fill (fixture->draft);
  g_autoptr (DispatchContent) first = dispatch_draft_get_content (fixture->draft);
  g_object_set (fixture->draft, "name", "Another", NULL);
  dispatch_audience_append (dispatch_draft_get_audience (fixture->draft), "u", NULL);
  g_autoptr (DispatchContent) same = dispatch_draft_get_content (fixture->draft);
  g_assert_true (same == first);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (DispatchContent) before = dispatch_draft_get_content (fixture->draft);
    g_object_set (fixture->draft, names[i], "another", NULL);
    g_autoptr (DispatchContent) after = dispatch_draft_get_content (fixture->draft);
    g_assert_false (dispatch_content_equal (before, after));
  }
  g_autoptr (GObject) tag =
    g_list_model_get_item (G_LIST_MODEL (dispatch_draft_get_tags (fixture->draft)), 0);
  g_autoptr (DispatchContent) before = dispatch_draft_get_content (fixture->draft);
  g_object_set (tag, "value", "another", NULL);
  g_autoptr (DispatchContent) after = dispatch_draft_get_content (fixture->draft);
  g_assert_cmpstr (before->tags[1], ==, "gates-{{ city }}");
  g_assert_cmpstr (after->tags[1], ==, "another");

  dispatch_draft_set_content (fixture->draft, first);
  g_autoptr (DispatchContent) back = dispatch_draft_get_content (fixture->draft);
  g_assert_true (dispatch_content_equal (back, first));
  g_assert_cmpstr (dispatch_draft_get_name (fixture->draft), ==, "Another");
}

static void
test_changed (Fixture *fixture, gconstpointer data)
{
  DispatchAudience *audience = dispatch_draft_get_audience (fixture->draft);
  GListStore *tags = dispatch_draft_get_tags (fixture->draft);
  g_autoptr (DispatchTag) tag = dispatch_tag_new ("", "");

  g_assert_true (dispatch_draft_is_empty (fixture->draft));
  g_list_store_append (tags, tag);
  g_assert_cmpuint (fixture->n_changed, ==, 1);
  g_assert_true (dispatch_draft_is_empty (fixture->draft));
  g_object_set (tag, "key", "k", NULL);
  g_assert_cmpuint (fixture->n_changed, ==, 2);
  g_assert_false (dispatch_draft_is_empty (fixture->draft));
  g_list_store_remove (tags, 0);
  g_assert_cmpuint (fixture->n_changed, ==, 3);
  g_object_set (tag, "value", "v", NULL);
  g_assert_cmpuint (fixture->n_changed, ==, 3);

  dispatch_audience_add_column (audience, "name");
  dispatch_audience_append (audience, "u", NULL);
  dispatch_audience_set_value (audience, 0, 3, "Ann");
  g_assert_cmpuint (fixture->n_changed, ==, 6);
  g_assert_false (dispatch_draft_is_empty (fixture->draft));
  dispatch_audience_remove (audience, 0, 1);
  g_assert_true (dispatch_draft_is_empty (fixture->draft));
}

static void
test_round_trip (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fill (fixture->draft);
  g_autofree char *json = dispatch_draft_to_json (fixture->draft);
  g_autoptr (DispatchDraft) copy = dispatch_draft_from_json (json, &error);
  g_assert_no_error (error);
  g_autofree char *again = dispatch_draft_to_json (copy);
  g_assert_cmpstr (again, ==, json);

  DispatchAudience *audience = dispatch_draft_get_audience (copy);
  g_assert_cmpstr (dispatch_draft_get_id (copy), ==, dispatch_draft_get_id (fixture->draft));
  g_assert_cmpstr (dispatch_draft_get_title (copy), ==, "Hi {{ name }} \"\\\n");
  g_assert_cmpstr (dispatch_draft_get_body (copy), ==, "{{ due | default: 'soon' }}\x01");
  g_assert_cmpstr (dispatch_draft_get_app_name (copy), ==, "airline_prod");
  g_assert_cmpstr (dispatch_draft_get_sound (copy), ==, "ring");
  g_assert_cmpstr (dispatch_draft_get_name (copy), ==, "Gates");
  g_assert_cmpstr (dispatch_draft_get_ignored (copy)[0], ==, "duplicate");
  g_autoptr (DispatchContent) content = dispatch_draft_get_content (fixture->draft);
  g_autoptr (DispatchContent) content_copy = dispatch_draft_get_content (copy);
  g_assert_true (dispatch_content_equal (content, content_copy));
  g_assert_cmpint (dispatch_draft_get_priority (copy), ==, DISPATCH_PRIORITY_LOW);
  g_assert_cmpuint (dispatch_audience_get_n_rows (audience), ==, 2);
  g_assert_cmpstr (dispatch_audience_get_value (audience, 1, DISPATCH_COLUMN_PROVIDER), ==, "FCM");
  g_assert_cmpstr (dispatch_audience_get_value (audience, 1, 3), ==, "Zoë");
}

/* The journal has drafts of before there were images, schedules and other senders. */
static void
test_first_version (void)
{
  static const char json[] =
    "{\"id\":\"i\",\"title\":\"T\",\"body\":\"B\",\"appName\":\"shop\","
    "\"sound\":\"\",\"priority\":\"HIGH\",\"tags\":[[\"k\",\"v\"]],"
    "\"variables\":[\"name\"],\"recipients\":"
    "[[\"comms_pushnotificationuser_01h9krwprkeee8fzqspvwy6nq8\",\"\",\"A\"],"
    "[\"t\",\"FCM\",\"B\"]]}";
  g_autoptr (DispatchDraft) draft = dispatch_draft_from_json (json, NULL);
  DispatchAudience *audience = dispatch_draft_get_audience (draft);
  g_autoptr (DispatchContent) content = dispatch_draft_get_content (draft);

  g_assert_cmpint (content->sender, ==, DISPATCH_SENDER_APP);
  g_assert_cmpstr (dispatch_content_get_app_name (content), ==, "shop");
  g_assert_cmpstr (content->tags[1], ==, "v");
  g_assert_cmpuint (dispatch_audience_get_n_rows (audience), ==, 2);
  g_assert_true (dispatch_audience_is_user (audience, 0));
  g_assert_cmpstr (dispatch_audience_get_value (audience, 0, DISPATCH_N_FIXED_COLUMNS), ==, "A");
  g_assert_cmpstr (dispatch_audience_get_value (audience, 1, DISPATCH_COLUMN_PROVIDER), ==, "FCM");
  g_assert_cmpstr (dispatch_audience_get_value (audience, 1, DISPATCH_N_FIXED_COLUMNS), ==, "B");
}

static void
test_tolerant (void)
{
  static const char *const documents[] = {
    "{}",
    "{\"title\":5,\"tags\":{},\"variables\":\"x\",\"recipients\":7,\"priority\":\"URGENT\"}",
    "{\"id\":\"\",\"later\":{\"deep\":[1,2]},\"tags\":[5,[],[1,2],[\"\"]],\"recipients\":[]}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (documents); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (DispatchDraft) draft = dispatch_draft_from_json (documents[i], &error);
    g_assert_no_error (error);
    g_assert_true (dispatch_draft_is_empty (draft));
    g_assert_cmpstr (dispatch_draft_get_id (draft), !=, "");
  }

  g_autoptr (DispatchDraft) odd = dispatch_draft_from_json (
    "{\"variables\":[\"a\",5,\"a\"],\"recipients\":[5,[],[\"u\",null,\"1\",\"2\",\"3\",\"4\"]]}",
    NULL);
  DispatchAudience *audience = dispatch_draft_get_audience (odd);
  g_assert_cmpuint (dispatch_audience_get_n_columns (audience), ==, 4);
  g_assert_cmpuint (dispatch_audience_get_n_rows (audience), ==, 3);
  g_assert_cmpstr (dispatch_audience_get_value (audience, 2, 3), ==, "1");
}

static void
test_refused (void)
{
  static const char *const documents[] = { "", "{", "[]", "null", "5", "\"x\"" };

  for (gsize i = 0; i < G_N_ELEMENTS (documents); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_null (dispatch_draft_from_json (documents[i], &error));
    g_assert_error (error, BASE_JSON_ERROR, BASE_JSON_ERROR_SYNTAX);
  }
}

static void
test_variables (Fixture *fixture, gconstpointer data)
{
  fill (fixture->draft);
  g_object_set (fixture->draft, "body",
                "{{ due }} {{ name }} {% if vip %}{{ shop.city }}{% endif %}", NULL);
  g_auto (GStrv) names = dispatch_draft_list_variables (fixture->draft);
  g_autofree char *joined = g_strjoinv (",", names);
  g_assert_cmpstr (joined, ==, "name,due,vip,shop,city");

  g_object_set (fixture->draft, "title", "{{ na", NULL);
  g_auto (GStrv) fewer = dispatch_draft_list_variables (fixture->draft);
  g_autofree char *fewer_joined = g_strjoinv (",", fewer);
  g_assert_cmpstr (fewer_joined, ==, "due,name,vip,shop,city");
}

#define add(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add ("/dispatch/draft/properties", test_properties);
  add ("/dispatch/draft/lists", test_lists);
  add ("/dispatch/draft/content", test_content);
  add ("/dispatch/draft/changed", test_changed);
  add ("/dispatch/draft/round-trip", test_round_trip);
  g_test_add_func ("/dispatch/draft/first-version", test_first_version);
  g_test_add_func ("/dispatch/draft/tolerant", test_tolerant);
  g_test_add_func ("/dispatch/draft/refused", test_refused);
  add ("/dispatch/draft/variables", test_variables);
  return g_test_run ();
}
