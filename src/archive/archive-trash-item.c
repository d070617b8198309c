/* Items and queries of the trash, as values. */

#include "archive-trash.h"

static void
trash_device_free (ArchiveTrashDevice *device)
{
  g_free (device->app_name);
  g_free (device->provider);
  g_free (device->token);
  g_free (device);
}

ArchiveTrashItem *
archive_trash_item_new (ArchiveTrashKind kind,
                        const char *resource_id,
                        const char *user_id,
                        const char *app_name)
{
  ArchiveTrashItem *self = g_new0 (ArchiveTrashItem, 1);

  self->kind = kind;
  self->resource_id = g_strdup (resource_id);
  self->user_id = g_strdup (user_id);
  self->app_name = g_strdup (app_name);
  self->restored_at = -1;
  self->devices = g_ptr_array_new_with_free_func ((GDestroyNotify) trash_device_free);
  return self;
}

void
archive_trash_item_add_device (ArchiveTrashItem *self,
                               const char *app_name,
                               const char *provider,
                               const char *token)
{
  ArchiveTrashDevice *device = g_new0 (ArchiveTrashDevice, 1);

  device->app_name = g_strdup (app_name);
  device->provider = g_strdup (provider);
  device->token = g_strdup (token);
  g_ptr_array_add (self->devices, device);
}

ArchiveTrashItem *
archive_trash_item_copy (const ArchiveTrashItem *self)
{
  ArchiveTrashItem *copy =
    archive_trash_item_new (self->kind, self->resource_id, self->user_id, self->app_name);

  copy->id = self->id;
  copy->job = self->job;
  copy->deleted_at = self->deleted_at;
  copy->is_certain = self->is_certain;
  copy->restored_at = self->restored_at;
  copy->restored_id = g_strdup (self->restored_id);
  copy->difference = g_strdup (self->difference);
  copy->obstacle = self->obstacle;
  for (guint i = 0; i < self->devices->len; i++) {
    const ArchiveTrashDevice *device = self->devices->pdata[i];
    archive_trash_item_add_device (copy, device->app_name, device->provider, device->token);
  }
  return copy;
}

void
archive_trash_item_free (ArchiveTrashItem *self)
{
  g_free (self->resource_id);
  g_free (self->user_id);
  g_free (self->app_name);
  g_free (self->restored_id);
  g_free (self->difference);
  g_ptr_array_unref (self->devices);
  g_free (self);
}

/**
 * archive_trash_query_copy:
 * @query: (nullable): which part of the trash
 *
 * Returns: (transfer full) (nullable): the same, with a text of its own
 */
ArchiveTrashQuery *
archive_trash_query_copy (const ArchiveTrashQuery *query)
{
  if (query == NULL) {
    return NULL;
  }
  ArchiveTrashQuery *copy = g_memdup2 (query, sizeof *query);
  copy->needle = g_strdup (query->needle);
  return copy;
}

void
archive_trash_query_free (ArchiveTrashQuery *query)
{
  g_free ((char *) query->needle);
  g_free (query);
}
