#pragma once

#include "carillon-list-kind.h"

G_BEGIN_DECLS

/* So many of its filters come first that also narrow the list of one operation. */
#define CARILLON_NOTIFICATIONS_N_COMMON_FILTERS 3

extern const CarillonListKind carillon_notifications_kind;

G_END_DECLS
