/* The list behind a scrolled window is passive. What it needs next follows from where the window
 * stands, so this listens to its adjustment: "changed" when rows came or the window grew,
 * "value-changed" when somebody scrolled. */

#include "carillon-list-pager.h"

#include "carillon-list-rows.h"

/* As many heights of the window are kept ready below what is shown, so that scrolling at a normal
 * pace does not meet the end. */
#define HEIGHTS_AHEAD 2.0

/* An API may answer a page without rows that is not the last. So many are passed by without anybody
 * scrolling; a server that never ends is not asked for ever. */
#define MAX_EMPTY_PAGES 10

struct _CarillonListPager {
  GObject parent_instance;

  GtkAdjustment *adjustment; /* (owned) */
  CommsList *list;           /* (owned) (nullable) */
  GSignalGroup *signals;     /* (owned): of list */
  gboolean holds;
  gboolean loads_all;
  guint n_rows; /* when the last page ended */
  guint n_empty_pages;
  guint asked; /* (nullable): source */
};

G_DEFINE_FINAL_TYPE (CarillonListPager, carillon_list_pager, G_TYPE_OBJECT)

typedef enum {
  PROP_ADJUSTMENT = 1,
  PROP_LIST,
  PROP_HOLDS,
  PROP_LOADS_ALL,
} CarillonListPagerProperty;

static GParamSpec *properties[PROP_LOADS_ALL + 1];

static gboolean
can_ask (CarillonListPager *self)
{
  return self->list != NULL && comms_list_get_state (self->list) == COMMS_LIST_READY &&
         !comms_list_get_loading (self->list) && comms_list_get_error (self->list) == NULL &&
         comms_list_get_has_more (self->list) &&
         g_list_model_get_n_items (G_LIST_MODEL (self->list)) < CARILLON_MAX_LOADED_ROWS;
}

static void
ask_if_near_the_end (CarillonListPager *self)
{
  double height = gtk_adjustment_get_page_size (self->adjustment);
  double below = gtk_adjustment_get_upper (self->adjustment) -
                 gtk_adjustment_get_value (self->adjustment) - height;

  if (self->holds) {
    return;
  }
  /* Without a height the window has not been laid out, and everything would seem near. */
  if (height > 0 && below < HEIGHTS_AHEAD * height && can_ask (self)) {
    comms_list_load_more (self->list);
  }
}

/* To be called when a page has come, or was asked for in vain: a failure is shown, and whoever
 * tries again goes on from there. */
static void
go_on_to_the_end (CarillonListPager *self)
{
  if (can_ask (self) && self->n_empty_pages <= MAX_EMPTY_PAGES) {
    comms_list_load_more (self->list);
  } else if (comms_list_get_error (self->list) == NULL && !comms_list_get_loading (self->list)) {
    carillon_list_pager_set_loads_all (self, FALSE);
  }
}

/* New rows move the adjustment, which asks again; a page without rows moves nothing. */
static void
on_loading_changed (CarillonListPager *self)
{
  if (comms_list_get_loading (self->list)) {
    return;
  }

  guint n_rows = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  gboolean empty_page = n_rows == self->n_rows && comms_list_get_error (self->list) == NULL;

  self->n_rows = n_rows;
  self->n_empty_pages = empty_page ? self->n_empty_pages + 1 : 0;
  if (self->loads_all) {
    go_on_to_the_end (self);
  } else if (empty_page && self->n_empty_pages <= MAX_EMPTY_PAGES) {
    ask_if_near_the_end (self);
  }
}

static gboolean
on_asked (gpointer user_data)
{
  CarillonListPager *self = user_data;

  self->asked = 0;
  ask_if_near_the_end (self);
  return G_SOURCE_REMOVE;
}

/* The window may be in the middle of being laid out, when nothing that it shows should change. */
static void
on_adjustment_changed (CarillonListPager *self)
{
  if (self->asked == 0) {
    self->asked = g_idle_add_full (G_PRIORITY_DEFAULT, on_asked, self, NULL);
  }
}

