#pragma once

#include <comms-list.h>

G_BEGIN_DECLS

/* What a list waits for while its client waits to ask again. Property "text" (string, nullable,
 * read-only): why and for how long, translated. */
#define CARILLON_TYPE_LIST_WAIT (carillon_list_wait_get_type ())
G_DECLARE_FINAL_TYPE (CarillonListWait, carillon_list_wait, CARILLON, LIST_WAIT, GObject)

CarillonListWait *carillon_list_wait_new (CommsClient *client); /* that asks for nothing else */
void carillon_list_wait_stop (CarillonListWait *self);          /* an answer is there */

G_END_DECLS
