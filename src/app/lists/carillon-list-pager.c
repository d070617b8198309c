/* The list behind a scrolled window is passive. What it needs next follows from where the window
 * stands, so this listens to its adjustment: "changed" when rows came or the window grew,
 * "value-changed" when somebody scrolled. */

#include "carillon-list-pager.h"

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
  guint n_rows;              /* when the last page ended */
  guint n_empty_pages;
};

G_DEFINE_FINAL_TYPE (CarillonListPager, carillon_list_pager, G_TYPE_OBJECT)

typedef enum {
  PROP_ADJUSTMENT = 1,
  PROP_LIST,
} CarillonListPagerProperty;

static GParamSpec *properties[PROP_LIST + 1];

static gboolean
can_ask (CarillonListPager *self)
{
  return self->list != NULL && comms_list_get_state (self->list) == COMMS_LIST_READY &&
         !comms_list_get_loading (self->list) && comms_list_get_error (self->list) == NULL &&
         comms_list_get_has_more (self->list);
}

static void
ask_if_near_the_end (CarillonListPager *self)
{
  double height = gtk_adjustment_get_page_size (self->adjustment);
  double below = gtk_adjustment_get_upper (self->adjustment) -
                 gtk_adjustment_get_value (self->adjustment) - height;

  /* Without a height the window has not been laid out, and everything would seem near. */
  if (height > 0 && below < HEIGHTS_AHEAD * height && can_ask (self)) {
    comms_list_load_more (self->list);
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
  if (empty_page && self->n_empty_pages <= MAX_EMPTY_PAGES) {
    ask_if_near_the_end (self);
  }
}

static void
on_adjustment_changed (CarillonListPager *self)
{
  ask_if_near_the_end (self);
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
  g_signal_group_set_target (self->signals, list);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LIST]);
}
