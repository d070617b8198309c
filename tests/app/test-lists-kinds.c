/* All lists of all pages have what the habits of lists need. A new page is looked at by itself. */

#include <base-json.h>

#include "carillon-details.h"
#include "carillon-operations-page.h"
#include "carillon-pages.h"
#include "carillon-registrations-page.h"
#include "carillon-window.h"
#include "page-fixture.h"

typedef struct {
  PageFixture page;
  GtkWidgetClass *window_class;
  GHashTable *ids; /* of lists */
} Walk;

typedef void (*ListFunc) (Walk *walk, CarillonListPage *list, const CarillonListKind *kind);

static void
each_list (Walk *walk, GtkWidget *widget, ListFunc look)
{
  if (CARILLON_IS_LIST_PAGE (widget)) {
    const CarillonListKind *kind;

    g_object_get (widget, "kind", &kind, NULL);
    g_test_message ("list %s", kind->id);
    look (walk, CARILLON_LIST_PAGE (widget), kind);
    return;
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    each_list (walk, child, look);
  }
}

static void
each_page (ListFunc look)
{
  Walk walk = { .ids = g_hash_table_new (g_str_hash, g_str_equal),
                .window_class = g_type_class_ref (CARILLON_TYPE_WINDOW) };

  page_fixture_set_up (&walk.page, NULL, TRUE);
  for (guint i = 0; i < carillon_n_page_infos; i++) {
    if (g_str_equal (carillon_page_infos[i].name, "compose")) {
      continue;
    }
    page_fixture_show (&walk.page, carillon_page_infos[i].create (walk.page.session), 1600, 900);
    each_list (&walk, walk.page.page, look);
    page_fixture_reconnect (&walk.page);
  }
  g_hash_table_unref (walk.ids);
  g_type_class_unref (walk.window_class);
  page_fixture_tear_down (&walk.page);
}

/* Windows install their actions in their class; those of lists are told by the list. */
static void
check_action (Walk *walk, const char *name, const char *parameter)
{
  GType owner;
  const char *action = "";
  const char *property;
  const GVariantType *type = NULL;
  guint i = 0;

  if (!g_str_has_prefix (name, "win.")) {
    return;
  }
  while (!g_str_equal (action, name)) {
    if (!gtk_widget_class_query_action (walk->window_class, i++, &owner, &action, &type,
                                        &property)) {
      g_error ("The window has no action %s", name);
    }
  }
  g_assert_true (parameter == NULL || g_variant_type_equal (type, G_VARIANT_TYPE (parameter)));
}

/* What choices are remembered by is the name of an action too. */
static void
check_name (const char *id, GHashTable *seen)
{
  g_assert_nonnull (id);
  g_assert_true (g_action_name_is_valid (id));
  g_assert_true (g_hash_table_add (seen, (gpointer) id));
}

static void
check_columns (const CarillonListKind *kind)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  gboolean always = FALSE;

  for (guint i = 0; i < kind->n_columns; i++) {
    const CarillonColumn *column = &kind->columns[i];

    check_name (column->id, ids);
    g_assert_nonnull (column->title);
    g_assert_nonnull (column->text);
    g_assert_true ((column->create == NULL) == (column->bind == NULL));
    always |= column->from_width == 0;
    if (column->text == carillon_resource_created) {
      g_assert_true (column->tooltip == carillon_resource_created_utc);
      g_assert_true (column->number == carillon_resource_created_number);
    }
    if (column->text == carillon_resource_updated) {
      g_assert_true (column->tooltip == carillon_resource_updated_utc);
      g_assert_true (column->number == carillon_resource_updated_number);
    }
  }
  g_assert_true (always);
}

static void
check_fields (Walk *walk, const CarillonListKind *kind)
{
  for (guint i = 0; i < kind->n_fields; i++) {
    const CarillonField *field = &kind->fields[i];

    g_assert_nonnull (field->title);
    g_assert_true (field->text != NULL || field->value != NULL || field->member != NULL);
    /* The API calls each of its times so. */
    if (field->text != NULL && field->member != NULL && g_str_has_suffix (field->member, "At")) {
      g_assert_nonnull (field->tooltip);
    }
    if (field->action_name != NULL) {
      check_action (walk, field->action_name, "s");
    }
  }
  for (guint i = 0; i < kind->n_actions; i++) {
    g_assert_nonnull (strchr (kind->actions[i].label, '_'));
    check_action (walk, kind->actions[i].action_name, "s");
  }
}

