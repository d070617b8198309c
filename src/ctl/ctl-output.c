#include "ctl-output.h"

#include <errno.h>
#include <unistd.h>

/* Bytes written at a time: a few hundred lines a call. */
#define CHUNK (64 * 1024)

static gboolean
write_all (const char *bytes, gsize length, GError **error)
{
  while (length > 0) {
    gssize written = write (STDOUT_FILENO, bytes, length);
    int code = errno;
    if (written < 0 && code != EINTR) {
      g_set_error (error, G_IO_ERROR, (int) g_io_error_from_errno (code),
                   "standard output cannot be written: %s", g_strerror (code));
      return FALSE;
    }
    bytes += MAX (written, 0);
    length -= (gsize) MAX (written, 0);
  }
  return TRUE;
}

/**
 * ctl_output_flush:
 * @buffer: lines; empty afterwards
 * @error: return location for a [error@Gio.IOErrorEnum]
 *
 * Returns: whether all of it was written
 */
gboolean
ctl_output_flush (GString *buffer, GError **error)
{
  gboolean written = write_all (buffer->str, buffer->len, error);

  g_string_truncate (buffer, 0);
  return written;
}

/**
 * ctl_output_end_line:
 * @buffer: lines, and one that ends here
 * @error: return location for a [error@Gio.IOErrorEnum]
 *
 * Returns: whether it can go on
 */
gboolean
ctl_output_end_line (GString *buffer, GError **error)
{
  g_string_append_c (buffer, '\n');
  return buffer->len < CHUNK || ctl_output_flush (buffer, error);
}
