/* One page is fetched, made into text and written in a worker, then the next. A page that fails is
 * asked for again by the cursor, a write that fails is done again: neither loses nor doubles a row.
 */

#include "carillon-list-export.h"

#include <comms-let-go.h>

#include "carillon-list-part.h"
#include "carillon-list-text.h"
#include "carillon-list-texts.h"

/* As many picked rows as a large page has are made and written at once. */
#define BATCH 1000

struct _CarillonListExport {
  GObject parent_instance;

  const CarillonListKind *kind;
  CarillonExportFormat format;
  GFile *file;                /* (owned) */
  CarillonListPart *part;     /* (owned) (nullable): the worker's while one is under way */
  CommsCursor *cursor;        /* (owned) (nullable) */
  CarillonListPicked *picked; /* (owned) (nullable): in place of the cursor */
  guint n_made;               /* of the picked rows */
  GStrv words;                /* (owned): that rows must have */
  GPtrArray *batch;           /* (owned) (nullable): what is to be written next */
  GCancellable *cancellable;  /* (owned) */
  GError *error;              /* (owned) (nullable) */
  CarillonExportState state;
  guint n_rows;
};

G_DEFINE_FINAL_TYPE (CarillonListExport, carillon_list_export, G_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (CarillonExportState,
                    carillon_export_state,
                    G_DEFINE_ENUM_VALUE (CARILLON_EXPORT_RUNNING, "running"),
                    G_DEFINE_ENUM_VALUE (CARILLON_EXPORT_FAILED, "failed"),
                    G_DEFINE_ENUM_VALUE (CARILLON_EXPORT_DONE, "done"),
                    G_DEFINE_ENUM_VALUE (CARILLON_EXPORT_STOPPED, "stopped"))

typedef enum {
  PROP_STATE = 1,
  PROP_N_ROWS,
  PROP_ERROR,
} CarillonListExportProperty;

static GParamSpec *properties[PROP_ERROR + 1];

static void write_batch (CarillonListExport *self);

/* One turn of the worker. */
typedef struct {
  const CarillonListKind *kind;
  CarillonExportFormat format;
  GStrv words;            /* (unowned): this and the next are lent by the export, which waits */
  GPtrArray *batch;       /* (unowned) */
  CarillonListPart *part; /* (unowned) */
  gboolean is_first;      /* no row was written before */
  gboolean is_last;
} Turn;

static void
take_state (CarillonListExport *self, CarillonExportState state, GError *error)
{
  g_object_freeze_notify (G_OBJECT (self));
  g_clear_error (&self->error);
  self->error = error;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
  g_object_thaw_notify (G_OBJECT (self));
}

static void
append_row (GString *text, const Turn *turn, gpointer item, gboolean is_first)
{
  if (turn->format == CARILLON_EXPORT_CSV) {
    carillon_list_text_append_csv_row (text, turn->kind, item);
    return;
  }
  g_string_append (text, is_first ? "" : ",\n");
  carillon_list_text_append_json (text, item);
}

/* Answers how many rows that are. */
static guint
append_rows (GString *text, const Turn *turn)
{
  guint n_rows = 0;

  if (carillon_list_part_is_empty (turn->part)) {
    if (turn->format == CARILLON_EXPORT_CSV) {
      carillon_list_text_append_csv_header (text, turn->kind);
    } else {
      g_string_append (text, "[\n");
    }
  }
  for (guint i = 0; i < turn->batch->len; i++) {
    gpointer item = turn->batch->pdata[i];

    if (carillon_list_item_matches (turn->kind, item, (const char *const *) turn->words)) {
      append_row (text, turn, item, turn->is_first && n_rows == 0);
      n_rows++;
    }
  }
  if (turn->is_last && turn->format == CARILLON_EXPORT_JSON) {
    g_string_append (text, "\n]\n");
  }
  return n_rows;
}

static void
run_turn (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Turn *turn = data;
  g_autoptr (GString) text = g_string_new (NULL);
  guint n_rows = append_rows (text, turn);
  GError *error = NULL;

  if (!carillon_list_part_write (turn->part, text, &error) ||
      (turn->is_last && !carillon_list_part_finish (turn->part, &error))) {
    g_task_return_error (task, error);
    return;
  }
  g_task_return_int (task, n_rows);
}

/* In a worker: what was parsed of a thousand rows takes a while. */
static void
let_batch_go (CarillonListExport *self)
{
  comms_let_go (g_steal_pointer (&self->batch), (GDestroyNotify) g_ptr_array_unref);
}

/* Who shows that it is done keeps it, but nobody the rows. */
static void
end (CarillonListExport *self, CarillonExportState state)
{
  g_clear_pointer (&self->part, carillon_list_part_free);
  g_clear_pointer (&self->picked, carillon_list_picked_free);
  let_batch_go (self);
  take_state (self, state, NULL);
}

static void
on_page (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonListExport) self = user_data;
  GError *error = NULL;
  g_autoptr (GPtrArray) page = comms_cursor_next_finish (COMMS_CURSOR (source), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable)) {
    g_clear_error (&error);
    end (self, CARILLON_EXPORT_STOPPED);
  } else if (page == NULL) {
    take_state (self, CARILLON_EXPORT_FAILED, error);
  } else {
    self->batch = g_steal_pointer (&page);
    write_batch (self);
  }
}

