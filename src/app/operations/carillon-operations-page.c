/* The list of operations, and over it the panel of the one that was opened. The panel is there from
 * show() until Back: leaving the page keeps it, and pauses its questions. */
#include "carillon-operations-page-private.h"

#include <glib/gi18n.h>

#include "carillon-counts.h"
#include "carillon-format.h"
#include "carillon-list-page.h"
#include "carillon-operation-cell.h"
#include "carillon-operation-panel.h"

#define TRANSITION_MS 200

struct _CarillonOperationsPage {
  GtkWidget parent_instance;

  CarillonSession *session;     /* (owned) */
  CarillonLiveOperations *live; /* (owned) */
  GtkStack *stack;              /* (unowned): the only child */
  GtkWidget *list;              /* (unowned): in the stack, a CarillonListPage */
  GtkWidget *panel;             /* (unowned) (nullable): in the stack, a CarillonOperationPanel */
};

G_DEFINE_FINAL_TYPE (CarillonOperationsPage, carillon_operations_page, GTK_TYPE_WIDGET)

static const char *const statuses[] = { "SCHEDULED", "PROCESSING", "COMPLETED", "CANCELED", NULL };

static const CarillonFilterField filters[] = {
  {
    .id = "status",
    .title = N_ ("Status"),
    .type = CARILLON_FILTER_CHOICE,
    .offset = G_STRUCT_OFFSET (CommsFilter, status),
    .values = statuses,
    .label = carillon_format_status,
  },
  {
    .id = "created",
    .title = N_ ("Created"),
    .type = CARILLON_FILTER_DATES,
  },
};

static char *
get_status (gpointer item)
{
  return carillon_format_status (comms_operation_get_status (item));
}

static char *
get_count (gpointer item, CommsCount count)
{
  return carillon_format_count (MAX (comms_operation_get_count (item, count), 0));
}

static char *
get_recipients (gpointer item)
{
  return get_count (item, COMMS_COUNT_RECIPIENTS);
}

static char *
get_sent (gpointer item)
{
  return get_count (item, COMMS_COUNT_SENT);
}

static char *
get_failed (gpointer item)
{
  return get_count (item, COMMS_COUNT_FAILED);
}

static gint64
count_recipients (gpointer item)
{
  return comms_operation_get_count (item, COMMS_COUNT_RECIPIENTS);
}

static gint64
count_sent (gpointer item)
{
  return comms_operation_get_count (item, COMMS_COUNT_SENT);
}

static gint64
count_failed (gpointer item)
{
  return comms_operation_get_count (item, COMMS_COUNT_FAILED);
}

/* Per mille of what is not waiting any more. */
static gint64
count_done (gpointer item)
{
  gint64 total = MAX (comms_operation_get_count (item, COMMS_COUNT_TOTAL), 1);
  gint64 waiting = comms_operation_get_count (item, COMMS_COUNT_SCHEDULED) +
                   comms_operation_get_count (item, COMMS_COUNT_QUEUED);

  return 1000 - 1000 * waiting / total;
}

static char *
get_description (gpointer item)
{
  CarillonCounts counts;
  carillon_counts_init_operation (&counts, item);
  return carillon_counts_describe (&counts);
}

static const CarillonColumn columns[] = {
  CARILLON_CREATED_COLUMN (0),
  {
    .id = "status",
    .title = N_ ("Status"),
    .text = get_status,
    .create = carillon_operation_cell_new_status,
    .bind = carillon_operation_cell_bind,
  },
  {
    .id = "recipients",
    .title = N_ ("Recipients"),
    .text = get_recipients,
    .number = count_recipients,
    .style = CARILLON_CELL_NUMBER,
    .from_width = 480,
  },
  {
    .id = "progress",
    .title = N_ ("Progress"),
    .text = get_description,
    .number = count_done,
    .create = carillon_operation_cell_new_bar,
    .bind = carillon_operation_cell_bind,
    .expand = TRUE,
  },
  {
    .id = "sent",
    .title = N_ ("Sent"),
    .text = get_sent,
    .number = count_sent,
    .style = CARILLON_CELL_NUMBER,
    .create = carillon_operation_cell_new_sent,
    .bind = carillon_operation_cell_bind,
    .from_width = 560,
  },
  {
    .id = "failed",
    .title = N_ ("Failed"),
    .text = get_failed,
    .number = count_failed,
    .style = CARILLON_CELL_NUMBER,
    .create = carillon_operation_cell_new_failed,
    .bind = carillon_operation_cell_bind,
    .from_width = 560,
  },
  {
    .id = "id",
    .title = N_ ("ID"),
    .text = carillon_resource_id,
    .style = CARILLON_CELL_ID,
    .width_chars = 16,
    .from_width = 1100,
  },
};

