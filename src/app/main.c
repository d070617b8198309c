#include <glib/gi18n.h>
#include <locale.h>

#include "carillon-application.h"
#include "carillon-config.h"

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, CARILLON_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  g_autoptr (CarillonApplication) application = carillon_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
