/* One list of the API on a page. What is shown follows from the CommsList's state, which the
 * template's stack is bound to; this file joins the parts and answers the keyboard. */

#include "carillon-list-page.h"

#include "carillon-config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "carillon-deletion.h"
#include "carillon-details.h"
#include "carillon-focus.h"
#include "carillon-list-closures.h"
#include "carillon-list-columns.h"
#include "carillon-list-pager.h"
#include "carillon-problem.h"
#include "carillon-split.h"
#include "carillon-tab-stop.h"
#include "carillon-toast.h"

struct _CarillonListPage {
  GtkWidget parent_instance;

  CarillonSession *session; /* (owned) */
  const CarillonListKind *kind;
  CommsList *list;          /* (owned): of the filter in force */
  CarillonListPager *pager; /* (owned) */
  GtkWidget *notice;        /* (owned) (nullable): in place of the rows */
  char *wanted_id;          /* (owned) (nullable): to be selected again after a reload */
  GtkWidget *parked;        /* (unowned) (nullable): has the focus until there are rows */
  gboolean show_details;
  gboolean reloading; /* what failed, if something failed, was a reload */
  gboolean deleting;  /* a deletion is asked about or under way */

  GtkWidget *split;
  GtkWidget *controls;
  GtkWidget *empty;
  GtkWidget *scroller;
  GtkWidget *view;
  GtkSingleSelection *selection;
  GtkWidget *delete_revealer;
  GtkWidget *delete_problem;
  GtkWidget *details; /* (unowned): in the split */
};

G_DEFINE_FINAL_TYPE (CarillonListPage, carillon_list_page, GTK_TYPE_WIDGET)

typedef enum {
  PROP_SESSION = 1,
  PROP_KIND,
  PROP_LIST,
  PROP_SELECTED_ITEM,
  PROP_SHOW_DETAILS,
  PROP_NOTICE,
} CarillonListPageProperty;

static GParamSpec *properties[PROP_NOTICE + 1];
static guint activated_signal;

/* What a deletion comes back to. */
typedef struct {
  CarillonListPage *page; /* (owned) */
  CommsResource *item;    /* (owned) */
} PendingDeletion;

static void
pending_deletion_free (PendingDeletion *pending)
{
  g_object_unref (pending->page);
  g_object_unref (pending->item);
  g_free (pending);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PendingDeletion, pending_deletion_free)

/* Rows. */

static void
enable_actions (CarillonListPage *self)
{
  gboolean selected = carillon_list_page_get_selected_item (self) != NULL;
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_widget_action_set_enabled (widget, "rows.copy-id", selected);
  gtk_widget_action_set_enabled (widget, "rows.copy-json", selected);
  gtk_widget_action_set_enabled (widget, "rows.delete",
                                 selected && self->kind->deletion != NULL && !self->deleting);
}

static void
on_selected (CarillonListPage *self)
{
  enable_actions (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED_ITEM]);
}

static gboolean
find_by_id (GListModel *model, const char *id, guint *position)
{
  guint n_items = g_list_model_get_n_items (model);

  for (guint i = 0; i < n_items; i++) {
    g_autoptr (CommsResource) item = g_list_model_get_item (model, i);

    if (g_strcmp0 (comms_resource_get_id (item), id) == 0) {
      *position = i;
      return TRUE;
    }
  }
  return FALSE;
}

/* To the rows, where there are any. */
static gboolean
focus_rows (CarillonListPage *self)
{
  gboolean has_rows =
    self->notice == NULL && g_list_model_get_n_items (G_LIST_MODEL (self->list)) > 0;

  return has_rows && gtk_widget_grab_focus (self->view);
}

/* Unless the operator has gone on meanwhile. */
static void
unpark_focus (CarillonListPage *self)
{
  if (self->parked != NULL && carillon_focus_inside (GTK_WIDGET (self)) == self->parked) {
    focus_rows (self);
  }
  g_clear_weak_pointer (&self->parked);
}

