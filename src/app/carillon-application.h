#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define CARILLON_TYPE_APPLICATION (carillon_application_get_type ())
G_DECLARE_FINAL_TYPE (
  CarillonApplication, carillon_application, CARILLON, APPLICATION, AdwApplication)

CarillonApplication *carillon_application_new (void);

G_END_DECLS
