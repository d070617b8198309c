/* Rows are looked at in their order. Those that are fit to be registered and those that are not all
 * become rows of one batch, so that the report is of the whole file. */

#include "dispatch-devices.h"

#include <string.h>

#include "dispatch-rules.h"

/* How often a cancelled check notices it. */
#define ROWS_AT_A_TIME 1024

/* Of text: the names of some hundred devices. */
#define BLOCK (64 * 1024)

/* What the columns are called, in lower case and without anything but letters and digits: "userId",
 * "User ID" and "user_id" are one. */
static const struct {
  const char *name;
  DispatchDeviceField field;
} known_names[] = {
  { "token", DISPATCH_DEVICE_TOKEN },
  { "devicetoken", DISPATCH_DEVICE_TOKEN },
  { "pushtoken", DISPATCH_DEVICE_TOKEN },
  { "fcmtoken", DISPATCH_DEVICE_TOKEN },
  { "apnstoken", DISPATCH_DEVICE_TOKEN },
  { "apntoken", DISPATCH_DEVICE_TOKEN },
  { "registrationtoken", DISPATCH_DEVICE_TOKEN },
  { "address", DISPATCH_DEVICE_TOKEN },
  { "provider", DISPATCH_DEVICE_PROVIDER },
  { "pushprovider", DISPATCH_DEVICE_PROVIDER },
  { "service", DISPATCH_DEVICE_PROVIDER },
  { "platform", DISPATCH_DEVICE_PROVIDER },
  { "os", DISPATCH_DEVICE_PROVIDER },
  { "bindingtype", DISPATCH_DEVICE_PROVIDER },
  { "app", DISPATCH_DEVICE_APP },
  { "appname", DISPATCH_DEVICE_APP },
  { "application", DISPATCH_DEVICE_APP },
  { "user", DISPATCH_DEVICE_USER },
  { "userid", DISPATCH_DEVICE_USER },
  { "identity", DISPATCH_DEVICE_USER },
};

/* As rows of jobs keep them. */
static const char *const reasons[DISPATCH_N_DEVICE_PROBLEMS] = {
  [DISPATCH_DEVICE_GOOD] = "",
  [DISPATCH_DEVICE_NO_TOKEN] = "no-token",
  [DISPATCH_DEVICE_NO_PROVIDER] = "no-provider",
  [DISPATCH_DEVICE_UNKNOWN_PROVIDER] = "unknown-provider",
  [DISPATCH_DEVICE_NO_APP] = "no-app",
  [DISPATCH_DEVICE_UNKNOWN_APP] = "unknown-app",
  [DISPATCH_DEVICE_BAD_USER] = "bad-user",
  [DISPATCH_DEVICE_REPEATED] = "repeated",
  [DISPATCH_DEVICE_CONTRADICTS] = "contradicts",
};

struct _DispatchDevices {
  ArchiveBatch *batch;
  GArray *findings; /* of DispatchDeviceFinding */
  guint n_good;
  guint n_bad;
  guint n_warned;
  guint n_new_users;
  GHashTable *uses; /* of char *: "app\nprovider" of good rows */
};

/* Mapping. */

static char *
simplify (const char *name)
{
  GString *simple = g_string_new (NULL);

  for (const char *at = name; *at != '\0'; at++) {
    if (g_ascii_isalnum (*at)) {
      g_string_append_c (simple, g_ascii_tolower (*at));
    }
  }
  return g_string_free (simple, FALSE);
}

static gboolean
find_field (const char *name, DispatchDeviceField *field)
{
  g_autofree char *simple = simplify (name);

  for (gsize i = 0; i < G_N_ELEMENTS (known_names); i++) {
    if (g_str_equal (known_names[i].name, simple)) {
      *field = known_names[i].field;
      return TRUE;
    }
  }
  return FALSE;
}

static void
map_names (DispatchDeviceMapping *self, DispatchCsv *csv)
{
  DispatchDeviceField field;

  for (guint i = 0; i < dispatch_csv_get_n_cells (csv); i++) {
    if (find_field (dispatch_csv_get_cell (csv, i), &field)) {
      self->has_header = TRUE;
      if (self->columns[field] < 0) {
        self->columns[field] = (int) i;
      }
    }
  }
}

