#pragma once

#include <comms-resource.h>

G_BEGIN_DECLS

/* A row that does not come from the API, in the shape of one that does, so that every list can show
 * it: its members are what the details, copies and files of the list have. */
#define CARILLON_TYPE_RECORD (carillon_record_get_type ())
G_DECLARE_FINAL_TYPE (CarillonRecord, carillon_record, CARILLON, RECORD, CommsResource)

CarillonRecord *carillon_record_new (JsonObject *object); /* (transfer full); has a string "id" */

G_END_DECLS