static const CarillonField fields[] = {
  { .title = N_ ("ID"), .text = carillon_resource_id, .member = "id", .style = CARILLON_CELL_ID },
  { .title = N_ ("Status"), .text = get_status, .member = "status" },
  { .title = N_ ("Counts"), .text = get_description, .member = "stats" },
  CARILLON_CREATED_FIELD,
  CARILLON_UPDATED_FIELD,
};

static const CarillonItemAction actions[] = {
  { N_ ("Show _Progress"), "win.show-operation", carillon_resource_id },
  { N_ ("Show _Notifications"), "win.show-operation-notifications", carillon_resource_id },
};

static const CarillonListKind kind = {
  .id = "operations",
  .title = N_ ("Operations"),
  .singular = N_ ("Operation"),
  .columns = columns,
  .n_columns = G_N_ELEMENTS (columns),
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .actions = actions,
  .n_actions = G_N_ELEMENTS (actions),
  .filters = filters,
  .n_filters = G_N_ELEMENTS (filters),
  .list = comms_client_list_operations_async,
  .icon_name = "mail-send-symbolic",
  .empty_title = N_ ("No Operations"),
  .empty_text = N_ ("Each send is an operation. The API keeps operations for 7 days."),
};

static gboolean
has_operation (GListModel *model, const char *id)
{
  guint n_items = g_list_model_get_n_items (model);
  for (guint i = 0; i < n_items; i++) {
    g_autoptr (CommsResource) item = g_list_model_get_item (model, i);
    if (g_strcmp0 (comms_resource_get_id (item), id) == 0) {
      return TRUE;
    }
  }
  return FALSE;
}

/* The panel stays until it has slid away. */
static void
on_transition (CarillonOperationsPage *self)
{
  gboolean away = gtk_stack_get_visible_child (self->stack) != self->panel;
  if (self->panel != NULL && away && !gtk_stack_get_transition_running (self->stack)) {
    gtk_stack_remove (self->stack, g_steal_pointer (&self->panel));
  }
}

static void
on_visible_child (CarillonOperationsPage *self)
{
  gboolean opened = self->panel != NULL && gtk_stack_get_visible_child (self->stack) == self->panel;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "operations.back", opened);
  on_transition (self);
}

static void
go_back (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  CarillonOperationsPage *self = CARILLON_OPERATIONS_PAGE (widget);
  if (self->panel == NULL) {
    return;
  }
  const char *id =
    carillon_operation_panel_get_operation_id (CARILLON_OPERATION_PANEL (self->panel));
  CarillonListPage *list = CARILLON_LIST_PAGE (self->list);
  /* One that was sent after the list was loaded is not among its rows. */
  if (!has_operation (G_LIST_MODEL (carillon_list_page_get_list (list)), id)) {
    carillon_list_page_refresh (list);
  }
  gtk_stack_set_visible_child (self->stack, self->list);
}

static gboolean
on_activated (CarillonOperationsPage *self, CommsResource *operation)
{
  const char *id = comms_resource_get_id (operation);
  if (id != NULL) {
    carillon_operations_page_show (self, id);
  }
  return id != NULL;
}