/* Without names, the cells tell what they are. */
static DispatchDeviceField
guess_field (const char *cell)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (cell));

  if (dispatch_user_id_is_valid (trimmed)) {
    return DISPATCH_DEVICE_USER;
  }
  if (dispatch_provider_parse (trimmed) != NULL) {
    return DISPATCH_DEVICE_PROVIDER;
  }
  if (dispatch_token_check ("FCM", trimmed) == DISPATCH_TOKEN_FITS ||
      dispatch_token_check ("APN", trimmed) == DISPATCH_TOKEN_FITS) {
    return DISPATCH_DEVICE_TOKEN;
  }
  /* A number is more often the number of a row than an App. */
  return dispatch_app_name_is_valid (trimmed) && strspn (trimmed, "0123456789_") < strlen (trimmed)
           ? DISPATCH_DEVICE_APP
           : DISPATCH_N_DEVICE_FIELDS;
}

static void
map_cells (DispatchDeviceMapping *self, DispatchCsv *csv, guint n_columns)
{
  for (guint i = 0; i < n_columns; i++) {
    DispatchDeviceField field = guess_field (dispatch_csv_get_cell (csv, i));
    if (field != DISPATCH_N_DEVICE_FIELDS && self->columns[field] < 0) {
      self->columns[field] = (int) i;
    }
  }
  /* A list of tokens and nothing else, whatever they look like. */
  if (n_columns == 1) {
    for (guint field = 0; field < DISPATCH_N_DEVICE_FIELDS; field++) {
      self->columns[field] = field == DISPATCH_DEVICE_TOKEN ? 0 : -1;
    }
  }
}

/**
 * dispatch_device_mapping_guess:
 * @sheet: a file
 *
 * Returns: (transfer full): which column has what, by the names in the first row or, where it has
 *   none, by what the cells look like
 */
DispatchDeviceMapping *
dispatch_device_mapping_guess (const DispatchSheet *sheet)
{
  DispatchDeviceMapping *self = g_new0 (DispatchDeviceMapping, 1);
  g_auto (DispatchCsv) csv = { 0 };

  for (guint field = 0; field < DISPATCH_N_DEVICE_FIELDS; field++) {
    self->columns[field] = -1;
  }
  dispatch_sheet_begin (sheet, &csv);
  dispatch_sheet_read (sheet, 0, &csv);
  map_names (self, &csv);
  if (!self->has_header) {
    map_cells (self, &csv, dispatch_sheet_get_n_columns (sheet));
  }
  return self;
}

DispatchDeviceMapping *
dispatch_device_mapping_copy (const DispatchDeviceMapping *self)
{
  DispatchDeviceMapping *copy = g_memdup2 (self, sizeof *self);

  copy->app_name = g_strdup (self->app_name);
  copy->provider = g_strdup (self->provider);
  return copy;
}

void
dispatch_device_mapping_free (DispatchDeviceMapping *self)
{
  g_free (self->app_name);
  g_free (self->provider);
  g_free (self);
}

/* Checking. */

typedef struct {
  DispatchSheet *sheet;
  DispatchDeviceMapping *mapping;
  char **apps; /* (nullable) */

  DispatchDevices *found;
  GHashTable *seen; /* of names of devices in @names: the index of their row in the batch */
  GStringChunk *names;
  GString *buffer;
} Check;

/* A row being looked at. */
typedef struct {
  const char *app_name;
  const char *provider;
  char *token;
  char *user_id; /* (nullable) */
  DispatchDeviceFinding finding;
} Device;

static void
check_free (Check *check)
{
  dispatch_sheet_unref (check->sheet);
  dispatch_device_mapping_free (check->mapping);
  g_strfreev (check->apps);
  g_clear_pointer (&check->found, dispatch_devices_unref);
  g_clear_pointer (&check->seen, g_hash_table_unref);
  g_clear_pointer (&check->names, g_string_chunk_free);
  if (check->buffer != NULL) {
    g_string_free (check->buffer, TRUE);
  }
  g_free (check);
}

