#include "carillon-list-total.h"

struct _CarillonListTotal {
  GObject parent_instance;

  CarillonSession *session; /* (owned) */
  const CarillonListKind *kind;
  GCancellable *cancellable; /* (owned) (nullable): of the count that was asked for last */
  gint64 n_rows;
};

G_DEFINE_FINAL_TYPE (CarillonListTotal, carillon_list_total, G_TYPE_OBJECT)

typedef enum {
  PROP_N_ROWS = 1,
} CarillonListTotalProperty;

static GParamSpec *properties[PROP_N_ROWS + 1];

static void
take_n_rows (CarillonListTotal *self, gint64 n_rows)
{
  if (self->n_rows != n_rows) {
    self->n_rows = n_rows;
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ROWS]);
  }
}

static void
carillon_list_total_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch ((CarillonListTotalProperty) id) {
  case PROP_N_ROWS:
    g_value_set_int64 (value, CARILLON_LIST_TOTAL (object)->n_rows);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_list_total_dispose (GObject *object)
{
  CarillonListTotal *self = CARILLON_LIST_TOTAL (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (carillon_list_total_parent_class)->dispose (object);
}

static void
carillon_list_total_class_init (CarillonListTotalClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = carillon_list_total_get_property;
  object_class->dispose = carillon_list_total_dispose;
  properties[PROP_N_ROWS] = g_param_spec_int64 (
    "n-rows", NULL, NULL, CARILLON_TOTAL_UNKNOWN, G_MAXINT64, CARILLON_TOTAL_UNKNOWN,
    G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
carillon_list_total_init (CarillonListTotal *self)
{
  self->n_rows = CARILLON_TOTAL_UNKNOWN;
}

/**
 * carillon_list_total_new:
 * @session: whose rows
 * @kind: of what kind they are; static
 *
 * Returns: (transfer full): a total that nobody knows yet
 */
CarillonListTotal *
carillon_list_total_new (CarillonSession *session, const CarillonListKind *kind)
{
  g_return_val_if_fail (CARILLON_IS_SESSION (session), NULL);
  g_return_val_if_fail (kind != NULL, NULL);

  CarillonListTotal *self = g_object_new (CARILLON_TYPE_LIST_TOTAL, NULL);
  self->session = g_object_ref (session);
  self->kind = kind;
  return self;
}

/**
 * carillon_list_total_forget:
 *
 * To be called when the list is to have other rows.
 */
void
carillon_list_total_forget (CarillonListTotal *self)
{
  g_return_if_fail (CARILLON_IS_LIST_TOTAL (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  take_n_rows (self, CARILLON_TOTAL_UNKNOWN);
}

/**
 * carillon_list_total_lose:
 * @n_rows: how many of the rows are not there any more
 *
 * To be called when rows have left the list without its being asked for again.
 */
void
carillon_list_total_lose (CarillonListTotal *self, guint n_rows)
{
  g_return_if_fail (CARILLON_IS_LIST_TOTAL (self));

  if (self->n_rows != CARILLON_TOTAL_UNKNOWN && self->n_rows <= ARCHIVE_MAX_COUNT) {
    take_n_rows (self, MAX (self->n_rows - (gint64) n_rows, 0));
  }
}

/**
 * carillon_list_total_is_wanted:
 *
 * Returns: whether the rows can be counted and were not since the list has them
 */
gboolean
carillon_list_total_is_wanted (CarillonListTotal *self)
{
  g_return_val_if_fail (CARILLON_IS_LIST_TOTAL (self), FALSE);

  return self->kind->count_async != NULL && self->cancellable == NULL;
}

/* A count that fails leaves the total unknown: the list itself tells what is wrong. */
static void
on_counted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonListTotal) self = user_data;
  g_autoptr (GError) error = NULL;
  gint64 n_rows = archive_store_count_finish (ARCHIVE_STORE (source), result, &error);

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && self->session != NULL) {
    take_n_rows (self, n_rows);
  }
}

/**
 * carillon_list_total_count:
 * @query: what the list was asked for
 *
 * Counts the rows, once until they are forgotten.
 */
void
carillon_list_total_count (CarillonListTotal *self, const CarillonListQuery *query)
{
  g_return_if_fail (CARILLON_IS_LIST_TOTAL (self));
  g_return_if_fail (query != NULL);

  if (carillon_list_total_is_wanted (self)) {
    self->cancellable = g_cancellable_new ();
    self->kind->count_async (self->session, query, self->cancellable, on_counted,
                             g_object_ref (self));
  }
}
