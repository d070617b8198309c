/* A file that somebody else makes shorter ends the program that has it mapped (SIGBUS), and one
 * that is written to shows rows that were never looked at. So it is copied to one that has no name,
 * and mapped from there: of 2 GiB not one is held in memory that the system cannot have back. */

/* O_TMPFILE */
#define _GNU_SOURCE

#include "dispatch-file-copy.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "dispatch-sheet.h"

/* Bytes at a time: how often a cancelled copy notices it, and its progress moves. */
#define CHUNK (1024 * 1024)

/* What is no larger is not worth the writing to a disk. */
#define SMALL (256 * 1024 * 1024)

/* For what is large and lives on; /tmp may be in memory. */
#define FOLDER "/var/tmp"

static gboolean
set_errno (GError **error, int code)
{
  g_set_error_literal (error, G_IO_ERROR, (int) g_io_error_from_errno (code), g_strerror (code));
  return FALSE;
}

static int
open_nameless (GError **error)
{
  g_autofree char *path = NULL;
  int fd = open (FOLDER, O_TMPFILE | O_RDWR | O_CLOEXEC | O_EXCL, 0600);

  /* Not every file system knows files without a name. */
  if (fd < 0 && (fd = g_file_open_tmp (NULL, &path, error)) >= 0) {
    g_unlink (path);
  }
  return fd;
}

static gboolean
write_all (int fd, const char *bytes, gsize length, GError **error)
{
  while (length > 0) {
    gssize written = write (fd, bytes, length);
    if (written < 0 && errno != EINTR) {
      return set_errno (error, errno);
    }
    bytes += MAX (written, 0);
    length -= (gsize) MAX (written, 0);
  }
  return TRUE;
}

static GBytes *
map (int fd, GError **error)
{
  g_autoptr (GMappedFile) mapped = g_mapped_file_new_from_fd (fd, FALSE, error);

  return mapped != NULL ? g_mapped_file_get_bytes (mapped) : NULL;
}

static gboolean
set_large (GError **error)
{
  g_set_error_literal (error, DISPATCH_SHEET_ERROR, DISPATCH_SHEET_ERROR_TOO_LARGE,
                       "the file has more than this program takes");
  return FALSE;
}

/* What is no regular file has no size: 0. */
static gint64
get_size (GFileInputStream *stream, GCancellable *cancellable)
{
  g_autoptr (GFileInfo) info =
    g_file_input_stream_query_info (stream, G_FILE_ATTRIBUTE_STANDARD_SIZE, cancellable, NULL);

  return info != NULL ? g_file_info_get_size (info) : 0;
}

typedef struct {
  gint64 max_bytes;
  gint64 size;
  DispatchProgress *progress; /* (nullable) */
  GCancellable *cancellable;  /* (nullable) */
} Copy;

static gboolean
set_changed (GError **error)
{
  g_set_error_literal (error, DISPATCH_SHEET_ERROR, DISPATCH_SHEET_ERROR_CHANGED,
                       "the file ended elsewhere than its size says");
  return FALSE;
}

typedef struct {
  char *bytes;
  gsize length;
} Memory;

static void
memory_free (gpointer data)
{
  Memory *self = data;

  munmap (self->bytes, self->length);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Memory, memory_free)

/* In large pages where the system has them: to be given each of many thousand small ones takes as
 * long as to read what is to be in them. */