static const char *
get_cell (const Check *check, DispatchCsv *csv, DispatchDeviceField field)
{
  int column = check->mapping->columns[field];

  return column >= 0 ? dispatch_csv_get_cell (csv, (guint) column) : "";
}

static gboolean
is_blank (const char *text)
{
  return text[strspn (text, " \t\r\n")] == '\0';
}

static void
read_app (const Check *check, Device *device, char *cell)
{
  const char *app_name = g_strstrip (cell);

  device->app_name = *app_name != '\0' ? app_name : check->mapping->app_name;
  if (device->app_name == NULL) {
    device->finding.problem = DISPATCH_DEVICE_NO_APP;
  } else if (check->apps != NULL
               ? !g_strv_contains ((const char *const *) check->apps, device->app_name)
               : !dispatch_app_name_is_valid (device->app_name)) {
    device->finding.problem = DISPATCH_DEVICE_UNKNOWN_APP;
  }
}

static void
read_provider (const Check *check, Device *device, const char *cell)
{
  if (is_blank (cell)) {
    device->provider = check->mapping->provider;
    if (device->provider == NULL) {
      device->finding.problem = DISPATCH_DEVICE_NO_PROVIDER;
    }
    return;
  }
  device->provider = dispatch_provider_parse (cell);
  if (device->provider == NULL) {
    device->finding.problem = DISPATCH_DEVICE_UNKNOWN_PROVIDER;
  }
}

static void
read_user (Device *device, const char *cell)
{
  g_autofree char *id = dispatch_token_clean (cell);

  if (*id == '\0') {
    return;
  }
  if (!dispatch_user_id_is_valid (id)) {
    device->finding.problem = DISPATCH_DEVICE_BAD_USER;
  }
  device->user_id = g_steal_pointer (&id);
}

/* In the order in which an operator would want to know: what comes last counts. */
static void
read_device (const Check *check, DispatchCsv *csv, Device *device, char *app_cell)
{
  read_user (device, get_cell (check, csv, DISPATCH_DEVICE_USER));
  read_app (check, device, app_cell);
  read_provider (check, device, get_cell (check, csv, DISPATCH_DEVICE_PROVIDER));
  device->token = dispatch_token_clean (get_cell (check, csv, DISPATCH_DEVICE_TOKEN));
  if (*device->token == '\0') {
    device->finding.problem = DISPATCH_DEVICE_NO_TOKEN;
  }
}

/* A token is unique within its App and provider (section 8.1 of the API): a second row with it
 * either says the same again, or would take the device away from the user of the first. */
static void
find_repetition (Check *check, Device *device)
{
  gpointer earlier = NULL;

  g_string_printf (check->buffer, "%s\n%s\n%s", device->app_name, device->provider, device->token);
  if (g_hash_table_lookup_extended (check->seen, check->buffer->str, NULL, &earlier)) {
    const ArchiveBatchRow *first =
      archive_batch_get_row (check->found->batch, GPOINTER_TO_UINT (earlier));
    device->finding.other_line = first->line;
    device->finding.problem = g_strcmp0 (first->user_id, device->user_id) == 0
                                ? DISPATCH_DEVICE_REPEATED
                                : DISPATCH_DEVICE_CONTRADICTS;
    return;
  }
  g_hash_table_insert (check->seen, g_string_chunk_insert (check->names, check->buffer->str),
                       GUINT_TO_POINTER (archive_batch_get_n_rows (check->found->batch)));
}

static void
append_cells (GString *line, DispatchCsv *csv, guint n_columns)
{
  g_string_truncate (line, 0);
  for (guint i = 0; i < n_columns; i++) {
    dispatch_csv_append_cell (line, dispatch_csv_get_cell (csv, i));
  }
}

