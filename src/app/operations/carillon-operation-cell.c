#include "carillon-operation-cell.h"

#include <glib/gi18n.h>

#include "carillon-count-bar.h"
#include "carillon-format.h"
#include "carillon-operations-page-private.h"
#include "carillon-status.h"

#define BAR_HEIGHT 8

/* What a column shows of an operation. */
typedef struct {
  GtkWidget *(*create) (void);
  void (*show) (GtkWidget *child, CommsOperation *operation);
} CellLook;

struct _CarillonOperationCell {
  GtkWidget parent_instance;

  const CellLook *look;
  GtkWidget *child;            /* (unowned): the only child */
  CommsOperation *operation;   /* (owned) (nullable): as the list has it */
  CommsOperation *shown;       /* (owned) (nullable): as the child shows it */
  CarillonLiveOperation *live; /* (owned) (nullable): while mapped */
};

G_DEFINE_FINAL_TYPE (CarillonOperationCell, carillon_operation_cell, GTK_TYPE_WIDGET)

static GtkWidget *
create_status (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_box_append (GTK_BOX (box), gtk_image_new ());
  gtk_box_append (GTK_BOX (box), gtk_label_new (NULL));
  return box;
}

static void
show_status (GtkWidget *child, CommsOperation *operation)
{
  GtkWidget *icon = gtk_widget_get_first_child (child);
  const char *status = comms_operation_get_status (operation);
  const char *classes[] = { carillon_status_css_class (status), NULL };
  gtk_widget_set_css_classes (icon, classes);
  gtk_image_set_from_icon_name (GTK_IMAGE (icon), carillon_status_icon_name (status));
  g_autofree char *text = carillon_format_status (status);
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_last_child (child)), text);
}

static GtkWidget *
create_bar (void)
{
  GtkWidget *bar = carillon_count_bar_new ();
  gtk_widget_set_size_request (bar, -1, BAR_HEIGHT);
  gtk_widget_set_valign (bar, GTK_ALIGN_CENTER);
  return bar;
}

static void
show_bar (GtkWidget *child, CommsOperation *operation)
{
  carillon_count_bar_set_operation (CARILLON_COUNT_BAR (child), operation);
}

static GtkWidget *
create_number (void)
{
  GtkWidget *label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_widget_add_css_class (label, "numeric");
  return label;
}

static void
show_number (GtkWidget *child, CommsOperation *operation, CommsCount count)
{
  g_autofree char *text =
    carillon_format_count (MAX (comms_operation_get_count (operation, count), 0));
  gtk_label_set_text (GTK_LABEL (child), text);
}

static void
show_sent (GtkWidget *child, CommsOperation *operation)
{
  show_number (child, operation, COMMS_COUNT_SENT);
}

static void
show_failed (GtkWidget *child, CommsOperation *operation)
{
  show_number (child, operation, COMMS_COUNT_FAILED);
  if (comms_operation_get_count (operation, COMMS_COUNT_FAILED) > 0) {
    gtk_widget_add_css_class (child, "error");
    gtk_widget_remove_css_class (child, "dim-label");
  } else {
    gtk_widget_add_css_class (child, "dim-label");
    gtk_widget_remove_css_class (child, "error");
  }
}

static const CellLook status_look = { create_status, show_status };
static const CellLook bar_look = { create_bar, show_bar };
static const CellLook sent_look = { create_number, show_sent };
static const CellLook failed_look = { create_number, show_failed };

/* Rows come and go while the list is laid out, when nothing may ask to be laid out again: what is
 * shown already is left alone. */
static void
show_newest (CarillonOperationCell *self)
{
  CommsOperation *operation =
    self->live != NULL ? carillon_live_operation_get_operation (self->live) : self->operation;
  if (operation != NULL && g_set_object (&self->shown, operation)) {
    self->look->show (self->child, operation);
  }
}

static void
let_go (CarillonOperationCell *self)
{
  if (self->live != NULL) {
    g_signal_handlers_disconnect_by_data (self->live, self);
    g_clear_object (&self->live);
  }
}

