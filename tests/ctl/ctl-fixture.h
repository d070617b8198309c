#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Runs the real program, in a folder of its own, with LANG=C. */
typedef struct {
  char *folder;
} Fixture;

/* How it ended and what it said. */
typedef struct {
  int status;
  char *output;
  char *errors;
} Outcome;

void fixture_set_up (Fixture *self, gconstpointer data);
void fixture_tear_down (Fixture *self, gconstpointer data);
char *fixture_path (Fixture *self, const char *name);
void fixture_write (Fixture *self, const char *name, const char *text);
void fixture_write_bytes (Fixture *self, const char *name, const void *bytes, gsize length);

/* @arguments: one line, quoted as for a shell; files are those of the folder
 * @input: (nullable): what it reads as standard input */
Outcome *fixture_run (Fixture *self, const char *arguments, const char *input);
void fixture_assert_status (Fixture *self, const char *arguments, int status);
void fixture_assert_output (Fixture *self, const char *arguments, int status, const char *output);
void outcome_free (Outcome *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Outcome, outcome_free)

#define ADD(path, function) \
  g_test_add ("/ctl/" path, Fixture, NULL, fixture_set_up, function, fixture_tear_down)

G_END_DECLS
