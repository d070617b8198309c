#include "carillon-own-device-adding.h"

#include <glib/gi18n.h>

#include "carillon-ask.h"
#include "carillon-format.h"
#include "carillon-own-device-entry.h"
#include "carillon-own-device-text.h"
#include "carillon-toast.h"

typedef struct {
  GtkWidget *from;               /* (owned) */
  CarillonOwnDevices *devices;   /* (owned) */
  GVariant *recipients;          /* (owned) */
  CarillonOwnDeviceEntry *entry; /* (owned) (nullable) */
} Adding;

static void
adding_free (Adding *adding)
{
  g_signal_handlers_disconnect_by_data (adding->devices, adding);
  g_object_unref (adding->from);
  g_object_unref (adding->devices);
  g_variant_unref (adding->recipients);
  g_clear_object (&adding->entry);
  g_free (adding);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Adding, adding_free)

/* Calls @ended once the list was read or written, or could not be. */
static void
wait (Adding *adding, void (*ended) (Adding *adding))
{
  g_signal_connect_swapped (adding->devices, "notify::ready", G_CALLBACK (ended), adding);
}

static gboolean
stop_waiting (Adding *adding)
{
  gboolean ended = carillon_own_devices_is_ready (adding->devices) ||
                   carillon_own_devices_get_error (adding->devices) != NULL;

  if (ended) {
    g_signal_handlers_disconnect_by_data (adding->devices, adding);
  }
  return ended;
}

static void
on_written (Adding *waiting)
{
  if (!stop_waiting (waiting)) {
    return;
  }
  g_autoptr (Adding) adding = waiting;
  const GError *error = carillon_own_devices_get_error (adding->devices);
  g_autofree char *reason = error != NULL ? carillon_own_devices_describe_error (error) : NULL;
  g_autofree char *failed =
    reason != NULL ? g_strdup_printf (_ ("Not added to your devices: %s"), reason) : NULL;
  carillon_toast (adding->from, failed != NULL ? failed : _ ("Added to your devices"));
}

static void
on_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Adding) adding = user_data;

  if (!carillon_ask_finish (result)) {
    return;
  }
  g_autoptr (CarillonOwnDevice) device = carillon_own_device_entry_create (adding->entry);
  if (carillon_own_devices_add (adding->devices, device)) {
    wait (g_steal_pointer (&adding), on_written);
  }
}

static void
ask (Adding *adding)
{
  GtkWidget *entry = carillon_own_device_entry_new (adding->devices, adding->recipients);

  adding->entry = g_object_ref_sink (CARILLON_OWN_DEVICE_ENTRY (entry));
  carillon_ask_question_async (adding->from,
                               &(CarillonQuestion){
                                 .heading = _ ("Add to My Devices"),
                                 .body = _ ("The composer sends tests to the devices of this list. "
                                            "It is kept on this computer, for this account."),
                                 .confirm = _ ("_Add"),
                                 .appearance = CARILLON_ASK_SUGGESTED,
                                 .extra = entry,
                                 .needs = "answered",
                               },
                               NULL, on_answered, adding);
}

static void
on_told (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Adding) adding = user_data;

  carillon_ask_finish (result);
}

static void
tell (Adding *adding, const char *heading, const char *body)
{
  carillon_ask_question_async (
    adding->from, &(CarillonQuestion){ .heading = heading, .body = body }, NULL, on_told, adding);
}

static void on_read (Adding *adding);

static void
on_again (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Adding) adding = user_data;

  if (carillon_ask_finish (result)) {
    CarillonOwnDevices *devices = adding->devices;
    wait (g_steal_pointer (&adding), on_read);
    carillon_own_devices_try_again (devices);
  }
}

static void
offer_again (Adding *adding)
{
  g_autofree char *reason =
    carillon_own_devices_describe_error (carillon_own_devices_get_error (adding->devices));

  carillon_ask_async (adding->from, _ ("Your List of Devices Could Not Be Read"), reason,
                      _ ("_Try Again"), CARILLON_ASK_SUGGESTED, NULL, NULL, on_again, adding);
}

/* Returns: (transfer full) (nullable): what there is of the one that is to be added */
static CarillonOwnDevice *
find_known (Adding *adding)
{
  const char *address;

  if (g_variant_n_children (adding->recipients) > 1) {
    return NULL;
  }
  g_variant_get_child (adding->recipients, 0, "(&s&s)", &address, NULL);
  return carillon_own_devices_find (adding->devices, address);
}

static void
on_read (Adding *adding)
{
  if (!stop_waiting (adding)) {
    return;
  }
  g_autoptr (CarillonOwnDevice) known = find_known (adding);
  if (!carillon_own_devices_is_ready (adding->devices)) {
    offer_again (adding);
  } else if (known != NULL) {
    g_autofree char *body = carillon_own_device_describe_known (known);
    tell (adding, _ ("Already in Your List"), body);
  } else if (carillon_own_devices_is_full (adding->devices)) {
    g_autofree char *count = carillon_format_count (CARILLON_MAX_OWN_DEVICES);
    g_autofree char *body = g_strdup_printf (
      _ ("It has room for %s devices. Remove one where the composer sends tests."), count);
    tell (adding, _ ("Your List of Devices Is Full"), body);
  } else {
    ask (adding);
  }
}

void
carillon_own_device_adding_ask (GtkWidget *from, CarillonSession *session, GVariant *recipients)
{
  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (CARILLON_IS_SESSION (session));
  g_return_if_fail (g_variant_is_of_type (recipients, G_VARIANT_TYPE ("a(ss)")));

  if (g_variant_n_children (recipients) > 0) {
    Adding *adding = g_new0 (Adding, 1);
    adding->from = g_object_ref (from);
    adding->recipients = g_variant_ref_sink (recipients);
    adding->devices =
      carillon_own_devices_new (carillon_session_get_store (session),
                                carillon_account_get_id (carillon_session_get_account (session)));
    wait (adding, on_read);
  }
}
