#pragma once

#include "carillon-list-kind.h"

G_BEGIN_DECLS

extern const CarillonListKind carillon_registrations_kind;

G_END_DECLS
