#include "emulator-fill.h"
#include "emulator-serve.h"

#include <locale.h>
#include <stdlib.h>

static const struct {
  const char *name;
  const char *summary;
  int (*run) (int argc, char *argv[]);
} commands[] = {
  { "serve", "Serve the Push Notifications API on this machine", emulator_serve_run },
  { "fill", "Make a data file with millions of rows", emulator_fill_run },
};

static void
print_help (void)
{
  g_print ("Usage: carillon-emulator COMMAND [OPTION…]\n\nCommands:\n");
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++) {
    g_print ("  %-12s %s\n", commands[i].name, commands[i].summary);
  }
  g_print ("\nOptions:\n  --help       Show this, or after a command its options\n"
           "  --version    Show the version\n");
}

int
main (int argc, char *argv[])
{
  const char *command = argc > 1 ? argv[1] : NULL;

  setlocale (LC_CTYPE, "");
  for (gsize i = 0; command != NULL && i < G_N_ELEMENTS (commands); i++) {
    if (g_str_equal (command, commands[i].name)) {
      return commands[i].run (argc - 1, argv + 1);
    }
  }
  if (g_strcmp0 (command, "--version") == 0) {
    g_print ("carillon-emulator %s\n", EMULATOR_VERSION);
    return EXIT_SUCCESS;
  }
  if (g_strcmp0 (command, "--help") == 0 || g_strcmp0 (command, "-h") == 0) {
    print_help ();
    return EXIT_SUCCESS;
  }
  g_printerr (command != NULL ? "carillon-emulator: no command “%s”, see --help\n"
                              : "carillon-emulator: no command%s, see --help\n",
              command != NULL ? command : "");
  return EXIT_FAILURE;
}