static void
add_device (Check *check, DispatchCsv *csv, const Device *device)
{
  DispatchDevices *found = check->found;
  gboolean is_good = device->finding.problem == DISPATCH_DEVICE_GOOD;
  g_autofree char *reason = is_good ? NULL : dispatch_device_reason_new (&device->finding);

  /* As many as the row has: the widest one may be a mistake. The first tells how many there are. */
  append_cells (check->buffer, csv,
                archive_batch_get_n_rows (found->batch) > 0
                  ? dispatch_csv_get_n_cells (csv)
                  : dispatch_sheet_get_n_columns (check->sheet));
  const ArchiveBatchRow row = {
    .line = device->finding.line,
    .app_name = device->app_name,
    .provider = device->provider,
    .token = device->token,
    .user_id = device->user_id,
    .cells = check->buffer->str,
    .reason = reason,
  };
  archive_batch_add (found->batch, &row);
  found->n_good += is_good;
  found->n_bad += !is_good;
  found->n_warned += is_good && device->finding.shape != DISPATCH_TOKEN_FITS;
  found->n_new_users += is_good && device->user_id == NULL;
  if (!is_good || device->finding.shape != DISPATCH_TOKEN_FITS) {
    g_array_append_val (found->findings, device->finding);
  }
}

static void
note_use (Check *check, const Device *device)
{
  g_string_printf (check->buffer, "%s\n%s", device->app_name, device->provider);
  if (!g_hash_table_contains (check->found->uses, check->buffer->str)) {
    g_hash_table_add (check->found->uses, g_strdup (check->buffer->str));
  }
}

static void
check_row (Check *check, DispatchCsv *csv)
{
  Device device = {
    .finding = { .batch_row = archive_batch_get_n_rows (check->found->batch),
                 .line = csv->row_line },
  };
  g_autofree char *app_cell = g_strdup (get_cell (check, csv, DISPATCH_DEVICE_APP));

  read_device (check, csv, &device, app_cell);
  if (device.finding.problem == DISPATCH_DEVICE_GOOD) {
    find_repetition (check, &device);
  }
  if (device.finding.problem == DISPATCH_DEVICE_GOOD) {
    device.finding.shape = dispatch_token_check (device.provider, device.token);
    note_use (check, &device);
  }
  add_device (check, csv, &device);
  g_free (device.token);
  g_free (device.user_id);
}

static void
begin (Check *check, DispatchCsv *csv)
{
  gboolean has_header = check->mapping->has_header;

  check->seen = g_hash_table_new (g_str_hash, g_str_equal);
  check->names = g_string_chunk_new (BLOCK);
  check->buffer = g_string_new (NULL);
  check->found = g_atomic_rc_box_new0 (DispatchDevices);
  check->found->uses = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  check->found->findings = g_array_new (FALSE, FALSE, sizeof (DispatchDeviceFinding));
  dispatch_sheet_begin (check->sheet, csv);
  dispatch_sheet_read (check->sheet, 0, csv);
  append_cells (check->buffer, csv, dispatch_sheet_get_n_columns (check->sheet));
  check->found->batch = archive_batch_new (dispatch_sheet_get_name (check->sheet),
                                           has_header ? check->buffer->str : NULL);
}

static void
run_check (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Check *check = data;
  guint n_rows = dispatch_sheet_get_n_rows (check->sheet);
  g_auto (DispatchCsv) csv = { 0 };

  begin (check, &csv);
  for (guint row = check->mapping->has_header ? 1 : 0; row < n_rows; row++) {
    if (row % ROWS_AT_A_TIME == 0 && g_task_return_error_if_cancelled (task)) {
      return;
    }
    dispatch_sheet_read (check->sheet, row, &csv);
    check_row (check, &csv);
  }
  g_task_return_pointer (task, g_steal_pointer (&check->found),
                         (GDestroyNotify) dispatch_devices_unref);
}

/**
 * dispatch_devices_check_async:
 * @sheet: a file
 * @mapping: which column has what
 * @apps: (nullable) (array zero-terminated=1): the Apps of the account; %NULL where they are not
 *   known
 * @cancellable: (nullable): a cancellable
 * @callback: called with what was found
 * @user_data: for @callback
 */