static void
hold (CarillonOperationCell *self)
{
  GtkWidget *page = gtk_widget_get_ancestor (GTK_WIDGET (self), CARILLON_TYPE_OPERATIONS_PAGE);
  let_go (self);
  if (self->operation == NULL || page == NULL) {
    return;
  }
  CarillonLiveOperations *operations =
    carillon_operations_page_get_live_operations (CARILLON_OPERATIONS_PAGE (page));
  self->live = carillon_live_operations_hold (operations, self->operation);
  g_signal_connect_swapped (self->live, "notify::operation", G_CALLBACK (show_newest), self);
}

static void
carillon_operation_cell_map (GtkWidget *widget)
{
  CarillonOperationCell *self = CARILLON_OPERATION_CELL (widget);
  GTK_WIDGET_CLASS (carillon_operation_cell_parent_class)->map (widget);
  hold (self);
  show_newest (self);
}

static void
carillon_operation_cell_unmap (GtkWidget *widget)
{
  CarillonOperationCell *self = CARILLON_OPERATION_CELL (widget);
  if (self->live != NULL) {
    g_set_object (&self->operation, carillon_live_operation_get_operation (self->live));
  }
  let_go (self);
  GTK_WIDGET_CLASS (carillon_operation_cell_parent_class)->unmap (widget);
}

static void
carillon_operation_cell_dispose (GObject *object)
{
  CarillonOperationCell *self = CARILLON_OPERATION_CELL (object);
  let_go (self);
  g_clear_object (&self->operation);
  g_clear_object (&self->shown);
  g_clear_pointer (&self->child, gtk_widget_unparent);
  G_OBJECT_CLASS (carillon_operation_cell_parent_class)->dispose (object);
}

static void
carillon_operation_cell_class_init (CarillonOperationCellClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = carillon_operation_cell_dispose;
  widget_class->map = carillon_operation_cell_map;
  widget_class->unmap = carillon_operation_cell_unmap;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
carillon_operation_cell_init (CarillonOperationCell *self)
{
}

static GtkWidget *
new_cell (const CellLook *look)
{
  CarillonOperationCell *self = g_object_new (CARILLON_TYPE_OPERATION_CELL, NULL);
  self->look = look;
  self->child = look->create ();
  gtk_widget_set_parent (self->child, GTK_WIDGET (self));
  return GTK_WIDGET (self);
}

/**
 * carillon_operation_cell_new_status:
 *
 * Returns: a new cell with icon and name of the status
 */
GtkWidget *
carillon_operation_cell_new_status (void)
{
  return new_cell (&status_look);
}

/**
 * carillon_operation_cell_new_bar:
 *
 * Returns: a new cell with a stacked bar of the counts
 */
GtkWidget *
carillon_operation_cell_new_bar (void)
{
  return new_cell (&bar_look);
}

/**
 * carillon_operation_cell_new_sent:
 *
 * Returns: a new cell with the number of sent notifications
 */
GtkWidget *
carillon_operation_cell_new_sent (void)
{
  return new_cell (&sent_look);
}

/**
 * carillon_operation_cell_new_failed:
 *
 * Returns: a new cell with the number of failed notifications
 */
GtkWidget *
carillon_operation_cell_new_failed (void)
{
  return new_cell (&failed_look);
}

/**
 * carillon_operation_cell_bind:
 * @cell: a cell
 * @operation: (nullable): the operation of its row, as the list has it
 *
 * Shows @operation, or the newer state of it that is known.
 */
void
carillon_operation_cell_bind (GtkWidget *cell, gpointer operation)
{
  g_return_if_fail (CARILLON_IS_OPERATION_CELL (cell));

  CarillonOperationCell *self = CARILLON_OPERATION_CELL (cell);
  g_set_object (&self->operation, operation);
  if (gtk_widget_get_mapped (cell)) {
    hold (self);
  }
  show_newest (self);
}
