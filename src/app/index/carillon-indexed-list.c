#include "carillon-indexed-list.h"

#include "carillon-config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "carillon-index-bar.h"

/* While a crawl runs there is something new all the time. Who has just read the rows is left alone
 * for so many seconds. */
#define QUIET 5

struct _CarillonIndexedList {
  GtkWidget parent_instance;

  CarillonIndex *index; /* (owned) */
  char *reason;
  CommsList *rows;     /* (owned) (nullable): that the list shows now */
  guint shown_changes; /* of the index, when they were read */
  guint quiet;         /* (nullable): source */
  gboolean stale;
  gboolean crawled; /* the crawl was under way when the index was looked at last */

  GtkWidget *box;
  GtkWidget *bar;         /* (unowned): in the box */
  CarillonListPage *list; /* (unowned) (nullable): in the box */
};

typedef enum {
  PROP_STALE = 1,
} CarillonIndexedListProperty;

static GParamSpec *properties[PROP_STALE + 1];

G_DEFINE_FINAL_TYPE (CarillonIndexedList, carillon_indexed_list, GTK_TYPE_WIDGET)

static void
set_stale (CarillonIndexedList *self, gboolean stale)
{
  g_clear_handle_id (&self->quiet, g_source_remove);
  if (self->stale != stale) {
    self->stale = stale;
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STALE]);
  }
}

static void
on_refresh (CarillonIndexedList *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
  carillon_list_page_refresh (self->list);
}

/* Whoever reads begins with the first page, which is when the rows are as the index is; so they are
 * when nothing was found. */
static void
on_rows_changed (CarillonIndexedList *self, guint position, guint n_removed, guint n_added)
{
  if (position == 0 && (n_added > 0 || g_list_model_get_n_items (G_LIST_MODEL (self->rows)) == 0)) {
    self->shown_changes = carillon_index_get_changes (self->index);
    set_stale (self, FALSE);
  }
}

/* What is empty takes nothing away from anybody when it is read again. */
static gboolean
fill (CarillonIndexedList *self)
{
  gboolean is_empty = comms_list_get_state (self->rows) == COMMS_LIST_EMPTY;

  if (is_empty && !comms_list_get_loading (self->rows) &&
      gtk_widget_get_mapped (GTK_WIDGET (self))) {
    carillon_list_page_refresh (self->list);
  }
  return is_empty;
}

static gboolean
on_quiet_over (gpointer user_data)
{
  CarillonIndexedList *self = user_data;

  self->quiet = 0;
  if (self->shown_changes != carillon_index_get_changes (self->index) && !fill (self)) {
    set_stale (self, TRUE);
  }
  return G_SOURCE_REMOVE;
}

static void
on_changes (CarillonIndexedList *self)
{
  CommsListState state = comms_list_get_state (self->rows);

  if (!fill (self) && state == COMMS_LIST_READY && !self->stale && self->quiet == 0) {
    self->quiet = g_timeout_add_seconds (QUIET, on_quiet_over, self);
  }
}

static void
on_list (CarillonIndexedList *self)
{
  if (self->rows != NULL) {
    g_signal_handlers_disconnect_by_data (self->rows, self);
  }
  g_set_object (&self->rows, carillon_list_page_get_list (self->list));
  if (self->rows != NULL) {
    g_signal_connect_object (self->rows, "items-changed", G_CALLBACK (on_rows_changed), self,
                             G_CONNECT_SWAPPED);
  }
  set_stale (self, FALSE);
}

/* Whoever pressed the button, which goes, may want to pause. */
static void
on_build (CarillonIndexedList *self)
{
  carillon_index_start (self->index);
  gtk_widget_child_focus (self->bar, GTK_DIR_TAB_FORWARD);
}

static GtkWidget *
offer_new (CarillonIndexedList *self)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Build Index"));
  GtkWidget *offer = adw_status_page_new ();

  gtk_widget_add_css_class (button, "pill");
  gtk_widget_add_css_class (button, "suggested-action");
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_build), self, G_CONNECT_SWAPPED);
  gtk_widget_set_name (offer, "index-offer");
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (offer), "edit-find-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (offer), _ ("No Index Yet"));
  adw_status_page_set_description (ADW_STATUS_PAGE (offer), self->reason);
  adw_status_page_set_child (ADW_STATUS_PAGE (offer), button);
  return offer;
}

/* Nobody has begun to do anything with the rows that are shown. */
static gboolean
is_untouched (CarillonIndexedList *self)
{
  GtkScrollable *view = GTK_SCROLLABLE (carillon_list_page_get_view (self->list));
  CarillonListRows *rows = carillon_list_page_get_rows (self->list);

  return gtk_adjustment_get_value (gtk_scrollable_get_vadjustment (view)) <= 0 &&
         carillon_list_rows_get_n_selected (rows) == 0 &&
         carillon_list_page_get_search (self->list) == NULL;
}