/* A reload brings new objects for the same things: the details stay with theirs. */
static void
on_loading_changed (CarillonListPage *self)
{
  guint position = 0;

  if (comms_list_get_loading (self->list)) {
    return;
  }
  if (comms_list_get_error (self->list) == NULL) {
    self->reloading = FALSE;
  }
  if (self->wanted_id != NULL && comms_list_get_error (self->list) == NULL &&
      find_by_id (G_LIST_MODEL (self->list), self->wanted_id, &position)) {
    gtk_single_selection_set_selected (self->selection, position);
  }
  g_clear_pointer (&self->wanted_id, g_free);
  unpark_focus (self);
}

static void
on_activate (CarillonListPage *self, guint position)
{
  gboolean handled = FALSE;

  gtk_single_selection_set_selected (self->selection, position);
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
      carillon_list_page_get_selected_item (self) != NULL) {
    carillon_list_page_set_show_details (self, TRUE);
  }
}

static void
on_retry (CarillonListPage *self)
{
  if (self->reloading || comms_list_get_state (self->list) == COMMS_LIST_FAILED) {
    comms_list_reload (self->list);
  } else {
    comms_list_load_more (self->list);
  }
}

/* Deleting. */

static void
on_delete_problem_closed (CarillonListPage *self)
{
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->delete_revealer), FALSE);
}

/* The row that takes the deleted one's place is selected, so that the keyboard stays where it was.
 */
static void
remove_item (CarillonListPage *self, CommsResource *item)
{
  guint position = gtk_single_selection_get_selected (self->selection);

  if (carillon_split_get_collapsed (CARILLON_SPLIT (self->split))) {
    carillon_list_page_set_show_details (self, FALSE);
  }
  comms_list_remove (self->list, item);

  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  if (n_items > 0 && position != GTK_INVALID_LIST_POSITION &&
      carillon_list_page_get_selected_item (self) == NULL) {
    gtk_single_selection_set_selected (self->selection, MIN (position, n_items - 1));
  }
}

static void
on_deletion_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PendingDeletion) pending = user_data;
  CarillonListPage *self = pending->page;
  g_autoptr (GError) error = NULL;
  gboolean deleted = carillon_deletion_run_finish (result, &error);

  self->deleting = FALSE;
  enable_actions (self);
  if (error != NULL) {
    carillon_problem_set_error (CARILLON_PROBLEM (self->delete_problem), error);
    gtk_revealer_set_reveal_child (GTK_REVEALER (self->delete_revealer), TRUE);
  } else if (deleted) {
    remove_item (self, pending->item);
    carillon_toast (GTK_WIDGET (self), _ (self->kind->deletion->done));
  }
}

static void
delete_selected (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CarillonListPage *self = CARILLON_LIST_PAGE (widget);
  CommsResource *item = carillon_list_page_get_selected_item (self);

  if (item == NULL || comms_resource_get_id (item) == NULL) {
    return;
  }

  PendingDeletion *pending = g_new0 (PendingDeletion, 1);
  pending->page = g_object_ref (self);
  pending->item = g_object_ref (item);

  on_delete_problem_closed (self);
  self->deleting = TRUE;
  enable_actions (self);
  carillon_deletion_run_async (widget, carillon_session_get_client (self->session),
                               self->kind->deletion, item, on_deletion_done, pending);
}

/* Other actions. */

static void
copy_id (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CommsResource *item = carillon_list_page_get_selected_item (CARILLON_LIST_PAGE (widget));
  const char *id = item != NULL ? comms_resource_get_id (item) : NULL;

  if (id != NULL) {
    gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), id);
    carillon_toast (widget, _ ("ID copied"));
  }
}

static void
copy_json (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CommsResource *item = carillon_list_page_get_selected_item (CARILLON_LIST_PAGE (widget));

  if (item != NULL) {
    g_autofree char *json = comms_resource_to_json (item);

    gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), json);
    carillon_toast (widget, _ ("Copied as JSON"));
  }
}

