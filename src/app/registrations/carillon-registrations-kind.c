/* What a device registration is to an operator: the devices of one user under one app. */

#include "carillon-registrations-kind.h"

#include <glib/gi18n.h>

#include "carillon-details.h"
#include "carillon-format.h"

/* There are two providers; a newer API may have more. */
#define MAX_PROVIDERS 8

typedef struct {
  const char *provider;
  guint n_devices;
} ProviderCount;

static const char *
provider_or_unknown (const CommsDevice *device)
{
  return device->provider != NULL ? device->provider : _ ("unknown");
}

static guint
count_providers (CommsRegistration *registration, ProviderCount *counts)
{
  guint n_counts = 0;
  CommsDevice device;

  for (guint i = 0; comms_registration_get_device (registration, i, &device); i++) {
    const char *provider = provider_or_unknown (&device);
    guint found = 0;

    while (found < n_counts && !g_str_equal (counts[found].provider, provider)) {
      found++;
    }
    if (found == MAX_PROVIDERS) {
      continue;
    }
    if (found == n_counts) {
      counts[n_counts++] = (ProviderCount){ provider, 0 };
    }
    counts[found].n_devices++;
  }
  return n_counts;
}

/* "2 FCM, 1 APN" */
static char *
devices_by_provider (gpointer item)
{
  ProviderCount counts[MAX_PROVIDERS];
  guint n_counts = count_providers (item, counts);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < n_counts; i++) {
    g_string_append_printf (text, "%s%u %s", i > 0 ? ", " : "", counts[i].n_devices,
                            counts[i].provider);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
n_devices (gpointer item)
{
  return carillon_format_count (comms_registration_get_n_devices (item));
}

static gint64
count_devices (gpointer item)
{
  return comms_registration_get_n_devices (item);
}

/* "FCM:token APN:token", for files. */
static char *
tokens (gpointer item)
{
  g_autoptr (GString) text = g_string_new (NULL);
  CommsDevice device;

  for (guint i = 0; comms_registration_get_device (item, i, &device); i++) {
    g_string_append_printf (text, "%s%s:%s", i > 0 ? " " : "", provider_or_unknown (&device),
                            device.token != NULL ? device.token : "");
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
add_recipients (gpointer item, GVariantBuilder *recipients)
{
  CommsDevice device;

  for (guint i = 0; comms_registration_get_device (item, i, &device); i++) {
    if (device.token != NULL && device.provider != NULL) {
      g_variant_builder_add (recipients, "(ss)", device.token, device.provider);
    }
  }
}

static char *
app_name (gpointer item)
{
  return g_strdup (comms_registration_get_app_name (item));
}

static char *
user_id (gpointer item)
{
  return g_strdup (comms_registration_get_user_id (item));
}

static const char *
get_owner (gpointer item)
{
  return comms_registration_get_user_id (item);
}

static GtkWidget *
devices_section_new (CarillonSession *session, gpointer item)
{
  CommsDevice device;
  GtkWidget *group = carillon_details_group_new (_ ("Devices"));

  for (guint i = 0; comms_registration_get_device (item, i, &device); i++) {
    const char *token = device.token != NULL ? device.token : "";
    g_autofree char *shortened = carillon_format_token (token);
    /* Translators: %s is a provider of notifications, "FCM" for instance. */
    g_autofree char *title = g_strdup_printf (_ ("%s token"), provider_or_unknown (&device));

    carillon_details_group_add (group,
                                carillon_details_copy_row_new (title, shortened, token, token));
  }
  return group;
}

static const CarillonColumn columns[] = {
  {
    .id = "app",
    .title = N_ ("App"),
    .text = app_name,
    .expand = TRUE,
    .width_chars = 10,
  },
  {
    .id = "devices",
    .title = N_ ("Devices"),
    .text = devices_by_provider,
    .number = count_devices,
  },
  CARILLON_ID_COLUMN (N_ ("Registration ID"), 16, 520),
};

static const CarillonField fields[] = {
  CARILLON_ID_FIELD (N_ ("Registration ID"), "id"),
  {
    .title = N_ ("App"),
    .text = app_name,
    .member = "appName",
    .action_name = "win.show-app",
  },
  {
    .title = N_ ("User ID"),
    .text = user_id,
    .member = "userId",
    .style = CARILLON_CELL_ID,
  },
  CARILLON_CREATED_FIELD,
  CARILLON_UPDATED_FIELD,
  {
    .title = N_ ("Number of Devices"),
    .text = n_devices,
    .value = n_devices,
    .member = "devices",
  },
  {
    .title = N_ ("Tokens"),
    .value = tokens,
  },
};

static const CarillonItemAction actions[] = {
  { N_ ("_Compose to User"), "win.compose-to", user_id },
};

static const CarillonFilterField filters[] = {
  {
    .id = "app",
    .title = N_ ("App"),
    .type = CARILLON_FILTER_TEXT,
    .offset = G_STRUCT_OFFSET (CommsFilter, app_name),
    .hint = N_ ("Name of an app"),
  },
};

static const CarillonRowDeletion deletion = {
  .kind = ARCHIVE_JOB_DELETE_REGISTRATIONS,
  .owner = get_owner,
};

const CarillonListKind carillon_registrations_kind = {
  .id = "registrations",
  .title = N_ ("Registrations"),
  .singular = N_ ("Registration"),
  .columns = columns,
  .n_columns = G_N_ELEMENTS (columns),
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .actions = actions,
  .n_actions = G_N_ELEMENTS (actions),
  .row_deletion = &deletion,
  .filters = filters,
  .n_filters = G_N_ELEMENTS (filters),
  .add_recipients = add_recipients,
  .extra = devices_section_new,
  .list = comms_client_list_registrations_async,
  .icon_name = "phone-symbolic",
  .empty_title = N_ ("No Registrations"),
  .empty_text = N_ ("This user has no devices registered under any app."),
};
