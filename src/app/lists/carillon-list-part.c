/* The part lies in the folder of the file, under a hidden name, so that it can be renamed over it.
 * Device tokens are in it: nobody else may read it. What was written in vain, on a full disk, is
 * cut off by the next attempt. */

#include "carillon-list-part.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

struct _CarillonListPart {
  char *path; /* (owned) (nullable): where the file shall be; no path on a share elsewhere */
  char *part; /* (owned) (nullable): once it exists */
  int fd;
  off_t length; /* of what was written whole */
  off_t before; /* the length without what was written last */
};

/**
 * carillon_list_part_new:
 * @file: where the whole file shall be
 *
 * Returns: (transfer full): a part that has not been begun
 */
CarillonListPart *
carillon_list_part_new (GFile *file)
{
  g_return_val_if_fail (G_IS_FILE (file), NULL);

  CarillonListPart *self = g_new0 (CarillonListPart, 1);
  self->path = g_file_get_path (file);
  self->fd = -1;
  return self;
}

static void
close_part (CarillonListPart *self)
{
  if (self->fd >= 0) {
    g_close (self->fd, NULL);
    self->fd = -1;
  }
}

/**
 * carillon_list_part_free:
 * @self: (transfer full): a part
 */
void
carillon_list_part_free (CarillonListPart *self)
{
  close_part (self);
  if (self->part != NULL) {
    g_unlink (self->part);
  }
  g_free (self->part);
  g_free (self->path);
  g_free (self);
}

static gboolean
take_errno (int number, GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (number), g_strerror (number));
  return FALSE;
}

static gboolean
ensure_open (CarillonListPart *self, GError **error)
{
  if (self->fd >= 0) {
    return TRUE;
  }
  if (self->path == NULL) {
    return take_errno (ENOTSUP, error);
  }

  g_autofree char *folder = g_path_get_dirname (self->path);
  g_autofree char *name = g_path_get_basename (self->path);
  g_autofree char *hidden = g_strdup_printf (".%s.XXXXXX", name);
  g_autofree char *part = g_build_filename (folder, hidden, NULL);

  self->fd = g_mkstemp_full (part, O_RDWR | O_CLOEXEC, 0600);
  if (self->fd < 0) {
    return take_errno (errno, error);
  }
  self->part = g_steal_pointer (&part);
  return TRUE;
}

/**
 * carillon_list_part_write:
 * @text: what comes next
 * @error: return location for an error; nothing of @text is in the file then
 *
 * Returns: whether all of @text is in the file
 */
gboolean
carillon_list_part_write (CarillonListPart *self, GString *text, GError **error)
{
  gsize written = 0;

  if (!ensure_open (self, error)) {
    return FALSE;
  }
  if (ftruncate (self->fd, self->length) != 0 || lseek (self->fd, self->length, SEEK_SET) < 0) {
    return take_errno (errno, error);
  }
  while (written < text->len) {
    gssize n_bytes = write (self->fd, text->str + written, text->len - written);

    if (n_bytes < 0 && errno != EINTR) {
      return take_errno (errno, error);
    }
    written += n_bytes > 0 ? (gsize) n_bytes : 0;
  }
  self->before = self->length;
  self->length += (off_t) written;
  return TRUE;
}

/**
 * carillon_list_part_finish:
 * @error: return location for an error; what was written last is to be written again then
 *
 * Puts the part in the place of the file, when it is safe on the disk.
 *
 * Returns: whether it is there
 */
gboolean
carillon_list_part_finish (CarillonListPart *self, GError **error)
{
  if (!ensure_open (self, error)) {
    return FALSE;
  }
  if (fsync (self->fd) != 0 || g_rename (self->part, self->path) != 0) {
    self->length = self->before;
    return take_errno (errno, error);
  }
  g_clear_pointer (&self->part, g_free);
  close_part (self);
  return TRUE;
}

/**
 * carillon_list_part_is_empty:
 *
 * Returns: whether nothing was written yet
 */
gboolean
carillon_list_part_is_empty (CarillonListPart *self)
{
  return self->length == 0;
}
