/* What can be done with the rows of a list: the actions "rows.…", their keys and the menu. */

#include "carillon-list-page-private.h"

#include <glib/gi18n.h>

#include "carillon-list-text.h"
#include "carillon-toast.h"

/* More than this is for a file: a clipboard is read whole by whoever pastes. */
#define MAX_COPIED_ROWS 10000

/* Copying. */

static void
copy (GtkWidget *widget, const char *text, const char *toast)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  carillon_toast (widget, toast);
}

static GPtrArray *
get_copied (CarillonListPage *self)
{
  if (carillon_list_rows_get_n_selected (self->rows) > MAX_COPIED_ROWS) {
    carillon_toast (GTK_WIDGET (self), _ ("Too many rows to copy; export them instead"));
    return g_ptr_array_new_with_free_func (g_object_unref);
  }
  return carillon_list_rows_get_selected (self->rows);
}

static void
copy_id (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CarillonListPage *self = CARILLON_LIST_PAGE (widget);
  CarillonTextFunc get_id =
    self->kind->copied_id != NULL ? self->kind->copied_id : carillon_resource_id;
  g_autoptr (GPtrArray) items = get_copied (self);
  g_autoptr (GString) ids = g_string_new (NULL);

  for (guint i = 0; i < items->len; i++) {
    g_autofree char *id = get_id (items->pdata[i]);

    g_string_append_printf (ids, "%s%s", i > 0 ? "\n" : "", id != NULL ? id : "");
  }
  if (ids->len > 0) {
    copy (widget, ids->str, ngettext ("ID copied", "IDs copied", items->len));
  }
}

static void
refresh (GtkWidget *widget, const char *action, GVariant *parameter)
{
  carillon_list_page_refresh (CARILLON_LIST_PAGE (widget));
}

static void
on_json (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) widget = user_data;
  g_autofree char *json = carillon_list_text_json_finish (result);

  copy (widget, json, _ ("Copied as JSON"));
}

static void
copy_json (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_autoptr (GPtrArray) items = get_copied (CARILLON_LIST_PAGE (widget));

  if (items->len == 1) {
    g_autofree char *json = comms_resource_to_json (items->pdata[0]);

    copy (widget, json, _ ("Copied as JSON"));
  } else if (items->len > 0) {
    carillon_list_text_json_async (g_steal_pointer (&items), on_json, g_object_ref (widget));
  }
}

static void
copy_curl (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CarillonListPage *self = CARILLON_LIST_PAGE (widget);
  CarillonAccount *account = carillon_session_get_account (self->session);
  CommsResource *item = carillon_list_page_get_selected_item (self);
  g_autofree char *command =
    item != NULL ? carillon_list_text_curl (self->client, carillon_account_get_sid (account), item)
                 : NULL;

  if (command != NULL) {
    copy (widget, command, _ ("Copied as a curl command, with $CARILLON_SECRET for the secret"));
  }
}

/* Selecting. */

static void
select_all (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gtk_selection_model_select_all (GTK_SELECTION_MODEL (CARILLON_LIST_PAGE (widget)->rows));
}

/* Those that are shown, and those that will be when all are there. */
static void
select_matching (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CarillonListPage *self = CARILLON_LIST_PAGE (widget);

  self->selects_all = TRUE;
  carillon_list_pager_set_loads_all (self->pager, TRUE);
}

static void
load_all (GtkWidget *widget, const char *action, GVariant *parameter)
{
  carillon_list_pager_set_loads_all (CARILLON_LIST_PAGE (widget)->pager, TRUE);
}

static void
stop (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CarillonListPage *self = CARILLON_LIST_PAGE (widget);

  self->selects_all = FALSE;
  carillon_list_pager_set_loads_all (self->pager, FALSE);
}

/* A notification to what is selected. */
static void
compose (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gboolean anew = g_variant_get_boolean (parameter);
  CarillonListPage *self = CARILLON_LIST_PAGE (widget);
  g_autoptr (GPtrArray) items = carillon_list_rows_get_selected (self->rows);
  GVariantBuilder recipients;

  g_variant_builder_init (&recipients, G_VARIANT_TYPE ("a(ss)"));
  for (guint i = 0; i < items->len; i++) {
    self->kind->add_recipients (items->pdata[i], &recipients);
  }
  gtk_widget_activate_action (widget, anew ? "win.compose-new-to" : "win.add-recipients", "a(ss)",
                              &recipients);
}

/* Finding. */

