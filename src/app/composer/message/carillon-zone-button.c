#include "carillon-zone-button.h"

#include <glib/gi18n.h>

#include "carillon-list-pointer.h"
#include "carillon-zone.h"

/* Room for eight zones and the longest name. */
#define LIST_WIDTH 260
#define LIST_HEIGHT 280

struct _CarillonZoneButton {
  GtkWidget parent_instance;

  char *zone; /* (owned) */
  GtkWidget *button;
  GtkWidget *popover;
  GtkWidget *search;
  GtkStringFilter *filter; /* (unowned): of the list */
  GtkSingleSelection *selection;
  CarillonListPointer *pointer; /* (owned) */
};

enum {
  PROP_ZONE = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (CarillonZoneButton, carillon_zone_button, GTK_TYPE_WIDGET)

static void
set_zone (CarillonZoneButton *self, const char *zone)
{
  const char *wanted = zone != NULL ? zone : "";

  if (g_str_equal (self->zone, wanted)) {
    return;
  }
  g_free (self->zone);
  self->zone = g_strdup (wanted);
  gtk_menu_button_set_label (GTK_MENU_BUTTON (self->button), wanted);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ZONE]);
}

static void
choose (CarillonZoneButton *self, guint position)
{
  g_autoptr (GtkStringObject) item =
    g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (item != NULL) {
    set_zone (self, gtk_string_object_get_string (item));
    gtk_popover_popdown (GTK_POPOVER (self->popover));
  }
}

/* At once, and not after the pause of a search entry: Enter chooses the first of what is found. */
static void
on_text_changed (CarillonZoneButton *self)
{
  g_autofree char *text =
    g_strdelimit (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->search))), " ", '_');

  carillon_list_pointer_rest (self->pointer);
  gtk_string_filter_set_search (self->filter, text);
}

static void
on_search_activated (CarillonZoneButton *self)
{
  choose (self, gtk_single_selection_get_selected (self->selection));
}

static void
on_row_activated (CarillonZoneButton *self, guint position)
{
  choose (self, position);
}

static void
on_popover_shown (CarillonZoneButton *self)
{
  carillon_list_pointer_rest (self->pointer);
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_widget_grab_focus (self->search);
}

static void
set_up_row (GtkListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_list_item_set_child (item, label);
}

static void
bind_row (GtkListItemFactory *factory, GtkListItem *item)
{
  GtkStringObject *zone = gtk_list_item_get_item (item);

  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)),
                       gtk_string_object_get_string (zone));
}

static GtkSingleSelection *
make_model (CarillonZoneButton *self)
{
  GtkExpression *name = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");
  GtkFilterListModel *filtered;

  self->filter = gtk_string_filter_new (name);
  filtered =
    gtk_filter_list_model_new (carillon_zone_list_new (), GTK_FILTER (g_object_ref (self->filter)));
  g_object_unref (self->filter);
  return gtk_single_selection_new (G_LIST_MODEL (filtered));
}

static GtkWidget *
make_list (CarillonZoneButton *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (set_up_row), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_row), NULL);
  self->selection = make_model (self);
  GtkWidget *list = gtk_list_view_new (GTK_SELECTION_MODEL (self->selection), factory);
  self->pointer = carillon_list_pointer_new (GTK_LIST_VIEW (list));
  gtk_widget_set_name (list, "zones");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Time zones"), -1);
  g_signal_connect_swapped (list, "activate", G_CALLBACK (on_row_activated), self);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), list);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_widget_set_size_request (scroller, LIST_WIDTH, LIST_HEIGHT);
  return scroller;
}

static GtkWidget *
make_popover (CarillonZoneButton *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *popover = gtk_popover_new ();

  self->search = gtk_search_entry_new ();
  gtk_widget_set_name (self->search, "zone-search");
  g_object_set (self->search, "placeholder-text", _ ("Search for a City"), NULL);
  g_signal_connect_swapped (self->search, "changed", G_CALLBACK (on_text_changed), self);
  g_signal_connect_swapped (self->search, "activate", G_CALLBACK (on_search_activated), self);
  gtk_box_append (GTK_BOX (box), self->search);
  gtk_box_append (GTK_BOX (box), make_list (self));
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  g_signal_connect_swapped (popover, "show", G_CALLBACK (on_popover_shown), self);
  return popover;
}

static void
carillon_zone_button_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_ZONE) {
    g_value_set_string (value, CARILLON_ZONE_BUTTON (object)->zone);
  } else {
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_zone_button_set_property (GObject *object,
                                   guint id,
                                   const GValue *value,
                                   GParamSpec *pspec)
{
  if (id == PROP_ZONE) {
    set_zone (CARILLON_ZONE_BUTTON (object), g_value_get_string (value));
  } else {
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_zone_button_dispose (GObject *object)
{
  CarillonZoneButton *self = CARILLON_ZONE_BUTTON (object);

  g_clear_pointer (&self->button, gtk_widget_unparent);
  g_clear_object (&self->pointer);
  G_OBJECT_CLASS (carillon_zone_button_parent_class)->dispose (object);
}

static void
carillon_zone_button_finalize (GObject *object)
{
  g_free (CARILLON_ZONE_BUTTON (object)->zone);
  G_OBJECT_CLASS (carillon_zone_button_parent_class)->finalize (object);
}

static void
carillon_zone_button_class_init (CarillonZoneButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = carillon_zone_button_get_property;
  object_class->set_property = carillon_zone_button_set_property;
  object_class->dispose = carillon_zone_button_dispose;
  object_class->finalize = carillon_zone_button_finalize;
  properties[PROP_ZONE] = g_param_spec_string (
    "zone", NULL, NULL, "", G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
carillon_zone_button_init (CarillonZoneButton *self)
{
  self->zone = g_strdup ("");
  self->button = gtk_menu_button_new ();
  gtk_widget_set_name (self->button, "zone");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Time zone"), -1);
  self->popover = make_popover (self);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->button), self->popover);
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
}
