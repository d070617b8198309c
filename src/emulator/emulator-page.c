/* Pages by key: a token says before which row a page begins, so that a page costs the same wherever
 * it is, and none is skipped or shown twice when rows come or go between two pages. A token is a
 * place in time and nothing that is kept anywhere: it outlives the row that it was made of and the
 * program. It names the list and the filters that it belongs to, and is refused by others. */

#include "emulator-page.h"

#include <base-json.h>
#include <base-time.h>
#include <string.h>

#define DEFAULT_PAGE_SIZE 50

/* Hexadecimal digits: two lists that somebody mixes up do not have the same by chance. */
#define ORIGIN_LENGTH 16

typedef struct {
  char *text; /* (owned) (nullable): NULL where it is a number */
  gint64 number;
} Value;

struct _EmulatorPage {
  EmulatorCall *call;             /* (unowned) */
  const EmulatorListing *listing; /* (unowned) */
  EmulatorKeys *keys;             /* (nullable): until a condition is asked for */
  GString *conditions;            /* " AND …" for each filter that is SQL */
  GArray *values;                 /* of Value, what their parameters are */
  char *origin;                   /* what its tokens say of where they come from */
  gint64 at_least;                /* the smallest key that a row may have */
  gint64 before;                  /* rows of this page have a smaller key */
  guint size;
};

static const EmulatorField common_fields[] = {
  { .name = "pageSize",
    .accepts = emulator_accepts_page_size,
    .expected = "a whole number from 1 to 1000" },
  { .name = "pageToken" },
};

static void
clear_value (gpointer data)
{
  g_clear_pointer (&((Value *) data)->text, g_free);
}

/* The list with its filters, in few characters, whatever their order and the size of the page. */
static char *
name_origin (EmulatorCall *call, const EmulatorListing *listing)
{
  g_autoptr (GString) name = g_string_new (listing->collection);

  if (call->id != NULL) {
    g_string_append_printf (name, " of %s", call->id);
  }
  for (gsize i = 0; i < listing->n_fields; i++) {
    const char *value = emulator_call_get_parameter (call, listing->fields[i].name);
    if (value != NULL) {
      g_string_append_printf (name, "\n%s=%s", listing->fields[i].name, value);
    }
  }
  char *origin = g_compute_checksum_for_string (G_CHECKSUM_SHA256, name->str, (gssize) name->len);
  origin[ORIGIN_LENGTH] = '\0';
  return origin;
}

/* Base 64 without the characters that a URL would have to escape (RFC 4648, section 5). */
static char *
encode_token (EmulatorPage *self, gint64 before)
{
  g_autofree char *json =
    g_strdup_printf ("{\"before\":%" G_GINT64_FORMAT ",\"of\":\"%s\"}", before, self->origin);
  char *token = g_base64_encode ((const guchar *) json, strlen (json));

  g_strdelimit (token, "+", '-');
  g_strdelimit (token, "/", '_');
  return g_strdelimit (token, "=", '\0');
}

static JsonNode *
decode_token (const char *token)
{
  g_autoptr (GString) padded = g_string_new (token);
  gsize length = 0;

  while (padded->len % 4 != 0) {
    g_string_append_c (padded, '=');
  }
  g_strdelimit (padded->str, "-", '+');
  g_strdelimit (padded->str, "_", '/');
  guchar *data = g_base64_decode (padded->str, &length);
  g_autoptr (GBytes) bytes = g_bytes_new_take (data, length);
  return base_json_parse (bytes, NULL);
}

static void
read_token (EmulatorPage *self, const char *token)
{
  const EmulatorPath root = { NULL };
  const EmulatorPath path = { .parent = &root, .member = "pageToken" };
  g_autoptr (JsonNode) node = decode_token (token);
  JsonObject *object = base_json_node_object (node);

  self->before = base_json_int (object, "before", -1);
  if (self->before < 0 || base_json_string (object, "of") == NULL) {
    emulator_issues_add (self->call->issues, &path, "is no token of a list");
  } else if (g_strcmp0 (base_json_string (object, "of"), self->origin) != 0) {
    emulator_issues_add (self->call->issues, &path,
                         "is a token of another list or of other filters");
  }
}

