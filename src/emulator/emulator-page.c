/* Pages by key: a token says before which row a page begins, so that a page costs the same wherever
 * it is, and none is skipped or shown twice when rows come or go between two pages. */

#include "emulator-page.h"

#include <base-json.h>
#include <base-time.h>
#include <string.h>

#define DEFAULT_PAGE_SIZE 50

typedef struct {
  char *text; /* (owned) (nullable): NULL where it is a number */
  gint64 number;
} Value;

struct _EmulatorPage {
  EmulatorCall *call;             /* (unowned) */
  const EmulatorListing *listing; /* (unowned) */
  GString *sql;
  GArray *values; /* of Value, in the order of the parameters; the first is bound to `before` */
  gint64 before;  /* rows of this page have a smaller key */
  guint size;
};

static const EmulatorField common_fields[] = {
  { .name = "pageSize",
    .accepts = emulator_accepts_page_size,
    .expected = "a whole number from 1 to 1000" },
};

static void
clear_value (gpointer data)
{
  g_clear_pointer (&((Value *) data)->text, g_free);
}

/* Base 64 without the characters that a URL would have to escape (RFC 4648, section 5). */
static char *
encode_token (gint64 before)
{
  g_autofree char *json = g_strdup_printf ("{\"before\":%" G_GINT64_FORMAT "}", before);
  char *token = g_base64_encode ((const guchar *) json, strlen (json));

  g_strdelimit (token, "+", '-');
  g_strdelimit (token, "/", '_');
  return g_strdelimit (token, "=", '\0');
}

static gboolean
decode_token (const char *token, gint64 *before)
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
  g_autoptr (JsonNode) node = base_json_parse (bytes, NULL);
  *before = base_json_int (base_json_node_object (node), "before", -1);
  return *before >= 0;
}

static void
read_position (EmulatorPage *self)
{
  const EmulatorPath root = { NULL };
  const EmulatorPath path = { .parent = &root, .member = "pageToken" };
  const char *size = emulator_call_get_parameter (self->call, "pageSize");
  const char *token = emulator_call_get_parameter (self->call, "pageToken");

  self->size = size != NULL ? (guint) g_ascii_strtoull (size, NULL, 10) : DEFAULT_PAGE_SIZE;
  self->before = G_MAXINT64;
  if (token != NULL && *token != '\0' && !decode_token (token, &self->before)) {
    emulator_issues_add (self->call->issues, &path, "is no token of this list");
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
  self->sql = g_string_new (listing->select);
  emulator_validate_query (call->query, listing->fields, listing->n_fields, call->issues);
  emulator_validate_query (call->query, common_fields, G_N_ELEMENTS (common_fields), call->issues);
  read_position (self);
  g_string_append_printf (self->sql, " WHERE %s < ?", listing->key);
  Value before = { .number = 0 };
  g_array_append_val (self->values, before);
  return self;
}

void
emulator_page_free (EmulatorPage *self)
{
  g_string_free (self->sql, TRUE);
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
  g_string_append_printf (self->sql, " AND %s", condition);
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
    g_autofree char *condition = g_strdup_printf ("%s >= ?", self->listing->key);
    emulator_page_filter_int (self, condition, time);
  }
  if (base_time_parse (emulator_call_get_parameter (self->call, "endDate"), &time)) {
    gint64 end = time % G_USEC_PER_SEC == 0 ? time + G_USEC_PER_SEC : time + 1;
    self->before = MIN (self->before, end);
  }
}

static EmulatorStatement *
prepare (EmulatorPage *self)
{
  g_string_append_printf (self->sql, " ORDER BY %s DESC LIMIT ?", self->listing->key);

  EmulatorStatement *rows = emulator_store_prepare (self->call->world->store, self->sql->str);
  g_array_index (self->values, Value, 0).number = self->before;
  for (guint i = 0; i < self->values->len; i++) {
    const Value *value = &g_array_index (self->values, Value, i);
    if (value->text != NULL) {
      emulator_statement_bind_text (rows, (int) i + 1, value->text);
    } else {
      emulator_statement_bind_int (rows, (int) i + 1, value->number);
    }
  }
  /* One more than the page has, to know whether there is a next one. */
  emulator_statement_bind_int (rows, (int) self->values->len + 1, self->size + 1);
  return rows;
}

static void
write_pagination (EmulatorPage *self, gint64 first, gint64 last, gboolean has_more)
{
  JsonBuilder *json = self->call->reply;
  g_autofree char *next = has_more ? encode_token (last) : NULL;
  g_autofree char *this = encode_token (first != 0 ? first + 1 : self->before);

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
  gint64 first = 0, last = 0;
  guint n_rows = 0;

  json_builder_begin_object (json);
  json_builder_set_member_name (json, self->listing->collection);
  json_builder_begin_array (json);
  while ((step = emulator_statement_step (rows, error)) == EMULATOR_STEP_ROW &&
         n_rows++ < self->size) {
    last = emulator_statement_get_int (rows, 0);
    first = first == 0 ? last : first;
    self->listing->write (json, rows);
  }
  json_builder_end_array (json);
  write_pagination (self, first, last, step == EMULATOR_STEP_ROW);
  json_builder_end_object (json);
  return step != EMULATOR_STEP_ERROR ? 200 : 0;
}