static void
search (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CarillonListPage *self = CARILLON_LIST_PAGE (widget);

  gtk_search_bar_set_search_mode (GTK_SEARCH_BAR (self->search_bar), TRUE);
  gtk_widget_grab_focus (self->search_entry);
}

static void
filter (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CarillonListPage *self = CARILLON_LIST_PAGE (widget);

  carillon_filter_bar_edit (CARILLON_FILTER_BAR (self->filters),
                            g_variant_get_string (parameter, NULL));
}

static void
clear_filters (GtkWidget *widget, const char *action, GVariant *parameter)
{
  carillon_filter_bar_clear (CARILLON_FILTER_BAR (CARILLON_LIST_PAGE (widget)->filters));
}

static void
close_details (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CarillonListPage *self = CARILLON_LIST_PAGE (widget);

  carillon_list_page_set_show_details (self, FALSE);
  gtk_widget_grab_focus (self->view);
}

/* Escape goes on to whatever else it closes when no details are open. */
static gboolean
on_escape (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  if (!CARILLON_LIST_PAGE (widget)->show_details) {
    return FALSE;
  }
  close_details (widget, NULL, NULL);
  return TRUE;
}

/* Wherever the focus is: only the page that is shown answers. */
static gboolean
on_refresh_key (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  if (!gtk_widget_get_mapped (widget)) {
    return FALSE;
  }
  carillon_list_page_refresh (CARILLON_LIST_PAGE (widget));
  return TRUE;
}

static gboolean
on_search_key (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  CarillonListPage *self = CARILLON_LIST_PAGE (widget);

  if (!gtk_widget_get_mapped (widget) || self->notice != NULL) {
    return FALSE;
  }
  search (widget, NULL, NULL);
  return TRUE;
}

static void
add_key (GtkEventController *controller, const char *trigger, GtkShortcutFunc callback)
{
  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (controller),
    gtk_shortcut_new (gtk_shortcut_trigger_parse_string (trigger),
                      gtk_callback_action_new (callback, NULL, NULL)));
}

/**
 * carillon_list_page_add_keys:
 *
 * The keys that work wherever the focus is in the window. A slash that is typed into an entry is
 * text.
 */
void
carillon_list_page_add_keys (CarillonListPage *self)
{
  g_return_if_fail (CARILLON_IS_LIST_PAGE (self));

  GtkEventController *controller = gtk_shortcut_controller_new ();
  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (controller),
                                     GTK_SHORTCUT_SCOPE_GLOBAL);
  add_key (controller, "F5|<Control>r", on_refresh_key);
  add_key (controller, "<Control>f|slash|KP_Divide", on_search_key);
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

static void
append_items (GMenu *menu, const char *const (*items)[2], gsize n_items)
{
  g_autoptr (GMenu) section = g_menu_new ();

  for (gsize i = 0; i < n_items; i++) {
    g_menu_append (section, _ (items[i][0]), items[i][1]);
  }
  g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
}

/**
 * carillon_list_page_add_menus:
 *
 * Fills the menus of the bar above the rows.
 */
void
carillon_list_page_add_menus (CarillonListPage *self)
{
  static const char *const selecting[][2] = {
    { N_ ("Select _All"), "rows.select-all" },
  };
  static const char *const copying[][2] = {
    { N_ ("Copy _ID"), "rows.copy-id" },
    { N_ ("Copy as _JSON"), "rows.copy-json" },
    { N_ ("Copy as c_url Command"), "rows.copy-curl" },
  };
  static const char *const exporting[][2] = {
    { N_ ("Export as CS_V…"), "rows.export::csv" },
    { N_ ("Export as JS_ON…"), "rows.export::json" },
  };
  static const char *const deleting[][2] = {
    { N_ ("_Delete Selected…"), "rows.delete" },
    { N_ ("Delete All That _Match…"), "rows.delete-matching" },
  };

  g_return_if_fail (CARILLON_IS_LIST_PAGE (self));

  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenuModel) filters =
    carillon_filter_bar_make_menu (CARILLON_FILTER_BAR (self->filters));
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (self->filter_button), filters);
  /* A button for one filter is not worth its room. */
  gtk_widget_set_visible (self->filter_button, self->kind->n_filters > 1);

  g_autoptr (GMenu) looks = g_menu_new ();
  if (self->kind->n_filters > 0) {
    g_menu_append_submenu (looks, _ ("_Filter"), filters);
  }
  g_menu_append_submenu (looks, _ ("_Columns"), carillon_list_columns_get_menu (self->columns));
  g_menu_append_submenu (looks, _ ("_Sort By"),
                         carillon_list_columns_get_sort_menu (self->columns));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (looks));
  append_items (menu, selecting, G_N_ELEMENTS (selecting));
  append_items (menu, copying, G_N_ELEMENTS (copying));
  append_items (menu, exporting, G_N_ELEMENTS (exporting));
  if (self->kind->row_deletion != NULL) {
    append_items (menu, deleting,
                  carillon_list_page_deletes_matching (self) ? G_N_ELEMENTS (deleting) : 1);
  }
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (self->menu_button), G_MENU_MODEL (menu));
}

