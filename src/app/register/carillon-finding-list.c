#include "carillon-finding-list.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>

#include "carillon-register-text.h"

struct _CarillonFindingList {
  GObject parent_instance;

  DispatchDevices *devices; /* (owned) */
};

static void carillon_finding_list_model_init (GListModelInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CarillonFindingList,
                               carillon_finding_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      carillon_finding_list_model_init))

static GType
get_item_type (GListModel *model)
{
  return GTK_TYPE_STRING_OBJECT;
}

static guint
get_n_items (GListModel *model)
{
  return dispatch_devices_get_n_findings (CARILLON_FINDING_LIST (model)->devices);
}

static char *
describe (const DispatchDeviceFinding *finding, const ArchiveBatchRow *row)
{
  if (finding->problem == DISPATCH_DEVICE_GOOD) {
    return g_strdup (carillon_register_shape_text (finding->shape, row->provider));
  }
  return carillon_register_problem_text (finding->problem, finding->other_line);
}

static gpointer
get_item (GListModel *model, guint position)
{
  DispatchDevices *devices = CARILLON_FINDING_LIST (model)->devices;

  if (position >= dispatch_devices_get_n_findings (devices)) {
    return NULL;
  }
  const DispatchDeviceFinding *finding = dispatch_devices_get_finding (devices, position);
  g_autofree char *what = describe (
    finding, archive_batch_get_row (dispatch_devices_get_batch (devices), finding->batch_row));
  /* Translators: the number of a line of a file, and what is to be said of it */
  g_autofree char *text = g_strdup_printf (_ ("Line %u: %s"), finding->line, what);
  return gtk_string_object_new (text);
}

static void
carillon_finding_list_model_init (GListModelInterface *interface)
{
  interface->get_item_type = get_item_type;
  interface->get_n_items = get_n_items;
  interface->get_item = get_item;
}

static void
carillon_finding_list_finalize (GObject *object)
{
  dispatch_devices_unref (CARILLON_FINDING_LIST (object)->devices);
  G_OBJECT_CLASS (carillon_finding_list_parent_class)->finalize (object);
}

static void
carillon_finding_list_class_init (CarillonFindingListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = carillon_finding_list_finalize;
}

static void
carillon_finding_list_init (CarillonFindingList *self)
{
}

/**
 * carillon_finding_list_new:
 * @devices: what was found in a file
 *
 * Returns: (transfer full): what is to be told of it
 */
CarillonFindingList *
carillon_finding_list_new (DispatchDevices *devices)
{
  g_return_val_if_fail (devices != NULL, NULL);

  CarillonFindingList *self = g_object_new (CARILLON_TYPE_FINDING_LIST, NULL);
  self->devices = dispatch_devices_ref (devices);
  return self;
}
