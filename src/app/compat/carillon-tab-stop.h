#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define CARILLON_TYPE_TAB_STOP (carillon_tab_stop_get_type ())
G_DECLARE_FINAL_TYPE (CarillonTabStop, carillon_tab_stop, CARILLON, TAB_STOP, AdwBin)

G_END_DECLS