/* Who watched an index being built sees its first rows then, and not those of its beginning. */
static void
follow_crawl (CarillonIndexedList *self, CarillonIndexState state)
{
  gboolean is_crawling = state == CARILLON_INDEX_RUNNING || state == CARILLON_INDEX_PAUSED;

  if (self->crawled && state == CARILLON_INDEX_DONE && is_untouched (self) &&
      comms_list_get_state (self->rows) == COMMS_LIST_READY) {
    carillon_list_page_refresh (self->list);
  }
  self->crawled = is_crawling;
}

static void
on_state (CarillonIndexedList *self)
{
  CarillonIndexState state = carillon_index_get_state (self->index);

  follow_crawl (self, state);
  if (state == CARILLON_INDEX_NEVER_BUILT) {
    carillon_list_page_set_notice (self->list, offer_new (self));
  } else if (state == CARILLON_INDEX_UNKNOWN) {
    carillon_list_page_set_notice (self->list, adw_bin_new ());
  } else {
    carillon_list_page_set_notice (self->list, NULL);
  }
}

static gboolean
carillon_indexed_list_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (CARILLON_INDEXED_LIST (widget)->list));
}

static gboolean
carillon_indexed_list_focus (GtkWidget *widget, GtkDirectionType direction)
{
  return gtk_widget_child_focus (CARILLON_INDEXED_LIST (widget)->box, direction);
}

static void
carillon_indexed_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch ((CarillonIndexedListProperty) id) {
  case PROP_STALE:
    g_value_set_boolean (value, CARILLON_INDEXED_LIST (object)->stale);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_indexed_list_dispose (GObject *object)
{
  CarillonIndexedList *self = CARILLON_INDEXED_LIST (object);

  g_clear_handle_id (&self->quiet, g_source_remove);
  if (self->rows != NULL) {
    g_signal_handlers_disconnect_by_data (self->rows, self);
  }
  g_clear_object (&self->rows);
  self->list = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (self), CARILLON_TYPE_INDEXED_LIST);
  if (self->index != NULL) {
    g_signal_handlers_disconnect_by_data (self->index, self);
  }
  g_clear_object (&self->index);
  G_OBJECT_CLASS (carillon_indexed_list_parent_class)->dispose (object);
}

static void
carillon_indexed_list_finalize (GObject *object)
{
  g_free (CARILLON_INDEXED_LIST (object)->reason);
  G_OBJECT_CLASS (carillon_indexed_list_parent_class)->finalize (object);
}

static void
carillon_indexed_list_class_init (CarillonIndexedListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = carillon_indexed_list_get_property;
  object_class->dispose = carillon_indexed_list_dispose;
  object_class->finalize = carillon_indexed_list_finalize;
  widget_class->focus = carillon_indexed_list_focus;
  widget_class->grab_focus = carillon_indexed_list_grab_focus;
  properties[PROP_STALE] =
    g_param_spec_boolean ("stale", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  gtk_widget_class_set_template_from_resource (widget_class, CARILLON_RESOURCE_PREFIX
                                               "/index/carillon-indexed-list.ui");
  gtk_widget_class_bind_template_child (widget_class, CarillonIndexedList, box);
  gtk_widget_class_bind_template_callback (widget_class, on_refresh);
}

static void
carillon_indexed_list_init (CarillonIndexedList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
add_list (CarillonIndexedList *self, CarillonSession *session, const CarillonListKind *kind)
{
  GtkWidget *list = carillon_list_page_new (session, kind, NULL);

  self->list = CARILLON_LIST_PAGE (list);
  gtk_widget_set_vexpand (list, TRUE);
  gtk_box_prepend (GTK_BOX (self->box), list);
  self->bar = carillon_index_bar_new (self->index);
  gtk_box_prepend (GTK_BOX (self->box), self->bar);
}

/**
 * carillon_indexed_list_new:
 * @session: whose index is listed
 * @kind: a list of the index
 * @reason: why an index should be built, translated
 *
 * Returns: (transfer floating): the list
 */
GtkWidget *
carillon_indexed_list_new (CarillonSession *session,
                           const CarillonListKind *kind,
                           const char *reason)
{
  g_return_val_if_fail (CARILLON_IS_SESSION (session), NULL);
  g_return_val_if_fail (kind != NULL && reason != NULL, NULL);

  CarillonIndexedList *self = g_object_new (CARILLON_TYPE_INDEXED_LIST, NULL);
  self->index = g_object_ref (carillon_session_get_index (session));
  self->reason = g_strdup (reason);
  add_list (self, session, kind);
  g_signal_connect_object (self->list, "notify::list", G_CALLBACK (on_list), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->index, "notify::state", G_CALLBACK (on_state), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->index, "notify::changes", G_CALLBACK (on_changes), self,
                           G_CONNECT_SWAPPED);
  on_list (self);
  on_state (self);
  return GTK_WIDGET (self);
}

/**
 * carillon_indexed_list_get_list:
 *
 * Returns: (transfer none): the list below the bar
 */
CarillonListPage *
carillon_indexed_list_get_list (CarillonIndexedList *self)
{
  g_return_val_if_fail (CARILLON_IS_INDEXED_LIST (self), NULL);

  return self->list;
}
