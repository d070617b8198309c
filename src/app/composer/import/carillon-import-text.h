#pragma once

#include <dispatch-import.h>

G_BEGIN_DECLS

/* What an import does, in words. All (transfer full) and translated. */
char *carillon_import_good_text (guint n_rows, guint n_replaced);
char *carillon_import_bad_text (guint n_bad); /* NULL where there are none */
char *carillon_import_button_label (guint n_rows, gboolean is_replacing);
char *carillon_import_format_text (const DispatchCsvOptions *options);
char *carillon_import_warning_text (const DispatchImportMapping *mapping); /* NULL: all is well */
char *carillon_import_done_text (guint n_rows, guint n_bad);

/* In the order of dispatch_csv_delimiters, of dispatch_csv_quotes and of DispatchEncoding. */
const char *carillon_import_delimiter_label (guint index); /* NULL behind the last */
const char *carillon_import_quote_label (guint index);
const char *carillon_import_encoding_label (guint index);
const char *carillon_import_role_label (DispatchImportRole role);
const char *carillon_import_reason_label (DispatchImportReason reason);

G_END_DECLS