static void
refresh (GtkWidget *widget, const char *action, GVariant *parameter)
{
  carillon_list_page_refresh (CARILLON_LIST_PAGE (widget));
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

static void
add_refresh_keys (CarillonListPage *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (controller),
                                     GTK_SHORTCUT_SCOPE_GLOBAL);
  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (controller),
    gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("F5|<Control>r"),
                      gtk_callback_action_new (on_refresh_key, NULL, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

/* The first page is asked for when it will be seen, not for every page of a new window. */
static void
load_if_shown (CarillonListPage *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)) && self->notice == NULL &&
      comms_list_get_state (self->list) == COMMS_LIST_IDLE) {
    comms_list_load_more (self->list);
  }
}

/* Where the rows are still to come, it waits for them at the first control. */
static gboolean
carillon_list_page_grab_focus (GtkWidget *widget)
{
  CarillonListPage *self = CARILLON_LIST_PAGE (widget);

  if (focus_rows (self)) {
    return TRUE;
  }
  if (self->notice != NULL || !comms_list_get_loading (self->list)) {
    return FALSE;
  }
  if (carillon_focus_inside (widget) == NULL) {
    gtk_widget_child_focus (widget, GTK_DIR_TAB_FORWARD);
  }
  g_set_weak_pointer (&self->parked, carillon_focus_inside (widget));
  return self->parked != NULL;
}

/* Tab goes through the children only: on the way back GTK would focus the page itself after them.
 */
static gboolean
carillon_list_page_focus (GtkWidget *widget, GtkDirectionType direction)
{
  return gtk_widget_child_focus (gtk_widget_get_first_child (widget), direction);
}

static void
carillon_list_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (carillon_list_page_parent_class)->map (widget);
  load_if_shown (CARILLON_LIST_PAGE (widget));
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
  case PROP_SELECTED_ITEM:
    g_value_set_object (value, carillon_list_page_get_selected_item (self));
    break;
  case PROP_SHOW_DETAILS:
    g_value_set_boolean (value, self->show_details);
    break;
  case PROP_NOTICE:
    g_value_set_object (value, self->notice);
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
  case PROP_SELECTED_ITEM:
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_list_page_constructed (GObject *object)
{
  CarillonListPage *self = CARILLON_LIST_PAGE (object);
  GtkScrolledWindow *scroller = GTK_SCROLLED_WINDOW (self->scroller);

  G_OBJECT_CLASS (carillon_list_page_parent_class)->constructed (object);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (self->kind->title), -1);
  carillon_list_columns_add (GTK_COLUMN_VIEW (self->view), self->kind);
  carillon_list_columns_follow_width (GTK_COLUMN_VIEW (self->view), self->kind);
  self->details = carillon_details_new (self->session, self->kind);
  carillon_split_set_sidebar (CARILLON_SPLIT (self->split), self->details);
  g_object_bind_property (self, "selected-item", self->details, "item", G_BINDING_SYNC_CREATE);

  self->pager = carillon_list_pager_new (gtk_scrolled_window_get_vadjustment (scroller));
  g_object_bind_property (self, "list", self->pager, "list", G_BINDING_DEFAULT);
  carillon_list_page_set_empty_text (self, NULL, NULL);
  add_refresh_keys (self);
  enable_actions (self);
}

static void
carillon_list_page_dispose (GObject *object)
{
  CarillonListPage *self = CARILLON_LIST_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), CARILLON_TYPE_LIST_PAGE);
  self->details = NULL;
  g_clear_weak_pointer (&self->parked);
  g_clear_object (&self->notice);
  g_clear_object (&self->pager);
  g_clear_object (&self->list);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (carillon_list_page_parent_class)->dispose (object);
}