static void
check_filters (const CarillonListKind *kind)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < kind->n_filters; i++) {
    check_name (kind->filters[i].id, ids);
    g_assert_nonnull (kind->filters[i].title);
    g_assert_true ((kind->filters[i].type == CARILLON_FILTER_CHOICE) ==
                   (kind->filters[i].values != NULL));
  }
}

static void
check_kind (Walk *walk, CarillonListPage *list, const CarillonListKind *kind)
{
  check_name (kind->id, walk->ids);
  g_assert_true ((kind->list == NULL) != (kind->source == NULL));
  g_assert_nonnull (kind->title);
  g_assert_nonnull (kind->singular);
  g_assert_nonnull (kind->icon_name);
  g_assert_nonnull (kind->empty_title);
  g_assert_nonnull (kind->empty_text);
  check_columns (kind);
  check_fields (walk, kind);
  check_filters (kind);
}

static void
test_tables (void)
{
  each_page (check_kind);
}

/* One of the pages shows nothing before a user was chosen. */
static void
choose_user (Walk *walk)
{
  g_autofree char *user =
    page_fixture_register (&walk->page, "harbour_shop", "FCM", "a-token", NULL);

  carillon_registrations_page_show_user (CARILLON_REGISTRATIONS_PAGE (walk->page.page), user);
}

/* What is behind a tab comes to the front. */
static void
bring_forward (GtkWidget *list)
{
  for (GtkWidget *child = list; child != NULL; child = gtk_widget_get_parent (child)) {
    GtkWidget *parent = gtk_widget_get_parent (child);

    if (GTK_IS_STACK (parent)) {
      gtk_stack_set_visible_child (GTK_STACK (parent), child);
    }
  }
}

static gboolean
has_notice (CarillonListPage *list)
{
  g_autoptr (GtkWidget) notice = NULL;

  g_object_get (list, "notice", &notice, NULL);
  return notice != NULL;
}

/* Where something has to be done first, that is said in place of rows. */
static gboolean
is_settled (GtkWidget *root, gpointer data)
{
  CommsListState state = comms_list_get_state (carillon_list_page_get_list (data));

  return has_notice (data) || (state != COMMS_LIST_IDLE && state != COMMS_LIST_LOADING);
}

static gboolean
has_rows (GtkWidget *root, gpointer list)
{
  return comms_list_get_state (carillon_list_page_get_list (list)) == COMMS_LIST_READY;
}

static gboolean
has_details (GtkWidget *root, gpointer list)
{
  return carillon_list_page_get_selected_item (list) != NULL;
}

static gboolean
is_listed (const CarillonListKind *kind, const char *member)
{
  for (guint i = 0; i < kind->n_fields; i++) {
    if (g_strcmp0 (kind->fields[i].member, member) == 0) {
      return TRUE;
    }
  }
  return g_str_equal (member, "related") || g_str_equal (member, "tags");
}

static void
check_members (CarillonListPage *list, const CarillonListKind *kind, CommsResource *item)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, base_json_node_object (comms_resource_get_node (item)));
  while (json_object_iter_next_ordered (&iter, &name, &node)) {
    if (!is_listed (kind, name) && !test_ui_shows (GTK_WIDGET (list), name)) {
      g_error ("Nothing shows %s", name);
    }
  }
}

static void
check_related (CarillonListPage *list, CommsResource *item)
{
  JsonArray *related =
    base_json_array (base_json_node_object (comms_resource_get_node (item)), "related");

  for (guint i = 0; related != NULL && i < json_array_get_length (related); i++) {
    JsonObject *object = json_array_get_object_element (related, i);
    const char *id = base_json_string (object, "id");

    g_assert_true (test_ui_shows (GTK_WIDGET (list), id));
  }
}

static void
check_shown_fields (CarillonListPage *list, const CarillonListKind *kind, CommsResource *item)
{
  for (guint i = 0; i < kind->n_fields; i++) {
    g_autofree char *text =
      kind->fields[i].text != NULL ? kind->fields[i].text (item) : g_strdup ("");

    if (text != NULL && *text != '\0' && !test_ui_shows (GTK_WIDGET (list), text)) {
      g_error ("Nothing shows the text of %s: %s", kind->fields[i].title, text);
    }
  }
}

static void
check_widget_actions (Walk *walk, GtkWidget *widget)
{
  if (GTK_IS_ACTIONABLE (widget) && gtk_actionable_get_action_name (GTK_ACTIONABLE (widget))) {
    check_action (walk, gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)), NULL);
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    check_widget_actions (walk, child);
  }
}

