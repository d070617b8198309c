/* What paths ask of values. */

#include "liquid-lookup.h"

#include "liquid-decimal.h"
#include "liquid-forloop.h"
#include "liquid-integer.h"
#include "liquid-js.h"
#include "liquid-loop.h"

/* The variable whose name was computed; nil where it is no name. */
LiquidValue
liquid_lookup_computed (LiquidRender *self, LiquidValue name)
{
  LiquidSlice text;

  if (!liquid_render_count_value (self, name)) {
    return liquid_nil ();
  }
  if (self->traits->is_js && name.type != LIQUID_STRING) {
    return liquid_js_string (self, name, &text) ? liquid_scope_find (self, self->place.scope, text)
                                                : liquid_nil ();
  }
  return name.type == LIQUID_STRING
           ? liquid_scope_find (self, self->place.scope, liquid_value_get_text (name))
           : liquid_nil ();
}

/* What @object has under @key; nil where it has nothing, or has no members. */
LiquidValue
liquid_lookup_member (LiquidRender *self, LiquidValue object, LiquidSlice key)
{
  LiquidValue value;

  if (object.type == LIQUID_HASH && liquid_hash_get (object.hash, key, &value)) {
    return value;
  }
  if (object.type == LIQUID_LOOP) {
    return liquid_loop_get_member (object.internal, key);
  }
  if (object.type == LIQUID_SELF) {
    return liquid_scope_find (self, object.internal, key);
  }
  return liquid_nil ();
}

static LiquidValue
get_range_end (LiquidValue range, bool last)
{
  const LiquidRange *ends = range.internal;

  return ends->first > ends->last && !last ? liquid_integer (ends->first)
                                           : liquid_integer (last ? ends->last : ends->first);
}

/* A whole number is as large as the memory that holds it. */
static LiquidValue
count_bytes (LiquidSlice digits)
{
  LiquidDecimal decimal;

  return liquid_decimal_set_text (&decimal, digits)
           ? liquid_integer (liquid_decimal_count_bytes (&decimal))
           : liquid_nil ();
}

/* Nil where it has none. */
LiquidValue
liquid_lookup_size (LiquidValue object)
{
  bool iterable;

  switch ((int) object.type) {
  case LIQUID_STRING:
    return liquid_integer (
      (int64_t) liquid_slice_count_characters (liquid_value_get_text (object)));
  case LIQUID_ARRAY:
    return liquid_integer ((int64_t) liquid_array_get_size (object.array));
  case LIQUID_HASH:
    return liquid_integer (object.hash->n_entries);
  case LIQUID_INTEGER:
    return liquid_integer (sizeof (int64_t));
  case LIQUID_BIGINT:
    return count_bytes (liquid_value_get_text (object));
  case LIQUID_RANGE:
    return liquid_integer ((int64_t) liquid_value_count (object, &iterable));
  default:
    return liquid_nil ();
  }
}

static LiquidValue
get_first_letter (LiquidValue text)
{
  const char *bytes = text.string.bytes;
  size_t length = text.string.length > 0 ? (size_t) (g_utf8_next_char (bytes) - bytes) : 0;

  return liquid_string (bytes, MIN (length, text.string.length));
}

static LiquidValue
get_last_letter (LiquidValue text)
{
  const char *end = text.string.bytes + text.string.length;
  const char *last = text.string.length > 0 ? g_utf8_find_prev_char (text.string.bytes, end) : end;

  return last != NULL ? liquid_string (last, (size_t) (end - last)) : liquid_string (end, 0);
}

/* A key of a hash and its value. */
LiquidValue
liquid_render_get_pair (LiquidRender *self, const LiquidHash *hash, size_t index)
{
  LiquidArray *pair = liquid_render_new_array (self, 2);

  if (pair == NULL) {
    return liquid_nil ();
  }
  const LiquidEntry *entry = &hash->entries[index];
  pair->items[0] = liquid_string (entry->key.bytes, entry->key.length);
  pair->items[1] = entry->value;
  return liquid_array (pair);
}