/**
 * carillon_list_page_add_menu:
 * @section: what can be done with the whole of the list
 */
void
carillon_list_page_add_menu (CarillonListPage *self, GMenuModel *section)
{
  g_return_if_fail (CARILLON_IS_LIST_PAGE (self));
  g_return_if_fail (G_IS_MENU_MODEL (section));

  GMenuModel *menu = gtk_menu_button_get_menu_model (GTK_MENU_BUTTON (self->menu_button));
  g_menu_prepend_section (G_MENU (menu), NULL, section);
}

/**
 * carillon_list_page_enable_actions:
 *
 * To be called when what is selected has changed, or a deletion began or ended.
 */
void
carillon_list_page_enable_actions (CarillonListPage *self)
{
  g_return_if_fail (CARILLON_IS_LIST_PAGE (self));

  CommsResource *item = carillon_list_page_get_selected_item (self);
  const CarillonChange *change = self->kind->change;
  gboolean one = item != NULL;
  gboolean some = carillon_list_rows_get_n_selected (self->rows) > 0;
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_widget_action_set_enabled (widget, "rows.copy-id", some);
  gtk_widget_action_set_enabled (widget, "rows.copy-json", some);
  gtk_widget_action_set_enabled (widget, "rows.copy-curl", one);
  gtk_widget_action_set_enabled (widget, "rows.export-selected", some);
  gtk_widget_action_set_enabled (widget, "rows.compose",
                                 some && self->kind->add_recipients != NULL);
  gtk_widget_action_set_enabled (widget, "rows.change",
                                 one && change != NULL && change->can (item));
  gtk_widget_action_set_enabled (widget, "rows.delete",
                                 self->kind->row_deletion != NULL
                                   ? some
                                   : one && self->kind->deletion != NULL && !self->deleting);
}

/**
 * carillon_list_page_install_actions:
 * @widget_class: of the list page
 */
void
carillon_list_page_install_actions (GtkWidgetClass *widget_class)
{
  static const struct {
    const char *name;
    const char *parameter_type; /* (nullable) */
    GtkWidgetActionActivateFunc activate;
  } actions[] = {
    { "rows.refresh", NULL, refresh },
    { "rows.delete", NULL, carillon_list_page_delete },
    { "rows.delete-matching", NULL, carillon_list_page_delete_matching },
    { "rows.change", NULL, carillon_list_page_change },
    { "rows.copy-id", NULL, copy_id },
    { "rows.copy-json", NULL, copy_json },
    { "rows.copy-curl", NULL, copy_curl },
    { "rows.export", "s", carillon_list_page_export },
    { "rows.export-selected", "s", carillon_list_page_export_selected },
    { "rows.select-all", NULL, select_all },
    { "rows.select-matching", NULL, select_matching },
    { "rows.load-all", NULL, load_all },
    { "rows.stop", NULL, stop },
    { "rows.compose", "b", compose },
    { "rows.search", NULL, search },
    { "rows.filter", "s", filter },
    { "rows.clear-filters", NULL, clear_filters },
    { "rows.close-details", NULL, close_details },
  };
  static const struct {
    guint key;
    GdkModifierType modifiers;
    const char *action;
  } keys[] = {
    { GDK_KEY_Delete, 0, "rows.delete" },
    { GDK_KEY_KP_Delete, 0, "rows.delete" },
    { GDK_KEY_c, GDK_CONTROL_MASK, "rows.copy-id" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++) {
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].parameter_type,
                                     actions[i].activate);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++) {
    gtk_widget_class_add_binding_action (widget_class, keys[i].key, keys[i].modifiers,
                                         keys[i].action, NULL);
  }
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, on_escape, NULL);
}

/**
 * carillon_list_page_search:
 * @text: what rows must have
 *
 * As if @text had been entered.
 */
void
carillon_list_page_search (CarillonListPage *self, const char *text)
{
  g_return_if_fail (CARILLON_IS_LIST_PAGE (self));
  g_return_if_fail (text != NULL);

  gtk_search_bar_set_search_mode (GTK_SEARCH_BAR (self->search_bar), TRUE);
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), text);
}
