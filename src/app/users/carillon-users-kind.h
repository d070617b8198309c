#pragma once

#include "carillon-list-kind.h"

G_BEGIN_DECLS

extern const CarillonListKind carillon_users_kind;

G_END_DECLS