static void
carillon_list_pager_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarillonListPager *self = CARILLON_LIST_PAGER (object);

  switch ((CarillonListPagerProperty) id) {
  case PROP_ADJUSTMENT:
    g_value_set_object (value, self->adjustment);
    break;
  case PROP_LIST:
    g_value_set_object (value, self->list);
    break;
  case PROP_HOLDS:
    g_value_set_boolean (value, self->holds);
    break;
  case PROP_LOADS_ALL:
    g_value_set_boolean (value, self->loads_all);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_list_pager_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CarillonListPager *self = CARILLON_LIST_PAGER (object);

  switch ((CarillonListPagerProperty) id) {
  case PROP_ADJUSTMENT:
    self->adjustment = g_value_dup_object (value);
    break;
  case PROP_LIST:
    carillon_list_pager_set_list (self, g_value_get_object (value));
    break;
  case PROP_HOLDS:
    carillon_list_pager_set_holds (self, g_value_get_boolean (value));
    break;
  case PROP_LOADS_ALL:
    carillon_list_pager_set_loads_all (self, g_value_get_boolean (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_list_pager_constructed (GObject *object)
{
  CarillonListPager *self = CARILLON_LIST_PAGER (object);

  G_OBJECT_CLASS (carillon_list_pager_parent_class)->constructed (object);
  g_signal_connect_object (self->adjustment, "changed", G_CALLBACK (on_adjustment_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->adjustment, "value-changed", G_CALLBACK (on_adjustment_changed),
                           self, G_CONNECT_SWAPPED);
}

static void
carillon_list_pager_dispose (GObject *object)
{
  CarillonListPager *self = CARILLON_LIST_PAGER (object);

  g_clear_handle_id (&self->asked, g_source_remove);
  g_clear_object (&self->signals);
  g_clear_object (&self->list);
  g_clear_object (&self->adjustment);
  G_OBJECT_CLASS (carillon_list_pager_parent_class)->dispose (object);
}

static void
carillon_list_pager_class_init (CarillonListPagerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = carillon_list_pager_get_property;
  object_class->set_property = carillon_list_pager_set_property;
  object_class->constructed = carillon_list_pager_constructed;
  object_class->dispose = carillon_list_pager_dispose;

  properties[PROP_ADJUSTMENT] =
    g_param_spec_object ("adjustment", NULL, NULL, GTK_TYPE_ADJUSTMENT,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_LIST] =
    g_param_spec_object ("list", NULL, NULL, COMMS_TYPE_LIST,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_HOLDS] =
    g_param_spec_boolean ("holds", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_LOADS_ALL] =
    g_param_spec_boolean ("loads-all", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
carillon_list_pager_init (CarillonListPager *self)
{
  self->signals = g_signal_group_new (COMMS_TYPE_LIST);
  g_signal_group_connect_swapped (self->signals, "notify::loading", G_CALLBACK (on_loading_changed),
                                  self);
}

/**
 * carillon_list_pager_new:
 * @adjustment: the vertical one of the scrolled window that shows the list
 *
 * Returns: (transfer full): a pager without a list
 */
CarillonListPager *
carillon_list_pager_new (GtkAdjustment *adjustment)
{
  g_return_val_if_fail (GTK_IS_ADJUSTMENT (adjustment), NULL);

  return g_object_new (CARILLON_TYPE_LIST_PAGER, "adjustment", adjustment, NULL);
}

/**
 * carillon_list_pager_set_list:
 * @list: (nullable): the list that the window shows
 *
 * The pager only ever asks for pages after the first; that one is asked for by whoever shows the
 * list.
 */
void
carillon_list_pager_set_list (CarillonListPager *self, CommsList *list)
{
  g_return_if_fail (CARILLON_IS_LIST_PAGER (self));

  if (!g_set_object (&self->list, list)) {
    return;
  }
  self->n_rows = list != NULL ? g_list_model_get_n_items (G_LIST_MODEL (list)) : 0;
  self->n_empty_pages = 0;
  carillon_list_pager_set_loads_all (self, FALSE);
  g_signal_group_set_target (self->signals, list);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LIST]);
}

/**
 * carillon_list_pager_set_holds:
 * @holds: whether scrolling asks for nothing
 *
 * For rows of which few are shown, or in an order in which new ones may belong anywhere: then the
 * end of what is shown says nothing. When that is over, what is shown moves the adjustment.
 */
void
carillon_list_pager_set_holds (CarillonListPager *self, gboolean holds)
{
  g_return_if_fail (CARILLON_IS_LIST_PAGER (self));

  if (self->holds == holds) {
    return;
  }
  self->holds = holds;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HOLDS]);
}

/**
 * carillon_list_pager_set_loads_all:
 * @loads_all: whether to ask for page after page until the last, or CARILLON_MAX_LOADED_ROWS
 *
 * Becomes %FALSE by itself at the end. A failure leaves it as it is: once somebody has tried again
 * successfully, it goes on.
 */
void
carillon_list_pager_set_loads_all (CarillonListPager *self, gboolean loads_all)
{
  g_return_if_fail (CARILLON_IS_LIST_PAGER (self));

  if (self->loads_all == loads_all) {
    return;
  }
  self->loads_all = loads_all;
  self->n_empty_pages = 0;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADS_ALL]);
  if (loads_all) {
    go_on_to_the_end (self);
  }
}

/**
 * carillon_list_pager_get_loads_all:
 *
 * Returns: whether it asks for page after page
 */
gboolean
carillon_list_pager_get_loads_all (CarillonListPager *self)
{
  g_return_val_if_fail (CARILLON_IS_LIST_PAGER (self), FALSE);

  return self->loads_all;
}