static void
carillon_operations_page_dispose (GObject *object)
{
  CarillonOperationsPage *self = CARILLON_OPERATIONS_PAGE (object);
  if (self->stack != NULL) {
    g_signal_handlers_disconnect_by_data (self->stack, self);
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->stack)));
  }
  self->panel = NULL;
  g_clear_object (&self->live);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (carillon_operations_page_parent_class)->dispose (object);
}

/* A panel says nothing of its own, and is entered at its first control. */
static gboolean
carillon_operations_page_grab_focus (GtkWidget *widget)
{
  CarillonOperationsPage *self = CARILLON_OPERATIONS_PAGE (widget);

  return gtk_stack_get_visible_child (self->stack) == self->list &&
         gtk_widget_grab_focus (self->list);
}

static gboolean
carillon_operations_page_focus (GtkWidget *widget, GtkDirectionType direction)
{
  return gtk_widget_child_focus (GTK_WIDGET (CARILLON_OPERATIONS_PAGE (widget)->stack), direction);
}

static void
carillon_operations_page_class_init (CarillonOperationsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = carillon_operations_page_dispose;
  widget_class->focus = carillon_operations_page_focus;
  widget_class->grab_focus = carillon_operations_page_grab_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);

  gtk_widget_class_install_action (widget_class, "operations.back", NULL, go_back);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "operations.back", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "operations.back",
                                       NULL);
}

static void
carillon_operations_page_init (CarillonOperationsPage *self)
{
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_set_transition_type (self->stack, GTK_STACK_TRANSITION_TYPE_SLIDE_LEFT_RIGHT);
  gtk_stack_set_transition_duration (self->stack, TRANSITION_MS);
  gtk_widget_set_parent (GTK_WIDGET (self->stack), GTK_WIDGET (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "operations.back", FALSE);
}

static void
add_list (CarillonOperationsPage *self)
{
  self->list = carillon_list_page_new (self->session, &kind, NULL);
  gtk_stack_add_child (self->stack, self->list);
  g_signal_connect_object (self->list, "activated", G_CALLBACK (on_activated), self,
                           G_CONNECT_SWAPPED);
}

/**
 * carillon_operations_page_new:
 * @session: whose operations
 *
 * Returns: a new page, with the list
 */
GtkWidget *
carillon_operations_page_new (CarillonSession *session)
{
  g_return_val_if_fail (CARILLON_IS_SESSION (session), NULL);

  CarillonOperationsPage *self = g_object_new (CARILLON_TYPE_OPERATIONS_PAGE, NULL);
  self->session = g_object_ref (session);
  self->live = carillon_live_operations_new (carillon_session_get_client (session));
  add_list (self);
  g_signal_connect_swapped (self->stack, "notify::visible-child", G_CALLBACK (on_visible_child),
                            self);
  g_signal_connect_swapped (self->stack, "notify::transition-running", G_CALLBACK (on_transition),
                            self);
  return GTK_WIDGET (self);
}

/**
 * carillon_operations_page_show:
 * @self: a page
 * @operation_id: which operation; it need not be in the list
 *
 * Opens the status panel of an operation. The one that is open already stays as it is.
 */
void
carillon_operations_page_show (CarillonOperationsPage *self, const char *operation_id)
{
  g_return_if_fail (CARILLON_IS_OPERATIONS_PAGE (self));
  g_return_if_fail (operation_id != NULL);

  GtkWidget *old = self->panel;
  if (old == NULL ||
      strcmp (carillon_operation_panel_get_operation_id (CARILLON_OPERATION_PANEL (old)),
              operation_id) != 0) {
    self->panel = carillon_operation_panel_new (self->session, operation_id);
    gtk_stack_add_child (self->stack, self->panel);
  }
  gtk_stack_set_visible_child (self->stack, self->panel);
  if (old != NULL && old != self->panel) {
    gtk_stack_remove (self->stack, old);
  }
}

/* What the cells of the list hold their operations in. */
CarillonLiveOperations *
carillon_operations_page_get_live_operations (CarillonOperationsPage *self)
{
  g_return_val_if_fail (CARILLON_IS_OPERATIONS_PAGE (self), NULL);

  return self->live;
}