static gboolean
has_more (CarillonListExport *self)
{
  if (self->picked != NULL) {
    return self->n_made < carillon_list_picked_get_n_rows (self->picked);
  }
  return comms_cursor_has_more (self->cursor);
}

static void
fetch_page (CarillonListExport *self)
{
  if (self->picked == NULL) {
    comms_cursor_next_async (self->cursor, self->cancellable, on_page, g_object_ref (self));
    return;
  }
  self->batch = carillon_list_picked_make_rows (self->picked, self->n_made, BATCH);
  self->n_made += self->batch->len;
  write_batch (self);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CarillonListExport *self = CARILLON_LIST_EXPORT (source);
  GError *error = NULL;
  gssize n_rows = g_task_propagate_int (G_TASK (result), &error);

  /* The last turn cannot be stopped any more: the file is in its place. */
  if (g_cancellable_is_cancelled (self->cancellable) && (error != NULL || has_more (self))) {
    g_clear_error (&error);
    end (self, CARILLON_EXPORT_STOPPED);
    return;
  }
  if (error != NULL) {
    take_state (self, CARILLON_EXPORT_FAILED, error);
    return;
  }
  let_batch_go (self);
  self->n_rows += (guint) n_rows;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ROWS]);
  if (has_more (self)) {
    fetch_page (self);
  } else {
    end (self, CARILLON_EXPORT_DONE);
  }
}

static void
write_batch (CarillonListExport *self)
{
  /* Not cancelled in the middle: a worker that was given up would go on using the part. */
  g_autoptr (GTask) task = g_task_new (self, NULL, on_written, NULL);
  Turn *turn = g_new0 (Turn, 1);

  turn->kind = self->kind;
  turn->format = self->format;
  turn->words = self->words;
  turn->batch = self->batch;
  turn->part = self->part;
  turn->is_first = self->n_rows == 0;
  turn->is_last = !has_more (self);
  g_task_set_source_tag (task, write_batch);
  g_task_set_task_data (task, turn, g_free);
  g_task_run_in_thread (task, run_turn);
}

