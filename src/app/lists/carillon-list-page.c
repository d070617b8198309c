/* One list of the API on a page. What is shown follows from the CommsList's state, which the
 * template's stack is bound to; this file joins the parts. */

#include "carillon-list-page-private.h"

#include "carillon-config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "carillon-details.h"
#include "carillon-list-closures.h"
#include "carillon-problem.h"
#include "carillon-split.h"
#include "carillon-tab-stop.h"
#include "carillon-wrap-layout.h"

G_DEFINE_FINAL_TYPE (CarillonListPage, carillon_list_page, GTK_TYPE_WIDGET)

typedef enum {
  PROP_SESSION = 1,
  PROP_KIND,
  PROP_LIST,
  PROP_ROWS,
  PROP_PAGER,
  PROP_WAIT,
  PROP_TOTAL,
  PROP_SELECTED_ITEM,
  PROP_SHOW_DETAILS,
  PROP_NOTICE,
  PROP_OFFLINE,
} CarillonListPageProperty;

static GParamSpec *properties[PROP_OFFLINE + 1];
static guint activated_signal;

static void
on_selected (CarillonListPage *self)
{
  carillon_list_page_enable_actions (self);
}

static void
on_selected_item (CarillonListPage *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED_ITEM]);
}

static void
on_activate (CarillonListPage *self, guint position)
{
  gboolean handled = FALSE;

  gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->rows), position, TRUE);
  CommsResource *item = carillon_list_page_get_selected_item (self);
  g_signal_emit (self, activated_signal, 0, item, &handled);
  if (handled) {
    return;
  }
  carillon_list_page_set_show_details (self, TRUE);
  if (carillon_split_get_collapsed (CARILLON_SPLIT (self->split))) {
    gtk_widget_child_focus (self->details, GTK_DIR_TAB_FORWARD);
  }
}

/* The headers of the columns are part of the view too. */
static void
on_clicked (CarillonListPage *self, int n_press, double x, double y)
{
  GtkWidget *target = gtk_widget_pick (self->view, x, y, GTK_PICK_DEFAULT);

  if (n_press == 1 && target != NULL && gtk_widget_get_ancestor (target, GTK_TYPE_LIST_VIEW) &&
      carillon_list_rows_get_n_selected (self->rows) > 0) {
    carillon_list_page_set_show_details (self, TRUE);
  }
}

static void
carillon_list_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (carillon_list_page_parent_class)->map (widget);
  carillon_list_page_load_if_shown (CARILLON_LIST_PAGE (widget));
}

