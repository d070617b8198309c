#pragma once

#include "carillon-live-operations.h"
#include "carillon-operations-page.h"

G_BEGIN_DECLS

CarillonLiveOperations *carillon_operations_page_get_live_operations (CarillonOperationsPage *self);

G_END_DECLS
