#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  GString *text;
  GArray *places;  /* of gsize: where each byte stands */
  gsize start;     /* of the word */
  gsize expansion; /* where a shell would put a value; G_MAXSIZE for nowhere */
} DispatchShellWord;

GPtrArray *dispatch_shell_read (const char *text, gsize *at, GError **error);

G_END_DECLS