static void
carillon_list_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarillonListPage *self = CARILLON_LIST_PAGE (object);

  switch ((CarillonListPageProperty) id) {
  case PROP_SESSION:
    g_value_set_object (value, self->session);
    break;
  case PROP_KIND:
    g_value_set_pointer (value, (gpointer) self->kind);
    break;
  case PROP_LIST:
    g_value_set_object (value, self->list);
    break;
  case PROP_ROWS:
    g_value_set_object (value, self->rows);
    break;
  case PROP_PAGER:
    g_value_set_object (value, self->pager);
    break;
  case PROP_WAIT:
    g_value_set_object (value, self->wait);
    break;
  case PROP_TOTAL:
    g_value_set_object (value, self->total);
    break;
  case PROP_SELECTED_ITEM:
    g_value_set_object (value, carillon_list_page_get_selected_item (self));
    break;
  case PROP_SHOW_DETAILS:
    g_value_set_boolean (value, self->show_details);
    break;
  case PROP_NOTICE:
    g_value_set_object (value, self->notice);
    break;
  case PROP_OFFLINE:
    g_value_set_boolean (value, carillon_list_page_get_offline (self));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_list_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CarillonListPage *self = CARILLON_LIST_PAGE (object);

  switch ((CarillonListPageProperty) id) {
  case PROP_SESSION:
    self->session = g_value_dup_object (value);
    break;
  case PROP_KIND:
    self->kind = g_value_get_pointer (value);
    break;
  case PROP_SHOW_DETAILS:
    carillon_list_page_set_show_details (self, g_value_get_boolean (value));
    break;
  case PROP_NOTICE:
    carillon_list_page_set_notice (self, g_value_get_object (value));
    break;
  case PROP_LIST: /* read-only */
  case PROP_ROWS:
  case PROP_PAGER:
  case PROP_WAIT:
  case PROP_TOTAL:
  case PROP_SELECTED_ITEM:
  case PROP_OFFLINE:
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
make_rows (CarillonListPage *self)
{
  GtkScrolledWindow *scroller = GTK_SCROLLED_WINDOW (self->scroller);

  self->client = comms_client_derive (
    carillon_session_get_client (self->session),
    comms_client_get_retry_policy (carillon_session_get_client (self->session)));
  self->wait = carillon_list_wait_new (self->client);
  self->total = carillon_list_total_new (self->session, self->kind);
  self->rows = carillon_list_rows_new (self->kind);
  g_object_bind_property (self, "list", self->rows, "list", G_BINDING_DEFAULT);
  g_signal_connect_object (self->rows, "notify::n-selected", G_CALLBACK (on_selected), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->rows, "notify::selected-item", G_CALLBACK (on_selected_item), self,
                           G_CONNECT_SWAPPED);
  gtk_column_view_set_model (GTK_COLUMN_VIEW (self->view), GTK_SELECTION_MODEL (self->rows));
  self->columns = carillon_list_columns_new (GTK_COLUMN_VIEW (self->view), self->kind, self->rows,
                                             carillon_session_get_list_choices (self->session));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "columns",
                                  carillon_list_columns_get_actions (self->columns));

  self->pager = carillon_list_pager_new (gtk_scrolled_window_get_vadjustment (scroller));
  g_object_bind_property (self, "list", self->pager, "list", G_BINDING_DEFAULT);
  g_object_bind_property (self->rows, "mirrors", self->pager, "holds",
                          G_BINDING_SYNC_CREATE | G_BINDING_INVERT_BOOLEAN);
  g_signal_connect_object (self->pager, "notify::loads-all",
                           G_CALLBACK (carillon_list_page_loads_all_changed), self,
                           G_CONNECT_SWAPPED);
}

static void
make_details (CarillonListPage *self)
{
  self->details = carillon_details_new (self->session, self->kind);
  carillon_split_set_sidebar (CARILLON_SPLIT (self->split), self->details);
  g_object_bind_property (self, "selected-item", self->details, "item", G_BINDING_SYNC_CREATE);
  g_object_bind_property (self->rows, "n-selected", self->details, "n-selected",
                          G_BINDING_SYNC_CREATE);
}

/* How something gets into a list that has nothing. */
static void
name_begin_button (CarillonListPage *self)
{
  if (self->kind->begin_action != NULL) {
    gtk_button_set_label (GTK_BUTTON (self->begin_button), _ (self->kind->begin_label));
    gtk_actionable_set_action_name (GTK_ACTIONABLE (self->begin_button), self->kind->begin_action);
  }
}

static void
carillon_list_page_constructed (GObject *object)
{
  CarillonListPage *self = CARILLON_LIST_PAGE (object);

  G_OBJECT_CLASS (carillon_list_page_parent_class)->constructed (object);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (self->kind->title), -1);
  make_rows (self);
  make_details (self);
  carillon_list_page_follow_network (self);
  carillon_filter_bar_set_kind (CARILLON_FILTER_BAR (self->filters), self->kind);
  gtk_search_bar_connect_entry (GTK_SEARCH_BAR (self->search_bar),
                                GTK_EDITABLE (self->search_entry));
  if (self->kind->search_hint != NULL) {
    g_object_set (self->search_entry, "placeholder-text", _ (self->kind->search_hint), NULL);
  }
  name_begin_button (self);
  carillon_list_page_add_menus (self);
  carillon_list_page_add_keys (self);
  carillon_list_page_enable_actions (self);
  carillon_list_page_follow_deletions (self);
  for (guint id = PROP_ROWS; id <= PROP_TOTAL; id++) {
    g_object_notify_by_pspec (object, properties[id]);
  }
}

