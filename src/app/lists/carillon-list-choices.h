#pragma once

#include <archive-store.h>

G_BEGIN_DECLS

/* How the operator wants the lists of one account to look, kept in the archive. All of it is read
 * once, before the first list is made, so that no list shows itself otherwise for a moment; what is
 * set is in force at once and on disk a moment later. Property "error" (GError, nullable,
 * read-only): why what was chosen last is not on disk; each later choice tries again. It is
 * notified when trouble begins and when it ends. */
#define CARILLON_TYPE_LIST_CHOICES (carillon_list_choices_get_type ())
G_DECLARE_FINAL_TYPE (CarillonListChoices, carillon_list_choices, CARILLON, LIST_CHOICES, GObject)

CarillonListChoices *carillon_list_choices_new (ArchiveStore *store, const char *account_id);
void carillon_list_choices_load_async (CarillonListChoices *self,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
gboolean
carillon_list_choices_load_finish (CarillonListChoices *self, GAsyncResult *result, GError **error);
GVariant *carillon_list_choices_get (CarillonListChoices *self,
                                     const char *list); /* (transfer full): a{sv} */
void carillon_list_choices_set (CarillonListChoices *self,
                                const char *list,
                                GVariant *choices);                        /* sinks @choices */
const GError *carillon_list_choices_get_error (CarillonListChoices *self); /* (nullable) */

G_END_DECLS
