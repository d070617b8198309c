#include "carillon-list-tabs.h"

struct _CarillonListTabs {
  GtkWidget parent_instance;

  GtkWidget *box;  /* (unowned) (nullable): the only child */
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
  gtk_widget_set_vexpand (stack, TRUE);
  gtk_stack_switcher_set_stack (GTK_STACK_SWITCHER (switcher), self->stack);
  gtk_widget_set_halign (switcher, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_top (switcher, 6);
  gtk_widget_set_margin_start (switcher, 6);
  gtk_widget_set_margin_end (switcher, 6);

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (self->box), switcher);
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
