#include "carillon-secret-text.h"

#include <string.h>

/**
 * carillon_secret_buffer_new:
 * @size: the most that it will hold: it does not grow, because growing leaves copies behind
 *
 * Returns: (transfer full): an empty one
 */
CarillonSecretBuffer *
carillon_secret_buffer_new (gsize size)
{
  CarillonSecretBuffer *self = g_new0 (CarillonSecretBuffer, 1);

  self->data = g_malloc0 (size + 1);
  self->size = size;
  return self;
}

/**
 * carillon_secret_buffer_append:
 * @text: to be copied
 * @length: in bytes; has to fit
 */
void
carillon_secret_buffer_append (CarillonSecretBuffer *self, const char *text, gsize length)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (length <= self->size - self->length);

  if (length > 0) {
    memcpy (self->data + self->length, text, length);
    self->length += length;
  }
}

/**
 * carillon_secret_buffer_free:
 *
 * Overwrites all of it first.
 */
void
carillon_secret_buffer_free (CarillonSecretBuffer *self)
{
  g_return_if_fail (self != NULL);

  explicit_bzero (self->data, self->size);
  g_free (self->data);
  g_free (self);
}

/**
 * carillon_secret_buffer_free_to_bytes:
 *
 * Returns: (transfer full): what it holds, not copied, overwritten in the end
 */
GBytes *
carillon_secret_buffer_free_to_bytes (CarillonSecretBuffer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  self->data[self->length] = '\0';
  return g_bytes_new_with_free_func (self->data, self->length,
                                     (GDestroyNotify) carillon_secret_buffer_free, self);
}

/**
 * carillon_secret_text_new:
 * @text: to be copied
 * @length: in bytes
 *
 * Returns: (transfer full): a copy that is overwritten in the end
 */
GBytes *
carillon_secret_text_new (const char *text, gsize length)
{
  g_return_val_if_fail (text != NULL, NULL);

  CarillonSecretBuffer *buffer = carillon_secret_buffer_new (length);
  carillon_secret_buffer_append (buffer, text, length);
  return carillon_secret_buffer_free_to_bytes (buffer);
}

/**
 * carillon_secret_text_get:
 * @text: (nullable): made by this file
 *
 * Returns: (transfer none) (nullable): it, as a string
 */
const char *
carillon_secret_text_get (GBytes *text)
{
  /* GLib answers NULL for no bytes at all, however they were made. */
  const char *data = text != NULL ? g_bytes_get_data (text, NULL) : NULL;

  return text != NULL && data == NULL ? "" : data;
}
