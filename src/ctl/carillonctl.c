#include <stdio.h>
#include <string.h>

#include "ctl-check.h"
#include "ctl-output.h"
#include "ctl-render.h"
#include "ctl-status.h"

static const struct {
  const char *name;
  const char *summary;
  int (*run) (int argc, char *argv[]);
} commands[] = {
  { "check", "Check what every recipient of a message would read", ctl_check_run },
  { "render", "Print what recipients would read, as JSON", ctl_render_run },
};

static int
print (GString *text)
{
  g_autoptr (GError) error = NULL;

  return ctl_output_flush (text, &error) ? CTL_STATUS_CLEAN : ctl_status_fail (error);
}

static int
print_help (void)
{
  g_autoptr (GString) text =
    g_string_new ("Usage:\n  carillonctl COMMAND [OPTION…]\n\nCommands:\n");

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++) {
    g_string_append_printf (text, "  %-10s %s\n", commands[i].name, commands[i].summary);
  }
  g_string_append (text, "\nOptions:\n  --help     Show this, or after a command its options\n"
                         "  --version  Show the version\n");
  return print (text);
}

static int
print_version (void)
{
  g_autoptr (GString) text = g_string_new ("carillonctl " CTL_VERSION "\n");

  return print (text);
}

static int
refuse (const char *command)
{
  g_autoptr (GError) error = NULL;

  if (command != NULL) {
    g_set_error (&error, CTL_ERROR, CTL_STATUS_USAGE, "no command “%s”", command);
  } else {
    g_set_error_literal (&error, CTL_ERROR, CTL_STATUS_USAGE, "no command");
  }
  return ctl_status_fail (error);
}

int
main (int argc, char *argv[])
{
  const char *command = argc > 1 ? argv[1] : NULL;

  for (gsize i = 0; command != NULL && i < G_N_ELEMENTS (commands); i++) {
    if (strcmp (command, commands[i].name) == 0) {
      return commands[i].run (argc - 1, argv + 1);
    }
  }
  if (g_strcmp0 (command, "--version") == 0) {
    return print_version ();
  }
  if (g_strcmp0 (command, "--help") == 0 || g_strcmp0 (command, "-h") == 0) {
    return print_help ();
  }
  return refuse (command);
}