/* The rows let go of the list at once, not when a worker is done with them. */
static void
carillon_list_page_dispose (GObject *object)
{
  CarillonListPage *self = CARILLON_LIST_PAGE (object);

  if (self->rows != NULL) {
    carillon_list_page_unfollow_deletions (self);
    g_signal_handlers_disconnect_by_data (self->rows, self);
    carillon_list_rows_set_list (self->rows, NULL);
  }
  g_clear_object (&self->columns);
  gtk_widget_dispose_template (GTK_WIDGET (object), CARILLON_TYPE_LIST_PAGE);
  self->details = NULL;
  g_clear_weak_pointer (&self->parked);
  g_clear_object (&self->notice);
  g_clear_object (&self->pager);
  g_clear_object (&self->wait);
  g_clear_object (&self->total);
  g_clear_object (&self->rows);
  g_clear_object (&self->list);
  g_clear_object (&self->client);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (carillon_list_page_parent_class)->dispose (object);
}

static void
carillon_list_page_finalize (GObject *object)
{
  CarillonListPage *self = CARILLON_LIST_PAGE (object);

  g_clear_pointer (&self->filter, comms_filter_free);
  g_clear_pointer (&self->given, g_hash_table_unref);
  g_free (self->empty_title);
  g_free (self->empty_text);
  G_OBJECT_CLASS (carillon_list_page_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  GParamFlags once = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;
  GParamFlags read_only = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  properties[PROP_SESSION] =
    g_param_spec_object ("session", NULL, NULL, CARILLON_TYPE_SESSION, once);
  properties[PROP_KIND] = g_param_spec_pointer ("kind", NULL, NULL, once);
  properties[PROP_LIST] = g_param_spec_object ("list", NULL, NULL, COMMS_TYPE_LIST, read_only);
  properties[PROP_ROWS] =
    g_param_spec_object ("rows", NULL, NULL, CARILLON_TYPE_LIST_ROWS, read_only);
  properties[PROP_PAGER] =
    g_param_spec_object ("pager", NULL, NULL, CARILLON_TYPE_LIST_PAGER, read_only);
  properties[PROP_WAIT] =
    g_param_spec_object ("wait", NULL, NULL, CARILLON_TYPE_LIST_WAIT, read_only);
  properties[PROP_TOTAL] =
    g_param_spec_object ("total", NULL, NULL, CARILLON_TYPE_LIST_TOTAL, read_only);
  properties[PROP_SELECTED_ITEM] =
    g_param_spec_object ("selected-item", NULL, NULL, COMMS_TYPE_RESOURCE, read_only);
  properties[PROP_SHOW_DETAILS] =
    g_param_spec_boolean ("show-details", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_NOTICE] =
    g_param_spec_object ("notice", NULL, NULL, GTK_TYPE_WIDGET,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_OFFLINE] = g_param_spec_boolean ("offline", NULL, NULL, FALSE, read_only);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

#define BIND(child) gtk_widget_class_bind_template_child (widget_class, CarillonListPage, child)
#define CALL(function) gtk_widget_class_bind_template_callback (widget_class, function)

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (CARILLON_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, CARILLON_RESOURCE_PREFIX
                                               "/lists/carillon-list-page.ui");
  BIND (split);
  BIND (controls);
  BIND (filter_button);
  BIND (filters);
  BIND (menu_button);
  BIND (search_bar);
  BIND (search_entry);
  BIND (empty);
  BIND (clear_button);
  BIND (begin_button);
  BIND (scroller);
  BIND (view);
  BIND (export_bar);
  BIND (delete_revealer);
  BIND (delete_problem);
  CALL (carillon_list_state_to_page);
  CALL (carillon_list_is_first_page);
  CALL (carillon_list_is_later_page_failed);
  CALL (carillon_list_is_stale);
  CALL (carillon_list_busy_to_page);
  CALL (carillon_list_has_footer);
  CALL (carillon_list_summary);
  CALL (carillon_list_or);
  CALL (carillon_list_offers_all);
  CALL (carillon_list_offers_selection);
  CALL (carillon_list_unmatched_text);
  CALL (carillon_list_page_list_anew);
  CALL (carillon_list_page_search_changed);
  CALL (on_activate);
  CALL (on_clicked);
  CALL (carillon_list_page_retry);
  CALL (carillon_list_page_close_delete_problem);
}

#undef BIND
#undef CALL

static void
carillon_list_page_class_init (CarillonListPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = carillon_list_page_get_property;
  object_class->set_property = carillon_list_page_set_property;
  object_class->constructed = carillon_list_page_constructed;
  object_class->dispose = carillon_list_page_dispose;
  object_class->finalize = carillon_list_page_finalize;
  widget_class->map = carillon_list_page_map;
  widget_class->focus = carillon_list_page_focus;
  widget_class->grab_focus = carillon_list_page_grab_focus;
  install_properties (object_class);

  activated_signal = g_signal_new ("activated", CARILLON_TYPE_LIST_PAGE, G_SIGNAL_RUN_LAST, 0,
                                   g_signal_accumulator_true_handled, NULL, NULL, G_TYPE_BOOLEAN, 1,
                                   COMMS_TYPE_RESOURCE);

  g_type_ensure (CARILLON_TYPE_EXPORT_BAR);
  g_type_ensure (CARILLON_TYPE_FILTER_BAR);
  g_type_ensure (CARILLON_TYPE_LIST_PAGER);
  g_type_ensure (CARILLON_TYPE_LIST_ROWS);
  g_type_ensure (CARILLON_TYPE_LIST_TOTAL);
  g_type_ensure (CARILLON_TYPE_LIST_WAIT);
  g_type_ensure (CARILLON_TYPE_PROBLEM);
  g_type_ensure (CARILLON_TYPE_SPLIT);
  g_type_ensure (CARILLON_TYPE_TAB_STOP);
  carillon_list_page_install_actions (widget_class);
  bind_template (widget_class);
}

static void
carillon_list_page_init (CarillonListPage *self)
{
  self->given = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * carillon_list_page_new:
 * @session: whose client is asked
 * @kind: a table that outlives the widget
 * @filter: (nullable): what to list
 *
 * Asks for nothing before it is shown.
 *
 * Returns: (transfer floating): a list
 */
GtkWidget *
carillon_list_page_new (CarillonSession *session,
                        const CarillonListKind *kind,
                        const CommsFilter *filter)
{
  g_return_val_if_fail (CARILLON_IS_SESSION (session), NULL);
  g_return_val_if_fail (kind != NULL, NULL);

  CarillonListPage *self =
    g_object_new (CARILLON_TYPE_LIST_PAGE, "session", session, "kind", kind, NULL);
  carillon_list_page_set_filter (self, filter);
  return GTK_WIDGET (self);
}

/**
 * carillon_list_page_set_filter:
 * @filter: (nullable): what to list from now on
 *
 * Starts anew with another [class@Comms.List]; an answer to the one before is not waited for.
 */
void
carillon_list_page_set_filter (CarillonListPage *self, const CommsFilter *filter)
{
  g_return_if_fail (CARILLON_IS_LIST_PAGE (self));

  g_clear_pointer (&self->filter, comms_filter_free);
  self->filter = comms_filter_copy (filter);
  carillon_list_page_list_anew (self);
}

/**
 * carillon_list_page_set_filter_value:
 * @id: of a filter of the kind
 * @value: (nullable): its value, as if it had been chosen
 */
void
carillon_list_page_set_filter_value (CarillonListPage *self, const char *id, const char *value)
{
  g_return_if_fail (CARILLON_IS_LIST_PAGE (self));
  g_return_if_fail (id != NULL);

  carillon_filter_bar_set_value (CARILLON_FILTER_BAR (self->filters), id, value);
}

/**
 * carillon_list_page_clear_filters:
 *
 * Lifts all filters that were chosen.
 */
void
carillon_list_page_clear_filters (CarillonListPage *self)
{
  g_return_if_fail (CARILLON_IS_LIST_PAGE (self));

  carillon_filter_bar_clear (CARILLON_FILTER_BAR (self->filters));
}

/**
 * carillon_list_page_add_control:
 * @control: (transfer floating): what chooses a filter, for instance
 */
void
carillon_list_page_add_control (CarillonListPage *self, GtkWidget *control)
{
  g_return_if_fail (CARILLON_IS_LIST_PAGE (self));
  g_return_if_fail (GTK_IS_WIDGET (control));

  gtk_box_append (GTK_BOX (self->controls), control);
}

/**
 * carillon_list_page_set_empty_text:
 * @title: (nullable): why nothing is there
 * @text: (nullable): what would bring something there
 */
void
carillon_list_page_set_empty_text (CarillonListPage *self, const char *title, const char *text)
{
  g_return_if_fail (CARILLON_IS_LIST_PAGE (self));

  g_free (self->empty_title);
  g_free (self->empty_text);
  self->empty_title = g_strdup (title);
  self->empty_text = g_strdup (text);
  carillon_list_page_tell_empty (self);
}

/**
 * carillon_list_page_set_notice:
 * @notice: (nullable) (transfer floating): what stands in place of the rows
 */
void
carillon_list_page_set_notice (CarillonListPage *self, GtkWidget *notice)
{
  g_return_if_fail (CARILLON_IS_LIST_PAGE (self));
  g_return_if_fail (notice == NULL || GTK_IS_WIDGET (notice));

  if (self->notice == notice) {
    return;
  }
  g_clear_object (&self->notice);
  self->notice = notice != NULL ? g_object_ref_sink (notice) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NOTICE]);
  carillon_list_page_load_if_shown (self);
}