static LiquidValue
get_first (LiquidRender *self, LiquidValue object)
{
  switch ((int) object.type) {
  case LIQUID_STRING:
    return get_first_letter (object);
  case LIQUID_ARRAY:
    return liquid_array_get (object.array, 0);
  case LIQUID_HASH:
    return object.hash->n_entries > 0 ? liquid_render_get_pair (self, object.hash, 0)
                                      : liquid_nil ();
  case LIQUID_RANGE:
    return get_range_end (object, false);
  default:
    return liquid_nil ();
  }
}

/* A hash has a first pair, but no last. */
static LiquidValue
get_last (LiquidValue object)
{
  switch ((int) object.type) {
  case LIQUID_STRING:
    return get_last_letter (object);
  case LIQUID_ARRAY:
    return liquid_array_get (object.array, -1);
  case LIQUID_RANGE:
    return get_range_end (object, true);
  default:
    return liquid_nil ();
  }
}

/* The first or the last item of an object; what its members are called does not count. */
bool
liquid_lookup_end (LiquidRender *self, LiquidSlice name, LiquidValue *object)
{
  if (object->type == LIQUID_STRING && !liquid_render_count_text (self, object->string.length)) {
    return false;
  }
  if (object->type == LIQUID_LOOP) {
    *object = liquid_lookup_member (self, *object, name);
  } else {
    *object = name.bytes[0] == 'f' ? get_first (self, *object) : get_last (*object);
  }
  return self->exceeded == NULL;
}

/* size, first or last, unless a hash has a key of that name. */
bool
liquid_lookup_command (LiquidRender *self, LiquidSlice name, LiquidValue *object)
{
  LiquidValue value;

  if (object->type == LIQUID_STRING && !liquid_render_count_text (self, object->string.length)) {
    return false;
  }
  if (object->type == LIQUID_HASH && liquid_hash_get (object->hash, name, &value)) {
    *object = value;
  } else if (object->type == LIQUID_LOOP || object->type == LIQUID_SELF) {
    *object = liquid_lookup_member (self, *object, name);
  } else if (name.bytes[0] == 's') {
    *object = liquid_lookup_size (*object);
  } else {
    return liquid_lookup_end (self, name, object);
  }
  return self->exceeded == NULL;
}

/* `object[key]`: an item by its place, or a member by its name; nil where there is none. */
LiquidValue
liquid_lookup_index (LiquidRender *self, LiquidValue object, LiquidValue key)
{
  if (object.type == LIQUID_ARRAY && key.type == LIQUID_INTEGER) {
    return liquid_array_get (object.array, key.integer);
  }
  return liquid_render_count_value (self, key) && key.type == LIQUID_STRING
           ? liquid_lookup_member (self, object, liquid_value_get_text (key))
           : liquid_nil ();
}

/* Makes a range of two values. */
bool
liquid_lookup_range (LiquidRender *self, LiquidValue *first)
{
  if (self->traits->is_js) {
    return liquid_js_make_range (self, first);
  }
  LiquidRange *range = liquid_render_alloc (self, sizeof (LiquidRange));
  int64_t *ends[] = { range != NULL ? &range->first : NULL, range != NULL ? &range->last : NULL };

  for (size_t i = 0; i < G_N_ELEMENTS (ends); i++) {
    bool lenient = first[i].type == LIQUID_NIL || first[i].type == LIQUID_STRING;
    if (range == NULL || !liquid_render_count_value (self, first[i]) ||
        !(lenient ? liquid_value_to_integer (first[i], ends[i])
                  : liquid_render_to_integer (self, first[i], ends[i]))) {
      return false;
    }
  }
  *first = (LiquidValue){ .type = LIQUID_RANGE, .internal = range };
  return true;
}