static void
read_position (EmulatorPage *self)
{
  const char *size = emulator_call_get_parameter (self->call, "pageSize");
  const char *token = emulator_call_get_parameter (self->call, "pageToken");

  self->size = size != NULL ? (guint) g_ascii_strtoull (size, NULL, 10) : DEFAULT_PAGE_SIZE;
  self->before = G_MAXINT64;
  if (token != NULL && *token != '\0') {
    read_token (self, token);
  }
}

/**
 * emulator_page_new:
 * @call: a request for a list
 * @listing: what it lists
 *
 * Checks the parameters of the request. Filters may be added, and then the reply is made.
 */
EmulatorPage *
emulator_page_new (EmulatorCall *call, const EmulatorListing *listing)
{
  EmulatorPage *self = g_new0 (EmulatorPage, 1);

  self->call = call;
  self->listing = listing;
  self->values = g_array_new (FALSE, FALSE, sizeof (Value));
  g_array_set_clear_func (self->values, clear_value);
  self->conditions = g_string_new (NULL);
  self->origin = name_origin (call, listing);
  emulator_validate_query (call->query, listing->fields, listing->n_fields, call->issues);
  emulator_validate_query (call->query, common_fields, G_N_ELEMENTS (common_fields), call->issues);
  read_position (self);
  return self;
}

void
emulator_page_free (EmulatorPage *self)
{
  g_clear_pointer (&self->keys, emulator_keys_free);
  g_clear_pointer (&self->origin, g_free);
  g_string_free (self->conditions, TRUE);
  g_array_unref (self->values);
  g_free (self);
}

/**
 * emulator_page_filter:
 * @self: a page
 * @condition: SQL that rows must meet
 */
void
emulator_page_filter (EmulatorPage *self, const char *condition)
{
  g_string_append_printf (self->conditions, " AND %s", condition);
}

/**
 * emulator_page_filter_int:
 * @self: a page
 * @condition: SQL that rows must meet, with one parameter
 * @value: the parameter
 */
void
emulator_page_filter_int (EmulatorPage *self, const char *condition, gint64 value)
{
  Value filter = { .number = value };

  emulator_page_filter (self, condition);
  g_array_append_val (self->values, filter);
}

/**
 * emulator_page_filter_text:
 * @self: a page
 * @condition: SQL that rows must meet, with one parameter
 * @value: the parameter
 */
void
emulator_page_filter_text (EmulatorPage *self, const char *condition, const char *value)
{
  Value filter = { .text = g_strdup (value) };

  emulator_page_filter (self, condition);
  g_array_append_val (self->values, filter);
}

/**
 * emulator_page_filter_dates:
 * @self: a page
 *
 * Narrows it to what was created from `startDate` to `endDate`, both inclusive. Times go out in
 * whole seconds, so that a row created within the second that `endDate` names is still meant.
 */
void
emulator_page_filter_dates (EmulatorPage *self)
{
  gint64 time = 0;

  if (base_time_parse (emulator_call_get_parameter (self->call, "startDate"), &time)) {
    emulator_page_filter_range (self, time, G_MAXINT64);
  }
  if (base_time_parse (emulator_call_get_parameter (self->call, "endDate"), &time)) {
    gint64 end = time % G_USEC_PER_SEC == 0 ? time + G_USEC_PER_SEC : time + 1;
    emulator_page_filter_range (self, 0, end);
  }
}

/**
 * emulator_page_filter_range:
 * @self: a page
 * @at_least: the smallest key that a row may have
 * @before: the smallest larger one that it may not have
 *
 * Narrows it to a range of keys, in addition to those that it has already.
 */
void
emulator_page_filter_range (EmulatorPage *self, gint64 at_least, gint64 before)
{
  g_return_if_fail (self != NULL);

  self->at_least = MAX (self->at_least, at_least);
  self->before = MIN (self->before, before);
}

/**
 * emulator_page_get_keys:
 * @self: a page
 *
 * Returns: (transfer none): takes the conditions that rows must meet beside the SQL
 */
