#pragma once

#include "emulator-page.h"

G_BEGIN_DECLS

#define EMULATOR_N_NOTIFICATION_FILTERS 8
extern const EmulatorField emulator_notification_filters[EMULATOR_N_NOTIFICATION_FILTERS];

gboolean
emulator_notification_filter_apply (EmulatorCall *call, EmulatorPage *page, GError **error);

G_END_DECLS