static void
carillon_list_export_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarillonListExport *self = CARILLON_LIST_EXPORT (object);

  switch ((CarillonListExportProperty) id) {
  case PROP_STATE:
    g_value_set_enum (value, self->state);
    break;
  case PROP_N_ROWS:
    g_value_set_uint (value, self->n_rows);
    break;
  case PROP_ERROR:
    g_value_set_boxed (value, self->error);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_list_export_finalize (GObject *object)
{
  CarillonListExport *self = CARILLON_LIST_EXPORT (object);

  g_clear_pointer (&self->part, carillon_list_part_free);
  g_clear_pointer (&self->batch, g_ptr_array_unref);
  g_clear_object (&self->file);
  g_clear_object (&self->cursor);
  g_clear_pointer (&self->picked, carillon_list_picked_free);
  g_clear_object (&self->cancellable);
  g_clear_error (&self->error);
  g_strfreev (self->words);
  G_OBJECT_CLASS (carillon_list_export_parent_class)->finalize (object);
}

static void
carillon_list_export_class_init (CarillonListExportClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = carillon_list_export_get_property;
  object_class->finalize = carillon_list_export_finalize;
  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, CARILLON_TYPE_EXPORT_STATE,
                                              CARILLON_EXPORT_RUNNING, flags);
  properties[PROP_N_ROWS] = g_param_spec_uint ("n-rows", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
carillon_list_export_init (CarillonListExport *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * carillon_list_export_new:
 * @kind: what the rows are; static
 * @file: what is written; one that is there is replaced in the end
 *
 * Returns: (transfer full): an export that was not begun
 */
CarillonListExport *
carillon_list_export_new (const CarillonListKind *kind, CarillonExportFormat format, GFile *file)
{
  g_return_val_if_fail (kind != NULL, NULL);
  g_return_val_if_fail (G_IS_FILE (file), NULL);

  CarillonListExport *self = g_object_new (CARILLON_TYPE_LIST_EXPORT, NULL);
  self->kind = kind;
  self->format = format;
  self->file = g_object_ref (file);
  self->part = carillon_list_part_new (file);
  self->words = carillon_list_search_words (NULL);
  return self;
}

/**
 * carillon_list_export_run_cursor:
 * @cursor: before the first page
 * @search: (nullable): words that a row must have to be written
 *
 * Writes all rows that @cursor leads to.
 */
void
carillon_list_export_run_cursor (CarillonListExport *self, CommsCursor *cursor, const char *search)
{
  g_return_if_fail (CARILLON_IS_LIST_EXPORT (self));
  g_return_if_fail (COMMS_IS_CURSOR (cursor) && self->cursor == NULL && self->batch == NULL);

  g_strfreev (self->words);
  self->words = carillon_list_search_words (search);
  self->cursor = g_object_ref (cursor);
  fetch_page (self);
}

/**
 * carillon_list_export_run_picked:
 * @picked: (transfer full): rows
 *
 * Writes @picked.
 */
void
carillon_list_export_run_picked (CarillonListExport *self, CarillonListPicked *picked)
{
  g_return_if_fail (CARILLON_IS_LIST_EXPORT (self));
  g_return_if_fail (picked != NULL && self->cursor == NULL && self->picked == NULL);

  self->picked = picked;
  fetch_page (self);
}

/**
 * carillon_list_export_go_on:
 *
 * Does again what failed, and goes on from there.
 */
void
carillon_list_export_go_on (CarillonListExport *self)
{
  g_return_if_fail (CARILLON_IS_LIST_EXPORT (self));

  if (self->state != CARILLON_EXPORT_FAILED) {
    return;
  }
  take_state (self, CARILLON_EXPORT_RUNNING, NULL);
  if (self->batch != NULL) {
    write_batch (self);
  } else {
    fetch_page (self);
  }
}

/**
 * carillon_list_export_stop:
 *
 * Leaves no trace of the file, unless it is done already.
 */
void
carillon_list_export_stop (CarillonListExport *self)
{
  g_return_if_fail (CARILLON_IS_LIST_EXPORT (self));

  g_cancellable_cancel (self->cancellable);
  if (self->state == CARILLON_EXPORT_FAILED) {
    end (self, CARILLON_EXPORT_STOPPED);
  }
}

/**
 * carillon_list_export_get_state:
 *
 * Returns: how it stands
 */
CarillonExportState
carillon_list_export_get_state (CarillonListExport *self)
{
  g_return_val_if_fail (CARILLON_IS_LIST_EXPORT (self), CARILLON_EXPORT_STOPPED);

  return self->state;
}

/**
 * carillon_list_export_get_n_rows:
 *
 * Returns: how many rows were written
 */
guint
carillon_list_export_get_n_rows (CarillonListExport *self)
{
  g_return_val_if_fail (CARILLON_IS_LIST_EXPORT (self), 0);

  return self->n_rows;
}

/**
 * carillon_list_export_get_file:
 *
 * Returns: (transfer none): what is written
 */
GFile *
carillon_list_export_get_file (CarillonListExport *self)
{
  g_return_val_if_fail (CARILLON_IS_LIST_EXPORT (self), NULL);

  return self->file;
}

/**
 * carillon_list_export_make_name:
 * @kind: what the rows are
 *
 * Returns: (transfer full): a name that says what is in the file and of when
 */
char *
carillon_list_export_make_name (const CarillonListKind *kind, CarillonExportFormat format)
{
  g_return_val_if_fail (kind != NULL, NULL);

  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *date = g_date_time_format (now, "%Y-%m-%d");

  return g_strdup_printf ("%s-%s.%s", kind->id, date,
                          format == CARILLON_EXPORT_CSV ? "csv" : "json");
}