EmulatorKeys *
emulator_page_get_keys (EmulatorPage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->keys == NULL) {
    self->keys = emulator_keys_new (self->call->world->store);
  }
  return self->keys;
}

static EmulatorStatement *
prepare (EmulatorPage *self)
{
  const char *key = self->listing->key;
  g_autofree char *sql =
    g_strdup_printf ("%s WHERE %s BETWEEN ?2 AND ?3%s ORDER BY %s DESC LIMIT ?1",
                     self->listing->select, key, self->conditions->str, key);
  EmulatorStatement *rows = emulator_store_prepare (self->call->world->store, sql);

  for (guint i = 0; i < self->values->len; i++) {
    const Value *value = &g_array_index (self->values, Value, i);
    if (value->text != NULL) {
      emulator_statement_bind_text (rows, (int) i + 4, value->text);
    } else {
      emulator_statement_bind_int (rows, (int) i + 4, value->number);
    }
  }
  return rows;
}

static void
bind_range (EmulatorStatement *rows, gint64 at_least, gint64 at_most, gint64 limit)
{
  emulator_statement_rewind (rows);
  emulator_statement_bind_int (rows, 1, limit);
  emulator_statement_bind_int (rows, 2, at_least);
  emulator_statement_bind_int (rows, 3, at_most);
}

/* Goes to the next row below the key @last: one after the other where SQL does all, and otherwise
 * from key to key. A key whose row the SQL leaves out, or that has none any more, is passed over.
 */
static EmulatorStep
advance (EmulatorPage *self, EmulatorStatement *rows, gint64 last, GError **error)
{
  EmulatorStep step = EMULATOR_STEP_DONE;
  gint64 key = last;

  if (self->keys == NULL) {
    return emulator_statement_step (rows, error);
  }
  do {
    step = emulator_keys_next (self->keys, self->at_least, key - 1, &key, error);
    if (step != EMULATOR_STEP_ROW) {
      return step;
    }
    bind_range (rows, key, key, 1);
    step = emulator_statement_step (rows, error);
  } while (step == EMULATOR_STEP_DONE);
  return step;
}

static void
write_pagination (EmulatorPage *self, gint64 first, gint64 last, gboolean has_more)
{
  JsonBuilder *json = self->call->reply;
  g_autofree char *next = has_more ? encode_token (self, last) : NULL;
  g_autofree char *this = encode_token (self, first != 0 ? first + 1 : self->before);

  json_builder_set_member_name (json, "pagination");
  json_builder_begin_object (json);
  emulator_reply_string (json, "next", next);
  emulator_reply_string (json, "self", this);
  json_builder_end_object (json);
}

/**
 * emulator_page_reply:
 * @self: a page with its filters
 * @error: return location for a [error@Emulator.StoreError]
 *
 * Writes the page.
 *
 * Returns: the HTTP status, 0 where @error is set
 */
guint
emulator_page_reply (EmulatorPage *self, GError **error)
{
  if (emulator_issues_get_count (self->call->issues) > 0) {
    return 400;
  }

  JsonBuilder *json = self->call->reply;
  g_autoptr (EmulatorStatement) rows = prepare (self);
  EmulatorStep step = EMULATOR_STEP_DONE;
  gint64 first = 0, last = self->before;
  guint n_rows = 0;

  /* One more than the page has, to know whether there is a next one. */
  bind_range (rows, self->at_least, self->before - 1, self->size + 1);
  json_builder_begin_object (json);
  json_builder_set_member_name (json, self->listing->collection);
  json_builder_begin_array (json);
  while ((step = advance (self, rows, last, error)) == EMULATOR_STEP_ROW && n_rows++ < self->size) {
    last = emulator_statement_get_int (rows, 0);
    first = first == 0 ? last : first;
    self->listing->write (json, rows);
  }
  json_builder_end_array (json);
  write_pagination (self, first, last, step == EMULATOR_STEP_ROW);
  json_builder_end_object (json);
  return step != EMULATOR_STEP_ERROR ? 200 : 0;
}
