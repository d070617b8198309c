#pragma once

#include "test-emulator.h"

G_BEGIN_DECLS

/* A connection to an emulator, byte by byte: what a library for HTTP would hide or repair shows. */
typedef struct _Wire Wire;

/* What an answer was, as it was written. */
typedef struct {
  char *head; /* status line and headers, each line with its end */
  GString *body;
} WireAnswer;

Wire *wire_open (TestEmulator *emulator);
void wire_close (Wire *self);
void wire_reset_at_end (Wire *self); /* lets wire_close() reset the connection */

/* Writes a request with the credentials of the emulator, or any text; JSON has ' for ". */
void wire_request (Wire *self, const char *method, const char *path, const char *body);
void wire_write (Wire *self, const char *text);

WireAnswer *wire_read_answer (Wire *self); /* one whole answer with a Content-Length */
WireAnswer *wire_read_head (Wire *self);   /* only up to the empty line */
GString *wire_read (Wire *self, gsize length);
GString *wire_read_rest (Wire *self); /* until the emulator closes the connection */
gboolean wire_has_something (Wire *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Wire, wire_close)

void wire_answer_free (WireAnswer *self);
guint wire_answer_get_status (WireAnswer *self);
char *wire_answer_get_header (WireAnswer *self, const char *name); /* (nullable) */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WireAnswer, wire_answer_free)

G_END_DECLS