static void
take_pictures (Walk *walk, const CarillonListKind *kind, const char *state)
{
  static const int widths[] = { 1600, 1000, 360 };

  for (gsize i = 0; g_getenv ("CARILLON_SCREENSHOTS") != NULL && i < G_N_ELEMENTS (widths); i++) {
    g_autofree char *name = g_strdup_printf ("kinds-%s-%s-%d", kind->id, state, widths[i]);

    page_fixture_resize (&walk->page, widths[i], 800);
    page_fixture_picture (&walk->page, name);
  }
}

static void
check_details (Walk *walk, CarillonListPage *list, const CarillonListKind *kind)
{
  bring_forward (GTK_WIDGET (list));
  if (g_str_equal (kind->id, "registrations")) {
    choose_user (walk);
    test_ui_wait (walk->page.window, has_rows, list);
  }
  test_ui_wait (walk->page.window, is_settled, list);
  test_ui_settle (walk->page.window);
  if (comms_list_get_state (carillon_list_page_get_list (list)) != COMMS_LIST_READY) {
    take_pictures (walk, kind, "empty");
    return;
  }

  CarillonListRows *rows = carillon_list_page_get_rows (list);
  take_pictures (walk, kind, "full");
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (rows), 0, TRUE);
  carillon_list_page_set_show_details (list, TRUE);
  test_ui_wait (walk->page.window, has_details, list);
  test_ui_settle (walk->page.window);

  CommsResource *item = carillon_list_page_get_selected_item (list);
  check_members (list, kind, item);
  check_related (list, item);
  check_shown_fields (list, kind, item);
  check_widget_actions (walk, GTK_WIDGET (list));
  take_pictures (walk, kind, "details");
}

static void
test_details (void)
{
  each_page (check_details);
}

static gboolean
has_state (GtkWidget *root, gpointer data)
{
  const struct {
    CarillonListPage *list;
    CommsListState state;
  } *query = data;

  return comms_list_get_state (carillon_list_page_get_list (query->list)) == query->state;
}

static void
wait_state (Walk *walk, CarillonListPage *list, CommsListState state)
{
  struct {
    CarillonListPage *list;
    CommsListState state;
  } query = { list, state };

  test_ui_wait (walk->page.window, has_state, &query);
  test_ui_settle (walk->page.window);
}

/* A list that begins anew is loading, fails, and is there after another try; one that has rows
 * keeps them when it fails. */
static void
check_states (Walk *walk, CarillonListPage *list, const CarillonListKind *kind)
{
  GtkWidget *widget = GTK_WIDGET (list);

  bring_forward (widget);
  test_ui_settle (walk->page.window);
  if (kind->list == NULL || has_notice (list)) {
    return;
  }
  wait_state (walk, list, COMMS_LIST_READY);

  g_free (
    test_emulator_add_fault (walk->page.emulator, "{'kind': 'late', 'delay': 500, 'times': 1}"));
  carillon_list_page_set_filter (list, NULL);
  test_ui_wait_find (widget, "list-loading");
  wait_state (walk, list, COMMS_LIST_READY);

  g_free (test_emulator_add_fault (walk->page.emulator, "{'kind': 'status', 'status': 400}"));
  carillon_list_page_set_filter (list, NULL);
  wait_state (walk, list, COMMS_LIST_FAILED);
  g_assert_true (test_ui_shows (widget, "The Server Refused the Request"));
  take_pictures (walk, kind, "failed");
  test_emulator_remove_faults (walk->page.emulator);
  test_ui_click (
    test_ui_find_text (test_ui_find (widget, "list-problem"), GTK_TYPE_BUTTON, "Try Again"));
  wait_state (walk, list, COMMS_LIST_READY);

  g_free (test_emulator_add_fault (walk->page.emulator, "{'kind': 'status', 'status': 400}"));
  gtk_widget_activate_action (widget, "rows.refresh", NULL);
  test_ui_wait_shows (widget, "The Server Refused the Request");
  wait_state (walk, list, COMMS_LIST_READY);
  take_pictures (walk, kind, "kept");
  test_emulator_remove_faults (walk->page.emulator);
  test_ui_click (test_ui_wait_find_text (test_ui_find (widget, "list-more-problem"),
                                         GTK_TYPE_BUTTON, "Try Again"));
  test_ui_wait_gone (widget, "The Server Refused the Request");
}

static void
test_states (void)
{
  each_page (check_states);
}

int
main (int argc, char *argv[])
{
  test_ui_init (&argc, &argv);
  g_test_add_func ("/lists/kinds/tables", test_tables);
  g_test_add_func ("/lists/kinds/details", test_details);
  g_test_add_func ("/lists/kinds/states", test_states);
  return g_test_run ();
}
