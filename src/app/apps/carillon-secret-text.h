#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Text that must not outlive its use: GBytes that are overwritten with the last reference to them,
 * and followed by a NUL, so that their data is a string. Nothing may copy it to anywhere else. What
 * cannot be overwritten from here: what the kernel caches of a file, a page that was swapped out,
 * the clipboard, and the buffers that libsoup and GnuTLS copy a request's body into on its way to
 * the network. */
typedef struct {
  char *data; /* (owned) (nullable): NUL-terminated at @length */
  gsize length;
  gsize size; /* that can be filled, without the NUL */
} CarillonSecretBuffer;

CarillonSecretBuffer *carillon_secret_buffer_new (gsize size);
void carillon_secret_buffer_append (CarillonSecretBuffer *self, const char *text, gsize length);
void carillon_secret_buffer_free (CarillonSecretBuffer *self);
GBytes *carillon_secret_buffer_free_to_bytes (CarillonSecretBuffer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarillonSecretBuffer, carillon_secret_buffer_free)

GBytes *carillon_secret_text_new (const char *text, gsize length);
const char *carillon_secret_text_get (GBytes *text); /* (nullable): of NULL */

G_END_DECLS