static Memory *
memory_new (gsize length, GError **error)
{
  char *bytes = mmap (NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

  if (bytes == MAP_FAILED) {
    set_errno (error, errno);
    return NULL;
  }
  madvise (bytes, length, MADV_HUGEPAGE);
  Memory *self = g_new (Memory, 1);
  *self = (Memory){ bytes, length };
  return self;
}

/* One more than there are would be told of by the last read. */
static GBytes *
read_small (const Copy *copy, GInputStream *from, GError **error)
{
  g_autoptr (Memory) memory = memory_new ((gsize) copy->size + 1, error);
  gint64 n_bytes = 0;
  gssize length;

  if (memory == NULL) {
    return NULL;
  }
  do {
    gsize room = (gsize) MIN (copy->size + 1 - n_bytes, CHUNK);
    length = g_input_stream_read (from, memory->bytes + n_bytes, room, copy->cancellable, error);
    if (length < 0) {
      return NULL;
    }
    n_bytes += length;
    dispatch_progress_tell (copy->progress, (guint64) n_bytes, (guint64) copy->size);
  } while (length > 0 && n_bytes <= copy->size);
  if (n_bytes != copy->size) {
    set_changed (error);
    return NULL;
  }
  const char *bytes = memory->bytes;
  return g_bytes_new_with_free_func (bytes, (gsize) n_bytes, memory_free,
                                     g_steal_pointer (&memory));
}

static gboolean
copy_bytes (const Copy *copy, GInputStream *from, int to, GError **error)
{
  g_autofree char *chunk = g_malloc (CHUNK);
  gint64 n_bytes = 0;
  gssize length;

  while ((length = g_input_stream_read (from, chunk, CHUNK, copy->cancellable, error)) > 0) {
    n_bytes += length;
    if (n_bytes > copy->max_bytes) {
      return set_large (error);
    }
    if (!write_all (to, chunk, (gsize) length, error)) {
      return FALSE;
    }
    dispatch_progress_tell (copy->progress, (guint64) n_bytes, (guint64) copy->size);
  }
  return length == 0 && (copy->size == 0 || n_bytes == copy->size || set_changed (error));
}

static GBytes *
map_copy (const Copy *copy, GInputStream *from, GError **error)
{
  GBytes *bytes = NULL;
  int fd = open_nameless (error);

  if (fd < 0) {
    return NULL;
  }
  if (copy_bytes (copy, from, fd, error)) {
    bytes = map (fd, error);
  }
  g_close (fd, NULL);
  return bytes;
}

/**
 * dispatch_file_copy:
 * @file: a file
 * @max_bytes: that it may have
 * @progress: (nullable): told how far it is
 * @cancellable: (nullable): a cancellable
 * @error: return location for %DISPATCH_SHEET_ERROR_TOO_LARGE, %DISPATCH_SHEET_ERROR_CHANGED or an
 *   error of reading or writing
 *
 * Returns: (transfer full) (nullable): what is in it
 */
GBytes *
dispatch_file_copy (GFile *file,
                    gint64 max_bytes,
                    DispatchProgress *progress,
                    GCancellable *cancellable,
                    GError **error)
{
  g_autoptr (GFileInputStream) stream = g_file_read (file, cancellable, error);

  if (stream == NULL) {
    return NULL;
  }
  const Copy copy = { max_bytes, get_size (stream, cancellable), progress, cancellable };
  if (copy.size > max_bytes) {
    set_large (error);
    return NULL;
  }
  /* What says that it has nothing may have something: a pipe. */
  return copy.size > 0 && copy.size <= SMALL ? read_small (&copy, G_INPUT_STREAM (stream), error)
                                             : map_copy (&copy, G_INPUT_STREAM (stream), error);
}

static gboolean
decode_to (int fd,
           DispatchEncoding encoding,
           const char *at,
           gsize length,
           GCancellable *cancellable,
           GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);

  while (length > 0) {
    gsize part = MIN (length, CHUNK);
    g_string_truncate (text, 0);
    gsize used = dispatch_encoding_decode (encoding, at, part, part == length, text);
    if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
        !write_all (fd, text->str, text->len, error)) {
      return FALSE;
    }
    at += used;
    length -= used;
  }
  return TRUE;
}

static gboolean
is_ascii (const char *bytes, gsize length)
{
  guint8 all = 0;

  for (gsize i = 0; i < length; i++) {
    all |= (guint8) bytes[i];
  }
  return all < 0x80;
}

/**
 * dispatch_file_decode:
 * @bytes: what is in a file
 * @encoding: how
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error of writing
 *
 * Returns: (transfer full) (nullable): the same in UTF-8 without a byte order mark, with
 *   %DISPATCH_ENCODING_BAD where it is not of @encoding; what is in UTF-8 is not looked at
 */
GBytes *
dispatch_file_decode (GBytes *bytes,
                      DispatchEncoding encoding,
                      GCancellable *cancellable,
                      GError **error)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  gsize mark = dispatch_encoding_get_mark (encoding, data, length);
  GBytes *decoded = NULL;

  if (encoding == DISPATCH_ENCODING_UTF_8 ||
      (encoding == DISPATCH_ENCODING_WINDOWS_1252 && is_ascii (data, length))) {
    return g_bytes_new_from_bytes (bytes, mark, length - mark);
  }
  int fd = open_nameless (error);
  if (fd < 0) {
    return NULL;
  }
  if (decode_to (fd, encoding, data + mark, length - mark, cancellable, error)) {
    decoded = map (fd, error);
  }
  g_close (fd, NULL);
  return decoded;
}
