#pragma once

#include <comms-cursor.h>

#include "carillon-list-kind.h"
#include "carillon-list-picked.h"

G_BEGIN_DECLS

typedef enum {
  CARILLON_EXPORT_CSV,
  CARILLON_EXPORT_JSON,
} CarillonExportFormat;

typedef enum {
  CARILLON_EXPORT_RUNNING,
  CARILLON_EXPORT_FAILED, /* see "error"; can go on */
  CARILLON_EXPORT_DONE,
  CARILLON_EXPORT_STOPPED,
} CarillonExportState;

#define CARILLON_TYPE_EXPORT_STATE (carillon_export_state_get_type ())
GType carillon_export_state_get_type (void);

/* Writes rows to a file: page after page of a list, of which one is in memory at a time, or rows
 * that are there already. The file appears whole or not at all; what fails in the middle can go on
 * from there. Properties, read-only and notified: "state" (CarillonExportState), "n-rows" (guint),
 * "error" (GError, nullable). It keeps itself alive while it runs. */
#define CARILLON_TYPE_LIST_EXPORT (carillon_list_export_get_type ())
G_DECLARE_FINAL_TYPE (CarillonListExport, carillon_list_export, CARILLON, LIST_EXPORT, GObject)

CarillonListExport *
carillon_list_export_new (const CarillonListKind *kind, CarillonExportFormat format, GFile *file);
void carillon_list_export_run_cursor (CarillonListExport *self,
                                      CommsCursor *cursor,
                                      const char *search); /* (nullable) */
void carillon_list_export_run_picked (CarillonListExport *self,
                                      CarillonListPicked *picked); /* (transfer full) */
void carillon_list_export_go_on (CarillonListExport *self);
void carillon_list_export_stop (CarillonListExport *self);
CarillonExportState carillon_list_export_get_state (CarillonListExport *self);
guint carillon_list_export_get_n_rows (CarillonListExport *self);
GFile *carillon_list_export_get_file (CarillonListExport *self);

/* What a file of a list is called: "users-2026-11-22.csv". */
char *carillon_list_export_make_name (const CarillonListKind *kind, CarillonExportFormat format);

G_END_DECLS