static void
carillon_list_page_finalize (GObject *object)
{
  g_free (CARILLON_LIST_PAGE (object)->wanted_id);
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
  properties[PROP_SELECTED_ITEM] =
    g_param_spec_object ("selected-item", NULL, NULL, COMMS_TYPE_RESOURCE, read_only);
  properties[PROP_SHOW_DETAILS] =
    g_param_spec_boolean ("show-details", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_NOTICE] =
    g_param_spec_object ("notice", NULL, NULL, GTK_TYPE_WIDGET,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "rows.refresh", NULL, refresh);
  gtk_widget_class_install_action (widget_class, "rows.delete", NULL, delete_selected);
  gtk_widget_class_install_action (widget_class, "rows.copy-id", NULL, copy_id);
  gtk_widget_class_install_action (widget_class, "rows.copy-json", NULL, copy_json);
  gtk_widget_class_install_action (widget_class, "rows.close-details", NULL, close_details);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "rows.delete", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Delete, 0, "rows.delete", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "rows.copy-id",
                                       NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, on_escape, NULL);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, CARILLON_RESOURCE_PREFIX
                                               "/lists/carillon-list-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CarillonListPage, split);
  gtk_widget_class_bind_template_child (widget_class, CarillonListPage, controls);
  gtk_widget_class_bind_template_child (widget_class, CarillonListPage, empty);
  gtk_widget_class_bind_template_child (widget_class, CarillonListPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, CarillonListPage, view);
  gtk_widget_class_bind_template_child (widget_class, CarillonListPage, selection);
  gtk_widget_class_bind_template_child (widget_class, CarillonListPage, delete_revealer);
  gtk_widget_class_bind_template_child (widget_class, CarillonListPage, delete_problem);
  gtk_widget_class_bind_template_callback (widget_class, carillon_list_state_to_page);
  gtk_widget_class_bind_template_callback (widget_class, carillon_list_is_first_page);
  gtk_widget_class_bind_template_callback (widget_class, carillon_list_is_later_page_failed);
  gtk_widget_class_bind_template_callback (widget_class, carillon_list_busy_to_page);
  gtk_widget_class_bind_template_callback (widget_class, on_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_retry);
  gtk_widget_class_bind_template_callback (widget_class, on_delete_problem_closed);
}

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

  g_type_ensure (CARILLON_TYPE_PROBLEM);
  g_type_ensure (CARILLON_TYPE_SPLIT);
  g_type_ensure (CARILLON_TYPE_TAB_STOP);
  install_actions (widget_class);
  bind_template (widget_class);
}

static void
carillon_list_page_init (CarillonListPage *self)
{
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

  guint page_size = self->kind->page_size > 0 ? self->kind->page_size : CARILLON_LIST_PAGE_SIZE;

  if (self->list != NULL) {
    g_signal_handlers_disconnect_by_data (self->list, self);
  }
  g_clear_object (&self->list);
  g_clear_pointer (&self->wanted_id, g_free);
  self->reloading = FALSE;
  self->list = comms_list_new (carillon_session_get_client (self->session), self->kind->list,
                               filter, page_size);
  g_signal_connect_object (self->list, "notify::loading", G_CALLBACK (on_loading_changed), self,
                           G_CONNECT_SWAPPED);
  on_delete_problem_closed (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LIST]);
  load_if_shown (self);
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
 * carillon_list_page_refresh:
 *
 * Asks for the first page again. The rows stay until it is there, and what was selected is selected
 * again if it is on it.
 */
void
carillon_list_page_refresh (CarillonListPage *self)
{
  g_return_if_fail (CARILLON_IS_LIST_PAGE (self));

  CommsResource *item = carillon_list_page_get_selected_item (self);

  if (self->notice != NULL) {
    return;
  }
  g_free (self->wanted_id);
  self->wanted_id = item != NULL ? g_strdup (comms_resource_get_id (item)) : NULL;
  self->reloading = TRUE;
  on_delete_problem_closed (self);
  comms_list_reload (self->list);
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

  AdwStatusPage *empty = ADW_STATUS_PAGE (self->empty);
  g_autofree char *description =
    g_markup_escape_text (text != NULL ? text : _ (self->kind->empty_text), -1);

  adw_status_page_set_icon_name (empty, self->kind->icon_name);
  adw_status_page_set_title (empty, title != NULL ? title : _ (self->kind->empty_title));
  adw_status_page_set_description (empty, description);
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
  load_if_shown (self);
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
 * carillon_list_page_get_selected_item:
 *
 * Returns: (transfer none) (nullable): what the details show
 */
CommsResource *
carillon_list_page_get_selected_item (CarillonListPage *self)
{
  g_return_val_if_fail (CARILLON_IS_LIST_PAGE (self), NULL);

  return self->selection != NULL ? gtk_single_selection_get_selected_item (self->selection) : NULL;
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