/**
 * carillon_list_page_get_list:
 *
 * Returns: (transfer none): the list of the filter in force
 */
CommsList *
carillon_list_page_get_list (CarillonListPage *self)
{
  g_return_val_if_fail (CARILLON_IS_LIST_PAGE (self), NULL);

  return self->list;
}

/**
 * carillon_list_page_get_rows:
 *
 * Returns: (transfer none): the rows as they are shown, and which of them are selected
 */
CarillonListRows *
carillon_list_page_get_rows (CarillonListPage *self)
{
  g_return_val_if_fail (CARILLON_IS_LIST_PAGE (self), NULL);

  return self->rows;
}

/**
 * carillon_list_page_get_selected_item:
 *
 * Returns: (transfer none) (nullable): what the details show: the selected row, if it is the only
 * one
 */
CommsResource *
carillon_list_page_get_selected_item (CarillonListPage *self)
{
  g_return_val_if_fail (CARILLON_IS_LIST_PAGE (self), NULL);

  return self->rows != NULL ? carillon_list_rows_get_selected_item (self->rows) : NULL;
}

/**
 * carillon_list_page_get_view:
 *
 * Returns: (transfer none): the rows
 */
GtkWidget *
carillon_list_page_get_view (CarillonListPage *self)
{
  g_return_val_if_fail (CARILLON_IS_LIST_PAGE (self), NULL);

  return self->view;
}

/**
 * carillon_list_page_set_show_details:
 * @show: whether the details of the selected item are open
 */
void
carillon_list_page_set_show_details (CarillonListPage *self, gboolean show)
{
  g_return_if_fail (CARILLON_IS_LIST_PAGE (self));

  if (self->show_details != show) {
    self->show_details = show;
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOW_DETAILS]);
  }
}
