#pragma once

#include <gtk/gtk.h>

#include <comms-snapshot.h>

G_BEGIN_DECLS

/* Rows of a list that were picked, for any thread: however many they are, nothing is made of them
 * until somebody asks. Immutable. */
typedef struct _CarillonListPicked CarillonListPicked;

CarillonListPicked *carillon_list_picked_new (CommsSnapshot *basis,
                                              GArray *view, /* (nullable): of guint, in basis */
                                              const GtkBitset *positions); /* in view */
void carillon_list_picked_free (CarillonListPicked *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarillonListPicked, carillon_list_picked_free)

guint carillon_list_picked_get_n_rows (CarillonListPicked *self);
/* Some of them, as they are shown; (transfer full), of CommsResource. */
GPtrArray *carillon_list_picked_make_rows (CarillonListPicked *self, guint first, guint n_rows);

G_END_DECLS