void
dispatch_devices_check_async (DispatchSheet *sheet,
                              const DispatchDeviceMapping *mapping,
                              const char *const *apps,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_return_if_fail (sheet != NULL && mapping != NULL);

  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Check *check = g_new0 (Check, 1);
  check->sheet = dispatch_sheet_ref (sheet);
  check->mapping = dispatch_device_mapping_copy (mapping);
  check->apps = g_strdupv ((char **) apps);
  g_task_set_source_tag (task, dispatch_devices_check_async);
  g_task_set_task_data (task, check, (GDestroyNotify) check_free);
  g_task_run_in_thread (task, run_check);
}

/**
 * dispatch_devices_check_finish:
 * @result: what the callback was given
 * @error: return location for %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): what was found
 */
DispatchDevices *
dispatch_devices_check_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, dispatch_devices_check_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
devices_clear (gpointer data)
{
  DispatchDevices *self = data;

  g_clear_pointer (&self->batch, archive_batch_unref);
  g_clear_pointer (&self->findings, g_array_unref);
  g_clear_pointer (&self->uses, g_hash_table_unref);
}

DispatchDevices *
dispatch_devices_ref (DispatchDevices *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
dispatch_devices_unref (DispatchDevices *self)
{
  g_atomic_rc_box_release_full (self, devices_clear);
}

/**
 * dispatch_devices_get_batch:
 * @self: devices
 *
 * Returns: (transfer none): all rows, for a job
 */
ArchiveBatch *
dispatch_devices_get_batch (const DispatchDevices *self)
{
  return self->batch;
}

guint
dispatch_devices_get_n_good (const DispatchDevices *self)
{
  return self->n_good;
}

guint
dispatch_devices_get_n_bad (const DispatchDevices *self)
{
  return self->n_bad;
}

guint
dispatch_devices_get_n_warned (const DispatchDevices *self)
{
  return self->n_warned;
}

guint
dispatch_devices_get_n_new_users (const DispatchDevices *self)
{
  return self->n_new_users;
}

gboolean
dispatch_devices_uses (const DispatchDevices *self, const char *app_name, const char *provider)
{
  g_autofree char *use = g_strconcat (app_name, "\n", provider, NULL);

  return g_hash_table_contains (self->uses, use);
}

guint
dispatch_devices_get_n_findings (const DispatchDevices *self)
{
  return self->findings->len;
}

const DispatchDeviceFinding *
dispatch_devices_get_finding (const DispatchDevices *self, guint index)
{
  g_return_val_if_fail (index < self->findings->len, NULL);

  return &g_array_index (self->findings, DispatchDeviceFinding, index);
}

/**
 * dispatch_device_reason_new:
 * @finding: a row that has a problem
 *
 * Returns: (transfer full): the problem as rows of jobs keep it: "repeated:17"
 */
char *
dispatch_device_reason_new (const DispatchDeviceFinding *finding)
{
  const char *reason = reasons[finding->problem];

  return finding->other_line > 0 ? g_strdup_printf ("%s:%u", reason, finding->other_line)
                                 : g_strdup (reason);
}

/**
 * dispatch_device_reason_parse:
 * @reason: (nullable): what a row of a job has as its reason
 * @other_line: (out) (optional): the earlier line that it names, or 0
 *
 * Returns: the problem; GOOD where it is none of a row of a file
 */
DispatchDeviceProblem
dispatch_device_reason_parse (const char *reason, guint *other_line)
{
  g_auto (GStrv) parts = g_strsplit (reason != NULL ? reason : "", ":", 2);

  if (other_line != NULL) {
    *other_line =
      parts[0] != NULL && parts[1] != NULL ? (guint) g_ascii_strtoull (parts[1], NULL, 10) : 0;
  }
  for (guint i = 1; i < DISPATCH_N_DEVICE_PROBLEMS; i++) {
    if (g_strcmp0 (parts[0], reasons[i]) == 0) {
      return i;
    }
  }
  return DISPATCH_DEVICE_GOOD;
}
