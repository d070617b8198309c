#pragma once

#include "carillon-own-devices.h"

G_BEGIN_DECLS

/* Words for one's own devices, translated; (transfer full). */
char *carillon_own_device_describe (CarillonOwnDevice *device);       /* its address, in short */
char *carillon_own_device_describe_known (CarillonOwnDevice *device); /* in the list already */
char *carillon_own_device_suggest_name (const char *address, const char *provider);
char *carillon_own_devices_describe_error (const GError *error);

G_END_DECLS
