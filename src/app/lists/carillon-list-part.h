#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A file that is being written beside its place, and takes its place when it is whole. Its calls
 * block: for workers. */
typedef struct _CarillonListPart CarillonListPart;

CarillonListPart *carillon_list_part_new (GFile *file);
void carillon_list_part_free (CarillonListPart *self); /* what has not taken its place is gone */
gboolean carillon_list_part_write (CarillonListPart *self, GString *text, GError **error);
gboolean carillon_list_part_finish (CarillonListPart *self, GError **error);
gboolean carillon_list_part_is_empty (CarillonListPart *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarillonListPart, carillon_list_part_free)

G_END_DECLS
