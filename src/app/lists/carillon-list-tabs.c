#include "carillon-list-tabs.h"

struct _CarillonListTabs {
  GtkWidget parent_instance;

  GtkWidget *box;  /* (unowned) (nullable): the only child */
  GtkWidget *bar;  /* (unowned): in the box */
  GtkStack *stack; /* (unowned): in the box */
};

G_DEFINE_FINAL_TYPE (CarillonListTabs, carillon_list_tabs, GTK_TYPE_WIDGET)

static void
carillon_list_tabs_dispose (GObject *object)
{
  g_clear_pointer (&CARILLON_LIST_TABS (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (carillon_list_tabs_parent_class)->dispose (object);
}

static gboolean
carillon_list_tabs_grab_focus (GtkWidget *widget)
{
  GtkWidget *child = gtk_stack_get_visible_child (CARILLON_LIST_TABS (widget)->stack);

  return child != NULL && gtk_widget_grab_focus (child);
}

static gboolean
carillon_list_tabs_focus (GtkWidget *widget, GtkDirectionType direction)
{
  return gtk_widget_child_focus (CARILLON_LIST_TABS (widget)->box, direction);
}

static void
carillon_list_tabs_class_init (CarillonListTabsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = carillon_list_tabs_dispose;
  widget_class->focus = carillon_list_tabs_focus;
  widget_class->grab_focus = carillon_list_tabs_grab_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
carillon_list_tabs_init (CarillonListTabs *self)
{
  GtkWidget *switcher = gtk_stack_switcher_new ();
  GtkWidget *stack = gtk_stack_new ();

  self->stack = GTK_STACK (stack);
  gtk_stack_set_hhomogeneous (self->stack, FALSE);
  gtk_stack_set_vhomogeneous (self->stack, FALSE);
  gtk_widget_set_vexpand (stack, TRUE);
  gtk_stack_switcher_set_stack (GTK_STACK_SWITCHER (switcher), self->stack);
  self->bar = gtk_center_box_new ();
  gtk_center_box_set_center_widget (GTK_CENTER_BOX (self->bar), switcher);
  gtk_widget_set_margin_top (self->bar, 6);
  gtk_widget_set_margin_start (self->bar, 6);
  gtk_widget_set_margin_end (self->bar, 6);

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (self->box), self->bar);
  gtk_box_append (GTK_BOX (self->box), stack);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

/**
 * carillon_list_tabs_new:
 *
 * Returns: (transfer floating): a page without lists
 */
GtkWidget *
carillon_list_tabs_new (void)
{
  return g_object_new (CARILLON_TYPE_LIST_TABS, NULL);
}

/**
 * carillon_list_tabs_add:
 * @child: (transfer floating): a list
 * @title: what it lists, translated
 *
 * The first one is shown until another is chosen.
 */
void
carillon_list_tabs_add (CarillonListTabs *self, GtkWidget *child, const char *title)
{
  g_return_if_fail (CARILLON_IS_LIST_TABS (self));
  g_return_if_fail (GTK_IS_WIDGET (child));
  g_return_if_fail (title != NULL);

  gtk_stack_add_titled (self->stack, child, NULL, title);
}

/**
 * carillon_list_tabs_set_end:
 * @widget: (transfer floating): what is done with all of the lists, small enough for a narrow
 *   window
 */
void
carillon_list_tabs_set_end (CarillonListTabs *self, GtkWidget *widget)
{
  g_return_if_fail (CARILLON_IS_LIST_TABS (self));
  g_return_if_fail (GTK_IS_WIDGET (widget));

  gtk_center_box_set_end_widget (GTK_CENTER_BOX (self->bar), widget);
}

/**
 * carillon_list_tabs_show:
 * @child: one of the lists
 */
void
carillon_list_tabs_show (CarillonListTabs *self, GtkWidget *child)
{
  g_return_if_fail (CARILLON_IS_LIST_TABS (self));
  g_return_if_fail (GTK_IS_WIDGET (child));

  gtk_stack_set_visible_child (self->stack, child);
}
